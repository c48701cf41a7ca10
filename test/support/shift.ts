import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { MusterEvent } from '../../lambda/config/event.ts';
import { routeIdOf } from '../../lambda/config/routes.ts';
import { ledgerKey, musterKey, overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, MeasuredLine, Notice } from '../../lambda/core/ledger/line.ts';
import type { Listed } from '../../lambda/fleet/list.ts';
import type { MusterOutcome } from '../../lambda/fleet/muster.ts';
import type { Delivery } from '../../local/embedded-aws/sns/outbox.ts';
import { type Invocation, invokeHandler } from './invoke-handler.ts';
import { ledgerOf, measuredLine, unavailableLine } from './lines.ts';
import { type Stage, startStage } from './stage.ts';

/** The date that a shift reports which was due at 01:10 in Seoul on 24 November. */
export const date = '2026-11-23';
/** When that was. */
export const scheduledTime = '2026-11-23T16:10:00Z';

/** What the clocks show when the tests of a file begin, whenever that is. */
const begin = Date.parse('2026-11-25T00:00:00Z');

/** A time so many milliseconds from now. */
export function ahead(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** The accounts of one shift on a stage, and its steps, invoked as its machine does. */
export type StagedShift = {
  readonly name: string;
  /** Writes the shift's file: accounts by name, or with what else is to be said of them, or a line as it is. */
  enrol(...accounts: readonly (string | object)[]): Promise<void>;
  /** Writes a ledger's year 2026. */
  record(account: string, ...lines: readonly LedgerLine[]): Promise<void>;
  /** Records the date of all of these: measured, and nothing to tell. */
  measure(...accounts: readonly string[]): Promise<void>;
  /** Records that the date could not be measured, which is left to the muster. */
  miss(...accounts: readonly string[]): Promise<void>;
  list(given?: object): Promise<Listed>;
  /** What invokes its muster. */
  event(given?: Partial<MusterEvent['muster']>): MusterEvent;
  muster(given?: Partial<MusterEvent['muster']>, invocation?: Invocation): Promise<MusterOutcome>;
  /** The states of an account's notices, oldest first. */
  notices(account: string): Promise<Notice[]>;
  musterRecord(): Promise<{ messages: { channel: string; notices: string[]; messageId?: string }[] }>;
  overview(): Promise<{ accounts: { account: string; state: string }[]; [name: string]: unknown }>;
};

/** A notice of a date that its night left to the muster. */
export function leftNotice(account: string, given: Partial<Notice> = {}, of: string = date): Notice {
  return {
    id: `${account}/${of}/1`,
    kind: 'unavailable',
    severity: 'warning',
    state: 'leftToMuster',
    committedAt: `${of}T16:10:20.000Z`,
    ...given,
  };
}

/** The line of a date that could not be measured, which is left to the muster. */
export function missedLine(account: string, of: string = date): LedgerLine {
  return unavailableLine(of, { notices: [leftNotice(account, {}, of)] });
}

/** The same line, once a later pass has measured the date. */
export function measuredLater(account: string, given: Partial<MeasuredLine> = {}): LedgerLine {
  return measuredLine(date, { notices: [leftNotice(account)], ...given });
}

/** Sets up a shift of Seoul that is due at 01:10. */
export function stageShift(stage: Stage, name: string): StagedShift {
  const shift = { name, timeZone: 'Asia/Seoul', time: '01:10' };
  const dueMs = Date.parse(scheduledTime);
  const read = async (key: string) => JSON.parse((await stage.objects(key)).get(key) ?? 'null');
  const record: StagedShift['record'] = (account, ...lines) =>
    stage.put(ledgerKey(account, 2026), formatLedgerYear(ledgerOf(...lines), 2026));
  const each = async (accounts: readonly string[], lineOf: (account: string) => LedgerLine) => {
    await Promise.all(accounts.map((account) => record(account, lineOf(account))));
  };
  const event: StagedShift['event'] = (given) => {
    const started = { scheduledTime, startedTime: '2026-11-23T16:10:01Z', attempts: 1 };
    return {
      muster: { shift, ...started, language: 'en', routes: { alerts: [], reports: [] }, ...given },
    };
  };
  return {
    name,
    enrol: (...accounts) => stage.put(shiftKey(name), accounts.map(lineOf).join('')),
    record,
    measure: (...accounts) => each(accounts, () => measuredLine(date)),
    miss: (...accounts) => each(accounts, (account) => missedLine(account)),
    list: async (given = {}) => {
      const made = { passesMade: 0, attempts: 0, passes: [5, 30] };
      const list = { shift, scheduledTime, ...made, ...given };
      return (await invokeHandler({ list })) as unknown as Listed;
    },
    event,
    muster: async (given, invocation) =>
      (await invokeHandler(event(given), invocation)) as unknown as MusterOutcome,
    notices: async (account) => (await stage.ledger(account)).flatMap(({ notices }) => notices),
    musterRecord: () => read(musterKey(name, dueMs)),
    overview: () => read(overviewKey(name)),
  };
}

function lineOf(account: string | object): string {
  const usual = { timeZone: 'Asia/Seoul', time: '01:10' };
  if (typeof account === 'object') return `${JSON.stringify({ ...account, ...usual })}\n`;
  return account.startsWith('{') ? `${account}\n` : `${JSON.stringify({ name: account, ...usual })}\n`;
}

/** Those who hear of all of a shift, and of the accounts with a tag, by both topics; and of one account by alerts only. */
export const routes = {
  alerts: [{ tags: ['gold'] }, { accounts: ['acme'] }],
  reports: [{ tags: ['gold'] }],
};

/** A stage for the tests of a file, with a shift of its own for each of them. */
export type ShiftStage = {
  stage(): Stage;
  shift(): StagedShift;
  /** The name of an account of this test alone. */
  name(account: string): string;
  names(count: number): string[];
  /** What was published in this test, one for each recipient. */
  deliveries(topic?: string): Promise<Delivery[]>;
  /** The same as `topic recipient`, in the order of the alphabet. */
  heard(): Promise<string[]>;
  /** What the function wrote in this test, as documents. */
  log(): Record<string, unknown>[];
  /** Notes every call of AWS from now on, such as `GetObject ledger`. */
  countCalls(): string[];
};

/** More of a stage: variables of the function's environment, and secrets. */
type MoreOfStage = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
};

/** Sets the stage up before the tests of a file, and takes it down after them. */
export function setUpShifts({ environment, secrets }: MoreOfStage = {}): ShiftStage {
  let stage: Stage;
  let shift: StagedShift;
  let shifts = 0;
  let told = 0;
  let log = '';

  beforeAll(async () => {
    const { now } = Date;
    const aheadMs = begin - now();
    vi.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
    stage = await startStage(undefined, { topics, ...(secrets && { secrets }) });
    const more = {
      ...environment,
      VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: stage.aws.topicArn('routed-alerts'),
      VOD_NIGHTLY_ROUTED_REPORTS_TOPIC: stage.aws.topicArn('routed-reports'),
      AWS_LAMBDA_FUNCTION_NAME: 'the-function',
    };
    for (const [name, value] of Object.entries({ ...stage.environment, ...more })) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      log += String(text);
      return true;
    });
  });
  beforeEach(async () => {
    shifts += 1;
    shift = stageShift(stage, `shift-${shifts}`);
    log = '';
    told = stage.aws.deliveries().length;
  });
  afterEach(() => {
    stage.aws.intervene();
    stage.travel(0);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  const name = (account: string) => `s${shifts}-${account}`;
  const deliveries: ShiftStage['deliveries'] = async (topic) =>
    stage.aws
      .deliveries()
      .slice(told)
      .filter((one) => topic === undefined || one.topic === topic);
  return {
    stage: () => stage,
    shift: () => shift,
    name,
    names: (count) => Array.from({ length: count }, (_, index) => name(`n${index + 1}`)),
    deliveries,
    heard: async () =>
      (await deliveries()).map(({ topic, recipient }) => `${topic} ${recipient.split('@')[0]}`).sort(),
    log: () =>
      log
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    countCalls() {
      const calls: string[] = [];
      stage.aws.intervene(({ action, resource }) => {
        calls.push(`${action.replace(/^.*:/, '')} ${/(?<=archive\/)[a-z]+|[a-z-]+$/.exec(resource)?.[0]}`);
        return undefined;
      });
      return calls;
    },
  };
}

const toAll = { protocol: 'email', address: 'all@example.com' } as const;

function routed(who: string, route: Parameters<typeof routeIdOf>[0]) {
  return { protocol: 'email', address: `${who}@example.com`, filter: { route: [routeIdOf(route)] } } as const;
}

const topics = [
  { name: 'alerts', recipients: [toAll] },
  { name: 'reports', recipients: [toAll] },
  {
    name: 'routed-alerts',
    recipients: [routed('gold', { tags: ['gold'] }), routed('acme', { accounts: ['acme'] })],
  },
  { name: 'routed-reports', recipients: [routed('gold', { tags: ['gold'] })] },
];
