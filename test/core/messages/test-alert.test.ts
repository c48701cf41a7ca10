import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeKinds } from '../../../lambda/core/ledger/line.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import { composeTestAlert, severitiesOfKinds } from '../../../lambda/core/messages/test-alert.ts';
import { languages } from '../../../lambda/core/words/language.ts';
import { accountOf } from '../../support/accounts.ts';

const link = `https://${'a'.repeat(32)}.lambda-url.ap-northeast-2.on.aws/acme?link=1.acme.tfk0zz.${'A'.repeat(43)}`;
const given = { date: '2026-11-26', at: '2026-11-27T02:00:00.000Z', by: 'kim\n<b>' } as const;
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../docs/notice.schema.json', import.meta.url), 'utf8')),
);
const cases = languages.flatMap((language) =>
  noticeKinds.flatMap((kind) => severitiesOfKinds[kind].map((severity) => ({ language, kind, severity }))),
);

describe('a test alert', () => {
  it('can be as bad as a real one of its kind, and no worse', () => {
    expect(severitiesOfKinds).toEqual({
      breached: ['warning', 'critical'],
      escalated: ['critical'],
      revised: ['warning', 'critical'],
      withdrawn: ['info'],
      recovered: ['info'],
      unavailable: ['warning'],
      available: ['info'],
    });
  });

  it.each(cases)(
    'says that it is one in every form: $language, $kind, $severity',
    ({ language, kind, severity }) => {
      const message = composeTestAlert(
        { account: accountOf({ language }) },
        { ...given, kind, severity, link },
      );
      const { subject, body } = fitMessage(message);
      const label = language === 'ko' ? '테스트' : 'TEST';
      const bodies = z.record(z.string(), z.string()).parse(JSON.parse(body));
      expect(subject.startsWith(label)).toBe(true);
      expect(bodies.sms?.startsWith(label)).toBe(true);
      expect(bodies.email).toMatch(
        language === 'ko' ? /^kim <b> 님이 .* 테스트 알림입니다/ : /^This is a test, sent by kim <b>/,
      );
      const { content } = JSON.parse(bodies.https ?? '');
      expect(content.title.startsWith(label)).toBe(true);
      expect(content.description).toContain('vod-nightly test-alert');
      const document = JSON.parse(bodies.sqs ?? '');
      expect(document).toMatchObject({ test: true, notices: [{ kind, severity }] });
      expect(z.safeParse(schema, document).error?.issues).toBeUndefined();
      expect(message.fallback.subject.startsWith('TEST ')).toBe(true);
      expect(message.fallback.body).toContain('This is a test');
    },
  );

  it.each(cases)('passes the filters that a real one would pass: $language, $kind, $severity', (of) => {
    const { attributes } = composeTestAlert(
      { account: accountOf({ language: of.language }) },
      { ...given, ...of },
    );
    expect(attributes).toMatchObject({
      account: 'acme',
      kind: of.kind,
      severity: of.severity,
      date: given.date,
    });
    expect(attributes.noticeId).toBe('acme/2026-11-26/test');
  });

  it('has the link whole on a line of its own, and no such line without one', () => {
    const alert = { ...given, kind: 'breached', severity: 'critical' } as const;
    const { mail } = composeTestAlert({ account: accountOf() }, { ...alert, link });
    expect(mail.split('\n')).toContain(link);
    expect(composeTestAlert({ account: accountOf() }, alert).mail).not.toContain('The reports');
  });
});
