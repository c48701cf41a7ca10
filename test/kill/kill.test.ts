import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone } from '../support/bundle-process.ts';
import { badDay, type Stage } from '../support/stage.ts';
import { tellingOf } from './journal.ts';
import { killOnce, measureNight, type UndisturbedNight } from './kill-once.ts';
import { type Kill, planKills } from './kill-plan.ts';

/** `npm run test:kill` asks for more. */
const count = Number(env.KILLS ?? 12);
const seed = Number(env.SEED ?? 1);

describe(`the bundle, killed in the middle of an alert night (seed ${seed})`, () => {
  let bundle: string;
  let undisturbed: UndisturbedNight;
  const gaps: string[] = [];

  beforeAll(async () => {
    bundle = await bundleAlone();
    await measureNight(bundle); // warms the file cache, and with it the measure
    undisturbed = await measureNight(bundle);
  });
  afterAll(() => console.log(tabulate(gaps)));

  async function expectWhole(kill: Kill): Promise<void> {
    await using aftermath = await killOnce(bundle, kill, undisturbed);
    const { stage, journal, killed, clean } = aftermath;
    gaps.push(aftermath.gap);
    expect(aftermath.lost).toEqual([]);
    expect(clean).toMatchObject({ finished: true });
    expect(clean.error).toBeUndefined();

    const [line, ...others] = await stage.ledger();
    const deliveries = stage.aws.deliveries();
    const id = `acme/${stage.yesterday}/1`;
    expect(others).toEqual([]);
    expect(line).toMatchObject({ date: stage.yesterday, state: 'measured', counts: badDay, revision: 1 });
    expect(line?.notices).toMatchObject([{ id, kind: 'breached', state: 'sent' }]);
    expect(line?.notices[0]).not.toHaveProperty('claim');
    expect(deliveries.map(({ messageId }) => messageId)).toContain(line?.notices[0]?.messageId);

    const { published, marked } = tellingOf(journal.of('killed'));
    const toldTwice = published && !marked;
    expect(deliveries.map(({ attributes }) => attributes.noticeId?.value)).toEqual(
      toldTwice ? [id, id] : [id],
    );
    expect(line?.summary).toMatchObject({ of: 'measured', state: 'sent' });
    const pages = [...(await stage.objects('reports/')).keys()];
    expect(pages).toEqual([`reports/account=acme/${stage.yesterday}.html`]);
    expect(await archivedCounts(stage, line?.state === 'measured' ? line.snapshot : '')).toEqual(badDay);
    await expectNoSecrets(stage, [killed.log, clean.log]);
  }

  it.each(planKills(count, seed))('is made whole by the next night: $kind $place, $successor', expectWhole);

  it.runIf(count >= 100)(
    'is made whole by a night that comes at once and waits for the claim',
    async () => {
      const place = (undisturbed.requests.indexOf('Publish') + 0.5) / undisturbed.requests.length;
      await expectWhole({ kind: 'onEffect', place, successor: 'atOnce' });
    },
    120_000,
  );

  it('has been killed after each of its requests, and before the first', () => {
    // The first question goes out with those for the ledger's years and the mutes: between them there need be no gap.
    const effects = undisturbed.requests.length - 3;
    expect(new Set(gaps).size).toBeGreaterThanOrEqual(Math.min(effects, count / 3));
  });
});

/** The counts in the answer's body as it was archived; the archive holds whole documents only. */
async function archivedCounts(stage: Stage, key: string): Promise<unknown> {
  const snapshots = await stage.objects('snapshots/');
  const bodies = [...snapshots].map(([name, text]) => [name, JSON.parse(text).reply.body.text] as const);
  return JSON.parse(new Map(bodies).get(key) ?? '{}').content;
}

async function expectNoSecrets(stage: Stage, logs: readonly string[]): Promise<void> {
  const deliveries = JSON.stringify(stage.aws.deliveries());
  const everything = [...(await stage.objects()), deliveries, ...logs].flat().join('\n');
  expect(everything).toContain(stage.yesterday);
  for (const { signature = '' } of stage.simulator.requests) expect(everything).not.toContain(signature);
  expect(everything).not.toContain(stage.keys.secretKey);
}

function tabulate(gaps: readonly string[]): string {
  const kinds = [...new Set(gaps)].sort();
  const rows = kinds.map((gap) => `${String(gaps.filter((one) => one === gap).length).padStart(5)}  ${gap}`);
  return [`${gaps.length} kills, by what was done when they fell:`, ...rows].join('\n');
}
