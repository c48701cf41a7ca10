import { userInfo } from 'node:os';
import { type Notice, noticeKinds, severities } from '../../lambda/core/ledger/line.ts';
import { instantOf } from '../../lambda/core/ledger/measurement.ts';
import { usualLinkDays } from '../../lambda/core/links/links.ts';
import { composeTestAlert, severitiesOfKinds } from '../../lambda/core/messages/test-alert.ts';
import { dateReportedBy } from '../../lambda/core/time/day.ts';
import { usageError } from '../cli/failures.ts';
import { archiveEnvironment, choiceOption, type ManualCommand } from '../cli/help.ts';
import { formatJson } from '../cli/json.ts';
import type { Delivery } from '../embedded-aws/sns/outbox.ts';
import { openMachine, type Session, type SharedOptions, showPath } from './session.ts';

type TestAlertOptions = SharedOptions & {
  readonly kind: string;
  readonly severity?: string;
  readonly by?: string;
};

/** What was published for one account, and to whom the embedded SNS gave it. */
type SentTest = {
  readonly account: string;
  readonly messageId: string;
  readonly deliveries: readonly Pick<Delivery, 'protocol' | 'recipient'>[];
};

/** Adds `test-alert`: an alert that is marked as a test. */
export function addTestAlertCommand(program: ManualCommand, session: Session): void {
  program
    .command('test-alert')
    .summary('send an alert that is marked as a test')
    .description(
      'Sends an alert that says it is a test, to whoever would be told of a real one like it: so that you know before the ' +
        'first bad night that it reaches them. Its numbers are made up. It asks nobody and leaves archive and ledger alone.',
    )
    .option('--account <name>', 'one account instead of all')
    .addOption(choiceOption('--kind <kind>', 'what it tells', noticeKinds).default('breached'))
    .addOption(
      choiceOption('--severity <severity>', 'how bad; the worst of its kind, unless given', severities),
    )
    .option('--by <name>', 'who sends it; you, unless given')
    .option('--json', 'print one JSON document')
    .manual({
      notes: ['SNS says only that it has taken the message: ask people whether it has come.'],
      environment: {
        ...archiveEnvironment,
        VOD_NIGHTLY_ALERTS_TOPIC: 'ARN of the topic on which to tell; goes with VOD_NIGHTLY_BUCKET',
      },
      examples: {
        'vod-nightly test-alert':
          'a critical alert of each account, here; what is sent lies in .local/outbox',
        'vod-nightly test-alert --account example --stack VodNightly':
          'through the topics of a deployed stack',
        'vod-nightly test-alert --kind recovered': 'good news',
      },
    })
    .acts((options: TestAlertOptions) => sendTests(session, options));
}

async function sendTests(session: Session, options: TestAlertOptions): Promise<void> {
  const { terminal } = session;
  const { kind, severity } = readKind(options);
  await using machine = await openMachine(session, options, { asks: false });
  const { config, accounts, environment } = machine;
  const { connectLinks } = await import('../machine/deployed/links.ts');
  const links = await connectLinks(environment);
  const nowMs = Date.now();
  const expiresMs = nowMs + (config.links?.days ?? usualLinkDays) * 86_400_000;
  const sent: SentTest[] = [];
  for (const told of accounts) {
    const { name: account, timeZone } = told;
    const date = dateReportedBy(nowMs, timeZone);
    const link = (await links?.linksTo(account, expiresMs))?.();
    const alert = { kind, severity, date, at: instantOf(nowMs), by: options.by ?? userInfo().username, link };
    const message = composeTestAlert({ account: told, stack: options.stack }, alert);
    const before = machine.deliveries().length;
    const messageId = await machine.connect(told).notifier.publish(message);
    const delivered = machine.deliveries().slice(before);
    const deliveries = delivered.map(({ protocol, recipient }) => ({ protocol, recipient }));
    sent.push({ account, messageId, deliveries });
  }
  if (options.json) return terminal.out(formatJson(sent));
  const place = machine.outbox ? showPath(machine.outbox) : environment.VOD_NIGHTLY_ALERTS_TOPIC;
  for (const { account, messageId, deliveries } of sent) {
    terminal.out(`${account}: published to ${place} as ${messageId}`);
    for (const { protocol, recipient } of deliveries) terminal.out(`  → ${protocol} ${recipient}`);
  }
}

/** @throws InvalidInputError when no notice of the kind is ever so bad */
function readKind({ kind, severity }: TestAlertOptions): Pick<Notice, 'kind' | 'severity'> {
  const known = noticeKinds.find((each) => each === kind);
  if (known === undefined) throw usageError([`--kind ${kind}: has to be one of ${noticeKinds.join(', ')}`]);
  const possible = severitiesOfKinds[known];
  const found = possible.find((each) => each === (severity ?? possible.at(-1)));
  if (found) return { kind: known, severity: found };
  throw usageError([
    `--severity ${severity}: has to be ${possible.join(' or ')}, as a notice that is ${known} is`,
  ]);
}
