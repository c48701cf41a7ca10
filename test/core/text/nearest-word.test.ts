import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../../lambda/core/text/nearest-word.ts';

const options = ['name', 'timeZone', 'time', 'secret', 'lookBackDays', 'rules'];

describe('the word that was meant', () => {
  it.each([
    ['timezone', 'timeZone'],
    ['timeZoen', 'timeZone'],
    ['zone', 'timeZone'],
    ['lookbackdays', 'lookBackDays'],
    ['lookBack', 'lookBackDays'],
    ['secrets', 'secret'],
    ['rule', 'rules'],
    ['naem', 'name'],
    ['tiem', 'time'],
    ['nama', 'name'],
    ['zekret', 'secret'],
    ['sect', 'secret'],
  ])('by %s is %s', (word, meant) => {
    expect(nearestWord(word, options)).toBe(meant);
  });

  it.each(['tim', 'colour', 'address', ''])('by %j is nobody knows which', (word) => {
    expect(nearestWord(word, options)).toBeUndefined();
  });

  it('is the nearest of several that are near', () => {
    expect(nearestWord('Asia/Soul', ['Asia/Oral', 'Asia/Seoul', 'Asia/Kabul'])).toBe('Asia/Seoul');
  });
});
