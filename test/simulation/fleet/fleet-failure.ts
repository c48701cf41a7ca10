import type { FleetHistory } from './fleet-history.ts';
import { generateFleet } from './generate-fleet.ts';
import { shrinkFleet } from './shrink-fleet.ts';
import { simulateFleet } from './simulate-fleet.ts';

/** What to print of a seed whose fleet fails: what was broken, how to replay it, and the shortest history that still breaks it. */
export async function describeFleetFailure(seed: number): Promise<string> {
  const fleet = generateFleet(seed);
  const [first] = (await simulateFleet(fleet)).violations;
  if (!first) return `seed ${seed} breaks nothing`;
  const find = async (candidate: FleetHistory) =>
    (await simulateFleet(candidate)).violations.find(({ invariant }) => invariant === first.invariant);
  const shortest = await shrinkFleet(fleet, async (candidate) => (await find(candidate)) !== undefined);
  return [
    `the fleet of seed ${seed} breaks “${first.invariant}”: ${(await find(shortest))?.detail ?? first.detail}`,
    `replay it with: npm run test:nights -- --fleet-seed ${seed}`,
    'the shortest history found that still breaks it:',
    formatFleet(shortest),
  ].join('\n');
}

/** One thing a line. */
function formatFleet({ seed, trouble, ...lists }: FleetHistory): string {
  const write = ([name, list]: [string, unknown]) => {
    const items = Array.isArray(list) ? list.map((item) => `    ${JSON.stringify(item)}`).join(',\n') : list;
    return Array.isArray(list) ? `  "${name}": [\n${items}\n  ]` : `  "${name}": ${JSON.stringify(list)}`;
  };
  return `{\n${Object.entries({ seed, trouble, ...lists })
    .map(write)
    .join(',\n')}\n}`;
}
