import type * as z from 'zod/mini';
import { type Account, timeOfDay } from '../../../../lambda/config/account.ts';
import { accountInputSchema } from '../../../../lambda/config/account-input.ts';
import type { Shift } from '../../../../lambda/config/event.ts';
import { parseInput } from '../../../../lambda/config/parse-input.ts';
import { formatNumber } from '../../../../lambda/core/text/number.ts';
import { toPlainText } from '../../../../lambda/core/text/plain-text.ts';
import { zoneNames } from '../../../../lambda/core/time/zone-names.ts';
import { InvalidInputError } from '../../../../lambda/errors.ts';
import type { FoundSchedule } from '../../../machine/deployed/schedules.ts';
import type { Assigned } from '../changes.ts';
import { describeShifts } from '../shifts.ts';
import type { Written } from './table.ts';

/** What accounts are checked against. */
type Grounds = {
  readonly shifts: readonly Shift[];
  /** Accounts of the configuration: each has a schedule of its own. */
  readonly configured: readonly Pick<Account, 'name'>[];
  /** Accounts that have such a schedule in a stack, whatever the configuration at hand says. */
  readonly scheduled: readonly FoundSchedule[];
  readonly nowMs: number;
};

/** In how many places one fault is shown. */
const shownPlaces = 5;
const maxNameLength = 60;

/**
 * Checks every account as the configuration's are checked, and finds its shift: that of its time zone and its time, or the only
 * one of its time zone where it has no time.
 * @throws InvalidInputError with every fault and where it is
 */
export function checkWritten(file: string, written: readonly Written[], grounds: Grounds): Assigned[] {
  if (written.length === 0) throw new InvalidInputError(file, ['has to hold at least one account']);
  const schema = accountInputSchema(grounds.nowMs);
  const configured = new Set(grounds.configured.map(({ name }) => name));
  const scheduled = new Set(grounds.scheduled.map(({ account }) => account));
  const places = new Map<string, string>();
  const checked = written.map(({ place, account }) => {
    const { assigned, faults } = checkOne(account, grounds.shifts, schema);
    const name = Object(account).name;
    const twin = places.get(name);
    if (typeof name === 'string' && twin === undefined) places.set(name, place);
    const shown = toPlainText(String(name), maxNameLength);
    const found = [
      ...faults,
      twin !== undefined && `name: has to be a name of its own: ${twin} has it already; it is "${shown}"`,
      scheduled.has(name)
        ? `name: ${shown} has a schedule of its own in the stack: take it out of the configuration and deploy first`
        : configured.has(name) &&
          `name: ${shown} is an account of the configuration: take it out there first`,
    ].filter((fault) => fault !== false);
    return { assigned, faults: found.map((fault) => ({ fault, place })) };
  });
  const faults = Map.groupBy(
    checked.flatMap((one) => one.faults),
    ({ fault }) => fault,
  );
  if (faults.size > 0)
    throw new InvalidInputError(
      file,
      Array.from(faults, ([fault, at]) => `${describePlaces(at.map(({ place }) => place))}: ${fault}`),
    );
  return checked.flatMap(({ assigned }) => assigned ?? []);
}

function checkOne(
  account: unknown,
  shifts: readonly Shift[],
  schema: z.ZodMiniType<Account>,
): { readonly assigned?: Assigned; readonly faults: readonly string[] } {
  const isAccount = typeof account === 'object' && account !== null;
  const { shift, fault } = isAccount ? findShift(account, shifts) : {};
  const faults = fault === undefined ? [] : [fault];
  try {
    const whole = shift && isAccount ? { ...account, time: shift.time } : account;
    const parsed = parseInput(schema, 'the account', whole);
    return { ...(shift && { assigned: { account: parsed, shift: shift.name } }), faults };
  } catch (thrown) {
    if (!(thrown instanceof InvalidInputError)) throw thrown;
    return { faults: [...thrown.faults, ...faults] };
  }
}

/** What is no zone or no time is for the schema to refuse. */
function findShift(
  { timeZone = 'Asia/Seoul', time }: { readonly timeZone?: unknown; readonly time?: unknown },
  shifts: readonly Shift[],
): { readonly shift?: Shift; readonly fault?: string } {
  if (typeof timeZone !== 'string' || !zoneNames.has(timeZone)) return {};
  const ofZone = shifts.filter((shift) => shift.timeZone === timeZone);
  if (ofZone.length === 0)
    return { fault: `timeZone: there is no shift in ${timeZone}; there are ${describeShifts(shifts)}` };
  if (time === undefined) {
    const [only, ...others] = ofZone;
    if (only && others.length === 0) return { shift: only };
    return { fault: `time: has to be that of one of the shifts in ${timeZone}: ${describeShifts(ofZone)}` };
  }
  const shift = ofZone.find((one) => one.time === time);
  if (shift) return { shift };
  if (typeof time !== 'string' || !timeOfDay.safeParse(time).success) return {};
  return { fault: `time: no shift in ${timeZone} is due at ${time}; there are ${describeShifts(ofZone)}` };
}

function describePlaces(places: readonly string[]): string {
  const more = places.length - shownPlaces;
  return [...places.slice(0, shownPlaces), ...(more > 0 ? [`${formatNumber(more)} more`] : [])].join(', ');
}
