/** Words stay inside of their picture and do not meet, at the width of a page and of a phone, however hard the data. */
import { describe, expect, test } from 'vitest';
import { examples } from './examples.testing.ts';
import { hardExamples } from './hardExamples.testing.ts';
import { faultsOf } from './words.testing.ts';

test('words that meet, or leave the picture, are found', () => {
  const words = (x: number): string => `<svg width="100" height="50"><text x="${x}" y="20" font-size="10">hello</text><g transform="translate(10,0)"><text x="10" y="24" font-size="10">you</text></g></svg>`;
  expect(faultsOf(words(60))).toEqual([]);
  expect(faultsOf(words(24))).toEqual(['"hello" meets "you"']);
  expect(faultsOf(words(90))).toEqual(['"hello" leaves the picture']);
});

describe.each([['of the documentation', examples], ['of hard data', hardExamples]] as const)('pictures %s', (_, all) => {
  test.each(Object.keys(all))('%s', (name) => {
    expect(faultsOf(all[name]()), 'at the width of a page').toEqual([]);
    expect(faultsOf(all[name](343)), 'at the width of a phone').toEqual([]);
  });
});
