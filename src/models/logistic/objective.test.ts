import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from '../../random/index.ts';
import { blocksOf } from '../../array/index.ts';
import { setThreads, withMachine, type Machine } from '../../runtime/index.ts';
import { KernelRows } from './kernelRows.ts';
import { logisticObjective, sharesOf, type LogisticObjective } from './objective.ts';
import { addLossAndGradient, toProbabilities, writeScores } from './rowBlocks.ts';

/** Random rows, classes and weights; `where` a place that is not special. */
async function random(machine: Machine, seed: number, n: number, d: number, outputs: number, intercept: boolean, weighted: boolean): Promise<{ objective: LogisticObjective; where: Float64Array }> {
  const { normal } = generator(seed, 'test');
  const nClasses = outputs === 1 ? 2 : outputs;
  const data = Float64Array.from({ length: n * d }, normal);
  const codes = Int32Array.from({ length: n }, (_, i) => i % nClasses);
  const weights = weighted ? Float64Array.from({ length: n }, (_, i) => 0.5 + (i % 3)) : undefined;
  const l2 = Float64Array.from({ length: d }, (_, j) => 0.3 * j);
  const rows = await KernelRows.of(machine, blocksOf({ data, rows: n, columns: d }, { data: Float64Array.from(codes), rows: n, columns: 1 }, weights), n, weighted, () => undefined);
  const objective = logisticObjective({ rows, ...sharesOf(codes, nClasses, weights), outputs, intercept, l2 });
  return { objective, where: Float64Array.from({ length: objective.size }, normal) };
}

const cases = fc.record({
  seed: fc.nat(1000), n: fc.integer({ min: 3, max: 40 }), d: fc.integer({ min: 1, max: 6 }), outputs: fc.constantFrom(1, 3, 5), intercept: fc.boolean(), weighted: fc.boolean(),
});

test('the gradient is the difference of values, the second derivatives that of gradients', async () => {
  await fc.assert(fc.asyncProperty(cases, ({ seed, n, d, outputs, intercept, weighted }) => withMachine(async (machine) => {
    const { objective, where } = await random(machine, seed, n, d, outputs, intercept, weighted);
    const { size } = objective;
    const gradient = new Float64Array(size);
    await objective.valueAndGradient(where, gradient);
    const hessian = await objective.hessian(where);
    const step = 1e-5;
    for (let e = 0; e < size; e++) {
      const [up, down] = [1, -1].map((sign) => where.map((value, i) => (i === e ? value + sign * step : value)));
      const [above, below] = [new Float64Array(size), new Float64Array(size)];
      const difference = (await objective.valueAndGradient(up, above)) - (await objective.valueAndGradient(down, below));
      expect(Math.abs(difference / (2 * step) - gradient[e])).toBeLessThan(1e-7 * n);
      for (let f = 0; f < size; f++) expect(Math.abs((above[f] - below[f]) / (2 * step) - hessian[e * size + f])).toBeLessThan(1e-7 * n);
    }
  })), { numRuns: 60 });
});

test('second derivatives by some coefficients are a part of those by all', async () => {
  await fc.assert(fc.asyncProperty(cases, fc.array(fc.nat(29), { maxLength: 8 }), ({ seed, n, d, outputs, intercept, weighted }, chosen) => withMachine(async (machine) => {
    const { objective, where } = await random(machine, seed, n, d, outputs, intercept, weighted);
    const whole = await objective.hessian(where);
    const stride = intercept ? d + 1 : d;
    const coefficients = [...new Set(chosen.filter((c) => c < outputs * d))].sort((a, b) => a - b);
    const places = { outputs: Int32Array.from(coefficients, (c) => Math.floor(c / d)), columns: Int32Array.from(coefficients, (c) => c % d) };
    const some = await objective.hessianAt(where, places);
    const at = [...coefficients.map((c) => Math.floor(c / d) * stride + (c % d)), ...(intercept ? Array.from({ length: outputs }, (_, k) => k * stride + d) : [])];
    expect(some.length).toBe(at.length ** 2);
    at.forEach((a, i) => at.forEach((b, j) => expect(some[i * at.length + j]).toBeCloseTo(whole[a * outputs * stride + b], 12)));
  })), { numRuns: 40 });
});

test('and so they are of more rows than one call of the kernels takes', () => withMachine(async (machine) => {
  const { objective, where } = await random(machine, 7, 100_000, 2, 3, true, true);
  const whole = await objective.hessian(where);
  const some = await objective.hessianAt(where, { outputs: Int32Array.of(0, 0, 1, 1, 2, 2), columns: Int32Array.of(0, 1, 0, 1, 0, 1) });
  const at = [0, 1, 3, 4, 6, 7, 2, 5, 8];
  at.forEach((a, i) => at.forEach((b, j) => expect(Math.abs(some[i * 9 + j] - whole[a * 9 + b])).toBeLessThan(1e-8)));
}));

test('the blocks on the diagonal are parts of all second derivatives', () => withMachine(async (machine) => {
  const { objective, where } = await random(machine, 3, 50, 5, 3, true, true);
  const whole = await objective.hessian(where);
  const blocks = await objective.blocksOfHessian(where, 50);
  blocks.forEach((block, k) => block.forEach((value, e) => expect(value).toBeCloseTo(whole[(k * 6 + Math.floor(e / 6)) * 18 + k * 6 + (e % 6)], 12)));
  const sampled = await objective.blocksOfHessian(where, 40);
  expect(sampled[0][0] / blocks[0][0]).toBeGreaterThan(0.3);
  expect(sampled[0][0] / blocks[0][0]).toBeLessThan(3);
}));

test('a row scores the same bits wherever it stands in a block', () => {
  const { normal } = generator(5, 'test');
  const data = Float64Array.from({ length: 11 * 7 }, normal);
  const theta = Float64Array.from({ length: 3 * 8 }, normal);
  const layout = { outputs: 3, intercept: true };
  const all = new Float64Array(33);
  writeScores({ data, first: 0, rows: 11, columns: 7 }, layout, theta, all);
  for (let i = 0; i < 11; i++) {
    const one = new Float64Array(3);
    writeScores({ data, first: i, rows: 1, columns: 7 }, layout, theta, one);
    expect(one).toEqual(all.slice(i * 3, i * 3 + 3));
  }
});

test('blocks of rows add up: to the cost and gradient of all of them', () => {
  const { normal } = generator(6, 'test');
  const data = Float64Array.from({ length: 23 * 4 }, normal);
  const codes = Int32Array.from({ length: 23 }, (_, i) => i % 3);
  const theta = Float64Array.from({ length: 15 }, normal);
  const layout = { outputs: 3, intercept: true };
  const whole = new Float64Array(15);
  const value = addLossAndGradient({ data, first: 0, rows: 23, columns: 4, codes }, layout, theta, whole);
  for (const size of [1, 2, 3, 5, 22]) {
    const parts = new Float64Array(15);
    let sum = 0;
    for (let first = 0; first < 23; first += size) sum += addLossAndGradient({ data, first, rows: Math.min(size, 23 - first), columns: 4, codes }, layout, theta, parts);
    expect(sum).toBeCloseTo(value, 11);
    parts.forEach((part, e) => expect(part).toBeCloseTo(whole[e], 11));
  }
});

/** One row and one column, whose scores are its number times θ. */
function oneRow(size: number, code: number, theta: readonly number[]): { value: number; gradient: Float64Array } {
  const gradient = new Float64Array(theta.length);
  const block = { data: Float64Array.of(size), first: 0, rows: 1, columns: 1, codes: Int32Array.of(code) };
  return { value: addLossAndGradient(block, { outputs: theta.length, intercept: false }, Float64Array.from(theta), gradient), gradient };
}

test('scores of any size give a finite cost and gradient', () => {
  for (const size of [40, 800, 1e8, 1e300]) {
    const wrong = oneRow(size, 0, [1]);
    expect([wrong.value, wrong.gradient[0]]).toEqual([size, size]);
    const right = oneRow(size, 1, [1]);
    const softmax = oneRow(size, 0, [-1, 0, 1]);
    expect([right.value, ...right.gradient, softmax.value, ...softmax.gradient].every(Number.isFinite)).toBe(true);
  }
});

test('what a nearly perfect fit lacks keeps its digits beside 1', () => {
  const near = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 1e-14;
  const two = oneRow(40, 1, [1]);
  const three = oneRow(40, 2, [-1, 0, 1]); // −log p = log(1 + e^−40 + e^−80)
  expect([near(two.value, Math.exp(-40)), near(two.gradient[0], -40 * Math.exp(-40))]).toEqual([true, true]);
  expect([near(three.value, Math.exp(-40)), near(three.gradient[2], -40 * Math.exp(-40))]).toEqual([true, true]);
});

test('probabilities sum to 1 and do not overflow', () => {
  const scores = Float64Array.of(1e308, -1e308, 0, 3, 3, 3, -745, -746, -747);
  toProbabilities(scores, 3);
  expect([...scores.subarray(0, 6)]).toEqual([1, 0, 0, 1 / 3, 1 / 3, 1 / 3]);
  expect(scores[6] + scores[7] + scores[8]).toBeCloseTo(1, 15);
  const sigmoid = Float64Array.of(0, 1e300, -1e300, -40);
  toProbabilities(sigmoid, 1);
  expect([...sigmoid.subarray(0, 3)]).toEqual([0.5, 1, 0]);
  expect(sigmoid[3]).toBeCloseTo(Math.exp(-40), 30);
});

/** Sizes around the kernels' blocks, parts and stretches; odd numbers of rows and columns. */
const sizes: readonly (readonly [number, number, number, boolean])[] = [
  [1, 1, 1, false], [64, 4, 3, false], [65, 4, 3, true], [2049, 3, 1, true], [4101, 2, 5, false], [333, 101, 1, false], [301, 64, 10, true], [67, 1100, 2, false], [11_000, 120, 1, true],
];

test.each(sizes)('the kernels give the cost and gradient of the plain loops: %i rows, %i columns, %i outputs, weighted: %s', async (n, d, outputs, weighted) => {
  const { normal } = generator(n, 'test');
  const data = Float64Array.from({ length: n * d }, normal);
  const nClasses = outputs === 1 ? 2 : outputs;
  const codes = Int32Array.from({ length: n }, (_, i) => (i * i) % nClasses);
  const weights = weighted ? Float64Array.from({ length: n }, (_, i) => 0.5 + (i % 3)) : undefined;
  const layout = { outputs, intercept: true };
  const theta = Float64Array.from({ length: outputs * (d + 1) }, () => normal() / Math.sqrt(d));
  const wanted = new Float64Array(theta.length);
  const cost = addLossAndGradient({ data, first: 0, rows: n, columns: d, codes, ...(weights && { weights }) }, layout, theta, wanted);
  const blocks = blocksOf({ data, rows: n, columns: d }, { data: Float64Array.from(codes), rows: n, columns: 1 }, weights);
  const found: (readonly [number, Float64Array])[] = [];
  for (const most of [undefined, 0]) { // all kept, or read again for each pass: the same bits, with any number of threads
    for (const threads of [1, 2]) {
      setThreads(threads);
      await withMachine(async (machine) => {
        const rows = await KernelRows.of(machine, blocks, n, weighted, () => undefined, most);
        const objective = logisticObjective({ rows, ...sharesOf(codes, nClasses, weights), ...layout, l2: new Float64Array(d) });
        const gradient = new Float64Array(theta.length);
        found.push([await objective.valueAndGradient(theta, gradient), gradient]);
      });
    }
  }
  setThreads(Infinity);
  for (const other of found.slice(1)) expect(other).toEqual(found[0]);
  expect(Math.abs(found[0][0] / cost - 1)).toBeLessThan(1e-13);
  wanted.forEach((value, e) => expect(Math.abs(found[0][1][e] - value)).toBeLessThan(1e-13 * n));
});
