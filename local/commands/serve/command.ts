import { explainPort } from '../../cli/failures.ts';
import { archiveEnvironment, exitCodes, type ManualCommand } from '../../cli/help.ts';
import { checkPort, refuse } from '../checks.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';

type ServeOptions = SharedOptions & { readonly open?: boolean; readonly port: string };

/** Adds `serve`: the pages, on this machine, until the process is stopped. */
export function addServeCommand(program: ManualCommand, session: Session): void {
  program
    .command('serve')
    .summary('look around in the reports, in a browser')
    .description(
      'Shows the reports of all accounts and dates in a browser until it is stopped: drawn anew from the archive whenever ' +
        'somebody looks. It listens on this machine only, and needs no link. Its first line is its address.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--open', 'open it in the browser')
    .option('--port <n>', 'TCP port; 0 for a free one', '0')
    .option('--json', 'print the address as one JSON document')
    .manual({
      environment: { ...archiveEnvironment, BROWSER: 'what --open opens, instead of the usual browser' },
      exitCodes: { ...exitCodes, 1: 'it could not be started, such as on a port that is taken' },
      examples: {
        'vod-nightly serve --open': 'what the nights on this machine have left',
        'vod-nightly serve --open --stack VodNightly': 'a deployed stack, with your own credentials',
      },
    })
    .acts((options: ServeOptions) => serve(session, options));
}

async function serve(session: Session, options: ServeOptions): Promise<void> {
  const { terminal } = session;
  refuse([checkPort(options.port)]);
  const { accounts, archive } = await openArchive(session, options, { needsAccounts: false });
  const [{ startReaderServer }, { createTelemetry }, { systemClock: clock }] = await Promise.all([
    import('./reader-server.ts'),
    import('../../../lambda/adapters/telemetry.ts'),
    import('../../../lambda/adapters/clock.ts'),
  ]);
  const telemetry = createTelemetry(terminal.note, clock.now);
  const serving = {
    accounts,
    archive,
    clock,
    telemetry,
    port: Number(options.port),
    ...(options.account !== undefined && { scope: options.account }),
  };
  const { url } = await startReaderServer(serving).catch(explainPort);
  terminal.out(options.json ? JSON.stringify({ url }) : url);
  if (!options.open) return;
  const { default: openInBrowser } = await import('open');
  await openInBrowser(url);
}
