import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, type Label, type Labels, type MatrixInput } from '../array/index.ts';
import type { Progress } from '../estimator/index.ts';
import { throughJson } from '../preprocess/checks.testing.ts';
import { generator } from '../random/index.ts';
import { brokenConditions, dataset, plainProbabilities } from './logistic/logistic.testing.ts';
import { restoreLogisticModel, type LogisticModel } from './logisticModel.ts';
import { logisticRegression, type LogisticRegressionOptions } from './logisticRegression.ts';

const X = [[0.5, 1], [1, -1], [1.5, 0], [2, 2], [2.5, 1], [3, -2], [3.5, 0], [4, 1], [0.7, -1], [2.2, -1], [3.1, 1], [1.9, 0]];
const two = ['no', 'no', 'yes', 'no', 'yes', 'no', 'yes', 'yes', 'yes', 'no', 'yes', 'no'];
const three = ['b', 'a', 'c', 'a', 'b', 'c', 'a', 'c', 'c', 'b', 'a', 'b'];
const every: readonly LogisticRegressionOptions[] = [
  {}, { solver: 'newton' }, { solver: 'lbfgs' }, { penalty: 'l1', alpha: 0.3 }, { penalty: 'none' }, { penalty: 'none', solver: 'lbfgs' }, { fitIntercept: false }, { solver: 'gradientDescent' },
];

test('labels keep their type and are sorted: strings by code unit, numbers by value, false before true', async () => {
  const strings = await logisticRegression().fit(X, two);
  expect([strings.classes, strings.coef.shape, strings.intercept.length]).toEqual([['no', 'yes'], [1, 2], 1]);
  expect((await strings.predict(X))[7]).toBe('yes');
  const numbers = await logisticRegression().fit(X.slice(0, 8), [10, 9, 10, 9, 9, 10, 10, 10]);
  expect(numbers.classes).toEqual([9, 10]);
  const typed = await logisticRegression().fit(X.slice(0, 8), Int8Array.of(-1, 1, 1, -1, 0, 0, 1, 1));
  expect([typed.classes, typed.coef.shape, typed.threshold]).toEqual([[-1, 0, 1], [3, 2], undefined]);
  const booleans: LogisticModel<boolean> = await logisticRegression().fit(X, two.map((label) => label === 'yes'));
  expect(booleans.classes).toEqual([false, true]);
  expect(booleans.coef).toEqual(strings.coef);
});

for (const options of every) {
  for (const y of [two, three]) {
    const name = JSON.stringify(options);
    const outputs = y === two ? 1 : 3;
    test(`${outputs === 1 ? 'two' : 'three'} classes, ${name}: the optimality conditions hold, probabilities are the formula's, predictions the likeliest`, async () => {
      const model = await logisticRegression(options).fit(X, y);
      const { alpha = 1, penalty = 'l2', fitIntercept = true } = options;
      expect([model.converged, model.note, model.optimality <= 1e-10]).toEqual([true, undefined, true]);
      expect(brokenConditions(model, X, y, { alpha, penalty, fitIntercept })).toBeLessThan(1e-9);
      const { data, shape } = await model.predictProbability(X);
      expect(shape).toEqual([12, model.classes.length]);
      const plain = plainProbabilities(model, X);
      data.forEach((p, e) => expect(p).toBeCloseTo(plain.flat()[e], 14));
      expect(await model.predict(X)).toEqual(plain.map((row) => model.classes[row.indexOf(Math.max(...row))]));
      const sumOf = (values: Iterable<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);
      const sums = [sumOf(model.intercept), ...(penalty === 'l1' ? [] : [0, 1].map((j) => sumOf([0, 1, 2].map((k) => model.coef.data[2 * k + j]))))];
      expect(outputs === 1 || sums.every((sum) => Math.abs(sum) < 1e-9)).toBe(true);
      expect(fitIntercept || model.intercept.every((b) => b === 0)).toBe(true);
    });

    test(`${outputs === 1 ? 'two' : 'three'} classes, ${name}: the same fit has the same bits, a prediction does not depend on its batch, inputs stay as they were`, async () => {
      const copy = structuredClone({ X, y });
      const one = await logisticRegression(options).fit(X, y);
      const other = await logisticRegression(options).fit({ data: Float64Array.from(X.flat()), shape: [12, 2] }, y);
      expect([other.coef, other.intercept]).toEqual([one.coef, one.intercept]);
      const together = await one.predictProbability(X);
      for (const [i, row] of X.entries()) {
        const alone = await one.predictProbability([row]);
        expect(alone.data).toEqual(together.data.slice(i * one.classes.length, (i + 1) * one.classes.length));
      }
      expect({ X, y }).toEqual(copy);
    });

    test(`${outputs === 1 ? 'two' : 'three'} classes, ${name}: a row of weight 2 is the row twice, one of weight 0 none`, async () => {
      const counts = X.map((_, i) => [1, 2, 3, 1, 0, 2, 1, 2, 1, 2, 1, 1][i]);
      const index = counts.flatMap((count, i) => Array.from<number>({ length: count }).fill(i));
      const exactly = { ...options, tol: 1e-13 };
      const weighted = await logisticRegression(exactly).fit(X, y, { sampleWeight: counts });
      const repeated = await logisticRegression(exactly).fit(index.map((i) => X[i]), index.map((i) => y[i]));
      const near = options.solver === 'gradientDescent' ? 1e-7 : 1e-8;
      weighted.coef.data.forEach((value, e) => expect(Math.abs(value - repeated.coef.data[e])).toBeLessThan(near));
      weighted.intercept.forEach((value, k) => expect(Math.abs(value - repeated.intercept[k])).toBeLessThan(near));
      expect(await weighted.score(X, y, { sampleWeight: counts })).toBeCloseTo(await repeated.score(index.map((i) => X[i]), index.map((i) => y[i])), 14);
    });
  }
}

test('a fit survives its state: of two classes with a threshold, of three, of booleans and numbers', async () => {
  const models: readonly LogisticModel<Label>[] = [
    await logisticRegression({ threshold: 0.3, classWeight: new Map([['yes', 2]]) }).fit(X, two),
    await logisticRegression({ penalty: 'none', solver: 'gradientDescent' }).fit(X, three),
    await logisticRegression({ penalty: 'none' }).fit([[0], [1]], [false, true]),
    await logisticRegression({ penalty: 'l1' }).fit(X.slice(0, 8), [1, 2, 3, 1, 2, 3, 1, 2]),
  ];
  for (const model of models) {
    const back = restoreLogisticModel(throughJson(model.state()));
    expect(back).toEqual(model);
    expect(await back.predict(X.map((row) => row.slice(0, model.nFeatures)))).toEqual(await model.predict(X.map((row) => row.slice(0, model.nFeatures))));
  }
  expect(models[0].options).toMatchObject({ classWeight: { yes: 2 }, threshold: 0.3, solver: 'auto' });
  expect(models[2].separable).toBe(true);
  expect(logisticRegression(JSON.parse(JSON.stringify(models[0].options)) as object).options).toEqual(models[0].options);
});

test('a state that lies is refused', async () => {
  const state = (await logisticRegression().fit(X, two)).state();
  const lie = (settings: object): (() => unknown) => () => restoreLogisticModel({ ...state, settings: { ...state.settings, ...settings } });
  expect(lie({ classes: ['yes', 'no'] })).toThrow('load: "classes" of a logisticRegression model must be two or more labels of one kind, sorted; it is an array of 2');
  expect(lie({ classes: ['no', 1] })).toThrow('two or more labels');
  expect(lie({ classes: ['a', 'b', 'c'] })).toThrow('load: the array "coef" of a logisticRegression model must be float64 [3, any]; it is float64 [1, 2]');
  expect(lie({ threshold: 2 })).toThrow('load: "threshold" of a logisticRegression model must be a number from 0 to 1; it is 2');
});

test('the threshold decides between two classes and can be moved after the fit', async () => {
  const model = await logisticRegression().fit(X, two);
  const p = (await model.predictProbability(X)).data.filter((_, e) => e % 2 === 1);
  for (const threshold of [0, 0.2, 0.5, 0.8, 1]) {
    const moved = model.withThreshold(threshold);
    expect([moved.threshold, await moved.predict(X)]).toEqual([threshold, [...p].map((value) => (value > threshold ? 'yes' : 'no'))]);
    const fitted = await logisticRegression({ threshold }).fit(X, two);
    expect(await fitted.predict(X)).toEqual(await moved.predict(X));
  }
  expect(model.threshold).toBe(0.5);
  expect(() => model.withThreshold(1.5)).toThrow('logisticRegression.withThreshold: threshold must be a number at least 0 and at most 1; it is 1.5');
  const many = await logisticRegression().fit(X, three);
  expect(() => many.withThreshold(0.5)).toThrow('logisticRegression.withThreshold: a threshold is for two classes; this model has 3');
  await expect(logisticRegression({ threshold: 0.4 }).fit(X, three)).rejects.toThrow('logisticRegression.fit: a threshold is for two classes; y has 3');
});

test('class weights multiply the weights of their rows; balanced ones weigh every class alike', async () => {
  const y = ['no', 'no', 'yes', 'no', 'no', 'no', 'yes', 'yes'];
  const by = (weights: Record<string, number>): number[] => y.map((label) => weights[label]);
  const rows = X.slice(0, 8);
  const plain = await logisticRegression().fit(rows, y, { sampleWeight: by({ no: 0.5, yes: 3 }) });
  for (const classWeight of [{ no: 0.5, yes: 3 }, new Map([['no', 0.5], ['yes', 3]])]) {
    const model = await logisticRegression({ classWeight }).fit(rows, y);
    expect([model.coef, model.intercept]).toEqual([plain.coef, plain.intercept]);
  }
  const balanced = await logisticRegression({ classWeight: 'balanced' }).fit(rows, y);
  const same = await logisticRegression({ classWeight: { no: 8 / 10, yes: 8 / 6 } }).fit(rows, y);
  balanced.coef.data.forEach((value, e) => expect(value).toBeCloseTo(same.coef.data[e], 12));
  expect((await logisticRegression({ classWeight: { 2: 3 } }).fit(rows, [1, 2, 1, 2, 2, 1, 1, 2])).classes).toEqual([1, 2]);
  await expect(logisticRegression({ classWeight: { maybe: 2 } }).fit(rows, y)).rejects.toThrow('logisticRegression.fit: classWeight must name classes of y; "maybe" is none of "no", "yes"');
});

/** Rows with constant, equal, dependent, huge and tiny columns. */
function degenerate(seed: number, n: number, classes: number, scales: readonly number[]): { X: number[][]; y: number[] } {
  const { normal, uniform } = generator(seed, 'test');
  const rows = Array.from({ length: n }, () => {
    const [a, b] = [normal(), normal()];
    return [a, b, a, a + b, 7, 0].map((value, j) => value * scales[j % scales.length]);
  });
  return { X: rows, y: rows.map((_, i) => (i < classes ? i : Math.floor(uniform() * classes))) };
}

test('constant, equal, dependent, huge and tiny columns: finite coefficients at the optimum, never NaN', async () => {
  const problems = fc.record({
    seed: fc.nat(10000), n: fc.integer({ min: 2, max: 40 }), classes: fc.constantFrom(2, 3, 4), penalty: fc.constantFrom('l1', 'l2', 'none'),
    alpha: fc.constantFrom(1e-6, 0.1, 10, 1e6), scales: fc.constantFrom([1], [1e12, 1e-12], [1e-12], [1e6, 1, 1e-6, 1e12]), fitIntercept: fc.boolean(), solver: fc.constantFrom('auto', 'lbfgs'),
  });
  await fc.assert(fc.asyncProperty(problems, async ({ seed, n, classes, penalty, alpha, scales, fitIntercept, solver }) => {
    fc.pre(n >= classes);
    const { X: rows, y } = degenerate(seed, n, classes, scales);
    const model = await logisticRegression({ penalty: penalty as 'l1', alpha, fitIntercept, solver: penalty === 'l1' ? 'auto' : solver as 'auto' }).fit(rows, y);
    expect([...model.coef.data, ...model.intercept, model.optimality].every(Number.isFinite)).toBe(true);
    expect((await model.predictProbability(rows)).data.every((p) => p >= 0 && p <= 1)).toBe(true);
    // beside columns of 1e12 a penalty is all but nothing: where classes are separable too, the model may say that it has not converged
    const lost = scales.some((scale) => scale >= 1e12) && !model.converged && model.note !== undefined;
    if (model.separable === true || lost) return;
    expect([model.converged, model.optimality <= 1e-10]).toEqual([true, true]);
    expect(brokenConditions(model, rows, y, { alpha, penalty, fitIntercept })).toBeLessThan(1e-7);
  }), { numRuns: 150 });
});

test('penalties large and small, on one column: the equation of the optimum holds', async () => {
  for (const alpha of [0, 1e-12, 1e-3, 1e3, 1e12]) {
    const model = await logisticRegression({ alpha }).fit(X.map(([a]) => [a]), two);
    expect([model.converged, brokenConditions(model, X.map(([a]) => [a]), two, { alpha, penalty: 'l2', fitIntercept: true }) < 1e-12]).toEqual([true, true]);
  }
});

test('from the largest slope on an L1 penalty leaves no coefficient, just below it one', async () => {
  const n = two.length;
  const share = two.filter((label) => label === 'yes').length / n;
  const slopes = [0, 1].map((j) => Math.abs(X.reduce((sum, row, i) => sum + row[j] * ((two[i] === 'yes' ? 1 : 0) - share), 0)));
  const largest = Math.max(...slopes);
  const at = await logisticRegression({ penalty: 'l1', alpha: largest * 1.0001 }).fit(X, two);
  expect([[...at.coef.data], at.converged, at.optimality < 1e-14]).toEqual([[0, 0], true, true]);
  expect(at.intercept[0]).toBeCloseTo(Math.log(share / (1 - share)), 12);
  const below = await logisticRegression({ penalty: 'l1', alpha: largest * 0.999 }).fit(X, two);
  expect([...below.coef.data].filter((value) => value !== 0)).toHaveLength(1);
});

test('the columns of the solver do not show: shifting X moves the intercept only, scaling it scales coefficients without penalty', async () => {
  const model = await logisticRegression().fit(X, two);
  const shifted = await logisticRegression().fit(X.map(([a, b]) => [a + 1000, b - 3]), two);
  model.coef.data.forEach((value, e) => expect(shifted.coef.data[e]).toBeCloseTo(value, 10));
  const free = await logisticRegression({ penalty: 'none' }).fit(X, two);
  const scaled = await logisticRegression({ penalty: 'none' }).fit(X.map(([a, b]) => [a * 1e9, b * 1e-9]), two);
  expect(scaled.coef.data[0] * 1e9).toBeCloseTo(free.coef.data[0], 10);
  expect(scaled.coef.data[1] * 1e-9).toBeCloseTo(free.coef.data[1], 10);
});

test('dependent columns without a penalty: the smallest coefficients, and a note that says how many', async () => {
  const model = await logisticRegression({ penalty: 'none' }).fit(X.map(([a, b]) => [a, b, a, 4]), two);
  expect([model.converged, model.separable]).toEqual([true, false]);
  expect(model.coef.data[0]).toBeCloseTo(model.coef.data[2], 12);
  expect(model.note).toBe('2 of 4 columns of X depend on the others, or are constant: many coefficients fit equally well, these are the smallest in units of standard deviations, and single ones must not be interpreted');
});

test('a model that may not take enough steps says so and does not throw', async () => {
  for (const options of [{ solver: 'newton' }, { solver: 'lbfgs' }, { penalty: 'l1' }] as const) {
    const { X: rows, y } = dataset('wine', 'cultivar', true);
    const model = await logisticRegression({ ...options, maxIter: 2 }).fit(rows, y);
    expect([model.converged, model.iterations]).toEqual([false, 2]);
    expect(model.note).toMatch(/^the solver stopped after maxIter = 2 iterations with relative gradient \S+, above tol = 1e-10; raise maxIter, or standardise the columns$/);
  }
});

test('two rows, one column, rows alike in all but their class: nothing invented', async () => {
  const model = await logisticRegression().fit([[1], [-1]], ['a', 'b']);
  expect([model.intercept[0], model.converged]).toEqual([0, true]);
  expect(brokenConditions(model, [[1], [-1]], ['a', 'b'], { alpha: 1, penalty: 'l2', fitIntercept: true })).toBeLessThan(1e-15);
  for (const penalty of ['l1', 'l2', 'none'] as const) {
    const same = await logisticRegression({ penalty }).fit([[3, 1], [3, 1], [3, 1]], ['a', 'b', 'b']);
    expect([[...same.coef.data], same.converged]).toEqual([[0, 0], true]);
    expect(same.intercept[0]).toBeCloseTo(Math.log(2), 14);
  }
});

const bad: readonly [string, MatrixInput, Labels, readonly number[] | undefined, string][] = [
  ['infinity in a later column', [[1, 2], [3, -Infinity]], ['a', 'b'], undefined, 'logisticRegression.fit: every number must be finite; X[1][1] is -Infinity'],
  ['NaN in a row that counts, beside one that does not', [[1], [NaN], [2]], ['a', 'b', 'a'], [0, 1, 1], 'logisticRegression.fit: every number must be finite; X[1][0] is NaN; fill missing values first, for example with imputer()'],
  ['NaN', [[1], [NaN]], ['a', 'b'], undefined, 'logisticRegression.fit: every number must be finite; X[1][0] is NaN; fill missing values first, for example with imputer()'],
  ['no rows', [], [], undefined, 'logisticRegression.fit: X must have at least one row; it has none'],
  ['no columns', [[], []], ['a', 'b'], undefined, 'logisticRegression.fit: X must have at least one column; it is [2, 0]'],
  ['labels of another length', [[1], [2]], ['a'], undefined, 'logisticRegression.fit: y must have one element per row; it has 1, there are 2 rows'],
  ['labels of several kinds', [[1], [2]], ['a', 1], undefined, 'logisticRegression.fit: y must hold labels of one kind; "a" is a string, 1 a number'],
  ['a missing label', [[1], [2]], ['a', null as unknown as string], undefined, 'logisticRegression.fit: y must hold strings, numbers or booleans, none missing; y[1] is null'],
  ['one class only', [[1], [2]], ['a', 'a'], undefined, 'logisticRegression.fit: y must have at least two classes; all 2 rows are "a"'],
  ['one class only among the rows that count', [[1], [2], [3]], ['a', 'b', 'a'], [1, 0, 2], 'logisticRegression.fit: y must have at least two classes; all 2 rows of weight above 0 are "a"'],
  ['a negative weight', [[1], [2]], ['a', 'b'], [1, -3], 'logisticRegression.fit: weights must be at least 0; sampleWeight[1] is -3'],
  ['a spread whose square overflows', [[1, 1e200], [2, -1e200]], ['a', 'b'], undefined, 'logisticRegression.fit: columns must spread between 1e-150 and 1e150; column 1 of X spreads 1.00e+200, scale it first, for example with standardScaler()'],
];
for (const [what, matrix, y, sampleWeight, message] of bad) {
  test(`logisticRegression.fit refuses ${what} and says where`, async () => {
    await expect(logisticRegression().fit(matrix, y as string[], { ...(sampleWeight && { sampleWeight }) })).rejects.toThrow(message);
  });
}

test('options out of range or unknown are refused', () => {
  expect(() => logisticRegression({ C: 1 } as object)).toThrow('logisticRegression: unknown option "C"; the options are alpha, penalty, fitIntercept, classWeight, solver, maxIter, tol, threshold');
  expect(() => logisticRegression({ alpha: -1 })).toThrow('logisticRegression: alpha must be a number at least 0; it is -1');
  expect(() => logisticRegression({ penalty: 'L2' as 'l2' })).toThrow("logisticRegression: penalty must be one of 'l2', 'l1', 'none'; it is \"L2\"");
  expect(() => logisticRegression({ solver: 'saga' as 'lbfgs' })).toThrow("logisticRegression: solver must be 'auto', 'newton', 'lbfgs', 'gradientDescent' or gradientDescent({ … }); it is \"saga\"");
  expect(() => logisticRegression({ penalty: 'l1', solver: 'newton' })).toThrow("logisticRegression: solver must be 'auto', 'proximalNewton', 'gradientDescent' or gradientDescent({ … }); it is \"newton\"");
  expect(() => logisticRegression({ threshold: 2 })).toThrow('logisticRegression: threshold must be a number at least 0 and at most 1; it is 2');
  expect(() => logisticRegression({ classWeight: 'even' as 'balanced' })).toThrow("logisticRegression: classWeight must be one of 'balanced'; it is \"even\"");
  expect(() => logisticRegression({ classWeight: { a: 0 } })).toThrow('logisticRegression: classWeight of "a" must be a number above 0; it is 0');
  expect(() => logisticRegression({ classWeight: [1, 2] as unknown as 'balanced' })).toThrow("logisticRegression: classWeight must be 'balanced', or weights by label, an object or a Map; it is an array of 2");
});

test('score is accuracy, counts labels that the fit did not see as missed, and refuses other columns', async () => {
  const model = await logisticRegression().fit(X, two);
  const predicted = await model.predict(X);
  const right = predicted.filter((label, i) => label === two[i]).length;
  expect(await model.score(X, two)).toBe(right / 12);
  expect(await model.score(X, two.map((label, i) => (i === 0 ? 'perhaps' : label)))).toBe((right - (predicted[0] === two[0] ? 1 : 0)) / 12);
  await expect(model.predict([[1]])).rejects.toThrow('logisticRegression.predict: X must have the 2 columns of the fit; it is [1, 1]');
  expect(await model.predict(array(X))).toEqual(predicted);
});

test('a fit reports its steps and can be aborted', async () => {
  for (const options of [{ solver: 'newton' }, { solver: 'lbfgs' }, { penalty: 'l1', alpha: 0.1 }] as const) {
    const seen: Progress[] = [];
    const model = await logisticRegression(options).fit(X, two, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual(Array.from({ length: model.iterations }, (_, i) => ({ label: 'logistic regression', done: i + 1, total: 1000 })));
    await expect(logisticRegression(options).fit(X, two, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  }
});
