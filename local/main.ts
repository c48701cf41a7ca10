import { enableCompileCache } from 'node:module';
import { argv, env } from 'node:process';

enableCompileCache(); // a command starts in half the time when its code need not be compiled anew
const { reportFailure } = await import('./cli/failures.ts');
const { outliveOutput } = await import('./cli/lost-output.ts');
const { createProgram } = await import('./program.ts');
const { openTerminal } = await import('./cli/terminal.ts');

const terminal = openTerminal();
outliveOutput(terminal);
try {
  await createProgram({ terminal, environment: env, args: argv.slice(2) }).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, terminal);
}
