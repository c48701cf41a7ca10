import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FailedFiles } from '../../lambda/core/ledger/failed-files.ts';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear, linesByDate } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import type { Counts, Fault } from '../../lambda/core/ledger/measurement.ts';
import type { RuleSetInput } from '../../lambda/core/rules/rule-set.ts';
import { type Language, languages } from '../../lambda/core/words/language.ts';
import type { Topic } from '../../local/embedded-aws/sns/topics.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { ledgerOf, noticeOf } from '../support/lines.ts';
import type { Behaviour } from '../support/services/behaviours.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { type Telling, tellings } from '../support/tellings.ts';

/** What each channel was sent. */
type Sent = { readonly email: string; readonly sms: string; readonly https: string };

const byCount: RuleSetInput = {
  failureCount: { warning: 5, critical: 20 },
  ...{ failureRate: false, unusualFailures: false, volumeDrop: false, stuck: false },
};
/** The tellings that nights are made of, and the rules that find in them what they tell. */
const rules: Readonly<Record<string, RuleSetInput>> = {
  'breached-files': { ...byCount, failureRate: { warning: 10 } },
  escalated: byCount,
  recovered: byCount,
  'unavailable-wrong-keys': byCount,
  digest: byCount,
};
const cases = Object.keys(rules).flatMap((name) => languages.map((language) => ({ name, language })));

const topic: Topic = {
  name: 'alerts',
  recipients: [
    { protocol: 'email', address: 'ops@example.com' },
    { protocol: 'sms', address: '+821012345678' },
    { protocol: 'https', address: 'https://chat.example.com/hook' },
  ],
};
const refusal = { status: 403, code: 'AuthorizationError', message: 'not tonight' };

let directory: string;
let stage: Stage;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-outbox-'));
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // What the vendor refuses is asked again at once.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await stage[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

describe('what lies in the outbox after nights of the handler, over HTTP', () => {
  it.each(cases)('reads as golden/$name, $language', async ({ name, language }) => {
    const telling = tellingOf(name);
    await spendNights(telling, language);
    expect(await readOutbox()).toEqual(await readGolden(telling, language));
  });

  it('reads otherwise on every channel when one file more has failed', async () => {
    const telling = tellingOf('breached-files');
    await spendNights(telling, 'en', ({ failure, ...others }) => ({ ...others, failure: failure + 1 }));
    const [sent, golden] = [await readOutbox(), await readGolden(telling, 'en')];
    expect(sent.email).toBe(
      golden.email.replaceAll('32', '33').replaceAll('137', '138').replace('23.4', '23.9'),
    );
    expect(sent.sms).not.toBe(golden.sms);
    expect(sent.https).not.toBe(golden.https);
  });
});

function tellingOf(name: string): Telling {
  const telling = tellings.find((one) => one.name === name);
  if (!telling) throw new Error(`no telling ${name}`);
  return telling;
}

/**
 * A night for each date that is told of, at 01:10 in Seoul of the next one, in a bucket that holds what went before. SNS
 * refuses all until the last, which so tells what is pending of the others, too.
 */
async function spendNights(telling: Telling, language: Language, change = (counts: Counts) => counts) {
  const lines = linesByDate(telling.ledger);
  const ledgerFile = join(directory, 's3/archive', ledgerKey('acme', 2026));
  await mkdir(dirname(ledgerFile), { recursive: true });
  await writeFile(ledgerFile, formatLedgerYear(ledgerOf(...lines.flatMap(lineBefore)), 2026));
  stage = await startStage(undefined, { directory, topics: [topic, { name: 'reports', recipients: [] }] });
  for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const told = lines.filter(isToBeTold);
  for (const line of told) {
    vi.setSystemTime(`${line.date}T16:10:03.123Z`);
    const files = telling.listed?.get(line.date);
    if (line.state === 'measured') stage.simulator.world.setCounts(line.date, change(line.counts));
    stage.simulator.behave(
      ...(line.state === 'measured' ? listing(line.counts, files) : [failing(line.fault)]),
    );
    const isLast = line === told.at(-1);
    stage.aws.intervene(({ action }) => (action === 'sns:Publish' && !isLast ? refusal : undefined));
    const settings = {
      language,
      rules: rules[telling.name],
      lookBackDays: 0,
      nameFiles: files !== undefined,
    };
    const night = invokeHandler(stage.event(settings), { requestId: line.date });
    if (isLast && line.state === 'measured') await night;
    else await expect(night).rejects.toThrow(isLast ? 'could not be measured' : 'not tonight');
  }
}

function isToBeTold({ notices }: LedgerLine): boolean {
  return notices.at(-1)?.state === 'pending';
}

/** How the ledger knew the date before the nights: with what people had been told of it; not at all where nothing was. */
function lineBefore(line: LedgerLine): LedgerLine[] {
  const earlier = line.notices.filter(({ state }) => state === 'sent');
  const [last] = earlier.slice(-1);
  if (isToBeTold(line)) {
    return line.state === 'measured' && last?.counts
      ? [{ ...line, counts: last.counts, notices: earlier }]
      : [];
  }
  if (line.state === 'unavailable' || line.findings.length === 0) return [line];
  const { date, counts } = line;
  return [{ ...line, notices: [noticeOf('breached', { id: `acme/${date}/1`, counts })] }];
}

/** The vendor's error that reads as this fault. */
function failing({ httpStatus = 0, vendorCode, vendorMessage, traceId = '' }: Fault): Behaviour {
  const body = vendorCode ? JSON.stringify({ error: { code: vendorCode, message: vendorMessage } }) : '';
  return { reply: { kind: 'given', httpStatus, headers: { 'x-ncp-trace-id': traceId }, body } };
}

/** Two pages of files, the failed ones last. */
function listing({ complete }: Counts, looked: FailedFiles | undefined): Behaviour[] {
  if (!looked) return [];
  const failed = looked.files.map(({ path, category, lastWorkTime }) => ({
    ...{ filePath: path, categoryName: category, lastWorkTime },
    status: 'FAILURE',
  }));
  const files = [
    ...Array.from({ length: complete }, () => ({ filePath: '/a.mp4', status: 'COMPLETE' })),
    ...failed,
  ];
  return [1, 2].map((pageNo) => ({
    when: ({ target }) => target.startsWith(`/api/v2/status?pageNo=${pageNo}&pageSizeNo=100&`),
    reply: {
      kind: 'given',
      body: JSON.stringify({ content: files.slice(100 * (pageNo - 1), 100 * pageNo), total: files.length }),
    },
  }));
}

async function readOutbox(): Promise<Sent> {
  const names = (await readdir(join(directory, 'outbox'))).filter((name) => name.endsWith('.txt')).sort();
  expect(names.map((name) => name.replace(/^[\dTZ.]+-\d{4}-/, ''))).toEqual([
    'alerts-email-ops@example.com.txt',
    'alerts-sms-+821012345678.txt',
    'alerts-https-chat.example.com.txt',
  ]);
  const [email = '', sms = '', https = ''] = await Promise.all(
    names.map((name) => readFile(join(directory, 'outbox', name), 'utf8')),
  );
  return { email, sms, https: indent(JSON.parse(https).Message) };
}

/** The golden files, put into the form of the outbox, and with the names that objects have there. */
async function readGolden({ name, ledger }: Telling, language: Language): Promise<Sent> {
  const last = linesByDate(ledger).filter(isToBeTold).at(-1)?.date;
  const date = `Date: ${new Date(`${last}T16:10:03Z`).toUTCString()}`;
  const keys = [...(await stage.objects('snapshots/')).keys(), ...(await stage.objects('rejected/')).keys()];
  const read = async (form: string) => {
    const file = new URL(`../core/messages/golden/${name}.${language}.${form}`, import.meta.url);
    return (await readFile(file, 'utf8')).replace(
      /([^\s"]+\/date=\S+\/)(\n?)2026\S+\.json/g,
      (_, folder, wrap) => {
        const [key = '', ...others] = keys.filter((one) => one.startsWith(folder));
        expect(others).toEqual([]);
        return key.replace(folder, folder + wrap);
      },
    );
  };
  const [email, sms, https] = [await read('email.txt'), await read('sms.txt'), await read('chat.json')];
  const alphabet = language === 'ko' ? 'UCS-2' : 'GSM-7';
  return {
    email: `To: ops@example.com\n${email.replace('\n', `\n${date}\n`)}\n`,
    sms: `To: +821012345678\n${date}\nParts: 1 (${alphabet}, ${sms.length - 1} characters)\n\n${sms}`,
    https,
  };
}

function indent(json: string): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}
