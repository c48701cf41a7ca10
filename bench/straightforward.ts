// The script that one would write in an hour: asks, puts, publishes. No checks, no ledger, no second chance.
import { createHmac } from 'node:crypto';
import { env } from 'node:process';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const endMs = Math.floor((Date.now() + 9 * 3_600_000) / 86_400_000) * 86_400_000 - 9 * 3_600_000;
const target = `/api/v2/status/status-statistic?workStartTimeTo=${endMs - 86_400_000}&workStartTimeFrom=${endMs}`;
const timestamp = String(Date.now());
const text = `GET ${target}\n${timestamp}\n${env.NCP_ACCESS_KEY}`;
const response = await fetch(`${env.VOD_STATION_URL}${target}`, {
  headers: {
    'x-ncp-apigw-timestamp': timestamp,
    'x-ncp-iam-access-key': env.NCP_ACCESS_KEY ?? '',
    'x-ncp-apigw-signature-v2': createHmac('sha256', env.NCP_SECRET_KEY ?? '')
      .update(text)
      .digest('base64'),
  },
});
const body = await response.text();
const { content } = JSON.parse(body) as { content: { failure: number } };
const object = { Bucket: env.VOD_NIGHTLY_BUCKET, Key: `plain/${timestamp}-${process.pid}.json`, Body: body };
await new S3Client({ forcePathStyle: true }).send(new PutObjectCommand(object));
const Message = `${content.failure} files failed`;
const sns = new SNSClient({});
if (content.failure >= 5)
  await sns.send(new PublishCommand({ TopicArn: env.VOD_NIGHTLY_ALERTS_TOPIC ?? '', Message }));
