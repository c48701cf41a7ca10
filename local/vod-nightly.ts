#!/usr/bin/env node
import { argv, env } from 'node:process';
import { reportFailure } from './failures.ts';
import { createProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
try {
  await createProgram({ terminal, environment: env, args: argv.slice(2) }).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, terminal);
}
