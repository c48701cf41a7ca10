import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInputError } from '../../errors.ts';
import { type Config, toConfig } from '../config.ts';
import { explainImportError } from './import-error.ts';

/**
 * The configuration in a file, checked whatever the file exports.
 * @param file from the working directory
 * @throws InvalidInputError with every fault, or with the place and the reason for which there is no configuration in it
 */
export async function loadConfig(file: string): Promise<Config> {
  const subject = `the configuration ${file}`;
  const exported = await importDefault(file, subject, 'export default defineConfig({ … })');
  try {
    return toConfig(exported);
  } catch (error) {
    throw error instanceof InvalidInputError ? new InvalidInputError(subject, error.faults) : error;
  }
}

/**
 * What a file exports by default.
 * @param file from the working directory
 * @param subject what should be in the file, in words
 * @param usual how such a file exports it
 * @throws InvalidInputError with the place and the reason for which it exports nothing
 */
export async function importDefault(file: string, subject: string, usual: string): Promise<unknown> {
  const path = resolve(file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new InvalidInputError(subject, [`${file}: there is no such file`]);
  try {
    const module: { default?: unknown } = await import(pathToFileURL(path).href);
    if ('default' in module) return await module.default;
  } catch (error) {
    if (error instanceof InvalidInputError) throw new InvalidInputError(subject, error.faults);
    throw new InvalidInputError(subject, [explainImportError(error, path)]);
  }
  throw new InvalidInputError(subject, [`${file}: has no default export; it has to say ${usual}`]);
}
