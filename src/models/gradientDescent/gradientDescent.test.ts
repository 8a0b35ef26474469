import { expect, test } from 'vitest';
import type { MatrixInput } from '../../array/index.ts';
import { generator } from '../../random/index.ts';
import { descend } from './descent.ts';
import { gradientDescent } from './gradientDescent.ts';
import { elasticNet } from '../elasticNet.ts';
import { lasso } from '../lasso.ts';
import { linearRegression } from '../linearRegression.ts';
import { ridge } from '../ridge.ts';

/** Standardised columns, correlated, with noise. */
function sample(n: number, d: number): { X: number[][]; y: number[] } {
  const { normal } = generator(1, 'test');
  const X = Array.from({ length: n }, () => {
    const common = normal();
    return Array.from({ length: d }, () => normal() + 0.5 * common);
  });
  for (let j = 0; j < d; j++) {
    const mean = X.reduce((sum, row) => sum + row[j], 0) / n;
    const sd = Math.sqrt(X.reduce((sum, row) => sum + (row[j] - mean) * (row[j] - mean), 0) / n);
    for (const row of X) row[j] = (row[j] - mean) / sd;
  }
  return { X, y: X.map((row) => 3 + row.reduce((sum, x, j) => sum + (j - 1) * x, 0) + normal()) };
}
const { X, y } = sample(200, 5);

for (const [name, estimator] of Object.entries({ linearRegression, ridge: (options: object) => ridge({ alpha: 7, ...options }) })) {
  for (const sampleWeight of [undefined, X.map((_, i) => i % 4)]) {
    test(`${name} by gradient descent reaches the closed form to 1e-6${sampleWeight ? ', weighted' : ''}`, async () => {
      const fit = sampleWeight === undefined ? {} : { sampleWeight };
      const descended = await estimator({ solver: 'gradientDescent' }).fit(X, y, fit);
      const exact = await estimator({}).fit(X, y, fit);
      descended.coef.forEach((value, j) => expect(Math.abs(value - exact.coef[j])).toBeLessThan(1e-6));
      expect(Math.abs(descended.intercept - exact.intercept)).toBeLessThan(1e-6);
      expect([descended.converged, descended.optimality <= 1e-10, descended.note]).toEqual([true, true, undefined]);
    });
  }
}

test('the history starts with the cost of w = 0 and never rises; its end is the cost at the weights', async () => {
  const model = await linearRegression({ solver: gradientDescent() }).fit(X, y);
  const history = model.history!;
  expect(history.length).toBe(model.iterations + 1);
  expect(history[0]).toBeCloseTo(y.reduce((sum, value) => sum + value * value, 0) / 200, 10);
  for (let k = 1; k < history.length; k++) expect(history[k]).toBeLessThanOrEqual(history[k - 1] * (1 + 1e-14));
  const predicted = await model.predict(X);
  expect(history[history.length - 1]).toBeCloseTo(y.reduce((sum, value, i) => sum + (value - predicted[i]) * (value - predicted[i]), 0) / 200, 10);
});

test('one step from zero is the textbook\'s: w = η (2/n) Xᵀy, b = η (2/n) Σy', async () => {
  const model = await linearRegression({ solver: gradientDescent({ learningRate: 0.01, maxIter: 1 }) }).fit([[1], [2], [3]], [2, 4, 7]);
  expect(model.coef[0]).toBeCloseTo(0.01 * (2 / 3) * 31, 15);
  expect(model.intercept).toBeCloseTo(0.01 * (2 / 3) * 13, 15);
  expect([model.converged, model.iterations]).toEqual([false, 1]);
  expect(model.note).toMatch(/^gradient descent stopped after maxIter = 1 iterations with relative gradient 2.07, above tol = 1e-10; raise maxIter, or standardise the columns: the cost is then rounder$/);
});

test('a learning rate above 2/L diverges, which is said with the rate that would be safe, and the best weights are kept', async () => {
  const model = await linearRegression({ fitIntercept: false, solver: gradientDescent({ learningRate: 1.5 }) }).fit([[1], [-1]], [2, -2]);
  expect(model.converged).toBe(false);
  expect(model.note).toBe('gradient descent diverged at iteration 5 with learning rate 1.5; take one below 2/L = 1, or none and it is chosen. The best weights on the way are returned');
  expect([...model.history!].slice(0, 3)).toEqual([4, 16, 64]);
  expect([model.coef[0], model.intercept]).toEqual([0, 0]);
  const wild = await linearRegression({ solver: gradientDescent({ learningRate: 1e300 }) }).fit(X, y);
  expect([wild.converged, wild.coef.every(Number.isFinite), wild.history!.every(Number.isFinite)]).toEqual([false, true, true]);
});

test('just below 2/L it converges, just above it does not', async () => {
  const fit = (learningRate: number): Promise<{ converged: boolean }> =>
    linearRegression({ fitIntercept: false, solver: gradientDescent({ learningRate }) }).fit([[1], [-1]], [2, -2]);
  expect([(await fit(0.99)).converged, (await fit(1.01)).converged]).toEqual([true, false]);
});

for (const [name, estimator] of Object.entries({
  linearRegression, ridge: (options: object) => ridge({ alpha: 7, ...options }), lasso: (options: object) => lasso({ alpha: 0.3, ...options }),
  elasticNet: (options: object) => elasticNet({ alpha: 0.3, ...options }),
})) {
  for (const batchSize of [1, 16, 199]) {
    test(`${name} in batches of ${batchSize} reaches the exact minimum to 1e-6, weighted too`, async () => {
      const sampleWeight = X.map((_, i) => 1 + (i % 3));
      const descended = await estimator({ solver: gradientDescent({ batchSize }) }).fit(X, y, { sampleWeight });
      const exact = await estimator({}).fit(X, y, { sampleWeight });
      expect([descended.converged, descended.note]).toEqual([true, undefined]);
      descended.coef.forEach((value, j) => expect(Math.abs(value - exact.coef[j])).toBeLessThan(1e-6));
      expect(Math.abs(descended.intercept - exact.intercept)).toBeLessThan(1e-6);
    });
  }
}

test('batches of plain steps come close, the same seed gives the same bits, and another seed other ones', async () => {
  const fit = (seed: number): Promise<{ coef: Float64Array; note?: string }> => linearRegression({ solver: gradientDescent({ batchSize: 16, seed, maxIter: 4 }) }).fit(X, y);
  const [a, b, c] = [await fit(1), await fit(1), await fit(2)];
  expect(a.coef).toEqual(b.coef);
  expect(a.coef).not.toEqual(c.coef);
  const exact = await linearRegression().fit(X, y);
  a.coef.forEach((value, j) => expect(Math.abs(value - exact.coef[j])).toBeLessThan(0.1));
  expect(a.note).toContain('stopped after maxIter = 4 iterations');
});

test('batches on data without noise converge to tol, and an uneven last batch counts by its rows', async () => {
  const exact = X.map((row) => 1 + 2 * row[0] - row[3]);
  const model = await linearRegression({ solver: gradientDescent({ batchSize: 64, maxIter: 5000, tol: 1e-7 }) }).fit(X, exact);
  expect(model.converged).toBe(true);
  [2, 0, 0, -1, 0].forEach((value, j) => expect(Math.abs(model.coef[j] - value)).toBeLessThan(1e-6));
});

test('many targets go down together and reach their closed forms', async () => {
  const Y = y.map((value, i) => [value, X[i][0] - 1]);
  const model = await linearRegression({ solver: 'gradientDescent' }).fit(X, Y);
  const exact = await linearRegression().fit(X, Y);
  model.coef.data.forEach((value, e) => expect(Math.abs(value - exact.coef.data[e])).toBeLessThan(1e-6));
});

test('y of zeros and columns of zeros converge at once', async () => {
  for (const [rows, target] of [[X, y.map(() => 0)], [[[0], [0]], [1, -1]]] as const) {
    const model = await linearRegression({ solver: 'gradientDescent' }).fit(rows, target);
    expect([model.converged, model.iterations, model.coef.every((value) => value === 0)]).toEqual([true, 0, true]);
  }
});

test('a proximal step gives the lasso: what stays is soft-thresholded, the rest is exactly zero', async () => {
  // orthogonal columns of length √n: the lasso is the least-squares coefficient moved by alpha towards 0
  const rows = [[1, 1], [1, -1], [-1, 1], [-1, -1]];
  const target = [3.5, 2.5, -2.5, -3.5]; // 3·x₀ + 0.5·x₁
  const alpha = 1;
  const proximal = { value: (w: number): number => 2 * alpha * Math.abs(w), apply: (w: number, step: number): number => Math.sign(w) * Math.max(0, Math.abs(w) - step * 2 * alpha) };
  const problem = { caller: 'test', X: { data: Float64Array.from(rows.flat()), rows: 4, columns: 2 }, Y: { data: Float64Array.from(target), rows: 4, columns: 1 } };
  const found = await descend(problem, true, { l2: 0, proximal }, gradientDescent({ tol: 1e-12 }), {});
  expect(found.coef.data[0]).toBeCloseTo(2, 10);
  expect([found.coef.data[1], found.converged]).toEqual([0, true]);
});

test('the options are plain JSON with defaults filled in, and may come back from it', async () => {
  const estimator = ridge({ solver: gradientDescent({ learningRate: 0.1, batchSize: 32 }) });
  const options = { alpha: 1, fitIntercept: true, solver: { name: 'gradientDescent', learningRate: 0.1, maxIter: 10000, tol: 1e-10, batchSize: 32, seed: 0 } };
  expect(estimator.options).toEqual(options);
  expect(ridge(JSON.parse(JSON.stringify(options)) as object).options).toEqual(options);
});

test('gradientDescent refuses options out of range', () => {
  expect(() => gradientDescent({ learningRate: 0 })).toThrow('gradientDescent: learningRate must be a number above 0; it is 0');
  expect(() => gradientDescent({ maxIter: 0 })).toThrow('gradientDescent: maxIter must be an integer at least 1; it is 0');
  expect(() => gradientDescent({ tol: -1 })).toThrow('gradientDescent: tol must be a number at least 0; it is -1');
  expect(() => gradientDescent({ batchSize: 1.5 })).toThrow('gradientDescent: batchSize must be an integer at least 1; it is 1.5');
  expect(() => gradientDescent({ seed: 0.5 })).toThrow('gradientDescent: seed must be an integer at least');
  expect(() => gradientDescent({ momentum: 1 } as object)).toThrow('gradientDescent: unknown option "momentum"; the options are learningRate, maxIter, tol, batchSize, seed');
});

test('progress is reported and an abort ends the descent', async () => {
  const seen: number[] = [];
  const abort = new AbortController();
  const onProgress = ({ done, label }: { done: number; label: string }): void => {
    seen.push(done);
    expect(label).toBe('gradient descent');
    if (done === 3) abort.abort(new Error('far enough'));
  };
  const big: MatrixInput = Array.from({ length: 30000 }, (_, i) => X[i % 200]);
  const fit = linearRegression({ solver: gradientDescent({ tol: 0 }) }).fit(big, Array.from({ length: 30000 }, (_, i) => y[i % 200]), { signal: abort.signal, onProgress });
  await expect(fit).rejects.toThrow('far enough');
  expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
});

test('numbers whose squares overflow are refused with their column', async () => {
  await expect(linearRegression({ solver: 'gradientDescent' }).fit([[1, 1e200], [2, 3]], [1, 2])).rejects.toThrow(
    new RangeError('linearRegression.fit: sums of squares must be below 1.8e308; those of column 1 of X are not, scale it first, for example with standardScaler()'));
});

test('of more columns than rows the steps are as long as for the same rows among others that do not count', async () => {
  const wide = sample(5, 8);
  const sampleWeight = [1, 2, 0.5, 3, 1];
  const empty = { X: Array.from({ length: 6 }, () => Array<number>(8).fill(9)), y: Array<number>(6).fill(9), sampleWeight: Array<number>(6).fill(0) };
  for (const fitIntercept of [true, false]) {
    const estimator = ridge({ alpha: 0.1, fitIntercept, solver: gradientDescent({ maxIter: 30 }) });
    const few = await estimator.fit(wide.X, wide.y, { sampleWeight });
    const many = await estimator.fit([...wide.X, ...empty.X], [...wide.y, ...empty.y], { sampleWeight: [...sampleWeight, ...empty.sampleWeight] });
    few.history!.forEach((cost, i) => expect(cost / many.history![i]).toBeCloseTo(1, 10));
    expect(few.optimality / many.optimality).toBeCloseTo(1, 6);
  }
});

test('ten thousand columns of five rows take no second', async () => {
  const X = Array.from({ length: 5 }, (_, i) => Array.from({ length: 10_000 }, (__, j) => Math.sin(i + 1.7 * j)));
  const start = performance.now();
  await linearRegression({ solver: gradientDescent({ maxIter: 5 }) }).fit(X, [1, 2, 3, 4, 5]);
  expect(performance.now() - start).toBeLessThan(20_000); // it took minutes
});
