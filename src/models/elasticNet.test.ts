import { expect, test } from 'vitest';
import { gradientDescent } from './gradientDescent/gradientDescent.ts';
import { elasticNet, type ElasticNetOptions } from './elasticNet.ts';
import { lasso } from './lasso.ts';
import { design, exampleOf, lassoCases } from './lasso.testing.ts';

test('every coefficient agrees with scikit-learn to 1e-7 at the default tolerance, with a gap of at most 1e-10', async () => {
  for (const at of lassoCases) {
    const { X, y, sampleWeight } = exampleOf(at);
    const { alpha, l1Ratio, fitIntercept } = at;
    const estimator = l1Ratio === 1 ? lasso({ alpha, fitIntercept }) : elasticNet({ alpha, l1Ratio, fitIntercept });
    const model = await estimator.fit(X, y, sampleWeight && { sampleWeight });
    const where = `${at.name}, alpha ${alpha}, l1Ratio ${l1Ratio}`;
    expect({ where, converged: model.converged, certified: model.optimality <= 1e-10 }).toEqual({ where, converged: true, certified: true });
    const found = [...model.coef, model.intercept];
    [...at.coef, at.intercept].forEach((wanted, j) => {
      expect(Math.abs(found[j] - wanted), `${where}, coefficient ${j}: ${found[j]} for ${wanted}`).toBeLessThanOrEqual(1e-7 * Math.max(1e-3, Math.min(1, Math.abs(wanted))));
    });
    expect(found.slice(0, -1).map((value) => value === 0), where).toEqual(at.coef.map((value) => value === 0));
  }
});

test('l1Ratio 1 is the lasso, l1Ratio 0 is ridge with alpha times the number of rows', async () => {
  const { X, y } = design(21, 40, 6, 0.7);
  const [one, other] = [await elasticNet({ alpha: 0.1, l1Ratio: 1 }).fit(X, y), await lasso({ alpha: 0.1 }).fit(X, y)];
  expect(one.coef).toEqual(other.coef);
  const smooth = await elasticNet({ alpha: 0.1, l1Ratio: 0 }).fit(X, y);
  const nearly = await elasticNet({ alpha: 0.1, l1Ratio: 1e-9 }).fit(X, y);
  expect(smooth.converged).toBe(true);
  expect(smooth.optimality).toBeLessThan(1e-20);
  expect(smooth.note).toBe('l1Ratio is 0: solved as ridge, directly');
  smooth.coef.forEach((value, j) => expect(Math.abs(value - nearly.coef[j])).toBeLessThan(1e-8));
});

test('alpha 0 is least squares, and the model says so', async () => {
  const { X, y } = design(22, 30, 4, 0.2);
  const model = await elasticNet({ alpha: 0 }).fit(X, y);
  const nearly = await elasticNet({ alpha: 1e-12 }).fit(X, y);
  expect(model.note).toBe('alpha is 0: solved as least squares, optimality is the relative residual of the normal equations');
  expect(model.rank).toBe(4);
  expect(model.converged).toBe(true);
  model.coef.forEach((value, j) => expect(Math.abs(value - nearly.coef[j])).toBeLessThan(1e-9));
});

test('many targets are fitted each by itself', async () => {
  const { X, y } = design(23, 50, 5, 0.5);
  const second = X.map((row) => row[1] * 2 - row[3]);
  const both = await elasticNet({ alpha: 0.05 }).fit(X, y.map((value, i) => [value, second[i]]));
  const alone = [await elasticNet({ alpha: 0.05 }).fit(X, y), await elasticNet({ alpha: 0.05 }).fit(X, second)];
  expect(both.coef.shape).toEqual([2, 5]);
  alone.forEach((model, t) => {
    model.coef.forEach((value, j) => expect(Math.abs(both.coef.data[t * 5 + j] - value)).toBeLessThan(1e-13));
    expect(Math.abs(both.intercept[t] - model.intercept)).toBeLessThan(1e-13);
  });
});

test('elasticNet refuses options outside their range', () => {
  const refusals: [ElasticNetOptions, string][] = [
    [{ l1Ratio: 1.5 }, 'elasticNet: l1Ratio must be a number at least 0 and at most 1; it is 1.5'],
    [{ l1Ratio: NaN }, 'elasticNet: l1Ratio must be a number at least 0 and at most 1; it is NaN'],
    [{ alpha: -1 }, 'elasticNet: alpha must be a number at least 0; it is -1'],
    [{ alpha: NaN }, 'elasticNet: alpha must be a number at least 0; it is NaN'],
    [{ alpha: '1' as unknown as number }, 'elasticNet: alpha must be a number at least 0; it is "1"'],
    [{ maxIter: 0 }, 'elasticNet: maxIter must be an integer at least 1; it is 0'],
    [{ tol: 0 }, 'elasticNet: tol must be a number above 0; it is 0'],
    [{ fitIntercept: 1 as unknown as boolean }, 'elasticNet: fitIntercept must be true or false; it is 1'],
    [{ lambda: 1 } as ElasticNetOptions, 'elasticNet: unknown option "lambda"; the options are alpha, l1Ratio, fitIntercept, maxIter, tol, solver'],
  ];
  for (const [options, message] of refusals) expect(() => elasticNet(options)).toThrow(message);
});

test('gradient descent with proximal steps reaches the same coefficients, and keeps its costs', async () => {
  const { X, y } = design(24, 60, 5, 0.4);
  const sampleWeight = y.map((_, i) => 1 + (i % 3));
  for (const estimator of [lasso, elasticNet]) {
    const exact = await estimator({ alpha: 0.1 }).fit(X, y, { sampleWeight });
    const model = await estimator({ alpha: 0.1, solver: gradientDescent({ tol: 1e-11 }) }).fit(X, y, { sampleWeight });
    expect(model.converged).toBe(true);
    model.coef.forEach((value, j) => expect(Math.abs(value - exact.coef[j])).toBeLessThan(1e-8));
    expect([...model.coef].map((value) => value === 0)).toEqual([...exact.coef].map((value) => value === 0));
    const history = model.history as Float64Array;
    expect(history).toHaveLength(model.iterations + 1);
    expect(history.every((cost, i) => i === 0 || cost <= history[i - 1] * (1 + 1e-12))).toBe(true);
  }
  expect(lasso({ solver: 'gradientDescent' }).options.solver).toEqual({ name: 'gradientDescent', maxIter: 10000, tol: 1e-10, seed: 0 });
});
