import type { Environment } from '../../lambda/adapters/connect.ts';
import { usualLinkDays } from '../../lambda/core/links/links.ts';
import type { Links } from '../../lambda/reader/links.ts';
import { usageError } from '../cli/failures.ts';
import type { ManualCommand } from '../cli/help.ts';
import { formatJson } from '../cli/json.ts';
import { checkDate, checkNumber, refuse } from './checks.ts';
import { loadConfig, readEnvironment, type Session, type SharedOptions, selectAccounts } from './session.ts';

type LinkOptions = SharedOptions & {
  readonly all?: boolean;
  readonly date?: string;
  readonly days?: string;
};

/** A link that was made; without an account, one to all of them. */
type MadeLink = { readonly account?: string | undefined; readonly url: string; readonly expires: string };

const longestDays = 365;

/** Adds `link`: links to the pages of a deployed stack. */
export function addLinkCommand(program: ManualCommand, session: Session): void {
  program
    .command('link')
    .summary('make a link to the reports of a stack')
    .description(
      'Makes links to the reports of a deployed stack, one for each account, that open in any browser until they expire. ' +
        'Whoever has a link sees what it opens: one account, or with --all every account.',
    )
    .option('--account <name>', 'one account instead of each')
    .option('--all', 'one link that opens the reports of all accounts')
    .option('--date <YYYY-MM-DD>', 'the date that it shows first; the newest, unless given')
    .option('--days <n>', 'for how many days it opens; as in the configuration, unless given')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'All links end when the secret that they are signed with changes: the output EndLinks of the stack is the command.',
      ],
      environment: {
        VOD_NIGHTLY_READER_URL: 'address of the reader; --stack finds it by itself',
        VOD_NIGHTLY_LINK_KEY: 'the secret that links are signed with; --stack finds it by itself',
        'AWS_REGION, AWS_PROFILE, …': "the AWS SDK's own: where the stack is, and who asks",
      },
      examples: {
        'vod-nightly link --account example --stack VodNightly': 'for somebody who looks after one account',
        'vod-nightly link --all --days 1 --stack VodNightly': 'for yourself, until tomorrow',
      },
    })
    .acts((options: LinkOptions) => link(session, options));
}

async function link(session: Session, options: LinkOptions): Promise<void> {
  const { terminal } = session;
  refuse([
    options.all && options.account !== undefined && '--all: has to go without --account',
    options.all && options.date !== undefined && '--date: has to go with an account',
    checkDate('--date', options.date),
    options.days !== undefined && checkNumber('--days', options.days, 1, longestDays),
  ]);
  const config = await loadConfig(options.config);
  const days = Number(options.days ?? config.links?.days ?? usualLinkDays);
  const environment = await readEnvironment(session, options);
  const accounts = options.all
    ? [undefined]
    : (await selectAccounts(config, options, environment)).map(({ name }) => name);
  const links = await findLinks(environment, options);
  const expiresMs = Date.now() + days * 86_400_000;
  const made: MadeLink[] = [];
  for (const account of accounts) {
    const linkTo = await links.linksTo(account, expiresMs);
    const url = linkTo(options.date);
    made.push({ ...(account !== undefined && { account }), url, expires: new Date(expiresMs).toISOString() });
  }
  if (options.json) return terminal.out(formatJson(made));
  terminal.out(made.map(({ account, url }) => (made.length === 1 ? url : `${account}\n${url}`)).join('\n\n'));
  terminal.note(describeReach(options.all === true, days));
}

/** @throws InvalidInputError when there is no reader that a link could lead to */
async function findLinks(environment: Environment, options: LinkOptions): Promise<Links> {
  const { connectLinks } = await import('../machine/deployed/links.ts');
  const links = await connectLinks(environment);
  if (links) return links;
  throw usageError([
    options.stack === undefined
      ? '--stack: has to be given, as links lead to the reader of a stack; on this machine npx vod-nightly serve shows the reports'
      : `--stack ${options.stack}: has no reader; put links: {} under reports in the configuration, and deploy it`,
  ]);
}

function describeReach(all: boolean, days: number): string {
  const scope = all ? 'every account' : 'that account, and no other';
  return `Whoever has it sees ${scope}, for ${days === 1 ? 'a day' : `${days} days`}.`;
}
