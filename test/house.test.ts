import { basename, dirname } from 'node:path';
import { type Boundary, fileOf, testBoundaries } from './support/boundary.ts';
import { findIdleExports } from './support/import-graph.ts';
import { codeOf, readSourceFiles, type SourceFile } from './support/source-files.ts';

function isProduct({ path }: SourceFile): boolean {
  return /^(lambda|infra|local)\//.test(path);
}

const boundaries: readonly Boundary[] = [
  {
    holds: 'nothing is exported that nobody imports',
    find: findIdleExports,
    broken: [
      [fileOf('lambda/a.ts', 'export type A = string;')],
      [
        fileOf('infra/a.ts', 'export const a = 1;\nexport async function b() {}'),
        fileOf('infra/b.ts', "import { a } from './a.ts';"),
      ],
      [
        fileOf('local/a.ts', 'export class A {}'),
        fileOf('local/b.ts', "import { A } from './elsewhere.ts';"),
      ],
    ],
  },
  {
    holds: 'no file has more than 250 lines',
    find: (files) =>
      files.filter(({ text }) => text.trimEnd().split('\n').length > 250).map(({ path }) => path),
    broken: [[fileOf('lambda/long.ts', 'a();\n'.repeat(251))]],
  },
  {
    holds: 'no folder has more than twelve files beside each other',
    find: (files) =>
      Object.entries(Object.groupBy(files.filter(isProduct), ({ path }) => dirname(path)))
        .filter(([, beside = []]) => beside.length > 12)
        .map(([folder]) => folder),
    broken: [Array.from({ length: 13 }, (_, index) => fileOf(`local/cli/${'abcdefghijklm'[index]}.ts`, ''))],
  },
  {
    holds: 'no literal is spread into another, where nobody would see that a field is misspelt',
    find: (files) =>
      files.filter((file) => isProduct(file) && /\.\.\.\{/.test(codeOf(file))).map(({ path }) => path),
    broken: [[fileOf('lambda/a.ts', 'const night = { ...{ account, date }, holder };')]],
  },
  {
    holds: 'every file is named for what is in it',
    find: (files) =>
      files
        .filter(({ path }) =>
          /^(utils?|helpers?|commons?|index|misc|shared)(\.test)?\.ts$/.test(basename(path)),
        )
        .map(({ path }) => path),
    broken: ['lambda/utils.ts', 'lambda/core/index.ts', 'test/support/helpers.ts', 'local/common.ts'].map(
      (path) => [fileOf(path, '')],
    ),
  },
];

testBoundaries(readSourceFiles('lambda', 'infra', 'local', 'test', 'bench'), boundaries);
