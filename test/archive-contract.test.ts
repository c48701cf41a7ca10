import { readFileSync } from 'node:fs';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateHistory } from './simulation/generate.ts';
import { simulate } from './simulation/simulate.ts';

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const schemas = { snapshot: readSchema('snapshot'), line: readSchema('ledger-line') };
const [isSnapshot, isLine] = [ajv.compile(schemas.snapshot), ajv.compile(schemas.line)];

function readSchema(name: string) {
  return JSON.parse(readFileSync(new URL(`../docs/${name}.schema.json`, import.meta.url), 'utf8'));
}

function faultsOf(validate: ValidateFunction, document: unknown): string {
  return validate(document) ? '' : ajv.errorsText(validate.errors);
}

/** All that the nights of some histories wrote, of which a great many meet outages, crashes and races. */
async function writeArchives(histories: number): Promise<{ key: string; body: string }[]> {
  const written: { key: string; body: string }[] = [];
  const s3 = (client: S3Client) => {
    const send = (command: unknown) => {
      if (command instanceof PutObjectCommand) {
        written.push({ key: String(command.input.Key), body: String(command.input.Body) });
      }
      return client.send(command as PutObjectCommand);
    };
    return { send } as unknown as S3Client;
  };
  for (let seed = 1; seed <= histories; seed += 1) {
    await simulate(generateHistory(seed), { name: 'one that only listens', s3 });
  }
  return written;
}

describe('the contract of the archive', () => {
  const documents = new Map<string, Record<string, unknown>[]>();
  const below = (folder: string) => documents.get(folder) ?? [];
  beforeAll(async () => {
    for (const { key, body } of await writeArchives(80)) {
      const [folder = ''] = key.split('/');
      documents.set(folder, below(folder));
      const lines = body.split('\n');
      expect(lines.pop()).toBe('');
      if (/\.(html|csv)$/.test(key)) continue;
      if (folder !== 'ledger') expect(lines).toHaveLength(1);
      documents.set(folder, [...below(folder), ...lines.map((line) => JSON.parse(line))]);
    }
  }, 60_000);

  it('describes every folder that nights write to', () => {
    const text = readFileSync(new URL('../docs/archive.md', import.meta.url), 'utf8');
    expect(documents.size).toBeGreaterThanOrEqual(3);
    for (const folder of documents.keys()) expect(text).toContain(`| \`${folder}/`);
  });

  it.each([
    ['snapshot', 'snapshots', isSnapshot, (document: object) => 'counts' in document],
    ['rejected answer', 'rejected', isSnapshot, (document: object) => 'fault' in document],
    ['line of a ledger', 'ledger', isLine, () => true],
  ] as const)('holds for every %s that nights write', (_, folder, validate, isOfItsKind) => {
    expect(below(folder).length).toBeGreaterThan(100);
    expect(below(folder).every(isOfItsKind)).toBe(true);
    expect(below(folder).map((document) => faultsOf(validate, document))).toEqual(
      below(folder).map(() => ''),
    );
  });

  it('describes every field that nights write', () => {
    const namesIn = (list: readonly object[]) => [...new Set(list.flatMap(Object.keys))].sort();
    const answers = [...below('snapshots'), ...below('rejected')];
    expect(Object.keys(schemas.snapshot.properties)).toEqual(expect.arrayContaining(namesIn(answers)));
    const { measured, unavailable, notice, summary } = schemas.line.$defs;
    for (const [state, described] of Object.entries({ measured, unavailable })) {
      const lines = below('ledger').filter((line) => line.state === state);
      const names = [...Object.keys(schemas.line.properties), ...Object.keys(described.properties)];
      expect(names).toEqual(expect.arrayContaining(namesIn(lines)));
    }
    const notices = below('ledger').flatMap(({ notices }) => notices as object[]);
    expect(Object.keys(notice.properties)).toEqual(expect.arrayContaining(namesIn(notices)));
    const summaries = below('ledger').flatMap(({ summary }) => (summary ? [summary as object] : []));
    expect(namesIn(summaries)).toEqual(Object.keys(summary.properties).sort());
  });

  const without = (document: Record<string, unknown>, name: string) => ({ ...document, [name]: undefined });

  it.each(['counts', 'proof', 'reply', 'window', 'askedAt'])('refuses a snapshot without %s', (name) => {
    const document = JSON.parse(JSON.stringify(without(below('snapshots')[0] ?? {}, name)));
    expect(faultsOf(isSnapshot, document)).not.toBe('');
  });

  it('refuses an answer with both counts and a fault, and one of another version', () => {
    const [snapshot = {}] = below('snapshots');
    const fault = { code: 'outage', detail: 'x' };
    expect(faultsOf(isSnapshot, { ...snapshot, fault })).not.toBe('');
    expect(faultsOf(isSnapshot, { ...snapshot, version: 2 })).not.toBe('');
  });

  it.each([
    ['a count that is missing', { counts: { waiting: 0, running: 0, complete: 1, failure: 0 } }],
    ['a negative count', { counts: { waiting: 0, running: 0, complete: 1, failure: -1, canceled: 0 } }],
    ['an unknown state', { state: 'guessed' }],
    ['counts that are unavailable', { state: 'unavailable' }],
    ['a time without milliseconds', { measuredAt: '2026-11-22T16:10:00Z' }],
    ['a notice that was sent at no time', { notices: [{ id: 'a/b/1', kind: 'breached', state: 'sent' }] }],
  ])('refuses a line with %s', (_, change) => {
    const line = below('ledger').find(({ state }) => state === 'measured') ?? {};
    expect(faultsOf(isLine, line)).toBe('');
    expect(faultsOf(isLine, { ...line, ...change })).not.toBe('');
  });

  it('leaves room for fields that later releases add', () => {
    for (const line of below('ledger').slice(0, 20)) expect(faultsOf(isLine, { ...line, later: 1 })).toBe('');
    expect(faultsOf(isSnapshot, { ...below('snapshots')[0], later: 1 })).toBe('');
  });
});
