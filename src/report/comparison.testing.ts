/** A comparison as `compareRegressions` gives it, made by hand: for the tests, with names that would break careless HTML. */
import { NdArray } from '../array/index.ts';
import { summarizeScores } from '../evaluate/index.ts';
import { LinearModel, TableModel, type ModelColumn } from '../models/index.ts';
import { tableEncoder } from '../preprocess/index.ts';
import type { RegressionCandidate, RegressionComparison } from '../select/index.ts';
import { columnOf, Frame, type FrameColumn } from '../table/index.ts';

/** Bell-shaped numbers in (−1, 1), the same everywhere. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) / 2;
}

/** Hostile on purpose: markup, quotes, an object's prototype, an end of script. */
export const hostile = {
  numeric: 'flipper <b>length</b> & "width"', proto: '__proto__', category: "spe'cies", level: '<script>alert(1)</script>', target: 'mass </title> (g)',
} as const;

function hostileColumns(n: number): FrameColumn[] {
  const next = noise(17);
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
  return [
    columnOf(hostile.numeric, each((i) => (i % 9 === 4 ? null : 200 + 30 * next()))),
    columnOf(hostile.proto, each(() => 5 + 2 * next())),
    columnOf(hostile.category, each((i) => ['Adelie', hostile.level, 'Chinstrap'][i % 7 % 3])),
    columnOf('adult', each((i) => i % 3 !== 0)),
    columnOf('seen', each((i) => new Date(Date.UTC(2007, 10, 11 + (i % 300))))),
  ];
}

const scores = (folds: number[], name: string, degreesOfFreedom: number, chosen = false, options = {}): RegressionCandidate => ({
  name, options, chosen, degreesOfFreedom, cv: summarizeScores(folds), r2: summarizeScores(folds.map((error) => 1 - (error / 800) * (error / 800))),
});

/** @param changes  what a test wants otherwise   @param single  one numeric column only */
export async function comparisonOf(changes: Partial<RegressionComparison> = {}, { testRows = 68, single = false, columns: many = 0 } = {}): Promise<RegressionComparison> {
  const rows = 342;
  const next = noise(23);
  const extra = Array.from({ length: many }, (_, j) => columnOf(`x${j}`, Array.from({ length: rows }, () => next())));
  const features = single ? hostileColumns(rows).slice(1, 2) : [...hostileColumns(rows), ...extra];
  const names = features.map(({ name }) => name);
  const frame = new Frame(features, rows, 'penguins & <co>.csv');
  const encoder = tableEncoder().fit(frame, names);
  const coef = Float64Array.from({ length: encoder.nFeatures }, (_, j) => (j === 2 ? 0 : (j % 2 === 0 ? 410 : -270) / (j + 1)));
  const model = new LinearModel('lasso', { alpha: 0.31 }, 'one', {
    coef: new NdArray(coef, [1, coef.length]), intercept: Float64Array.of(4201.754), converged: true, iterations: 12, optimality: 1e-12,
  });
  const columns: ModelColumn[] = [...features.map(({ name, type }): ModelColumn => ({ name, type, role: 'feature' })), { name: hostile.target, type: 'numeric', role: 'target' }];
  const kept = new TableModel({ target: hostile.target, columns, encoder, model, notes: [] });
  const predicted = Float64Array.from({ length: testRows }, () => 4200 + 1100 * next());
  const actual = predicted.map((value) => value + 700 * next());
  const target = columnOf(hostile.target, Array.from({ length: rows }, () => 4200 + 1500 * next()));
  const alphas = Array.from({ length: 40 }, (_, i) => 400 / (i * i + 1));
  const values = [27, 88, 150, 212, 274];
  return {
    task: 'regression', source: frame.source, target: hostile.target, seed: 0, folds: 5,
    rows: { total: rows, train: rows - 68, test: testRows, targetMissing: 2 },
    summary: await new Frame([...features, target], rows).summary(),
    almostNumeric: [{ column: 'rooms <i>', numbers: 340, values: 342, texts: ['n.k.'] }],
    dropped: [{ column: 'id <i>', reason: 'an identifier: 342 categories in 342 rows' }],
    features: kept.features,
    baseline: scores([801, 790, 822, 777, 810], 'mean', 1),
    baselineTest: { rootMeanSquaredError: 812.3, meanAbsoluteError: 688.1, r2: -0.01 },
    models: [
      scores([371, 352, 390, 360, 384], 'linear', 6), scores([370, 353, 389, 360, 383], 'ridge', 5.6, false, { alpha: 1.2 }),
      scores([372, 354, 388, 361, 385], 'lasso', 4.4, true, { alpha: 0.31 }), scores([371, 353, 389, 360, 384], 'elastic-net', 4.9, false, { alpha: 0.2, l1Ratio: 0.5 }),
    ],
    penalties: [],
    why: 'Lasso is chosen: its error, 372, is within one standard error (7.1) of the smallest, 371 of ridge, and it is the simplest.',
    test: { rootMeanSquaredError: 301.2, meanAbsoluteError: 241.77, r2: 0.862 },
    testPredictions: { actual, predicted },
    path: { name: 'lasso', alphas, features: kept.features, alpha: 0.31, coefs: alphas.map((alpha) => coef.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - alpha))) },
    curve: {
      kind: 'learning', parameter: 'training rows', values, metric: 'rootMeanSquaredError', greaterIsBetter: false,
      train: values.map((_, i) => summarizeScores([330 + 8 * i, 322 + 9 * i, 341 + 7 * i])),
      validation: values.map((_, i) => summarizeScores([452 - 18 * i, 447 - 16 * i, 461 - 19 * i])),
    },
    diagnosis: {
      verdict: 'good fit', reason: 'With 274 training rows the error is 361 on training rows and 381 on rows held out.', suggestions: ['Try other features.'],
      train: 361, validation: 381, gap: 20, gapStandardError: 7, at: 274,
    },
    model: kept,
    ...changes,
  };
}
