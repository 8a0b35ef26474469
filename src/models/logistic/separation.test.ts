import { expect, test } from 'vitest';
import { logisticRegression, type LogisticRegressionOptions } from '../logisticRegression.ts';
import type { LogisticModel } from '../logisticModel.ts';
import { gradientDescent } from '../gradientDescent/gradientDescent.ts';
import { dataset } from './logistic.testing.ts';

const note = /classes are perfectly separable: some coefficients fit the better the larger they are, and those returned are where the solver stopped; use a penalty, or fewer columns/;
const finite = ({ coef, intercept }: LogisticModel): boolean => [...coef.data, ...intercept].every(Number.isFinite);

const separable: readonly [string, number[][], string[]][] = [
  ['completely', [[0], [1], [2], [3]], ['a', 'a', 'b', 'b']],
  ['but for rows on the border', [[0], [1], [2], [2], [3]], ['a', 'a', 'a', 'b', 'b']],
  ['in one level of a category', [[0, 1], [0, 2], [0, 3], [0, 4], [1, 1], [1, 3]], ['a', 'b', 'a', 'b', 'b', 'b']],
  ['into three classes', [[0], [1], [2], [3], [4], [5], [6]], ['a', 'a', 'b', 'b', 'c', 'c', 'c']],
  ['one class of three', [[0], [1], [4], [5], [6], [7]], ['a', 'a', 'b', 'c', 'b', 'c']],
  ['but for rows on the border, by columns that depend on each other', [[0, 0, 7], [1, 2, 7], [2, 4, 7], [2, 4, 7], [3, 6, 7]], ['a', 'a', 'a', 'b', 'b']],
  ['by more columns than rows', [[1, 2, 5, 1], [2, 1, 3, 9], [4, 4, 4, 2]], ['a', 'b', 'a']],
];
const solvers: readonly LogisticRegressionOptions[] = [{}, { solver: 'newton' }, { solver: 'lbfgs' }];

for (const [how, X, y] of separable) {
  for (const options of solvers) {
    test(`classes separable ${how} have no best coefficients without a penalty, which the model says (${options.solver ?? 'auto'})`, async () => {
      const model = await logisticRegression({ penalty: 'none', ...options }).fit(X, y);
      expect([model.separable, model.converged, finite(model)]).toEqual([true, false, true]);
      expect(model.note).toMatch(note);
      expect((await model.predictProbability(X)).data.every((p) => p >= 0 && p <= 1)).toBe(true);
      const penalised = await logisticRegression({ alpha: 1e-3 }).fit(X, y);
      expect([penalised.separable, penalised.converged, penalised.note]).toEqual([undefined, true, undefined]);
    });
  }
}

const overlapping: readonly [string, number[][], string[]][] = [
  ['overlapping classes', [[0], [1], [2], [3]], ['a', 'b', 'a', 'b']],
  ['rows far away', [[0], [1], [2], [3], [1000], [-1000]], ['a', 'b', 'a', 'b', 'b', 'a']],
  ['one row on the wrong side', [...Array.from({ length: 40 }, (_, i) => [i]), [100]], [...Array.from({ length: 40 }, (_, i) => (i < 20 ? 'a' : 'b')), 'a']],
];
for (const [what, X, y] of overlapping) {
  for (const options of solvers) {
    test(`${what} have a best fit without a penalty (${options.solver ?? 'auto'})`, async () => {
      const model = await logisticRegression({ penalty: 'none', ...options }).fit(X, y);
      expect([model.separable, model.converged, model.note]).toEqual([false, true, undefined]);
    });
  }
}

test('real tables: separable ones are found to be', async () => {
  for (const [name, target] of [['breast_cancer', 'diagnosis'], ['wine', 'cultivar'], ['iris', 'species']]) {
    for (const solver of ['newton', 'lbfgs'] as const) {
      const { X, y } = dataset(name, target, true);
      const model = await logisticRegression({ penalty: 'none', solver }).fit(X, y);
      expect([name, solver, model.separable, model.converged, finite(model)]).toEqual([name, solver, true, false, true]);
    }
  }
});

test('gradient descent says it, too, once it has separated every row', async () => {
  const model = await logisticRegression({ penalty: 'none', solver: gradientDescent({ maxIter: 300 }) }).fit([[0], [1], [2], [3]], ['a', 'a', 'b', 'b']);
  expect([model.separable, model.converged]).toEqual([true, false]);
  expect(model.note).toMatch(note);
});
