import { toError } from '../../../lambda/errors.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { archiveEnvironment, choiceOption, type ManualCommand } from '../../cli/help.ts';
import { checkChoice, refuse } from '../checks.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { formatResult, formats } from './output.ts';

const duckDb = `@duckdb/node-api@${manifest.peerDependencies['@duckdb/node-api']}`;

type QueryOptions = SharedOptions & { readonly format: string };

/** Adds `query`: SQL over the archive. */
export function addQueryCommand(program: ManualCommand, session: Session): void {
  program
    .command('query')
    .summary('ask the archive with SQL')
    .description(
      'Answers one statement of SQL (DuckDB) from ledgers and snapshots. Works on a copy in memory: nothing that it says ' +
        'can change the archive, or read other files.',
    )
    .argument('<sql>', 'one statement')
    .option('--account <name>', 'one account instead of all')
    .addOption(choiceOption('--format <format>', 'how to print the answer', formats).default('table'))
    .option('--json', 'the same as --format json')
    .manual({
      notes: [
        'Views: days, notices, findings, snapshots. DESCRIBE days lists the columns of one; docs/queries.md explains them, and ' +
          'has queries to begin with. Times are in UTC. CSV puts an apostrophe before text that looks like a ' +
          'formula, and a space in the place of a control character.',
      ],
      environment: archiveEnvironment,
      examples: {
        "vod-nightly query 'SELECT date, failure FROM days ORDER BY failure DESC LIMIT 5'": 'the worst dates',
        "vod-nightly query 'DESCRIBE notices'": 'the columns of a view',
      },
    })
    .acts((options: QueryOptions, sql = '') => query(session, sql, options));
}

async function query(session: Session, sql: string, options: QueryOptions): Promise<void> {
  const format = options.json ? 'json' : options.format;
  refuse([checkChoice('--format', format, formats)]);
  const { terminal } = session;
  const { openDatabase } = await import('./database.ts').catch(explainMissing); // no other command needs DuckDB
  const opened = await openArchive(session, options, { needsAccounts: false });
  const names = opened.accounts.map(({ name }) => name);
  using database = await openDatabase(names, opened.archive);
  terminal.out(formatResult(await database.ask(sql), format, terminal));
}

/** DuckDB has 70 MB, so that the package leaves it to those who query. */
function explainMissing(thrown: unknown): never {
  const error = toError(thrown);
  const isMissing = 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && /duckdb/.test(error.message);
  if (!isMissing) throw error;
  throw new Error(`query: needs DuckDB, which is not installed; run npm install "${duckDb}"`, {
    cause: error,
  });
}
