import { type BuildOptions, buildSync } from 'esbuild';

const usual: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

/** Bundles a program into one minified file, as CDK's NodejsFunction does unless it is told otherwise. */
export function bundlePlainly(entryPoint: string, directory: string): string {
  const outfile = `${directory}/index.mjs`;
  buildSync({ ...usual, entryPoints: [entryPoint], outfile });
  return outfile;
}

/** Bundles a program into chunks, as esbuild makes them when it is told to split. */
export function bundleInChunks(entryPoint: string, directory: string): string {
  const names = { entryNames: 'index', outExtension: { '.js': '.mjs' } };
  buildSync({ ...usual, ...names, splitting: true, entryPoints: [entryPoint], outdir: directory });
  return `${directory}/index.mjs`;
}
