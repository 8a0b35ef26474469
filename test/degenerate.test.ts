/**
 * No NaN in, no NaN out: columns that are constant, equal, dependent, huge or tiny, rows that are equal, classes of one
 * row, for every estimator and metric. What cannot be fitted is refused in words; what is fitted is finite everywhere.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracy, adjustedRand, averagePrecision, balancedAccuracy, brierScore, calibrationCurve, chooseClusters, clusterTable, compareClassifiers, compareRegressions, completeness, confusionMatrix, crossValidate, elasticNet, f1, gradientDescent,
  homogeneity, kMeans, lasso, lassoPath, linearRegression, logisticRegression, logLoss, meanAbsoluteError, precision, precisionRecallCurve, r2, recall, ridge, rocAuc, rocCurve,
  rootMeanSquaredError, silhouette, silhouetteSamples, stratifiedKFold, vMeasure, type KMeansModel, type Persistent,
} from '../src/index.ts';
import { blocksOf } from '../src/array/index.ts';
import { generator } from '../src/random/index.ts';
import { frameOf } from '../src/table/index.ts';

const scales = [1e-12, 1, 1e12];

/** Kinds of columns: random, constant, like one before, a combination of two, few values, all but one row equal, far from 0. */
const column = fc.record({ kind: fc.constantFrom('random', 'constant', 'equal', 'combination', 'few', 'spike', 'far'), scale: fc.constantFrom(...scales) });
const table = fc.record({
  seed: fc.nat(10_000), n: fc.integer({ min: 1, max: 24 }), columns: fc.array(column, { minLength: 1, maxLength: 5 }), repeated: fc.boolean(),
  target: fc.constantFrom('random', 'constant', 'column', 'huge', 'tiny', 'spike'), classes: fc.integer({ min: 2, max: 3 }), rare: fc.boolean(), weighted: fc.boolean(),
});
type Drawn = typeof table extends fc.Arbitrary<infer T> ? T : never;

interface Data {
  readonly X: number[][];
  readonly y: number[];
  readonly labels: number[];
  readonly weights: { sampleWeight?: number[] };
}

function make({ seed, n, columns, repeated, target, classes, rare, weighted }: Drawn): Data {
  const { normal, uniform } = generator(seed, 'degenerate');
  const made: number[][] = [];
  for (const { kind, scale } of columns) {
    const before = made.length;
    const [a, b] = [made[Math.floor(uniform() * before)], made[Math.floor(uniform() * before)]];
    made.push(Array.from({ length: n }, (_, i) => {
      if (kind === 'constant') return 7 * scale;
      if (kind === 'equal' && a !== undefined) return a[i];
      if (kind === 'combination' && a !== undefined) return 2 * a[i] - b[i];
      if (kind === 'few') return Math.floor(3 * uniform()) * scale;
      if (kind === 'spike') return i === n - 1 ? scale : 0;
      if (kind === 'far') return scale * (1e6 + uniform());
      return normal() * scale;
    }));
  }
  const source = (i: number): number => (repeated ? i >> 1 : i);
  const X = Array.from({ length: n }, (_, i) => made.map((values) => values[source(i)]));
  const y = Array.from({ length: n }, (_, i) => (target === 'constant' ? 3 : target === 'column' ? X[i][0] : target === 'huge' ? 1e12 * normal() : target === 'tiny' ? 1e-12 * normal() : target === 'spike' ? Number(i === 0) : normal()));
  const labels = Array.from({ length: n }, (_, i) => (rare ? Number(i === 0) + 2 * Number(i === 1 && classes === 3) : i % classes));
  return { X, y, labels, weights: weighted ? { sampleWeight: Array.from({ length: n }, (_, i) => (i % 4 === 3 ? 0 : 1 + (i % 3))) } : {} };
}

/** What `work` gives, or undefined where it is refused by the name of who refuses it. */
async function unlessRefused<T>(by: RegExp, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError) || !by.test(error.message)) throw error;
    return undefined;
  }
}

const unbounded = (values: ArrayLike<number>): number[] => Array.from(values).filter((value) => !Number.isFinite(value));

/** Fits, and looks at all there is; or the fit is refused by its own name. */
async function check(name: string, fit: () => Promise<Persistent & { readonly optimality?: number }>, look: (model: never) => Promise<ArrayLike<number>>): Promise<void> {
  const model = await unlessRefused(new RegExp(`^${name}\\.fit: `), fit);
  if (model === undefined) return;
  const all = [...model.state().arrays.values()].flatMap(({ data }) => Array.from(data, Number));
  expect(unbounded(all), `${name}: ${JSON.stringify(model.state().settings)}`).toEqual([]);
  expect(model.optimality ?? 0).toBeGreaterThanOrEqual(0);
  expect(unbounded(await look(model as never)), name).toEqual([]);
}

const runs = { numRuns: process.env.FUZZ === undefined ? 12 : 250 };
const property = (look: (data: Data) => Promise<void>): Promise<void> => fc.assert(fc.asyncProperty(table, (drawn) => look(make(drawn))), runs) as Promise<void>;
const blocks = (X: number[][], y: number[], weights?: number[]): ReturnType<typeof blocksOf> => blocksOf(
  { data: Float64Array.from(X.flat()), rows: X.length, columns: X[0].length }, { data: Float64Array.from(y), rows: y.length, columns: 1 }, weights && Float64Array.from(weights),
);

describe('regressions', () => {
  const estimators = {
    linearRegression: [linearRegression(), linearRegression({ fitIntercept: false }), linearRegression({ solver: gradientDescent({ maxIter: 20 }) })],
    ridge: [ridge(), ridge({ alpha: 1e-12 }), ridge({ alpha: 1e12, fitIntercept: false })],
    lasso: [lasso(), lasso({ alpha: 1e-9 }), lasso({ alpha: 0 })], elasticNet: [elasticNet({ alpha: 0.1 }), elasticNet({ alpha: 1e6, l1Ratio: 0.1, fitIntercept: false })],
  };
  test.each(Object.entries(estimators))('%s, in memory and in blocks', (name, variants) => property(async ({ X, y, weights }) => {
    for (const estimator of variants) {
      const look = async (model: Awaited<ReturnType<typeof estimator.fit>>): Promise<number[]> => [...(await model.predict(X)) as Float64Array, await model.score(X, y, weights)];
      await check(name, () => estimator.fit(X, y, weights), look as never);
      await check(name, () => estimator.fit(blocks(X, y, weights.sampleWeight)), look as never);
    }
  }));

  test('lassoPath', () => property(async ({ X, y, weights }) => {
    const path = await unlessRefused(/^lassoPath: /, () => lassoPath(X, y, { nAlphas: 5, ...weights }));
    const { alphas = [], coefs, intercepts = [], dualGaps = [] } = path ?? {};
    expect(unbounded([alphas, coefs?.data ?? [], intercepts, dualGaps].flatMap((values) => Array.from(values as ArrayLike<number>)))).toEqual([]);
  }));

  test('metrics', () => property(async ({ y, weights }) => {
    if (y.length < 2) return; // refused by r2
    for (const metric of [r2, rootMeanSquaredError, meanAbsoluteError]) {
      for (const predicted of [y, y.map(() => y[0]), y.map((value) => value * 1e12), y.map(() => 0)]) {
        const found = metric(y, predicted, weights);
        expect(Number.isNaN(found), metric.name).toBe(false);
      }
    }
  }));
});

describe('classifications', () => {
  const variants = [
    logisticRegression(), logisticRegression({ alpha: 1e-12 }), logisticRegression({ alpha: 1e12, solver: 'lbfgs' }), logisticRegression({ penalty: 'l1' }), logisticRegression({ penalty: 'l1', alpha: 1e-9, maxIter: 200 }),
    logisticRegression({ penalty: 'none', maxIter: 100 }), logisticRegression({ classWeight: 'balanced', fitIntercept: false }), logisticRegression({ penalty: 'none', solver: gradientDescent({ maxIter: 10 }) }),
  ];
  test('logisticRegression, in memory and in blocks', () => property(async ({ X, labels, weights }) => {
    for (const estimator of variants) {
      const look = async (model: Awaited<ReturnType<typeof estimator.fit>>): Promise<number[]> => {
        const probabilities = await model.predictProbability(X);
        expect(probabilities.data.every((p) => p >= 0 && p <= 1)).toBe(true);
        return [...probabilities.data, ...(await model.predict(X)) as number[], await model.score(X, labels, weights)];
      };
      await check('logisticRegression', () => estimator.fit(X, labels, weights), look as never);
      await check('logisticRegression', () => estimator.fit(blocks(X, labels, weights.sampleWeight)), look as never);
    }
  }));

  test('metrics, with one class, ties, and probabilities of 0 and 1', () => property(async ({ labels, y, weights }) => {
    const classes = [0, 1, 2];
    const numbers: number[] = [];
    for (const predicted of [labels, labels.map(() => 0), labels.map((_, i) => i % 3)]) {
      for (const metric of [accuracy, balancedAccuracy]) numbers.push(metric(labels, predicted, { classes, ...weights }));
      for (const metric of [precision, recall, f1]) for (const average of ['macro', 'micro', 'weighted'] as const) numbers.push(metric(labels, predicted, { classes, average, ...weights }));
      numbers.push(...confusionMatrix(labels, predicted, { classes }).data, adjustedRand(labels, predicted), homogeneity(labels, predicted), completeness(labels, predicted), vMeasure(labels, predicted));
    }
    for (const sure of [labels.map((label) => classes.map((c) => Number(c === label))), labels.map((label) => classes.map((c) => (c === label ? 0 : 0.5))), labels.map(() => [1 / 3, 1 / 3, 1 / 3])]) {
      numbers.push(logLoss(labels, sure, { classes, ...weights }), brierScore(labels, sure, { classes, ...weights }));
    }
    const two = labels.map((label) => Number(label > 0));
    if (new Set(two).size === 2 && weights.sampleWeight === undefined) {
      for (const scores of [y, y.map(() => 1), y.map((value) => Math.sign(value))]) {
        const chances = scores.map((value) => Math.min(1, Math.max(0, value)));
        numbers.push(rocAuc(two, chances), averagePrecision(two, chances), brierScore(two, chances), logLoss(two, chances));
        for (const curve of [rocCurve(two, scores), precisionRecallCurve(two, scores), calibrationCurve(two, chances)]) {
          for (const values of Object.values(curve)) if (ArrayBuffer.isView(values)) numbers.push(...Array.from(values as Float64Array).filter((value) => value !== Infinity));
        }
      }
    }
    expect(numbers.filter((value) => Number.isNaN(value))).toEqual([]);
  }));
});

describe('clusters', () => {
  const variants = (['euclidean', 'cosine', 'manhattan'] as const).flatMap((metric) => (['k-means++', 'random'] as const).map((init) => ({ metric, init })));
  test('kMeans with every metric, in memory and in blocks, and silhouettes', () => property(async ({ X, weights }) => {
    for (const options of variants) {
      for (const nClusters of [1, 2, 5]) {
        const estimator = kMeans({ ...options, nClusters, nInit: 2 });
        const look = async (model: KMeansModel): Promise<number[]> => {
          const { history } = model;
          for (let k = 1; k < history.length; k++) expect(history[k]).toBeLessThanOrEqual(history[k - 1] * (1 + 1e-12));
          const scores = new Set(model.labels).size > 1 && new Set(model.labels).size < X.length ? await silhouetteSamples(X, model.labels, { metric: options.metric }) : [];
          return [...await model.predict(X), ...(await model.transform(X)).data, model.inertia, ...scores];
        };
        await check('kMeans', () => estimator.fit(X, weights), look as never);
        if (options.metric !== 'manhattan') await check('kMeans', () => estimator.fit(blocks(X, X.map(() => 0), weights.sampleWeight)), look as never);
        if (options.metric !== 'manhattan') await check('kMeans', () => kMeans({ ...options, nClusters, nInit: 1, batchSize: 3 }).fit(X, weights), (async (model: { inertia: number }) => [model.inertia]) as never);
      }
    }
  }));

  test('chooseClusters and silhouette', () => property(async ({ X, labels }) => {
    for (const metric of ['euclidean', 'cosine', 'manhattan'] as const) {
      const choice = await unlessRefused(/^chooseClusters: /, () => chooseClusters(X, { range: [1, 3], nInit: 1, metric }));
      const score = await unlessRefused(/^silhouette: /, () => silhouette(X, labels, { metric }));
      expect(unbounded([choice?.best ?? 1, ...choice?.inertia ?? [], score ?? 0])).toEqual([]);
    }
  }));
});

test('folds in which a class is missing, of degenerate columns', () => property(async ({ X, labels }) => {
  const found = await unlessRefused(/^(crossValidate|stratifiedKFold|logisticRegression\.fit): /, () => crossValidate(
    logisticRegression({ penalty: 'l1' }), X, labels, { splits: stratifiedKFold(2, { allowMissing: true }), metrics: [accuracy, logLoss] },
  ));
  expect([...found?.metrics.accuracy.folds ?? [], ...found?.metrics.logLoss.folds ?? []].filter((value) => !(value >= 0))).toEqual([]);
}));

describe('comparisons of tables', () => {
  const tables = fc.record({ drawn: table, rows: fc.integer({ min: 24, max: 40 }), missing: fc.boolean(), word: fc.constantFrom('one', 'two', 'each') });
  const few = { numRuns: process.env.FUZZ === undefined ? 6 : 40 };
  const frameOfDrawn = (data: Data, missing: boolean, word: string, target: readonly (number | string)[]): ReturnType<typeof frameOf> => frameOf(data.X.map((row, i): Record<string, number | string | null> => ({
    ...Object.fromEntries(row.map((value, j) => [`x${j}`, missing && (i + j) % 5 === 0 ? null : value])),
    word: word === 'one' ? 'a' : word === 'two' ? (i === 3 ? 'b' : 'a') : `w${i}`, target: target[i],
  })));
  /** Every number there is, but for those of `except`, which say by NaN that there is none. */
  const numbersIn = (value: unknown, except: readonly string[]): number[] => {
    if (typeof value === 'number') return [value];
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (except.includes(key) ? [] : numbersIn(inner, except)));
  };
  const compared = async (compare: () => Promise<{ readonly model: { predict(rows: ReturnType<typeof frameOf>): Promise<unknown> } }>, frame: ReturnType<typeof frameOf>): Promise<void> => {
    const found = await unlessRefused(/^(compareRegressions|compareClassifiers|clusterTable|chooseClusters|kMeans\.fit): /, compare);
    if (found === undefined) return;
    const { model, ...rest } = found as typeof found & Record<string, unknown>;
    expect(numbersIn(rest, ['sample', 'silhouette']).filter(Number.isNaN)).toEqual([]);
    expect(numbersIn(await model.predict(frame), []).filter((value) => !Number.isFinite(value))).toEqual([]);
  };

  test('regressions', () => fc.assert(fc.asyncProperty(tables, async ({ drawn, rows, missing, word }) => {
    const data = make({ ...drawn, n: rows });
    const frame = frameOfDrawn(data, missing, word, data.y);
    await compared(() => compareRegressions(frame, { target: 'target', folds: 2 }), frame);
  }), few));

  test('classifications', () => fc.assert(fc.asyncProperty(tables, async ({ drawn, rows, missing, word }) => {
    const data = make({ ...drawn, n: rows });
    const frame = frameOfDrawn(data, missing, word, data.labels.map((label) => `class ${label}`));
    await compared(() => compareClassifiers(frame, { target: 'target', folds: 2, classWeight: 'balanced' }), frame);
  }), few));

  test('clusters', () => fc.assert(fc.asyncProperty(tables, async ({ drawn, rows, missing, word }) => {
    const data = make({ ...drawn, n: rows });
    const frame = frameOfDrawn(data, missing, word, data.y);
    await compared(() => clusterTable(frame, { clusters: [2, 4] }), frame);
  }), few));
});
