// What `import … from 'vod-nightly'` gives: the constructs, and what they are built from.
export { VodNightlyStack } from '../infra/stack.ts';
export { VodNightly, type VodNightlyProps } from '../infra/vod-nightly.ts';
export { type Config, type ConfigInput, defineConfig } from '../lambda/config/config.ts';
