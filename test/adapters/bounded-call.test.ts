import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { callUntil, endOfCall, unhurried } from '../../lambda/adapters/bounded-call.ts';

describe('a call within its bounds', () => {
  it('keeps nothing of its answer when it is over, although its time is not: ten thousand ledgers would not fit into memory', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const call = async () => {
      const answer = await callUntil(endOfCall(unhurried), unhurried, async () => ({
        text: 'a whole ledger',
      }));
      return new WeakRef(answer);
    };
    const answers = await Promise.all(Array.from({ length: 20 }, call));
    await turn();
    collectGarbage();
    expect(answers.filter((answer) => answer.deref() !== undefined)).toEqual([]);
  });
});
