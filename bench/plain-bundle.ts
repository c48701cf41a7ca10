import { buildSync } from 'esbuild';

/** Bundles a program into one minified file, as CDK's NodejsFunction does unless it is told otherwise. */
export function bundlePlainly(entryPoint: string, directory: string): string {
  const outfile = `${directory}/index.mjs`;
  buildSync({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}
