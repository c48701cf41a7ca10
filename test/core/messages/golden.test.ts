import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { composeAlert, type Message } from '../../../lambda/core/messages/alert.ts';
import { composeMusterAlert } from '../../../lambda/core/messages/muster/muster-alert.ts';
import { composeMusterSummary } from '../../../lambda/core/messages/muster/muster-summary.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import { composeSummary } from '../../../lambda/core/messages/summary.ts';
import { composeTestAlert } from '../../../lambda/core/messages/test-alert.ts';
import { type Language, languages } from '../../../lambda/core/words/language.ts';
import { expectGolden } from '../../support/golden.ts';
import { musterExamples } from '../../support/musters.ts';
import { summaryExamples } from '../../support/summary-examples.ts';
import { noticesOf, type Telling, tellings } from '../../support/tellings.ts';

/** What receivers get, byte for byte. Read the difference after `UPDATE_GOLDEN=1 npx vitest run messages-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));

/** Composes a message in a language; called when a test asks, so that a mutant is alive by then. */
type Compose = (language: Language) => Message;

/** A text for each ending. */
function write(message: Message): Record<string, string> {
  const { subject, body } = fitMessage(message);
  const { email, sms, https, sqs }: Record<string, string> = JSON.parse(body);
  return {
    'email.txt': `Subject: ${subject}\n\n${email}`,
    'sms.txt': `${sms}\n`,
    'chat.json': indent(https),
    'program.json': indent(sqs),
  };
}

function indent(json = ''): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

/** Where a stack has a reader, and somebody has said where the runbook is. */
const addresses = {
  pageOf: (date: string) =>
    `https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-northeast-2.on.aws/acme/${date}?link=1.acme.tcl6y8.${'x'.repeat(43)}`,
  runbookUrl: 'https://wiki.example.com/vod-nightly/runbook.md',
};

function never(): never {
  throw new Error('there is no example of that name');
}

/** Every kind as bad as it can be; one with the address of the reports. */
const testAlerts = [
  ['breached', 'warning', addresses.pageOf('2026-11-21')],
  ['breached', 'critical', undefined],
  ['escalated', 'critical', undefined],
  ['revised', 'warning', undefined],
  ['revised', 'critical', undefined],
  ['withdrawn', 'info', undefined],
  ['recovered', 'info', undefined],
  ['unavailable', 'warning', undefined],
  ['available', 'info', undefined],
] as const;

function audienceOf({ account }: Pick<Telling, 'account'>, language: Language) {
  return { account: { name: account, language, timeZone: 'Asia/Seoul' } };
}

const examples: readonly { readonly name: string; readonly compose: Compose }[] = [
  ...tellings.map((telling) => ({
    name: telling.name,
    compose: (language: Language) =>
      composeAlert(
        { ...audienceOf(telling, language), stack: telling.stack, listed: telling.listed },
        noticesOf(telling),
        telling.ledger,
      ),
  })),
  {
    name: 'linked',
    compose: (language) => {
      const telling = tellings.find(({ name }) => name === 'digest') ?? never();
      const audience = { ...audienceOf(telling, language), ...addresses, stack: 'VodNightly' };
      return composeAlert(audience, noticesOf(telling), telling.ledger);
    },
  },
  {
    name: 'summary-linked',
    compose: (language) => {
      const { night } = summaryExamples.find(({ name }) => name === 'summary-quiet') ?? never();
      return composeSummary({ ...night, ...addresses, account: { ...night.account, language } });
    },
  },
  ...summaryExamples.map(({ name, night }) => ({
    name,
    compose: (language: Language) => composeSummary({ ...night, account: { ...night.account, language } }),
  })),
  ...musterExamples
    .filter(({ name }) => name !== 'quiet' && name !== 'empty')
    .map(({ name, source }) => ({
      name: `muster-${name}`,
      compose: (language: Language) => composeMusterAlert({ ...source, language }) ?? never(),
    })),
  ...musterExamples
    .filter(({ name }) => name !== 'recovered')
    .map(({ name, source }) => ({
      name: `muster-summary-${name}`,
      compose: (language: Language) => composeMusterSummary({ ...source, language }),
    })),
  ...testAlerts.map(([kind, severity, link]) => ({
    name: `test-${kind}-${severity}`,
    compose: (language: Language) => {
      const alert = { kind, severity, link, date: '2026-11-21', at: '2026-11-22T01:00:00.000Z', by: 'kim' };
      return composeTestAlert(audienceOf({ account: 'main' }, language), alert);
    },
  })),
];

const endings = ['email.txt', 'sms.txt', 'chat.json', 'program.json'];
const goldens = examples.flatMap(({ name, compose }) =>
  languages.flatMap((language) =>
    endings.map((ending) => ({ file: `${name}.${language}.${ending}`, compose, language, ending })),
  ),
);

describe('a message', () => {
  it.each(goldens)('reads as in golden/$file', ({ file, compose, language, ending }) => {
    expectGolden(folder + file, write(compose(language))[ending] ?? '');
  });

  it('has no golden file that nothing is compared with', () => {
    expect(readdirSync(folder).toSorted()).toEqual(goldens.map(({ file }) => file).toSorted());
  });
});
