// node bundler.ts <entry point> <directory>: writes index.mjs and its chunks. A process of its own, because esbuild takes plugins
// only from those who wait for it, which constructs cannot.
import { resolve } from 'node:path';
import process, { argv } from 'node:process';
import { build, type Plugin } from 'esbuild';

const [entryPoint = '', outdir = ''] = argv.slice(2).map((path) => resolve(path));

/** Marks a module as the one that is imported later in the place of another. */
const later = '?later';

/**
 * Lets what is imported when it is needed import the entry point as well, which is there by then. esbuild makes a chunk of all
 * modules that the same entry points reach, and takes what is imported later for one: without this, what the start loads is in
 * as many chunks as there are ways to share it. An entry point that waited for such a module before it is there would wait for ever.
 */
const startInOneChunk: Plugin = {
  name: 'start-in-one-chunk',
  setup({ onResolve, onLoad, resolve: resolveModule }) {
    onResolve({ filter: /.*/ }, async ({ path, kind, pluginData, importer, resolveDir }) => {
      if (kind !== 'dynamic-import' || pluginData === startInOneChunk) return undefined;
      const resolved = await resolveModule(path, { kind, importer, resolveDir, pluginData: startInOneChunk });
      // A suffix, as source maps would name what is in a namespace by its path on this machine.
      return resolved.external ? resolved : { ...resolved, suffix: later, pluginData: undefined };
    });
    onLoad({ filter: /.*/ }, ({ path, suffix }) => {
      if (suffix !== later) return undefined;
      const contents = [
        `import ${JSON.stringify(entryPoint)};`,
        `import * as later from ${JSON.stringify(path)};`,
        `export * from ${JSON.stringify(path)};`,
        // An asterisk stands for all but the default; named outright, it would be missed where there is none.
        `export default Reflect.get(later, 'default');`,
      ];
      return { contents: contents.join('\n'), resolveDir: '/' };
    });
  },
};

await build({
  entryPoints: [entryPoint],
  outdir,
  entryNames: 'index',
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  plugins: [startInOneChunk],
  logLevel: 'warning',
}).catch(() => {
  process.exitCode = 1; // esbuild has said what is wrong
});
