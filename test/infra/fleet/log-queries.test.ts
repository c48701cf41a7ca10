import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { invokeHandler } from '../../support/invoke-handler.ts';
import { quietDay, type Stage, startStage } from '../../support/stage.ts';
import { deployOnPaper } from '../paper-deployment.ts';
import { aFleet, synthesisMs, synthesize } from '../synthesis.ts';

/** By the last part of their names. */
let queries: Map<string, string>;
let stage: Stage;
/** What a good and a bad night of a fleet have logged. */
let lines: Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  const paper = deployOnPaper(synthesize(aFleet).template);
  const found = paper.idsOf('AWS::Logs::QueryDefinition').map((id) => paper.propertiesOf(id));
  queries = new Map(
    found.map(({ Name, QueryString }) => [String(Name).split('/').at(-1) ?? '', String(QueryString)]),
  );
  stage = await startStage(quietDay);
  let log = '';
  for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    log += String(text);
    return true;
  });
  vi.spyOn(Math, 'random').mockReturnValue(0);
  await invokeHandler({ ...stage.event({ name: 'good' }), shift: 'seoul' });
  stage.simulator.behave({ reply: { kind: 'error', httpStatus: 401, code: 210 } });
  await invokeHandler({ ...stage.event({ name: 'bad' }), shift: 'seoul' }).catch(() => undefined);
  vi.restoreAllMocks();
  lines = log.split('\n').flatMap((line) => (line.startsWith('{') ? JSON.parse(line) : []));
}, synthesisMs);
afterAll(async () => {
  vi.unstubAllEnvs();
  await stage[Symbol.asyncDispose]();
});

const fieldOf = (line: object, path: string) =>
  path.split('.').reduce<unknown>((outer, name) => Object(outer)[name], line);
/** The lines that a query's filters on texts let pass. */
function passing(sql: string) {
  const filters = [...sql.matchAll(/(\w+) = "([^"]+)"/g)];
  return lines.filter((line) =>
    filters.every(([, field = '', text]) => fieldOf(line, field) === text || text === 'ACCOUNT'),
  );
}

describe('the saved queries of CloudWatch Logs Insights', () => {
  it('are about the log of the function', () => {
    expect([...queries.keys()].toSorted()).toEqual([
      'failures by account',
      'nights of an account',
      'refusals by reason',
      'slowest nights',
    ]);
  });

  it.each([
    [
      'nights of an account',
      ['account', 'summary.date', 'summary.state', 'code', 'detail', 'errorType', 'errorMessage'],
    ],
    ['failures by account', ['account', 'errorType', 'errorMessage']],
    ['slowest nights', ['account', 'durationMs']],
    ['refusals by reason', ['account', 'code', 'detail']],
  ])('ask for what nights log: %s', (name, fields) => {
    const sql = queries.get(name) ?? '';
    const passed = passing(sql);
    for (const field of fields) {
      expect(sql).toContain(field);
      expect(passed.filter((line) => fieldOf(line, field) !== undefined)).not.toEqual([]);
    }
  });

  it('find each night by its account', () => {
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(['good', 'bad']).toContain(line.account);
  });
});
