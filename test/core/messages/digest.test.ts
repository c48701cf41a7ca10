import { describe, expect, it } from 'vitest';
import type { FailedFiles } from '../../../lambda/core/ledger/failed-files.ts';
import type { Finding, LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { composeAlert } from '../../../lambda/core/messages/alert.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import { pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { listNotices } from '../../../lambda/core/story/headline.ts';
import { storyOf } from '../../../lambda/core/story/story.ts';
import { addDays } from '../../../lambda/core/time/day.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { type Language, languages } from '../../../lambda/core/words/language.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

const tonight = '2026-11-22';
const finding: Finding = { rule: 'failureCount', severity: 'critical', value: 32, threshold: 20 };
const failed: FailedFiles = {
  askedAt: '2026-11-22T16:10:04.000Z',
  files: Array.from({ length: 32 }, (_, index) => ({
    path: `/nas-1/2026/11/22/${'긴 이름 '.repeat(60)}${index}.mp4`,
    category: `${'분류'.repeat(40)}${index}`,
    lastWorkTime: '2026-11-22T15:12:30Z',
  })),
  ...{ read: 137, total: 137 },
};

function lineOf(date: string, failure: number, given: Partial<Notice>) {
  const counts = countsWith({ failure });
  const notice = noticeOf('breached', { id: `main/${date}/1`, state: 'pending', counts, ...given });
  return measuredLine(date, { counts, findings: [{ ...finding, value: failure }], notices: [notice] });
}

/** One message of all notices of these dates. */
function tell(lines: readonly LedgerLine[], listed: ReadonlyMap<string, FailedFiles> = new Map()) {
  const ledger = ledgerOf(...lines);
  return composeAlert({ account: accountOf({ name: 'main' }), listed }, pendingNotices(ledger), ledger);
}

/** So many warnings that a mute held back, one a date, and one of tonight. */
function digestOf(warnings: number, language: Language = 'en', severity: Notice['severity'] = 'critical') {
  const heldBack = { cause: 'mute', reason: 'storage is being moved' } as const;
  const held = Array.from({ length: warnings }, (_, index) =>
    lineOf(addDays(tonight, index - warnings), 9, { heldBack }),
  );
  const ledger = ledgerOf(...held, lineOf(tonight, 32, { severity }));
  const listed = new Map([[tonight, failed]]);
  return composeAlert(
    { account: accountOf({ name: 'main', language }), listed },
    pendingNotices(ledger),
    ledger,
  );
}

describe('a digest of 40 warnings that were held back and a critical notice of tonight', () => {
  it('tells tonight’s first and whole in the mail', () => {
    const message = digestOf(40);
    const first = message.mail.slice(0, message.mail.indexOf('[2/41]'));
    expect(first).toMatch(/^CRITICAL main: 32 of 72 files failed, 2026-11-22/);
    expect(first).toContain('[1/41] CRITICAL: 32 of 72 files failed, 2026-11-22');
    expect(first).toContain('- 32 files failed (critical from 20)');
    expect(first).toContain('and 22 more; the archive has the list.');
    expect(first).toContain('Notice: main/2026-11-22/1');
  });

  it('goes on with the newest, then a line for each that is older, and nothing is left out', () => {
    const message = digestOf(40);
    const dates = Array.from(
      message.mail.matchAll(/^(?:\[\d+\/41\]|-) [A-Z]+: .*, (2026-\d\d-\d\d)$/gm),
      ([, date]) => date,
    );
    expect(dates).toEqual(Array.from({ length: 41 }, (_, index) => addDays(tonight, -index)));
    expect(message.mail).not.toContain('left out here');
  });

  it('tells tonight’s whole on the card, the ten newest of the others in a line each, and counts the rest', () => {
    const message = digestOf(40);
    const lines = message.chat.content.description.split('\n\n');
    expect(lines).toContain('- 32 files failed (critical from 20)');
    expect(lines).toContain('and 29 more; the archive has the list.');
    const listed = lines.slice(lines.indexOf('The others in a line each, from the newest on:') + 1);
    expect(listed).toHaveLength(11);
    expect(listed[0]).toBe('- WARNING: 9 of 49 files failed, 2026-11-21');
    expect(listed[10]).toBe('And 30 more notices, left out here for length; the ledger has them all.');
    expect(message.chat.content.description.length).toBeLessThan(3_000);
    expect(message.chat.metadata.relatedResources).toHaveLength(10);
  });

  it('gives programs tonight’s first, then from the newest on', () => {
    const message = digestOf(40);
    const [first, second] = message.data.notices;
    expect([first?.date, second?.date]).toEqual([tonight, '2026-11-21']);
    expect(message.fallback.body).toContain('main/2026-11-22/1, main/2026-11-21/1');
  });
});

describe('a digest by mail', () => {
  const titles = /^\[\d+\/\d+\]/gm;
  const dates = Array.from({ length: 10 }, (_, index) => addDays(tonight, -index));
  const lines = dates.map((date) => lineOf(date, 9, {}));

  it('tells five notices whole, and those after them in a line each', () => {
    const { mail } = tell(lines);
    expect(mail.match(titles)).toEqual(['[1/10]', '[2/10]', '[3/10]', '[4/10]', '[5/10]']);
    expect(mail.match(/^- WARNING: /gm)).toHaveLength(5);
  });

  it('tells fewer whole where each is long, and still has a line for every other', () => {
    const { mail } = tell(lines, new Map(dates.map((date) => [date, failed])));
    expect(mail.match(titles)).toEqual(['[1/10]']);
    expect(mail.match(/^- WARNING: /gm)).toHaveLength(9);
  });

  it('tells whole what takes up to 10,000 characters together, and no more', () => {
    const lengths = Array.from({ length: 80 }, (_, index) => {
      const files = [
        ...failed.files.slice(0, 5),
        { path: 'x'.repeat(270) },
        { path: 'x'.repeat(110 + index) },
      ];
      const listed = [failed, { ...failed, files }, failed].map(
        (one, day) => [dates[day] ?? '', one] as const,
      );
      const { mail } = tell(lines.slice(0, 3), new Map(listed));
      return mail.indexOf('The others in a line each') - mail.indexOf('[1/3]');
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(10_000);
    expect(Math.max(...lengths)).toBeGreaterThan(9_970);
  });
});

it('a mail of the longest notice and the longest lines of others is not cut', () => {
  // What grows most when no address in it can be clicked; as much of it as the list of files lets through.
  const [path, category] = ['.ab'.repeat(134).slice(0, 400), '.ab'.repeat(34).slice(0, 100)];
  const files = Array.from({ length: 40 }, (_, index) => ({
    path,
    category: `${index}${category}`.slice(0, 100),
  }));
  const others = Array.from({ length: 45 }, (_, index) =>
    lineOf(addDays(tonight, -1 - index), Number.MAX_SAFE_INTEGER, {}),
  );
  const message = tell(
    [lineOf(tonight, 32, { severity: 'critical' }), ...others],
    new Map([[tonight, { ...failed, files }]]),
  );
  expect(message.mail.length).toBeGreaterThan(10_000);
  expect(JSON.parse(fitMessage(message).body).email).toBe(message.mail);
  expect(message.mail).toMatch(/And 5 more notices, left out here for length; the ledger has them all\.\n$/);
});

describe.each(languages)('a digest of whatever length, in %s', (language) => {
  it.each([0, 1, 4, 5, 40, 99, 500, 1500])(
    'of %d others is whole where it begins, fits, and counts all',
    (others) => {
      for (const severity of ['critical', 'warning'] as const) {
        const message = digestOf(others, language, severity);
        const { body } = fitMessage(message);
        const { email, sqs } = JSON.parse(body);
        expect(email).toBe(message.mail);
        expect(email.split('Notice: |알림 번호: ')[0]).toContain('/nas-1/2026/11/22/');
        expect(email).toMatch(/: main\/2026-11-22\/1\n/);
        const whole = Array.from(email.matchAll(/^(Notice|알림 번호): main/gm)).length;
        const listed = Array.from(email.matchAll(/^- [^/\n]+, 20\d\d-\d\d-\d\d$/gm)).length;
        const [, omitted = '0'] = /(?:And |그 외 알림 )([\d,]+)(?: more|건)/.exec(email) ?? [];
        expect(whole + listed + Number(omitted.replace(',', ''))).toBe(others + 1);
        const data = JSON.parse(sqs);
        expect(data.notices.length + (data.omitted ?? 0)).toBe(others + 1);
        expect(data.notices[0].date).toBe(tonight);
        expect(Buffer.byteLength(body + JSON.stringify(message.attributes))).toBeLessThan(256 * 1024);
        expect(message.attributes.noticeId.split(',')).toHaveLength(Math.min(others + 1, 100));
        expect(message.chat.metadata.additionalContext.notices).toBe(String(others + 1));
      }
    },
  );
});

describe('the card of a digest', () => {
  const files = failed.files.map((file) => ({ ...file, category: `${'ab.'.repeat(40)}${file.category}` }));
  const findings = Array.from({ length: 5 }, (_, index) => ({ ...finding, threshold: 10 ** 15 + index }));
  const longest = {
    ...lineOf(tonight, 32, { heldBack: { cause: 'mute', reason: 'x'.repeat(500) } }),
    findings,
  };
  const listed = new Map([[tonight, { ...failed, files, stopped: 'bounds' as const }]]);

  it('has room for what is headlined whole, at its longest', () => {
    const { description } = tell([longest, lineOf('2026-11-21', 9, {})], listed).chat.content;
    expect(description).toContain('(critical from 1,000,000,000,000,004)');
    expect(description).toContain('and 29 more; the archive has the list.');
    expect(description).toMatch(/- WARNING: 9 of 49 files failed, 2026-11-21$/);
    expect(description.length).toBeLessThan(2_800);
  });

  it('has no more lines of others than fit into 2,800 characters, however long they are', () => {
    const others = Array.from({ length: 10 }, (_, index) =>
      lineOf(addDays(tonight, -1 - index), 8_999_999_999_999_999, {}),
    );
    const { description } = tell([longest, ...others], listed).chat.content;
    expect(description).toMatch(/And \d more notices, left out here for length; the ledger has them all\.$/);
    expect(description.length).toBeLessThanOrEqual(2_800);
  });
});

it('a list without room for one line counts all, without a heading', () => {
  const line = lineOf(tonight, 32, {});
  const stories = line.notices.map((notice) => storyOf({ line, notice }, ledgerOf(line)));
  const omitted = 'And 1 more notice, left out here for length; the ledger has them all.';
  expect(listNotices(stories, { maxLines: 10, maxLength: 10 }, en)).toEqual([omitted]);
  expect(listNotices([], { maxLines: 10, maxLength: 10 }, en)).toEqual([]);
});

it('a list has room for a line that fits with its line breaks, and for none that is longer by one', () => {
  const line = lineOf(tonight, 32, {});
  const [story] = line.notices.map((notice) => storyOf({ line, notice }, ledgerOf(line)));
  const stories = story ? [story, story] : [];
  const title = '- WARNING: 32 of 72 files failed, 2026-11-22';
  const listOf = (maxLength: number) => listNotices(stories, { maxLines: 10, maxLength }, en);
  const fitting = 2 * (title.length + 2);
  expect(listOf(fitting).slice(1)).toEqual([title, title]);
  expect(listOf(fitting - 1).slice(1)).toEqual([title, expect.stringMatching(/^And 1 more notice,/)]);
});
