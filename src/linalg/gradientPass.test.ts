import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, type Matrix } from '../array/index.ts';
import { setThreads } from '../runtime/index.ts';
import { gradientPass } from './gradientPass.ts';

const pause = (): undefined => undefined;

test('gradientPass is the definition, for any rows, columns, targets and weights', async () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 1100 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }), fc.boolean());
  await fc.assert(fc.asyncProperty(sizes, fc.infiniteStream(fc.double({ min: -10, max: 10, noNaN: true })), async ([n, d, t, weighted], stream) => {
    const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => stream.next().value as number);
    const X: Matrix = { data: draw(n * d), rows: n, columns: d };
    const Y: Matrix = { data: draw(n * t), rows: n, columns: t };
    const weights = weighted ? draw(n).map(Math.abs) : undefined;
    const model = { coef: draw(t * d), offset: draw(t), center: draw(d) };
    const { products, sums, squares } = await gradientPass(blocksOf(X, Y, weights), model, pause);
    for (let target = 0; target < t; target++) {
      const wanted = new Float64Array(d + 2);
      for (let i = 0; i < n; i++) {
        const x = Float64Array.from({ length: d }, (_, j) => X.data[i * d + j] - model.center[j]);
        const r = x.reduce((rest, value, j) => rest - value * model.coef[target * d + j], Y.data[i * t + target] - model.offset[target]);
        const q = (weights?.[i] ?? 1) * r;
        x.forEach((value, j) => { wanted[j] += q * value; });
        wanted[d] += q;
        wanted[d + 1] += q * r;
      }
      const found = [...products.subarray(target * d, (target + 1) * d), sums[target], squares[target]];
      // terms are at most 1e7 each
      found.forEach((value, j) => expect(Math.abs(value - wanted[j])).toBeLessThanOrEqual(1e-8 * n));
    }
  }), { numRuns: 25 });
});

test('a large mean costs no digits, and several threads give the bits of one', async () => {
  const n = 9000;
  const d = 30;
  const X: Matrix = { data: Float64Array.from({ length: n * d }, (_, e) => 1e9 + ((e * 7919) % 1009) / 1024), rows: n, columns: d };
  const Y: Matrix = { data: Float64Array.from({ length: n }, (_, i) => X.data[i * d] - 1e9), rows: n, columns: 1 };
  const model = { coef: new Float64Array(d).fill(1, 0, 1), offset: new Float64Array(1), center: new Float64Array(d).fill(1e9) };
  const all = await gradientPass(blocksOf(X, Y), model, pause);
  expect([...all.products, ...all.sums, ...all.squares].every((value) => value === 0)).toBe(true);
  model.coef.fill(0.3);
  const many = await gradientPass(blocksOf(X, Y), model, pause);
  setThreads(1);
  try {
    expect(await gradientPass(blocksOf(X, Y), model, pause)).toEqual(many);
  } finally {
    setThreads(Infinity);
  }
});
