import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * Bundles the function as it is deployed: one minified ES module with the AWS SDK inside, and its source map.
 * @param directory where `index.mjs` is written
 * @returns the module's path
 */
export function bundleHandler(directory: string): string {
  return bundle(fileURLToPath(new URL('../lambda/handler.ts', import.meta.url)), directory);
}

/** Bundles any program in the same way, for comparison. */
export function bundle(entryPoint: string, directory: string): string {
  const outfile = `${directory}/index.mjs`;
  buildSync({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}

if (import.meta.main) {
  const [, , directory = 'dist/handler'] = argv;
  console.log(bundleHandler(directory));
}
