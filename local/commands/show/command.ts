import { throwAll } from '../../cli/failures.ts';
import { archiveEnvironment, exitCodes, type ManualCommand } from '../../cli/help.ts';
import { formatJson } from '../../cli/json.ts';
import { readLedger } from '../../machine/ledger-years.ts';
import { openArchive, placeOptions, type Session, type SharedOptions } from '../session.ts';
import { explainUnknown } from '../unknown-date.ts';
import { type DateDocument, gatherDate } from './document.ts';
import { describeDate } from './screen.ts';

/** Adds `show`: everything that is known of one date. */
export function addShowCommand(program: ManualCommand, session: Session): void {
  program
    .command('show')
    .summary('show everything that is known of a date')
    .description(
      'Shows everything that the archive has of one date: where it stands, each answer and what it changed, answers that ' +
        'could not be used, broken rules, notices, the failed files and reports. Asks nobody and changes nothing.',
    )
    .argument('<date>', 'YYYY-MM-DD')
    .option('--account <name>', 'one account instead of all')
    .option('--json', 'print one JSON document, with every failed file')
    .manual({
      environment: { ...archiveEnvironment, NO_COLOR: 'no colours; a pipe gets none anyway' },
      exitCodes: { ...exitCodes, 1: 'the ledger does not know the date, or something failed' },
      examples: {
        'vod-nightly show 2026-11-22': 'everything known of a date',
        "vod-nightly show 2026-11-22 --json | jq -r '.files.content.files[].path'":
          'the paths of all its failed files',
      },
    })
    .acts((options: SharedOptions, date = '') => show(session, date, options));
}

async function show(session: Session, date: string, options: SharedOptions): Promise<void> {
  const { terminal } = session;
  const opened = await openArchive(session, options);
  const documents: DateDocument[] = [];
  const unknown: Error[] = [];
  for (const account of opened.accounts) {
    const line = (await readLedger(account.name, opened.archive)).get(date);
    if (line) documents.push(await gatherDate(account.name, line, opened.archive));
    else unknown.push(await explainUnknown(date, account, opened.archive, placeOptions(options)));
  }
  if (options.json && documents.length > 0) terminal.out(formatJson(documents));
  else if (documents.length > 0)
    terminal.out(documents.map((document) => describeDate(document, terminal)).join('\n\n\n'));
  throwAll(unknown);
}
