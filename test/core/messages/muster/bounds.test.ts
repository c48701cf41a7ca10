import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../../lambda/core/fleet/standing.ts';
import { type FaultCode, faultCodes } from '../../../../lambda/core/ledger/measurement.ts';
import { composeMusterAlert } from '../../../../lambda/core/messages/muster/muster-alert.ts';
import { keepNames } from '../../../../lambda/core/messages/muster/muster-document.ts';
import { composeMusterSummary } from '../../../../lambda/core/messages/muster/muster-summary.ts';
import type { MusterSource } from '../../../../lambda/core/messages/muster/source.ts';
import {
  musterDate as date,
  failed,
  leftAvailable,
  leftUnavailable,
  measured,
  musterOf,
  standingsOf,
  unavailable,
} from '../../../support/musters.ts';

function alertOf(standings: readonly Standing[], given: Partial<MusterSource> = {}) {
  const message = composeMusterAlert(musterOf(standings, given));
  if (!message) throw new Error('there is nothing to tell');
  return message;
}

const summaryOf = (standings: readonly Standing[], given: Partial<MusterSource> = {}) =>
  composeMusterSummary(musterOf(standings, given));

function outOf(account: string, code: FaultCode, detail: string): Standing {
  return unavailable(account, code, {
    left: [{ ...leftUnavailable(account, code), fault: { code, detail } }],
  });
}

const recovered = (account: string) => measured(account, { left: [leftAvailable(account, '2026-11-21')] });

describe('what SNS filters the messages of a muster by', () => {
  it('is the route that one is for, and of none where it is for all', () => {
    const told = { date, severity: 'warning' };
    const alert = { ...told, kind: 'unavailable', noticeId: `fleet/seoul/${date}` };
    const summary = { ...told, kind: 'summary', noticeId: `fleet/seoul/${date}/summary` };
    const standings = [unavailable('acme', 'outage')];
    expect(alertOf(standings).attributes).toStrictEqual(alert);
    expect(summaryOf(standings).attributes).toStrictEqual(summary);
    const route = '0123456789ab';
    expect(alertOf(standings, { route }).attributes).toStrictEqual({ ...alert, route });
    expect(summaryOf(standings, { route }).attributes).toStrictEqual({ ...summary, route });
  });
});

describe('an alert of a muster', () => {
  it('tells a recovery with the names and, where these have no room, without', () => {
    expect(alertOf([recovered('acme'), recovered('globex')]).headlines).toEqual([
      'MEASURED seoul: 2 accounts that had no counts: acme, globex, 2026-11-21',
      'MEASURED seoul: 2 accounts that had no counts, 2026-11-21',
    ]);
  });

  it('names ten accounts that recovered, and no more', () => {
    const ten = standingsOf(10, recovered);
    expect(alertOf(ten).mail.replaceAll('\n', ' ')).toContain(ten.map(({ account }) => account).join(', '));
    expect(alertOf([...ten, recovered('z')]).mail).not.toContain('customer-00001');
  });

  it('names ten accounts of a reason, and counts the others', () => {
    const ten = standingsOf(10, (account) => unavailable(account, 'outage'));
    expect(alertOf(ten).mail).not.toContain(' more');
    expect(alertOf([...ten, unavailable('z', 'outage')]).mail).toContain('customer-00010 and 1 more');
  });

  it('says of which dates it tells, but for the one that the shift reports', () => {
    const linesOf = (...dates: string[]) => {
      const left = dates.map((each) => leftUnavailable('acme', 'outage', each));
      return alertOf([unavailable('acme', 'outage', { left })]).mail.split('\n');
    };
    expect(linesOf(date)).toContainEqual(expect.stringMatching(/^acme: /));
    expect(linesOf('2026-11-20')).toContainEqual(expect.stringMatching(/^acme \(2026-11-20\): /));
    expect(linesOf(date, '2026-11-23')).toContainEqual(expect.stringMatching(/^acme \(2 dates\): /));
  });

  it('says nothing of why where nothing is known', () => {
    expect(alertOf([failed('acme')]).mail).toContain('\nacme\n');
    expect(alertOf([failed('acme'), failed('globex')]).mail).toContain('\nacme, globex\n');
    expect(alertOf([failed('acme'), failed('globex')]).mail).not.toContain('undefined');
  });

  it('tells eight reasons whole, and of each other how many', () => {
    const standings = faultCodes.slice(0, 9).map((code, index) => outOf(`a-${index}`, code, '!'));
    const { mail, chat } = alertOf(standings);
    for (const text of [mail, chat.content.description]) {
      expect(text.match(/: 1 account$/gm)).toHaveLength(9);
      expect(text.match(/^a-\d: !$/gm)).toHaveLength(8);
    }
  });

  it('fills a card to 2,500 characters and not further, beside what it says of those that it leaves out', () => {
    const codes = faultCodes.toSorted();
    const besides = [recovered('globex'), unavailable('initech', 'quota', { left: [] })];
    const lengthWith = (more: number) => {
      const details = [Math.min(more, 199), Math.max(more - 199, 1)];
      const standings = codes.map((code, index) =>
        outOf(`a-${index}`, code, 'x'.repeat(details[index] ?? 190)),
      );
      const { description } = alertOf([...standings, ...besides]).chat.content;
      expect(description).toMatch(/^And \d+ accounts for \d+ more reasons\.$/m);
      return description.replace(/^And \d+ accounts for .*\n\n/m, '').length;
    };
    const room = 2_500 - lengthWith(1);
    expect(lengthWith(1 + room)).toBe(2_500);
    expect(lengthWith(2 + room)).toBeLessThan(2_500);
  });
});

describe('what programs are told of a muster', () => {
  it('names as many of what recovered as have room, and says how many have none', () => {
    const { muster } = alertOf(standingsOf(5, recovered)).data;
    if (!muster) throw new Error('there is no muster');
    expect(keepNames(muster, 2).recovered).toMatchObject({
      accounts: 5,
      names: ['customer-00001', 'customer-00002'],
      omitted: 3,
    });
    expect(keepNames(muster, 5)).toEqual(muster);
    expect(keepNames({ ...muster, recovered: undefined }, 2).recovered).toBeUndefined();
  });
});

describe('a summary of a muster', () => {
  it('is told in plain ASCII where SNS takes nothing else', () => {
    expect(summaryOf([measured('acme')], { language: 'ko' }).fallback).toEqual({
      subject: `seoul ${date}: OK, 1 account measured`,
      body: `seoul ${date}: OK, 1 account measured\nnpx vod-nightly fleet list --stack VodNightly\n`,
    });
  });

  it('begins with the name of a shift of twelve letters, and ends with a longer one', () => {
    const headlineOf = (name: string) =>
      summaryOf([measured('acme')], { shift: { name, timeZone: 'Asia/Seoul', time: '01:10' } }).headlines[0];
    expect(headlineOf('seoul-nights')).toMatch(/^seoul-nights /);
    expect(headlineOf('seoul-nights-')).toMatch(/, seoul-nights-$/);
  });

  it('counts those that it does not name of ten that break rules, which are none', () => {
    const ten = standingsOf(10, (account) => measured(account, { worst: 'warning' }));
    expect(summaryOf(ten).mail).not.toContain(' more');
  });

  it('names what breaks a rule though its counts are not known', () => {
    const standings = ['a', 'b'].map((account) => failed(account, { worst: 'warning' }));
    expect(summaryOf(standings).data.muster?.broken?.worst).toEqual([
      { account: 'a', severity: 'warning' },
      { account: 'b', severity: 'warning' },
    ]);
  });
});
