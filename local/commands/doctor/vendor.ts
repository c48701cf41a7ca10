import type { Account } from '../../../lambda/config/account.ts';
import type { FaultCode, WindowOrder } from '../../../lambda/core/ledger/measurement.ts';
import { windowOrders } from '../../../lambda/core/ledger/measurement.ts';
import { correctionBy } from '../../../lambda/core/time/clock-reading.ts';
import { addDays, type CalendarDate, dateReportedBy, existsIn } from '../../../lambda/core/time/day.ts';
import type { Answer } from '../../../lambda/core/vendor/exchange.ts';
import { askDate } from '../../../lambda/night/ask-date.ts';
import type { Ports } from '../../../lambda/ports.ts';
import { type Checks, type Diagnosis, good, judgeClock, unknown, wrong } from './diagnosis.ts';

/** How many past dates are asked for until one of them proves an order. */
const probedDates = 7;
const probeMs = 30_000;

const fixes: Readonly<Partial<Record<FaultCode, string>>> = {
  credentialsNotSet:
    'put the keys into NCP_ACCESS_KEY and NCP_SECRET_KEY; of a stack, set ACCOUNT as well and run its output StoreKeys',
  wrongKeys: 'compare the keys with those in the console of NAVER Cloud, under “Manage Auth Keys”',
  permission: 'let the sub-account of these keys use VOD Station, in the console of NAVER Cloud',
  clock: 'set the clock of this machine, best by NTP',
};

const startParameters: Readonly<Record<WindowOrder, string>> = {
  toIsStart: 'workStartTimeTo',
  fromIsStart: 'workStartTimeFrom',
};

/** The API asked once, and what is asked of that. */
type VendorProbe = {
  readonly checks: Checks;
  /** Now by the gateway's clock, epoch milliseconds; by the store's or our own where it has not told the time. */
  readonly now: () => Promise<number>;
};

/** What can be learnt by asking the API: whether it takes the keys, its clock, and which parameter starts a window. */
export function checkVendor(account: Account, ports: Ports): VendorProbe {
  let probing: Promise<Answer> | undefined;
  const probe = () => {
    probing ??= probeApi(account, ports);
    return probing;
  };
  const checks = {
    keys: async () => judgeKeys(await probe()),
    clock: async () => judgeClock((await probe()).gatewayClock, "the gateway's"),
    'window order': async () => judgeOrder(await probe(), account),
  };
  const now = async () => {
    const gateway = await probe().then(
      ({ gatewayClock }) => gatewayClock,
      () => undefined,
    );
    return ports.clock.now() + correctionBy({ gateway, store: ports.archive.clock() });
  };
  return { checks, now };
}

/** Asks for past dates as if no order were proven yet, until one proves an order or cannot be asked for. */
async function probeApi({ timeZone }: Account, ports: Ports): Promise<Answer> {
  const choice = { orders: windowOrders, proof: 'unproven' } as const;
  const last = dateReportedBy(ports.clock.now(), timeZone);
  const ask = (date: CalendarDate) =>
    askDate(date, timeZone, choice, { ...ports, deadlineMs: ports.clock.now() + probeMs });
  let answer = await ask(last);
  for (let back = 1; back < probedDates && !answer.fault && answer.proof !== 'provenBothEnds'; back += 1) {
    const date = addDays(last, -back);
    if (existsIn(date, timeZone)) answer = await ask(date);
  }
  return answer;
}

function judgeKeys({ fault }: Answer): Diagnosis {
  if (fault === undefined || fault.code === 'windowIgnored') return good('the API takes them');
  const detail = `${fault.code}: ${fault.detail}`;
  return wrong(
    detail,
    fixes[fault.code] ?? 'see whether the API can be reached from here, then look into the runbook',
  );
}

function judgeOrder({ fault, proof, order, date }: Answer, { windowOrder }: Account): Diagnosis {
  if (fault?.code === 'windowIgnored') {
    return wrong(fault.detail, 'ask the support of NAVER Cloud; until then nothing can be measured');
  }
  if (fault) return unknown('the API could not be asked');
  if (proof !== 'provenBothEnds') {
    return unknown(`the last ${probedDates} dates all answer zeros, which prove nothing`);
  }
  const detail = `${order}: ${startParameters[order]} is the start, as ${date}, a future date and one of the year 2000 show`;
  if (windowOrder === 'auto' || windowOrder === order) return good(detail);
  return wrong(`${detail}; the configuration says ${windowOrder}`, `set windowOrder to 'auto'`);
}
