import { basename } from 'node:path';
import { type Boundary, fileOf, testBoundaries } from './support/boundary.ts';
import { findIdleExports } from './support/import-graph.ts';
import { readSourceFiles } from './support/source-files.ts';

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
