import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { callUntil, describeAwsError, endOfCall, unhurried } from '../../lambda/adapters/bounded-call.ts';

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

describe('what is said of an error of the SDK', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });

  it.each([
    [
      'its name and its words',
      named('SlowDown', 'Reduce your request rate.'),
      'SlowDown, Reduce your request rate.',
    ],
    ['its name, where it has no words', named('NotFound', ''), 'NotFound'],
    [
      'its words, where its name is that of any error',
      new Error('connect ECONNREFUSED'),
      'connect ECONNREFUSED',
    ],
    ['its name after all, where it has neither', new Error(''), 'Error'],
  ])('is %s', (_, error, said) => {
    expect(describeAwsError(error)).toBe(said);
  });
});
