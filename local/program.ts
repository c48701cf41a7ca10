import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBackfillCommand } from './commands/backfill.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addQueryCommand } from './commands/query.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRunCommand } from './commands/run.ts';
import { addSignCommand } from './commands/sign.ts';
import { addSimulatorCommand } from './commands/simulator.ts';
import { addStartCommand } from './commands/start.ts';
import type { Session } from './session.ts';

/** The command line. Wrong usage is thrown as a CommanderError after it has been said. */
export function createProgram(session: Session): Command {
  const program = new Command('vod-nightly')
    .description('The nightly reporter for NAVER Cloud VOD Station.')
    .version(readVersion())
    .option('--config <file>', 'configuration', 'vod-nightly.config.ts')
    .option('--directory <path>', 'where local state lies', '.local')
    .option('--verbose', 'write the log to stderr')
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride();
  const commands = [
    addStartCommand,
    addRunCommand,
    addBackfillCommand,
    addRebuildCommand,
    addReplayCommand,
    addQueryCommand,
    addDoctorCommand,
    addSimulatorCommand,
    addSignCommand,
  ];
  for (const add of commands) add(program, session);
  return program;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}
