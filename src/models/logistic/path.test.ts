import { expect, test } from 'vitest';
import { readClasses, type Label } from '../../array/index.ts';
import { generator } from '../../random/index.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { logisticPath, type LogisticPath } from './path.ts';

const random = generator(3, 'path');
const n = 90;
const d = 4;
const data = Float64Array.from({ length: n * d }, () => random.normal());
const score = (i: number): number => data[i * d] - 0.5 * data[i * d + 1] + random.normal();
const scores = Array.from({ length: n }, (_, i) => score(i));
const two = scores.map((value) => (value > 0 ? 'b' : 'a'));
const three = scores.map((value) => (value > 0.6 ? 'c' : value > -0.6 ? 'b' : 'a'));
const X = { data, rows: n, columns: d };

function pathOf(y: readonly Label[], penalty: 'l1' | 'l2'): Promise<LogisticPath> {
  const { codes, labels } = readClasses('test', 'y', y, n);
  return logisticPath({ caller: 'test', X, codes, classes: labels }, { penalty, tol: 1e-10, maxIter: 1000 }, {});
}

test.each([['two classes', two, 'l2'], ['two classes', two, 'l1'], ['three classes', three, 'l2'], ['three classes', three, 'l1']] as const)(
  'a path over %#: %s gives what logisticRegression gives, wherever it starts', async (_, y, penalty) => {
    const path = await pathOf(y, penalty);
    let start: Float64Array | undefined;
    for (const alpha of [20, 5, 1, 0.2]) {
      const point = await path.fit(alpha, start);
      start = point.theta;
      const model = await logisticRegression({ alpha, penalty }).fit({ data, shape: [n, d] }, y as readonly string[]);
      point.coef.data.forEach((value, e) => expect(value).toBeCloseTo(model.coef.data[e], 7));
      point.intercept.forEach((value, k) => expect(value).toBeCloseTo(model.intercept[k], 7));
    }
  },
);

test('from alphaMax on an L1 penalty leaves no coefficient, just below it one', async () => {
  const path = await pathOf(three, 'l1');
  expect(await (await path.fit(path.alphaMax * (1 + 1e-9))).degreesOfFreedom()).toBe(0);
  expect(await (await path.fit(path.alphaMax * 0.99)).degreesOfFreedom()).toBe(1);
});

test('an L2 penalty leaves none to all of the coefficients that are free', async () => {
  for (const [y, free] of [[two, d], [three, 2 * d]] as const) {
    const path = await pathOf(y, 'l2');
    const counts = await Promise.all([1e9, 100, 10, 1, 1e-7].map(async (alpha) => (await path.fit(alpha)).degreesOfFreedom()));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeCloseTo(0, 6);
    expect(counts[4]).toBeCloseTo(free, 4);
  }
});

test('for one column the effective number is h / (h + alpha), h the curvature with the intercept taken out', async () => {
  const x = data.filter((_, e) => e % d === 0);
  const { codes, labels } = readClasses('test', 'y', two, n);
  const path = await logisticPath({ caller: 'test', X: { data: x, rows: n, columns: 1 }, codes, classes: labels }, { penalty: 'l2', tol: 1e-12, maxIter: 100 }, {});
  const point = await path.fit(3);
  const s = Array.from(x, (value) => {
    const p = 1 / (1 + Math.exp(-(value * point.coef.data[0] + point.intercept[0])));
    return p * (1 - p);
  });
  const total = s.reduce((sum, value) => sum + value, 0);
  const mean = s.reduce((sum, value, i) => sum + value * x[i], 0) / total;
  const h = s.reduce((sum, value, i) => sum + value * (x[i] - mean) * (x[i] - mean), 0);
  expect(await point.degreesOfFreedom()).toBeCloseTo(h / (h + 3), 8);
});
