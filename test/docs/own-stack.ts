import { App, Stack } from 'aws-cdk-lib';
import { VodNightly } from '../../package/vod-nightly.ts';
import config from '../../vod-nightly.config.ts';

const stack = new Stack(new App(), 'Media');
new VodNightly(stack, 'Nightly', { config });
