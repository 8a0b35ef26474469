import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, geometricSpace, log } from './elementary.ts';

/** Distance in units in the last place. */
function ulps(a: number, b: number): number {
  if (a === b) return 0;
  const scale = Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE);
  let unit = 2 ** -1074;
  while (unit * 2 ** 53 < scale) unit *= 2;
  return Math.abs(a - b) / unit;
}

test('exp is within 2 ulp of the engine over its whole range', () => {
  fc.assert(fc.property(fc.double({ min: -745, max: 709.7, noNaN: true }), (x) => ulps(exp(x), Math.exp(x)) <= 2), { numRuns: 5000 });
});

test('log is within 2 ulp of the engine, subnormal numbers included', () => {
  fc.assert(fc.property(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => ulps(log(x), Math.log(x)) <= 2), { numRuns: 5000 });
});

test('exp and log take the limits', () => {
  expect([exp(0), exp(-Infinity), exp(Infinity), exp(NaN), exp(710), exp(-746)]).toEqual([1, 0, Infinity, NaN, Infinity, 0]);
  expect([log(1), log(0), log(Infinity), log(-1), log(NaN)]).toEqual([0, -Infinity, Infinity, NaN, NaN]);
});

test('geometricSpace keeps its ends exact and its ratio constant', () => {
  const grid = geometricSpace(1000, 0.001, 7);
  expect(grid[0]).toBe(1000);
  expect(grid[6]).toBe(0.001);
  for (let i = 1; i < 7; i++) expect(grid[i] / grid[i - 1]).toBeCloseTo(0.1, 14);
  expect([...geometricSpace(2, 8, 1)]).toEqual([2]);
});
