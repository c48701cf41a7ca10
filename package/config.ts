// What `import … from 'vod-nightly/config'` gives: the configuration, for those who use the command line and no CDK.
export { type Config, type ConfigInput, defineConfig } from '../lambda/config/config.ts';
