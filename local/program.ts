import type { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { reportFailure } from './cli/failures.ts';
import { helpWidth, ManualCommand, nameWithArguments, nightEnvironment } from './cli/help.ts';
import { addBackfillCommand } from './commands/backfill/command.ts';
import { addCompleteCommand } from './commands/complete.ts';
import { addDoctorCommand } from './commands/doctor/command.ts';
import { addFleetCommand } from './commands/fleet/command.ts';
import { addHistoryCommand } from './commands/history/command.ts';
import { addInitCommand } from './commands/init/command.ts';
import { addLinkCommand } from './commands/link.ts';
import { addMuteCommand, addUnmuteCommand } from './commands/mute/command.ts';
import { addQueryCommand } from './commands/query/command.ts';
import { addRebuildCommand } from './commands/rebuild/command.ts';
import { addReplayCommand } from './commands/replay/command.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunCommand } from './commands/run/command.ts';
import { addServeCommand } from './commands/serve/command.ts';
import { type Session, usualPlace } from './commands/session.ts';
import { addShowCommand } from './commands/show/command.ts';
import { addSignCommand } from './commands/sign.ts';
import { addSimulatorCommand } from './commands/simulator.ts';
import { addStartCommand } from './commands/start.ts';
import { addTestAlertCommand } from './commands/test-alert.ts';

const groups = [
  { heading: 'Nights:', commands: [addStartCommand, addRunCommand, addBackfillCommand] },
  {
    heading: 'Looking back:',
    commands: [
      addReportCommand,
      addServeCommand,
      addLinkCommand,
      addHistoryCommand,
      addShowCommand,
      addQueryCommand,
      addReplayCommand,
    ],
  },
  { heading: 'Many accounts:', commands: [addFleetCommand] },
  { heading: 'Silence:', commands: [addMuteCommand, addUnmuteCommand] },
  {
    heading: 'When something is wrong:',
    commands: [addDoctorCommand, addTestAlertCommand, addRebuildCommand],
  },
  { heading: 'Tools:', commands: [addInitCommand, addSimulatorCommand, addSignCommand, addCompleteCommand] },
] as const;

/**
 * Runs a command line.
 * @returns its exit code; a server that was started goes on
 */
export async function runProgram(invocation: Omit<Session, 'exitWith'>): Promise<number> {
  let exitCode = 0;
  const exitWith = (code: number) => {
    exitCode = code;
  };
  try {
    await createProgram({ ...invocation, exitWith }).parseAsync(invocation.args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, invocation.terminal);
  }
}

/** The command line. Wrong usage is thrown as a CommanderError after it has been said. */
export function createProgram(session: Session): Command {
  const { out, note, width } = session.terminal;
  const program = new ManualCommand('vod-nightly')
    .description(
      'The nightly reporter for NAVER Cloud VOD Station: asks for the encoding jobs of a date, archives the answer, judges ' +
        'it and tells you. Without a command it does what start does.',
    )
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain the program, or a command')
    .option('--config <file>', 'configuration', usualPlace.config)
    .option('--directory <path>', 'where local state lies', usualPlace.directory)
    .option('--stack <name>', 'act on a deployed stack, found by its outputs, instead of local state')
    .option('--verbose', 'write the log to stderr')
    .configureHelp({ showGlobalOptions: true, subcommandTerm: nameWithArguments })
    .configureOutput({
      writeOut: (text) => out(text.trimEnd()),
      writeErr: (text) => note(text.trimEnd()),
      getOutHelpWidth: () => helpWidth(width),
    })
    .addHelpText('beforeAll', ({ error }) =>
      error ? 'vod-nightly: this is no command; there are those below' : '',
    )
    .exitOverride()
    .manual({
      notes: [
        'Results go to stdout, everything else to stderr, so that a result can be piped; --json prints one document. Each ' +
          'command has a --help of its own.',
      ],
      environment: nightEnvironment,
      examples: {
        'vod-nightly': 'the whole job on this machine, with no account anywhere',
        'vod-nightly history --stack VodNightly': 'the last 30 dates of a deployed stack',
        'vod-nightly show 2026-11-22': 'everything known of a date',
      },
    })
    .commandsGroup('Tools:')
    .helpCommand('help [command]', 'explain a command');
  for (const { heading, commands } of groups) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, session);
  }
  return program;
}
