import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { expect } from 'vitest';

/** Holds a text against a file, byte for byte; with UPDATE_GOLDEN=1 in the environment, writes the file first. */
export function expectGolden(file: string, text: string): void {
  if (env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
