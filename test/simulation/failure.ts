import { generateFleet } from './fleet/generate-fleet.ts';
import { shrinkFleet } from './fleet/shrink-fleet.ts';
import { simulateFleet } from './fleet/simulate-fleet.ts';
import { generateHistory } from './generate.ts';
import type { Whose } from './nights-worker.ts';
import { shrinkHistory } from './shrink.ts';
import { simulate } from './simulate.ts';

/** How histories of one kind are made, simulated and shortened, and what names one of them in the command that replays it. */
type Kind<Kept> = {
  readonly generate: (seed: number) => Kept;
  readonly simulate: (history: Kept) => Promise<{
    readonly violations: readonly { readonly invariant: string; readonly detail: string }[];
  }>;
  readonly shrink: (history: Kept, fails: (history: Kept) => Promise<boolean>) => Promise<Kept>;
  readonly option: string;
};

const account = {
  generate: generateHistory,
  simulate: (history: ReturnType<typeof generateHistory>) => simulate(history),
  shrink: shrinkHistory,
  option: 'seed',
};
const fleet = {
  generate: generateFleet,
  simulate: (history: ReturnType<typeof generateFleet>) => simulateFleet(history),
  shrink: shrinkFleet,
  option: 'fleet-seed',
};

/** What to print of a seed that fails: what was broken, how to replay it, and the shortest history that still breaks it. */
export function describeFailure(whose: Whose, seed: number): Promise<string> {
  return whose === 'account' ? describeOf(account, seed) : describeOf(fleet, seed);
}

async function describeOf<Kept extends object>(kind: Kind<Kept>, seed: number): Promise<string> {
  const history = kind.generate(seed);
  const [first] = (await kind.simulate(history)).violations;
  if (!first) return `${kind.option} ${seed} breaks nothing`;
  const find = async (candidate: Kept) =>
    (await kind.simulate(candidate)).violations.find(({ invariant }) => invariant === first.invariant);
  const shortest = await kind.shrink(history, async (candidate) => (await find(candidate)) !== undefined);
  return [
    `${kind.option} ${seed} breaks “${first.invariant}”: ${(await find(shortest))?.detail ?? first.detail}`,
    `replay it with: npm run test:nights -- --${kind.option} ${seed}`,
    'the shortest history found that still breaks it:',
    formatHistory(shortest),
  ].join('\n');
}

/** One thing of a list a line. */
function formatHistory(history: object): string {
  const write = ([name, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return `  "${name}": ${JSON.stringify(value)}`;
    return `  "${name}": [\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  };
  return `{\n${Object.entries(history).map(write).join(',\n')}\n}`;
}
