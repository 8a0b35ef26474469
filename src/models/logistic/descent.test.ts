import { expect, test } from 'vitest';
import { gradientDescent } from '../gradientDescent/gradientDescent.ts';
import { logisticRegression, type LogisticRegressionOptions } from '../logisticRegression.ts';
import { dataset } from './logistic.testing.ts';

test('one step from zero is the textbook\'s: w = η (1/n) Σ (y − ½) x, b = η (1/n) Σ (y − ½)', async () => {
  const model = await logisticRegression({ penalty: 'none', solver: gradientDescent({ learningRate: 0.1, maxIter: 1 }) }).fit([[1], [2], [3], [5]], [0, 0, 1, 0]);
  expect(model.coef.data[0]).toBeCloseTo((0.1 * (-0.5 - 1 + 1.5 - 2.5)) / 4, 15);
  expect(model.intercept[0]).toBeCloseTo((0.1 * -1) / 4, 15);
  expect(model.history![0]).toBeCloseTo(Math.log(2), 15);
});

test('the text\'s sigmoid on one feature: descent reaches the same curve as Newton, and its cost falls at every pass', async () => {
  const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5].map((x) => [x]);
  const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
  const exact = await logisticRegression({ penalty: 'none' }).fit(hours, passed);
  // the published fit of this table: 1.5046·hours − 4.0777
  expect(exact.coef.data[0]).toBeCloseTo(1.5046, 4);
  expect(exact.intercept[0]).toBeCloseTo(-4.0777, 4);
  const model = await logisticRegression({ penalty: 'none', solver: gradientDescent() }).fit(hours, passed);
  expect([model.converged, model.separable, model.note]).toEqual([true, false, undefined]);
  expect(Math.abs(model.coef.data[0] - exact.coef.data[0])).toBeLessThan(1e-7);
  const history = model.history!;
  expect(history.length).toBe(model.iterations + 1);
  for (let k = 1; k < history.length; k++) expect(history[k]).toBeLessThanOrEqual(history[k - 1] * (1 + 1e-14));
  const p = (await model.predictProbability(hours)).data;
  expect(history.at(-1)).toBeCloseTo(-passed.reduce((sum, y, i) => sum + Math.log(p[2 * i + y]), 0) / 20, 12);
});

const cases: readonly [string, LogisticRegressionOptions, string, string, number][] = [
  ['l2, two classes', { alpha: 50 }, 'breast_cancer', 'diagnosis', 1e-6],
  ['l2, three classes', {}, 'iris', 'species', 1e-6],
  ['l1', { penalty: 'l1', alpha: 20 }, 'iris', 'species', 1e-6],
  ['l2, weighted, balanced', { alpha: 20, classWeight: 'balanced' }, 'wine', 'cultivar', 1e-6],
];
for (const [what, options, name, target, near] of cases) {
  for (const batchSize of [undefined, 32]) {
    test(`${what}: descent ${batchSize === undefined ? 'on all rows' : `in batches of ${batchSize}`} reaches the optimum of the other solvers`, async () => {
      const { X, y } = dataset(name, target, true);
      const sampleWeight = y.map((_, i) => (options.classWeight === undefined ? 1 : 1 + (i % 2)));
      const exact = await logisticRegression(options).fit(X, y, { sampleWeight });
      const solver = gradientDescent({ tol: 1e-9, maxIter: 4000, ...(batchSize !== undefined && { batchSize }) });
      const model = await logisticRegression({ ...options, solver }).fit(X, y, { sampleWeight });
      expect([model.converged, model.note]).toEqual([true, undefined]);
      model.coef.data.forEach((value, e) => expect(Math.abs(value - exact.coef.data[e])).toBeLessThan(near));
    });
  }
}
