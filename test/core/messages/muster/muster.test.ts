import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Standing } from '../../../../lambda/core/fleet/standing.ts';
import { faultCodes } from '../../../../lambda/core/ledger/measurement.ts';
import { composeMusterAlert } from '../../../../lambda/core/messages/muster/muster-alert.ts';
import { composeMusterSummary } from '../../../../lambda/core/messages/muster/muster-summary.ts';
import type { MusterSource } from '../../../../lambda/core/messages/muster/source.ts';
import { fitMessage } from '../../../../lambda/core/messages/sns-limits.ts';
import { countsWith } from '../../../support/counts.ts';
import {
  failed,
  leftAvailable,
  leftUnavailable,
  measured,
  musterExamples,
  musterOf,
  standingsOf,
  unavailable,
} from '../../../support/musters.ts';

const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../../docs/notice.schema.json', import.meta.url), 'utf8')),
);

/** The document that programs get. */
function documentOf(message: ReturnType<typeof composeMusterSummary>) {
  const bodies = z.record(z.string(), z.string()).parse(JSON.parse(fitMessage(message).body));
  return JSON.parse(bodies.sqs ?? '');
}

function alertOf(standings: readonly Standing[], given: Partial<MusterSource> = {}) {
  const message = composeMusterAlert(musterOf(standings, given));
  if (!message) throw new Error('there is nothing to tell');
  return message;
}

describe.each(musterExamples)('what programs are told of the muster $name', ({ source }) => {
  it('is as the schema describes it, and not if a reason is none', () => {
    for (const message of [composeMusterAlert(source), composeMusterSummary(source)]) {
      if (!message) continue;
      const document = documentOf(message);
      expect(schema.safeParse(document).error).toBeUndefined();
      const groups = [{ reason: 'new', state: 'failed', accounts: 1, names: [] }];
      expect(schema.safeParse({ ...document, muster: { ...document.muster, groups } }).success).toBe(false);
    }
  });
});

it('a document is of an account or of a muster', () => {
  const neither = { version: 1, language: 'en', notices: [] };
  expect(schema.safeParse({ ...neither, account: 'acme' }).success).toBe(true);
  expect(schema.safeParse(neither).success).toBe(false);
});

describe('an outage of ten thousand accounts', () => {
  const names = standingsOf(10_000, (account) => unavailable(`${account}-${'x'.repeat(25)}`, 'outage'));
  const keyless = unavailable('acme', 'wrongKeys');

  it('is named to programs as far as a message reaches, without crowding out who fails for another reason', () => {
    const message = alertOf([...names, keyless]);
    const { body } = fitMessage(message);
    const [outage, keys] = documentOf(message).muster.groups;
    expect(Buffer.byteLength(body)).toBeGreaterThan(255 * 1024 - 1_000);
    expect(outage.names.length + outage.omitted).toBe(10_000);
    expect(outage.names.length).toBeGreaterThan(2_000);
    expect(keys).toMatchObject({ accounts: 1, names: ['acme'] });
  });

  it('is told to people in a mail that a phone shows', () => {
    expect(alertOf(names).mail.length).toBeLessThan(2_000);
    expect(alertOf(names).headlines[1]).toBe(
      'WARNING seoul: all 10,000 accounts not measured (API outage), 2026-11-22',
    );
  });
});

describe('an alert of a muster', () => {
  it('is not there when all is measured, told before, or held back', () => {
    const told = unavailable('acme', 'outage', { left: [] });
    expect(composeMusterAlert(musterOf([measured('globex'), told]))).toBeUndefined();
    const known = new Set(['acme']);
    expect(composeMusterAlert(musterOf([failed('acme')], { known }))).toBeUndefined();
  });

  it('counts what stands badly and was told before, and does not say that there is nothing to do', () => {
    const recovered = measured('globex', { left: [leftAvailable('globex', '2026-11-21')] });
    const { mail } = alertOf([recovered, failed('acme')], { known: new Set(['acme']) });
    expect(mail).toContain('\n1 more account not measured or failed, told before or silent.\n');
    expect(mail).toContain('\nnpx vod-nightly fleet rerun seoul --stack VodNightly\n');
    expect(mail).not.toContain('Nothing to do');
    expect(alertOf([recovered]).mail).toContain('Nothing to do');
  });

  it.each([
    ['three reasons, one of most', [3, 1, 1], ' (mostly API outage)'],
    ['three reasons, none of most', [2, 1, 1], ''],
    ['two reasons', [2, 1, 0], ' (API outage, wrong API keys)'],
  ])('says why in its headline where it is for %s', (_, [outages = 0, keys = 0, quotas = 0], why) => {
    const codes = [
      ...Array.from({ length: outages }, () => 'outage' as const),
      ...Array.from({ length: keys }, () => 'wrongKeys' as const),
      ...Array.from({ length: quotas }, () => 'quota' as const),
    ];
    const standings = [...codes.map((code, index) => unavailable(`a-${index}`, code)), measured('b')];
    const [, unnamed] = alertOf(standings).headlines;
    expect(unnamed).toBe(
      `WARNING seoul: ${codes.length} of ${codes.length + 1} accounts not measured${why}, 2026-11-22`,
    );
  });

  it('names a shift with a long name after what matters', () => {
    const shift = { name: 'seoul-in-the-morning', timeZone: 'Asia/Seoul', time: '01:10' };
    expect(alertOf([failed('acme')], { shift }).headlines[0]).toBe(
      'WARNING: 1 account failed (nothing recorded): acme, 2026-11-22, seoul-in-the-morning',
    );
    const { headlines } = composeMusterSummary(musterOf([measured('acme')], { shift }));
    expect(headlines[0]).toBe('2026-11-22: OK, 1 account measured, seoul-in-the-morning');
  });

  it('is told in plain ASCII where SNS takes nothing else, in whatever language it was', () => {
    expect(alertOf([failed('acme'), measured('globex')], { language: 'ko' }).fallback).toEqual({
      subject: 'WARNING seoul: 1 of 2 accounts failed, 2026-11-22',
      body: `WARNING seoul: 1 of 2 accounts failed, 2026-11-22
This alert is short because its full text was refused; the log says why.
npx vod-nightly fleet list --unavailable --stack VodNightly
`,
    });
  });

  it('counts on a card what has no room there', () => {
    const standings = faultCodes.map((code) =>
      unavailable('a'.repeat(30) + code.toLowerCase(), code, {
        left: [{ ...leftUnavailable('a', code), fault: { code, detail: 'x'.repeat(200) } }],
      }),
    );
    const { description } = alertOf(standings).chat.content;
    const told = description.match(/: 1 account$/gm)?.length ?? 0;
    const omitted = faultCodes.length - told;
    expect(told).toBeGreaterThan(3);
    expect(omitted).toBeGreaterThan(3);
    expect(description).toContain(`And ${omitted} accounts for ${omitted} more reasons.`);
  });

  it('names who needs keys where it is one, and a file of them where there are more', () => {
    const [one, other] = [unavailable('acme', 'wrongKeys'), unavailable('globex', 'credentialsNotSet')];
    expect(alertOf([one]).mail).toContain('\nnpx vod-nightly fleet keys put acme --stack VodNightly\n');
    expect(alertOf([one, other]).mail).toContain(
      '\nnpx vod-nightly fleet keys put --file FILE --stack VodNightly\n',
    );
    expect(alertOf([failed('acme')]).mail).not.toContain('keys put');
  });
});

describe('a summary of a muster', () => {
  it('is as bad as the worst rule that is broken, and a warning where a date is not measured or nobody is asked for', () => {
    const severityOf = (...standings: Standing[]) =>
      composeMusterSummary(musterOf(standings)).attributes.severity;
    const broken = (worst: 'warning' | 'critical') => measured('a', { worst });
    expect(severityOf(measured('a'))).toBe('info');
    expect(severityOf()).toBe('warning');
    expect(severityOf(measured('a'), broken('warning'))).toBe('warning');
    expect(severityOf(unavailable('a', 'outage', { left: [] }))).toBe('warning');
    expect(severityOf(failed('a'), broken('critical'))).toBe('critical');
  });

  it('names ten that break rules, critical before warning, then by failed files, then by name', () => {
    const worstOf = (account: string, worst: 'warning' | 'critical', failure: number) =>
      measured(account, { worst, counts: countsWith({ failure }) });
    const standings = [
      ...standingsOf(9, (account) => worstOf(account, 'warning', 2)),
      worstOf('b', 'critical', 1),
      worstOf('c', 'warning', 3),
      worstOf('a', 'critical', 1),
    ];
    const { mail, data } = composeMusterSummary(musterOf(standings));
    const lines = mail.split('\n').filter((line) => line.startsWith('- '));
    expect(lines).toHaveLength(10);
    expect(lines.slice(0, 4)).toEqual([
      '- a: critical, 1 of 41 files failed',
      '- b: critical, 1 of 41 files failed',
      '- c: warning, 3 of 43 files failed',
      '- customer-00001: warning, 2 of 42 files failed',
    ]);
    expect(mail).toContain('\nand 2 more\n');
    expect(data.muster?.broken).toMatchObject({ critical: 2, warning: 10 });
  });

  it('tells those who hear of some accounts how these stand, and not how many nights there were', () => {
    const { mail, data } = composeMusterSummary(musterOf([measured('acme')], { route: '0123456789ab' }));
    expect(mail).toContain('\nAsked since 2026-11-23 01:10 +09:00, for 2 h 43 min.\n');
    expect(data.muster?.attempts).toBeUndefined();
  });

  it.each([
    [20_000, '0 min', '0분'],
    [59 * 60_000, '59 min', '59분'],
    [60 * 60_000, '1 h', '1시간'],
    [25 * 3_600_000 + 60_000, '25 h 1 min', '25시간 1분'],
    [-60_000, '0 min', '0분'],
  ])('says how long %d ms are', (ms, english, korean) => {
    const startedMs = Date.parse('2026-11-22T16:10:00Z');
    const mailIn = (language: 'en' | 'ko') =>
      composeMusterSummary(musterOf([measured('acme')], { startedMs, nowMs: startedMs + ms, language })).mail;
    expect(mailIn('en')).toContain(`, for ${english}; `);
    expect(mailIn('ko')).toContain(`부터 ${korean}간 조회`);
  });
});

describe('a line of a shift’s file that has no name', () => {
  const entry = failed('line 12', { failure: 'entryUnreadable' });

  it('is named by its number to people and programs, and nobody is told to look at it as at an account', () => {
    const alert = alertOf([entry, measured('acme')]);
    expect(alert.headlines[0]).toContain('line 12');
    expect(alert.mail).toContain('line 12');
    expect(alert.mail).not.toContain('fleet show');
    expect(documentOf(alert).muster.groups).toMatchObject([{ names: ['line 12'] }]);
    expect(alertOf([failed('globex'), entry]).mail).toContain('fleet show globex');
  });

  it('is the only name that has a blank', () => {
    const names = ['line 1x', 'xline 1', 'line  1', ' line 1', 'line 1\n'];
    const shown = documentOf(alertOf(names.map((name) => failed(name)))).muster.groups[0].names;
    for (const name of shown) expect(name).toMatch(/^[a-z0-9?]+$/);
  });
});
