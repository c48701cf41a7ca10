import { App, Stack } from 'aws-cdk-lib';
import { addOutputs } from '../../infra/outputs.ts';
import { VodNightly } from '../../infra/vod-nightly.ts';
import config from '../../vod-nightly.config.ts';

const stack = new Stack(new App(), 'Media');
const nightly = new VodNightly(stack, 'Nightly', { config });
// With the outputs, every command takes --stack Media.
addOutputs(stack, nightly);
