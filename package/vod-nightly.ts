// What `import … from 'vod-nightly'` gives: the constructs, and what they are built from.
export { VodNightlyFleet, type VodNightlyFleetProps } from '../infra/fleet/vod-nightly-fleet.ts';
export { VodNightlyStack } from '../infra/stack.ts';
export { VodNightly, type VodNightlyProps } from '../infra/vod-nightly.ts';
export { type Config, type ConfigInput, defineConfig } from '../lambda/config/config.ts';
