import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { patienceOf } from '../../../../local/machine/deployed/patience.ts';
import { startFaultProxy } from '../../../support/fault-proxy.ts';
import { startScriptedAws } from '../../../support/services/scripted-aws.ts';

describe('the patience of a command', () => {
  it.each(['hangs', 'stalls'] as const)('ends when a call to AWS %s', async (fault) => {
    const aws = await startScriptedAws({ buckets: [], topics: [{ name: 'alerts', recipients: [] }] });
    await using proxy = await startFaultProxy(aws.url);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new SNSClient({
      ...{ region: 'ap-northeast-2', endpoint: proxy.url, credentials, maxAttempts: 2 },
      ...patienceOf(1_000),
    });
    const ask = () => client.send(new PublishCommand({ TopicArn: aws.topicArn('alerts'), Message: 'hello' }));
    expect((await ask()).MessageId).toBeDefined();
    proxy.misbehave(() => fault);
    const startMs = Date.now();
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
    expect(Date.now() - startMs).toBeLessThan(10_000);
    client.destroy();
    await aws.stop();
  });
});
