import { describe, expect, it } from 'vitest';
import { type Boundary, fileOf, testBoundaries } from './support/boundary.ts';
import { findCycles } from './support/import-graph.ts';
import { codeOf, importsOf, readSourceFiles, type SourceFile } from './support/source-files.ts';

const allFiles = readSourceFiles('lambda', 'infra', 'local', 'package', 'test');

function inCore(...texts: readonly string[]): SourceFile[][] {
  return texts.map((text) => [fileOf('lambda/core/example.ts', text)]);
}

function core(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path }) => path.startsWith('lambda/core/'));
}

const purePackages = ['zod/mini', 'lossless-json', 'hono/html', 'd3-scale', 'd3-shape'];
const pureHashes = 'createHash|createHmac|timingSafeEqual';
const pureCrypto = new RegExp(`^(type )?\\{ *(${pureHashes})( *, *(${pureHashes}))* *,? *\\}$`);

function isPure(from: string, clause: string): boolean {
  if (from === 'node:crypto') return pureCrypto.test(clause);
  return from.startsWith('lambda/core/') || purePackages.includes(from);
}

/** What a function of its arguments alone has no use for. */
const impure: readonly RegExp[] = [
  /\bprocess\b/,
  /\bDate\.now\b/,
  /\bnew Date\b(?!\()/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(/,
  /\bperformance\b/,
  /\bTemporal\.Now\b/,
  /\bMath\.random\b/,
  /\b(crypto|globalThis|require|fetch|queueMicrotask)\b/,
  /\brandom(UUID|Bytes|Int|FillSync|Fill)\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /(?<!\/)\bconsole\./,
  /\bformat(ToParts)?\(\s*\)/,
  /\btoLocale\w*String\(/,
  /\bimport\.meta\b/,
];

const boundaries: readonly Boundary[] = [
  {
    holds: 'the core imports the core, hashes, and a few packages that are as pure',
    find: (files) =>
      core(files).flatMap((file) =>
        importsOf(file)
          .filter(({ from, clause }) => !isPure(from, clause))
          .map(({ from, clause }) => `${file.path} imports ${clause} from ${from}`),
      ),
    broken: inCore(
      "import { S3Client } from '@aws-sdk/client-s3';",
      "import type { PublishCommand } from '@aws-sdk/client-sns';",
      "import { readFileSync } from 'node:fs';",
      "import { createHash, randomUUID } from 'node:crypto';",
      "import * as crypto from 'node:crypto';",
      "import fs from 'fs';",
      "import * as z from 'zod';",
      "import { run } from '../run.ts';",
      "import type { Ports } from '../ports.ts';",
      "import {\n  createArchive,\n} from '../adapters/archive.ts';",
      "export { createArchive } from '../adapters/archive.ts';",
      "const url = 'https://example.com'; import '../adapters/archive.ts';",
      "const { run } = await import('../run.ts');",
    ),
  },
  {
    holds: 'the core reads no environment, clock, randomness, locale or network',
    find: (files) =>
      core(files).flatMap((file) => {
        const code = codeOf(file).replace(/^import .*node:crypto.*$/m, '');
        return impure.flatMap((pattern) =>
          (pattern.exec(code) ?? []).slice(0, 1).map((hit) => `${file.path}: ${hit}`),
        );
      }),
    broken: inCore(
      'const region = process.env.AWS_REGION;',
      'const nowMs = Date.now();',
      'const now = new Date();',
      'const now = new Date;',
      'const now = Date();',
      'const nowMs = performance.now();',
      'const one = Math.random();',
      'const id = crypto.randomUUID();',
      'const id = randomUUID();',
      'const bytes = globalThis.crypto;',
      "const answer = fetch('https://example.com');",
      "const url = 'https://example.com'; const now = Date.now();",
      'setTimeout(resume, 10);',
      "console.log('x');",
      'const today = dateFormat.format();',
      'const text = count.toLocaleString();',
    ),
  },
  {
    holds: 'what is deployed imports nothing that is not',
    find: (files) =>
      files
        .filter(({ path }) => path.startsWith('lambda/'))
        .flatMap((file) =>
          importsOf(file)
            .filter(({ from }) => /^(local|infra|test|bench)\//.test(from) || from.startsWith('..'))
            .map(({ from }) => `${file.path} imports ${from}`),
        ),
    broken: [
      [fileOf('lambda/handler.ts', "import { startSimulator } from '../local/simulator/server.ts';")],
      [
        fileOf(
          'lambda/adapters/s3/archive.ts',
          "import type { Stage } from '../../../test/support/stage.ts';",
        ),
      ],
      [fileOf('lambda/night/night.ts', "const { bundle } = await import('../../infra/function/bundle.ts');")],
    ],
  },
  {
    holds: 'no file imports itself, by whatever way round, types included',
    find: findCycles,
    broken: [
      [fileOf('lambda/a.ts', "import { a } from './a.ts';")],
      [
        fileOf('lambda/a.ts', "import { b } from './core/b.ts';"),
        fileOf('lambda/core/b.ts', "import { c } from './c.ts';"),
        fileOf('lambda/core/c.ts', "import type { A } from '../a.ts';"),
      ],
      [
        fileOf('local/a.ts', "import type { B } from './b.ts';"),
        fileOf('local/b.ts', "const { a } = await import('./a.ts');"),
      ],
      [
        fileOf('local/a.ts', "import { b } from './b.ts';"),
        fileOf('local/b.ts', "import type { A } from './a.ts';"),
      ],
    ],
  },
];

testBoundaries(allFiles, boundaries);

describe('the scan behind these tests', () => {
  it('has found the project', () => {
    const paths = allFiles.map(({ path }) => path);
    for (const path of ['lambda/handler.ts', 'lambda/core/ledger/ledger.ts', 'test/boundaries.test.ts']) {
      expect(paths).toContain(path);
    }
    expect(core(allFiles).length).toBeGreaterThan(10);
  });

  it('sees every import of a file', () => {
    const record = allFiles.filter(({ path }) => path === 'lambda/core/ledger/record.ts').flatMap(importsOf);
    const nouns = [
      ...['ledger/apply-measurement', 'ledger/ledger', 'ledger/line', 'ledger/measurement', 'ledger/plan'],
      ...['notices/notices', 'notices/outbox'],
      ...['rules/rule-set', 'rules/rules', 'time/day'],
    ];
    expect(record.map(({ from }) => from).toSorted()).toEqual(nouns.map((noun) => `lambda/core/${noun}.ts`));
  });

  it('takes no comment for code, and no string for a comment', () => {
    const text =
      "// Date.now()\n/* process.env\n */ const a = 'https://x'; /** import 'b' */ const b = \"/*\"; c(); // */";
    expect(codeOf(fileOf('a.ts', text)).replace(/\s+/g, ' ').trim()).toBe(
      'const a = \'https://x\'; const b = "/*"; c();',
    );
  });
});
