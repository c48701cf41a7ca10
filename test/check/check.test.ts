import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { ledgerKey, mutesKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { formatMutes } from '../../lambda/core/notices/mutes.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { ledgerOf, measuredLine, noticeOf } from '../support/lines.ts';
import { type Stage, startStage } from '../support/stage.ts';

/** Nights in Seoul that were due at 01:10 on 24 November report the 23rd. */
const scheduledTime = '2026-11-23T19:10:00Z';
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../docs/notice.schema.json', import.meta.url), 'utf8')),
);
const counts = { waiting: 0, running: 0, complete: 30, failure: 12, canceled: 1 };
const findings = [{ rule: 'failureCount', severity: 'critical', value: 12, threshold: 5 } as const];

describe('the check of the morning, over HTTP and against the embedded services', () => {
  let stage: Stage;
  let log: string;
  let told: number;
  beforeAll(async () => {
    stage = await startStage();
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.stubEnv('VOD_NIGHTLY_STACK', 'VodNightly');
    vi.stubEnv('VOD_NIGHTLY_RUNBOOK_URL', 'https://example.com/runbook.md');
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'the-function');
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      log += String(text);
      return true;
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    log = '';
    told = stage.aws.deliveries().length;
  });
  afterEach(() => stage.aws.intervene());

  const check = (...accounts: object[]) => invokeHandler({ check: { accounts, scheduledTime } });
  const write = (name: string, ...lines: LedgerLine[]) =>
    stage.put(ledgerKey(name, 2026), formatLedgerYear(ledgerOf(...lines), 2026));
  const deliveries = async () => stage.aws.deliveries().slice(told);
  const metrics = () =>
    log
      .split('\n')
      .filter((line) => line.includes('"CloudWatchMetrics"'))
      .map((line) => JSON.parse(line));
  const unsent = (name: string) =>
    measuredLine('2026-11-23', {
      ...{ counts, findings },
      notices: [
        noticeOf('breached', {
          ...{ id: `${name}/2026-11-23/1`, severity: 'critical', state: 'pending', counts },
          rules: ['failureCount'],
        }),
      ],
    });

  it('tells nothing where all is there, and says that it looked', async () => {
    await write('well', measuredLine('2026-11-22'), measuredLine('2026-11-23'));
    expect(await check({ name: 'well' })).toEqual({ accounts: 1, missed: [] });
    expect(await deliveries()).toEqual([]);
    expect(metrics()).toMatchObject([{ function: 'the-function', CheckCompleted: 1, AccountsMissed: 0 }]);
    expect(metrics()[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([['function']]);
  });

  it('tells of a date that no night has recorded, as an alert of the account that it could not be measured', async () => {
    await write('late', measuredLine('2026-11-21'));
    expect(await check({ name: 'late' })).toMatchObject({
      missed: [{ account: 'late', missing: ['2026-11-22', '2026-11-23'], unsent: [] }],
    });
    const [mail, ...others] = await deliveries();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      topic: 'alerts',
      protocol: 'email',
      subject: expect.stringMatching(/^WARNING late: .*2026-11-23/),
      attributes: {
        account: { value: 'late' },
        severity: { value: 'warning' },
        kind: { value: 'unavailable' },
        date: { value: '2026-11-23' },
        noticeId: { value: 'late/2026-11-23/check,late/2026-11-22/check' },
      },
    });
    expect(mail?.body).toMatch(
      /^Found by the check of the morning: no night has recorded 2 dates up to\n2026-11-23\./,
    );
    expect(mail?.body).toContain('npx vod-nightly run --date 2026-11-23 --account late --stack VodNightly');
    expect(mail?.body).toContain('https://example.com/runbook.md#');
    expect(metrics()).toMatchObject([{ CheckCompleted: 1, AccountsMissed: 1 }]);
  });

  it('tells what was recorded and not sent, with its own words, id, kind and severity', async () => {
    await write('crashed', unsent('crashed'));
    await check({ name: 'crashed' });
    const found = await deliveries();
    expect(found.map(({ protocol }) => protocol)).toEqual(['email', 'sms']);
    expect(found[0]).toMatchObject({
      subject: 'CRITICAL crashed: 12 of 43 files failed, 2026-11-23',
      body: expect.stringMatching(/^Found by the check of the morning: 1 notice was told to nobody\./),
      attributes: {
        severity: { value: 'critical' },
        kind: { value: 'breached' },
        noticeId: { value: 'crashed/2026-11-23/1' },
      },
    });
    // A night marks it when it tells it: the check writes nothing.
    expect(await stage.ledger('crashed')).toMatchObject([{ notices: [{ state: 'pending' }] }]);
  });

  it('tells each account in its own language, by its own zone, those that are well not', async () => {
    await write('berlin', measuredLine('2026-11-21'), measuredLine('2026-11-22'));
    await check(
      { name: 'seoul', language: 'ko' },
      { name: 'berlin', timeZone: 'Europe/Berlin', time: '05:30' },
    );
    const [mail, ...others] = await deliveries();
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(/^경고 seoul/);
    expect(mail?.body).toMatch(/^아침 점검 결과: 2026-11-23의 야간 조회 기록이 없습니다\. /);
  });

  it('tells nothing of an account that is silent, and counts it all the same', async () => {
    const mute = { until: '2026-11-30', reason: 'migration', by: 'kim', mutedAt: '2026-11-01T00:00:00.000Z' };
    await stage.put(mutesKey('muted'), formatMutes('muted', [{ ...mute, exceptCritical: false }]));
    await check({ name: 'muted' }, { name: 'quiet', quiet: { weekdays: ['mon'] } });
    expect(await deliveries()).toEqual([]);
    expect(metrics()).toMatchObject([{ CheckCompleted: 1, AccountsMissed: 2 }]);
  });

  it('tells of a silent account what is critical, where that is excepted', async () => {
    await write('excepted', unsent('excepted'));
    await check({ name: 'excepted', quiet: { weekdays: ['mon'], exceptCritical: true } });
    expect((await deliveries()).map(({ subject }) => subject)).toContain(
      'CRITICAL excepted: 12 of 43 files failed, 2026-11-23',
    );
  });

  it('tells of a ledger that it cannot read, and looks at the others', async () => {
    await stage.put(ledgerKey('damaged', 2026), 'no ledger\n');
    await check({ name: 'damaged' }, { name: 'absent' });
    const found = await deliveries();
    expect(found.map(({ attributes }) => attributes.account?.value)).toEqual(['damaged', 'absent']);
    expect(found[0]?.body).toMatch(/its ledger cannot be read\..*line 1 is\s+not a ledger line/s);
  });

  it('tells the others when one cannot be told, and fails, so that it is run again', async () => {
    let publishes = 0;
    stage.aws.intervene(({ action }) => {
      if (action !== 'sns:Publish') return undefined;
      publishes += 1;
      return publishes === 1 ? { status: 403, code: 'AuthorizationError', message: 'no' } : undefined;
    });
    await expect(check({ name: 'refused' }, { name: 'heard' })).rejects.toThrow('could not tell all');
    expect((await deliveries()).map(({ attributes }) => attributes.account?.value)).toEqual(['heard']);
    expect(metrics()).toMatchObject([{ CheckCompleted: 0, AccountsMissed: 2 }]);
  });

  it('is not alone in counting for all accounts: a night does so that could not tell', async () => {
    stage.aws.intervene(({ action }) =>
      action === 'sns:Publish' ? { status: 403, code: 'AuthorizationError', message: 'no' } : undefined,
    );
    await expect(invokeHandler(stage.event({ name: 'unheard' }))).rejects.toThrow('could not publish');
    expect(metrics().filter((document) => 'function' in document)).toMatchObject([
      { function: 'the-function', NoticesUndelivered: 1 },
    ]);
  });

  it('has a document for programs that its schema describes', async () => {
    const { composeOmission } = await import('../../lambda/check/message.ts');
    const { findOmission, noticesOf } = await import('../../lambda/check/omission.ts');
    const { accountSchema } = await import('../../lambda/config/account.ts');
    const account = z.parse(accountSchema, { name: 'acme' });
    const omission = findOmission(account, '2026-11-24', ledgerOf(unsent('acme')), Date.now());
    if (omission === undefined) throw new Error('there is an omission');
    const { data, attributes, fallback } = composeOmission(
      omission,
      noticesOf(omission, undefined, Date.now()),
      {},
    );
    expect(z.safeParse(schema, data).error?.issues).toBeUndefined();
    expect(data).toMatchObject({ check: true, notices: [{ severity: 'critical' }, { kind: 'unavailable' }] });
    expect(attributes).toMatchObject({ kind: 'digest', severity: 'critical', date: '2026-11-24' });
    expect(fallback.body).toMatch(
      /^Found by the check of the morning: no night has recorded 2026-11-24; 1 notice/,
    );
  });
});
