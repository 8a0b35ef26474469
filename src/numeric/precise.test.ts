import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cos, erf, erfc, exp, expm1, gelu, log, log1p, pow, powersOf, sigmoid, sin, softplus, tanh } from './index.ts';

const sources = ['elementary', 'adversarial'].map((file) => JSON.parse(readFileSync(new URL(`__fixtures__/${file}.json`, import.meta.url), 'utf8')) as Record<string, number[][]>);
/** Points all over, and the hard ones. */
const fixture = (name: string): number[][] => sources.flatMap((source) => source[name] ?? []);

/** The greatest distance from the true values, in units in the last place. */
function worst(name: string, f: (...args: number[]) => number): number {
  return Math.max(...fixture(name).map((row) => {
    const [nearest, rest] = row.slice(-2);
    return Math.abs((f(...row.slice(0, -2)) - nearest) / ulp(nearest) - rest);
  }));
}

function ulp(x: number): number {
  let unit = 2 ** -1074;
  while (unit * 2 ** 53 <= Math.abs(x)) unit *= 2;
  return unit;
}

// the bounds are what searches of 60,000 points like these have found, rounded up
test.each<[string, number, (...args: number[]) => number]>([
  ['exp', 0.9, exp], ['log', 0.8, log], ['expm1', 0.8, expm1], ['log1p', 1.05, log1p], ['tanh', 2, tanh], ['sigmoid', 1.75, sigmoid], ['softplus', 1.8, softplus],
  ['sin', 0.75, sin], ['cos', 0.7, cos], ['erf', 0.75, erf], ['erfc', 2, erfc], ['gelu', 2.6, gelu], ['pow', 1.2, pow],
])('%s agrees with high-precision values to %d ulp', (name, bound, f) => {
  expect(fixture(name).length).toBeGreaterThan(50);
  expect(worst(name, f)).toBeLessThan(bound);
});

const special = [0, -0, 1, -1, 0.5, -0.5, 2, 3, -2, -3, Infinity, -Infinity, NaN];

/** Where ECMAScript's ** leaves IEEE 754. */
const ownLimit = (x: number, y: number): boolean => (Math.abs(x) === 1 && Math.abs(y) === Infinity) || (x === 1 && Number.isNaN(y));

test('powers of one number are those of pow, to the last bit', () => {
  const special = fc.constantFrom(0, -0, 1, -1, 2, 0.5, 0.9, 0.999, Infinity, -Infinity, NaN, 5e-324, 1.7e308);
  const any = fc.oneof(special, fc.double(), fc.integer({ min: -100, max: 10_000 }));
  fc.assert(fc.property(any, any, (x, y) => { expect(powersOf(x)(y)).toBe(pow(x, y)); }), { numRuns: 2000 });
});

test('pow takes the limits of IEEE 754', () => {
  const pairs = special.flatMap((x) => special.map((y) => [x, y])).filter(([x, y]) => !ownLimit(x, y));
  for (const [x, y] of pairs) expect([x, y, pow(x, y)]).toEqual([x, y, x ** y]);
  expect([pow(1, NaN), pow(1, Infinity), pow(-1, Infinity), pow(-1, -Infinity)]).toEqual([1, 1, 1, 1]);
  expect([pow(2, 1024), pow(2, -1075), pow(2, -1074), pow(10, 308), pow(-2, 1023)]).toEqual([Infinity, 0, 2 ** -1074, 1e308, -(2 ** 1023)]);
});

test('whole powers of whole numbers are exact', () => {
  for (let x = 1; x <= 12; x++) for (let y = 1; x ** y <= Number.MAX_SAFE_INTEGER && y < 54; y++) expect(pow(x, y)).toBe(Number(BigInt(x) ** BigInt(y)));
});

test('the functions take their limits', () => {
  expect([expm1(-Infinity), expm1(Infinity), expm1(-0), expm1(NaN), expm1(-50)]).toEqual([-1, Infinity, -0, NaN, -1]);
  expect([log1p(-1), log1p(-2), log1p(Infinity), log1p(-0), log1p(NaN)]).toEqual([-Infinity, NaN, Infinity, -0, NaN]);
  expect([tanh(-0), tanh(Infinity), tanh(-Infinity), tanh(NaN), tanh(30)]).toEqual([-0, 1, -1, NaN, 1]);
  expect([sigmoid(0), sigmoid(-Infinity), sigmoid(Infinity), sigmoid(NaN)]).toEqual([0.5, 0, 1, NaN]);
  expect([softplus(-Infinity), softplus(Infinity), softplus(1000), softplus(NaN)]).toEqual([0, Infinity, 1000, NaN]);
  expect([sin(-0), sin(Infinity), cos(0), cos(-Infinity), sin(NaN)]).toEqual([-0, NaN, 1, NaN, NaN]);
  expect([erf(-0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity), erf(NaN), erfc(NaN)]).toEqual([-0, 1, -1, 0, 2, NaN, NaN]);
  expect([gelu(-0), gelu(Infinity), gelu(-Infinity), gelu(-40), gelu(1000), gelu(NaN)]).toEqual([-0, Infinity, -0, -0, 1000, NaN]);
});
