import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { InvalidInputError } from '../../lambda/errors.ts';

/** Where the functions come from. */
export const functionSources = fileURLToPath(new URL('../../lambda', import.meta.url));

const entryPoints = { night: 'handler.ts', reader: 'reader.ts' } as const;

/**
 * Bundles one of the functions as it is deployed: minified ES modules with the AWS SDK inside, and their source maps. What is
 * imported only when it is needed, the report among it, is in chunks of its own: inside one module it would be read at
 * each start, and keep what it shares with the rest from being merged.
 * @param directory where `index.mjs` is written
 * @returns the module's path
 */
export function bundleFunction(name: keyof typeof entryPoints, directory: string): string {
  return bundle(`${functionSources}/${entryPoints[name]}`, directory);
}

const bundler = fileURLToPath(new URL('bundler.ts', import.meta.url));

/**
 * Bundles any program in the same way, for comparison.
 * @throws InvalidInputError when it cannot be bundled; esbuild has said on stderr what is wrong with it
 */
export function bundle(entryPoint: string, directory: string): string {
  // Chunks are named by what is in them, so that those of an earlier build would stay.
  rmSync(`${directory}/chunks`, { recursive: true, force: true });
  const program = [bundler, entryPoint, directory];
  const { status } = spawnSync(execPath, program, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0)
    throw new InvalidInputError('the sources of the function', [
      `${entryPoint}: has to be one that can be bundled; what is wrong with it is said above`,
    ]);
  return `${directory}/index.mjs`;
}
