import { generateHistory } from './generate.ts';
import type { History } from './history.ts';
import { shrinkHistory } from './shrink.ts';
import { simulate } from './simulate.ts';

/** What to print of a seed that fails: what was broken, how to replay it, and the shortest history that still breaks it. */
export async function describeFailure(seed: number): Promise<string> {
  const history = generateHistory(seed);
  const [first] = (await simulate(history)).violations;
  if (!first) return `seed ${seed} breaks nothing`;
  const breaksIt = async (candidate: History) =>
    (await simulate(candidate)).violations.some(({ invariant }) => invariant === first.invariant);
  const shortest = await shrinkHistory(history, breaksIt);
  const violation = (await simulate(shortest)).violations.find(
    ({ invariant }) => invariant === first.invariant,
  );
  return [
    `seed ${seed} breaks “${first.invariant}”: ${violation?.detail ?? first.detail}`,
    `replay it with: npm run test:nights -- --seed ${seed}`,
    'the shortest history found that still breaks it:',
    formatHistory(shortest),
  ].join('\n');
}

/** One night and one batch a line. */
function formatHistory({ nights, batches, ...rest }: History): string {
  const list = (name: string, items: readonly unknown[]) =>
    `  "${name}": [\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  return `{\n  ${JSON.stringify(rest).slice(1, -1)},\n${list('batches', batches)},\n${list('nights', nights)}\n}`;
}
