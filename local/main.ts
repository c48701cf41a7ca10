import { enableCompileCache } from 'node:module';
import { argv, env } from 'node:process';

enableCompileCache(); // a command starts in half the time when its code need not be compiled anew
const { outliveOutput } = await import('./cli/lost-output.ts');
const { runProgram } = await import('./program.ts');
const { openTerminal } = await import('./cli/terminal.ts');

const terminal = openTerminal();
outliveOutput(terminal);
const exitCode = await runProgram({ terminal, environment: env, args: argv.slice(2) });
process.exitCode ||= exitCode;
