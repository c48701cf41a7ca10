import { allAccounts, signLink } from '../../lambda/core/links/links.ts';
import type { Telemetry } from '../../lambda/ports.ts';
import type { ReadAccount } from '../../lambda/reader/accounts.ts';
import { createReader } from '../../lambda/reader/app.ts';
import { accountOf } from './accounts.ts';
import { countsWith } from './counts.ts';
import { measuredLine, unavailableLine } from './lines.ts';
import { type CountedArchive, createCountedArchive, objectsOf } from './readable-archive.ts';
import { elementsOf } from './report-pages.ts';
import { silentTelemetry } from './silent-telemetry.ts';

/** What the links of these tests are signed with. */
export const key = 'the-key-of-the-stack-0123456789abcdef';
/** When these tests happen. */
export const nowMs = Date.UTC(2026, 10, 27, 16, 15);
/** Until when their links open. */
export const expiresMs = nowMs + 14 * 86_400_000;
/** The rule that the bad date breaks. */
export const finding = { rule: 'failureCount', severity: 'critical', value: 24, threshold: 20 } as const;
/** The newest date of `acme`. */
export const bad = measuredLine('2026-11-26', { counts: countsWith({ failure: 24 }), findings: [finding] });
/** Its failed files. */
export const files = {
  ...{ date: bad.date, askedAt: '2026-11-26T16:10:04.000Z', read: 64, total: 64 },
  files: Array.from({ length: 24 }, (_, index) => ({ path: `/in/${index}.mp4`, category: '=드라마' })),
};
const mute = {
  ...{ until: '2026-11-30', reason: 'storage is being moved', by: 'kim', exceptCritical: true },
  mutedAt: '2026-11-23T02:00:00.000Z',
};
/** What the nights of two of the three accounts have left. */
export const remains = objectsOf({
  acme: {
    lines: [unavailableLine('2025-12-31'), measuredLine('2026-01-01'), measuredLine('2026-11-24'), bad],
    files: [files],
  },
  globex: { lines: [measuredLine('2026-11-26', { counts: countsWith({ failure: 3 }) })], mutes: [mute] },
});
const accounts: ReadAccount[] = [
  accountOf(),
  accountOf({ name: 'globex', language: 'ko', timeZone: 'Europe/Berlin' }),
  accountOf({ name: 'initech' }),
];

type Given = {
  /** The stack's own, instead of those three. */
  readonly accounts?: readonly ReadAccount[];
  /** What is seen where no links are needed. */
  readonly scope?: string;
  readonly archive?: CountedArchive;
  readonly telemetry?: Pick<Telemetry, 'error'>;
  readonly isOpen?: boolean;
  readonly key?: () => Promise<string>;
  readonly nowMs?: number;
};

/** A reader of three accounts, of which `initech` has nothing yet; `getAs` asks with the cookie of a scope. */
export function startReader(given: Given = {}) {
  const archive = given.archive ?? createCountedArchive(remains);
  const linkKey = given.key ?? (async () => key);
  const app = createReader({
    ...{ accounts: given.accounts ?? accounts, archive, clock: { now: () => given.nowMs ?? nowMs } },
    telemetry: given.telemetry ?? silentTelemetry,
    ...(given.scope !== undefined && { scope: given.scope }),
    ...(!given.isOpen && { linkKey }),
  });
  const get = (path: string, init: RequestInit = {}) => app.request(`https://reader.example${path}`, init);
  const getAs = (scope: string, path: string, until = expiresMs) =>
    get(path, { headers: { cookie: `${cookieOf(scope)}=${signLink({ scope, expiresMs: until }, key)}` } });
  return { archive, get, getAs };
}

/** The cookie that keeps links of a scope. */
export const cookieOf = (scope: string) => (scope === allAccounts ? '__Host-links' : `__Host-link-${scope}`);
/** The address of a link. */
export const linkTo = (path: string, scope: string, until = expiresMs) =>
  `${path}?link=${signLink({ scope, expiresMs: until }, key)}`;
/** Where the links of a page lead. */
export const linksOf = (page: string) => elementsOf(page, 'a').map((link) => link.get('href'));
