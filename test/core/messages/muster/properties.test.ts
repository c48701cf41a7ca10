import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { selectStandings } from '../../../../lambda/core/fleet/standing.ts';
import { composeMusterAlert } from '../../../../lambda/core/messages/muster/muster-alert.ts';
import { composeMusterSummary } from '../../../../lambda/core/messages/muster/muster-summary.ts';
import type { MusterSource } from '../../../../lambda/core/messages/muster/source.ts';
import { fitMessage } from '../../../../lambda/core/messages/sns-limits.ts';
import { anyMuster, anyStanding } from '../../../support/any-muster.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { musterOf } from '../../../support/musters.ts';

const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../../docs/notice.schema.json', import.meta.url), 'utf8')),
);

/** Each message of a muster, with what SNS is handed of it. */
function check(examine: (told: Fitted, source: MusterSource) => void) {
  fc.assert(
    fc.property(anyMuster, (source) => {
      for (const message of [composeMusterAlert(source), composeMusterSummary(source)])
        if (message) examine(fitted(message), source);
    }),
  );
}

type Fitted = ReturnType<typeof fitted>;

function fitted(message: ReturnType<typeof composeMusterSummary>) {
  const { subject, body } = fitMessage(message);
  const { sms = '', email = '', sqs = '' } = z.record(z.string(), z.string()).parse(JSON.parse(body));
  return { message, subject, body, sms, email, document: JSON.parse(sqs) };
}

/** The accounts of which an alert has to tell something bad. */
function untoldOf({ standings }: MusterSource): string[] {
  return standings
    .filter(
      ({ state, left }) =>
        state === 'failed' || left.some(({ kind, isMeasured }) => kind === 'unavailable' && !isMeasured),
    )
    .map(({ account }) => account);
}

describe('any message of any muster', () => {
  it('keeps to the limits of SNS, and to 72 columns', () => {
    check(({ message, subject, body, sms, email }) => {
      expect(subject).toMatch(/^[\p{L}\p{N}][^\p{Cc}\p{Zl}\p{Zp}]{0,98}$/u);
      expect(sms.length).toBeLessThanOrEqual(/^[\x20-\x5a_a-z]*$/.test(sms) ? 160 : 70);
      expect(Buffer.byteLength(body + JSON.stringify(message.attributes))).toBeLessThan(256 * 1024);
      expect(email).toBe(message.mail);
      expect(message.mail).not.toMatch(/[^\P{Cc}\n]/u);
      for (const line of message.mail.split('\n'))
        if (!line.startsWith('https://'))
          expect(columnsIn(line.replace(/ --stack S+$/, ''))).toBeLessThanOrEqual(72);
      expect(message.chat.content.description.length).toBeLessThanOrEqual(3_000);
      expect(message.fallback.subject).toMatch(/^[ -~]{1,99}$/);
      expect(message.fallback.body).toMatch(/^[\n -~]{1,1000}$/);
    });
  });

  it('has severity, number and date in subject and text message, whole', () => {
    check(({ subject, sms }) => {
      for (const line of [subject, sms]) {
        expect(line).toMatch(/2026-11-2\d/);
        expect(line).toMatch(
          /^[^:]*(WARNING|MEASURED|CRITICAL|OK|경고|측정 완료|심각|정상)|^[^:]*: (?:CRITICAL|WARNING|OK|심각|경고|정상)/,
        );
        expect(line).toMatch(/\d account|계정 [\d,]+개/);
      }
    });
  });

  it('gives programs what the schema describes, and chats no markup', () => {
    check(({ message, document }) => {
      expect(schema.safeParse(document).error).toBeUndefined();
      expect(message.chat.content.description.replace(/\[[.:]\]|https:\/\/reader\S+/g, '')).not.toMatch(
        /[<>*_~`|@\\[\]#&]|:\/\//,
      );
      expect(JSON.stringify([message.headlines, message.chat.metadata])).not.toMatch(
        /undefined|NaN|\[object/,
      );
    });
  });

  it('carries neither account nor tags, so that a filter by them lets none of it through', () => {
    check(({ message: { attributes } }, { route, shift }) => {
      const { noticeId, ...others } = attributes;
      expect(noticeId).toMatch(new RegExp(`^fleet/${shift.name}/2026-11-22(/summary)?$`));
      expect(Object.keys(others).sort()).toEqual(
        ['date', 'kind', 'severity', ...(route === undefined ? [] : ['route'])].sort(),
      );
    });
  });

  it('links the page over all accounts for those alone who hear of all', () => {
    check(({ message }, { overviewUrl, route }) => {
      const isLinked = overviewUrl !== undefined && route === undefined;
      expect(JSON.stringify(message).includes('https://reader.example/')).toBe(isLinked);
    });
  });
});

describe('the alert of any muster', () => {
  it('counts every account of which it has to tell something bad exactly once', () => {
    fc.assert(
      fc.property(anyMuster, (source) => {
        const message = composeMusterAlert(source);
        const bad = untoldOf(source);
        const groups = message?.data.muster?.groups ?? [];
        expect(groups.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(bad.length);
        expect(groups.flatMap(({ names }) => names)).toHaveLength(bad.length);
        const numbers = groups.flatMap(({ names }) => names.map((name) => name.slice(0, 5)));
        expect(numbers.sort()).toEqual(bad.map((name) => name.slice(0, 5)));
      }),
    );
  });

  it('has every name in the document for programs, or counts it as omitted', () => {
    check(({ message, document }) => {
      const whole = message.data.muster?.groups ?? [];
      for (const [index, { names, omitted = 0 }] of document.muster.groups.entries()) {
        expect(names).toEqual(whole[index]?.names.slice(0, names.length));
        expect(names.length + omitted).toBe(whole[index]?.accounts);
      }
    });
  });

  it('is there only when there is something to tell, and says of which kind', () => {
    fc.assert(
      fc.property(anyMuster, (source) => {
        const isBad = untoldOf(source).length > 0;
        const isGood = source.standings.some(({ left }) => left.some(({ kind }) => kind === 'available'));
        const { kind, severity } = composeMusterAlert(source)?.attributes ?? {};
        const kinds = isBad ? ['unavailable', 'digest'] : [undefined, 'available'];
        expect(kind).toBe(kinds[Number(isGood)]);
        expect(severity).toBe(kind === undefined ? undefined : isBad ? 'warning' : 'info');
      }),
    );
  });
});

describe('what is told to a route', () => {
  it('names nobody outside of it', () => {
    const anyRoute = fc.record(
      { accounts: fc.shuffledSubarray([1, 2, 3, 5, 8, 13, 21]), tags: fc.subarray(['gold', 'team-a']) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyRoute,
        fc.array(anyStanding, { minLength: 1, maxLength: 30 }),
        ({ tags, ...named }, some) => {
          const all = some.map((one, index) => ({
            ...one,
            account: `c-${index + 100}`,
            reason: 'x',
            left: [],
          }));
          const accounts = named.accounts?.map((index) => `c-${index + 100}`);
          const standings = selectStandings({ accounts, tags }, all);
          const others = all.filter((one) => !standings.includes(one)).map(({ account }) => account);
          const source = musterOf(standings, { route: '0123456789ab' });
          const told = JSON.stringify([composeMusterAlert(source), composeMusterSummary(source)]);
          expect(others.filter((account) => told.includes(account))).toEqual([]);
        },
      ),
    );
  });
});
