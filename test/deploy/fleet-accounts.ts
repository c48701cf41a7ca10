import { dateReportedBy, localDateOf } from '../../lambda/core/time/day.ts';
import { accountBeside, keysOf } from '../../local/simulator/gateway.ts';
import type { Behaviour } from '../support/services/behaviours.ts';
import {
  type RecordedRequest,
  type ScriptedSimulator,
  startScriptedSimulator,
} from '../support/services/scripted-simulator.ts';

/** The keys of the vendor's own account, from which each of a fleet has its own. */
export const keys = { accessKey: 'the-access-key', secretKey: 'the-secret-key' };

/** So many names, `customer-001` for the first. */
export function nameAccounts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `customer-${String(index + 1).padStart(3, '0')}`);
}

/** A vendor that has any number of accounts, all with the same numbers. */
export async function startVendor(): Promise<ScriptedSimulator> {
  const vendor = await startScriptedSimulator({ ...keys, worldOf: () => vendor.world });
  return vendor;
}

/** The document of a key ring. */
export function ringOf(names: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, keysOf(name, keys)])));
}

/** What `fleet keys put` takes for a file. */
export function keyFileOf(names: readonly string[]): string {
  return names.map((name) => `${JSON.stringify({ account: name, ...keysOf(name, keys) })}\n`).join('');
}

/** Makes the vendor refuse whatever an account asks, for a reason for which nobody asks again. */
export function refuse(name: string): Behaviour {
  return { when: isOf(name), reply: { kind: 'error', httpStatus: 403 } };
}

/** Whether a request is an account's. */
export function isOf(name: string): NonNullable<Behaviour['when']> {
  return ({ accessKey }) => accountBeside(accessKey, keys) === name;
}

/** How often the vendor was asked, by account. */
export function countByAccount(requests: readonly RecordedRequest[]): Readonly<Record<string, number>> {
  const byAccount = Object.groupBy(requests, ({ accessKey }) => accountBeside(accessKey, keys) ?? '');
  return Object.fromEntries(Object.entries(byAccount).map(([name, own = []]) => [name, own.length]));
}

/** When a shift was last due in Seoul, as the Scheduler writes it, and the date that its nights report. */
export function lastDue(time: string): { readonly scheduledTime: string; readonly date: string } {
  const todayMs = Date.parse(`${localDateOf(Date.now(), 'Asia/Seoul')}T${time}:00+09:00`);
  const dueMs = todayMs > Date.now() ? todayMs - 86_400_000 : todayMs;
  const scheduledTime = new Date(dueMs).toISOString().replace('.000', '');
  return { scheduledTime, date: dateReportedBy(dueMs, 'Asia/Seoul') };
}
