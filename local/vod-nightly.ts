#!/usr/bin/env node
import { env } from 'node:process';
import { reportFailure } from './failures.ts';
import { createProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
try {
  await createProgram({ terminal, environment: env }).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, terminal);
}
