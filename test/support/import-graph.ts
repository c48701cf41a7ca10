import { codeOf, importsOf, type SourceFile } from './source-files.ts';

/** The files from which some way of imports, be they of types alone, leads back to themselves. */
export function findCycles(files: readonly SourceFile[]): string[] {
  const imported = new Map(files.map((file) => [file.path, importsOf(file).map(({ from }) => from)]));
  return [...imported.keys()].filter((path) => {
    const reached = new Set<string>();
    const next = [...(imported.get(path) ?? [])];
    for (let from = next.pop(); from !== undefined; from = next.pop()) {
      if (reached.has(from)) continue;
      reached.add(from);
      next.push(...(imported.get(from) ?? []));
    }
    return reached.has(path);
  });
}

/** What others run by the path of its file. */
const entryPoints = ['lambda/handler.ts', 'lambda/reader.ts'];

/** The exports of the product that no file names among those which import theirs. */
export function findIdleExports(files: readonly SourceFile[]): string[] {
  const importers = files.map((file) => ({ from: new Set(importsOf(file).map(({ from }) => from)), file }));
  const exporters = files.filter(
    ({ path }) => /^(lambda|infra|local)\//.test(path) && !entryPoints.includes(path),
  );
  return exporters.flatMap(({ path, text }) => {
    const code = importers.flatMap(({ from, file }) => (from.has(path) ? codeOf(file) : [])).join('\n');
    const names = text.matchAll(/^export (?:async )?(?:const|function\*?|type|class) (\w+)/gm);
    return Array.from(names, ([, name]) => name)
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(code))
      .map((name) => `${path} exports ${name}`);
  });
}
