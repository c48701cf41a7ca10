import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { connectArchive } from '../../lambda/adapters/connect.ts';
import { ledgerKey, snapshotsPrefix } from '../../lambda/core/ledger/keys.ts';
import { parseLedgerYear } from '../../lambda/core/ledger/line.ts';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { ConflictError } from '../../lambda/errors.ts';
import { startNight } from '../kill/night-process.ts';
import { bundleAlone } from '../support/bundle-process.ts';
import { type ScriptedSimulator, startScriptedSimulator } from '../support/services/scripted-simulator.ts';
import { badDay } from '../support/stage.ts';
import { awsVariables, region } from './place.ts';
import { createHeardTopic, drainQueue } from './queues.ts';

const bucket = 'race-archive';
const keys = { accessKey: 'the-access-key', secretKey: 'the-secret-key' };
const emulators = Object.entries(inject('emulators')).map(([name, url]) => ({ name, url }));

describe.runIf(emulators.length > 0)('on AWS as others understand it', () => {
  let simulator: ScriptedSimulator;
  let bundle: string;
  const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
  const year = Number(yesterday.slice(0, 4));

  beforeAll(async () => {
    simulator = await startScriptedSimulator(keys);
    simulator.world.setCounts(yesterday, badDay);
    bundle = await bundleAlone();
    return () => simulator.stop();
  });

  describe.each(emulators)('$name', ({ url }) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    let environment: Readonly<Record<string, string>>;

    beforeAll(async () => {
      const s3 = new S3Client({ region, endpoint: url, forcePathStyle: true, credentials });
      const CreateBucketConfiguration = { LocationConstraint: region } as const;
      await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
      environment = {
        ...awsVariables(url),
        VOD_NIGHTLY_BUCKET: bucket,
        VOD_NIGHTLY_ALERTS_TOPIC: await createHeardTopic(url, 'race-alerts'),
        VOD_NIGHTLY_REPORTS_TOPIC: await createHeardTopic(url, 'race-reports'),
        VOD_STATION_URL: simulator.url,
        NCP_ACCESS_KEY: keys.accessKey,
        NCP_SECRET_KEY: keys.secretKey,
      };
    });

    const drainNoticeIds = async (topic: string) =>
      (await drainQueue(url, topic)).map(({ attributes }) => attributes.noticeId);

    it('lets one of sixteen writers win, and tells the others that they lost', async () => {
      const archive = connectArchive({ VOD_NIGHTLY_BUCKET: bucket }, { region, endpoint: url, credentials });
      const race = (version: string | undefined) =>
        Promise.allSettled(
          Array.from({ length: 16 }, (_, writer) => {
            const key = 'mutes/account=writers/mutes.json';
            return archive.replace({ key, body: `${version} ${writer}`, contentType: 'text/plain' }, version);
          }),
        );
      const winnersOf = (ends: Awaited<ReturnType<typeof race>>) =>
        ends.filter((end) => end.status === 'fulfilled' || !(end.reason instanceof ConflictError));
      expect(winnersOf(await race(undefined))).toMatchObject([{ status: 'fulfilled' }]);
      const stored = await archive.readVersion('mutes/account=writers/mutes.json');
      expect(winnersOf(await race(stored?.version))).toMatchObject([{ status: 'fulfilled' }]);
    });

    it('lets eight nights of one account at once succeed, of which the ledger is whole and people told once', async () => {
      let lost = 0;
      for (const account of ['race-1', 'race-2', 'race-3', 'race-4', 'race-5']) {
        const event = {
          account: { name: account },
          scheduledTime: `${new Date().toISOString().slice(0, 19)}Z`,
        };
        const nights = Array.from({ length: 8 }, (_, index) =>
          startNight(bundle, event, environment, { requestId: `night-${index}`, clockAheadMs: 0 }),
        );
        const ends = await Promise.all(nights.map(({ ended }) => ended));
        expect(ends.filter(({ finished, error }) => !finished || error !== undefined)).toEqual([]);
        const ids = { alert: `${account}/${yesterday}/1`, summary: `${account}/${yesterday}/summary` };
        expect(await drainNoticeIds('race-alerts')).toEqual([ids.alert]);
        expect(await drainNoticeIds('race-reports')).toEqual([ids.summary]);
        const archive = connectArchive(
          { VOD_NIGHTLY_BUCKET: bucket },
          { region, endpoint: url, credentials },
        );
        const [line, ...others] = parseLedgerYear((await archive.read(ledgerKey(account, year))) ?? '');
        expect(others).toEqual([]);
        expect(line).toMatchObject({
          date: yesterday,
          counts: badDay,
          revision: 1,
          notices: [{ id: ids.alert, state: 'sent' }],
        });
        expect(line).toMatchObject({ summary: { state: 'sent' } });
        expect(await archive.listKeys(snapshotsPrefix(account))).toContain(
          line?.state === 'measured' && line.snapshot,
        );
        expect(JSON.stringify(line)).not.toContain('claim');
        lost += ends.filter(({ log }) => log.includes('wrote the ledger')).length;
      }
      expect(lost).toBeGreaterThan(0);
    });
  });
});
