import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { areIndependent, type Step, type Touch } from './steps.ts';

/** A night that is no more than the things that it reads and writes, one after the other. */
type Plan = readonly Touch[];

const touch = fc.record({ thing: fc.constantFrom('x', 'y'), isWrite: fc.boolean() });
const plans = fc.array(fc.array(touch, { maxLength: 3 }), { minLength: 2, maxLength: 3 });

/** Plays all orders and gives, for each that was played, what came before what, of all that depends on each other. */
async function orders(of: readonly Plan[], areSwappable = areIndependent): Promise<string[]> {
  const played: string[] = [];
  await explore(async (choose) => {
    const waiting = of.map((plan, night) => plan.map((one, index) => stepOf(one, night, index)));
    const past: Step[] = [];
    for (;;) {
      const enabled = waiting.flatMap(([first]) => first ?? []);
      if (enabled.length === 0) break;
      const step = choose(enabled);
      if (!step) return true;
      waiting[Number(step.night)]?.shift();
      past.push(step);
    }
    played.push(describeOrder(past));
    return true;
  }, areSwappable);
  return played;
}

function stepOf(touch: Touch, night: number, index: number): Step {
  return { label: `${night}.${index}`, kind: 'call', night: String(night), touch };
}

function describeOrder(past: readonly Step[]): string {
  const before = past.map((step, at) => {
    const causes = past.slice(0, at).filter((other) => !areIndependent(step, other));
    return `${step.label} after ${causes.map(({ label }) => label).sort()}`;
  });
  return before.sort().join('; ');
}

const [read, write] = [
  { thing: 'x', isWrite: false },
  { thing: 'x', isWrite: true },
];

describe('exploring', () => {
  it.each([
    { what: 'two reads', of: [[read], [read]], count: 1 },
    { what: 'a read and a write', of: [[read], [write]], count: 2 },
    { what: 'three writes', of: [[write], [write], [write]], count: 6 },
    { what: 'writes of different things', of: [[write], [{ thing: 'y', isWrite: true }]], count: 1 },
    {
      what: 'a list and a write below it',
      of: [[{ thing: '', isPrefix: true, isWrite: false }], [write]],
      count: 2,
    },
    {
      what: 'two nights that read and then write',
      of: [
        [read, write],
        [read, write],
      ],
      count: 4,
    },
  ])('plays $what in $count orders', async ({ of, count }) => {
    expect(await orders(of)).toHaveLength(count);
  });

  it('plays every order that makes a difference, and each of them once', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (of) => {
        const all = new Set(await orders(of, () => false));
        const played = await orders(of);
        expect(new Set(played)).toEqual(all);
        expect(played).toHaveLength(all.size);
      }),
      { numRuns: 60 },
    );
  });

  it('stops where it is told to', async () => {
    const explored = await explore(async (choose) => {
      while (choose([stepOf(write, 0, 0), stepOf(write, 1, 0)])?.night === '1');
      return false;
    });
    expect(explored).toEqual({ schedules: 1, givenUp: 0 });
  });

  it('objects to what does something else when it is given the same choices', async () => {
    let runs = 0;
    const fickle = explore(async (choose) => {
      runs += 1;
      choose([stepOf(write, 0, runs), stepOf(write, 1, runs)]);
      return true;
    });
    await expect(fickle).rejects.toThrow('the same choices led elsewhere: 1.1 is not among 0.2,1.2');
  });
});
