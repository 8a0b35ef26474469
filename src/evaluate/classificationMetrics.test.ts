import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { array, type Label } from '../array/index.ts';
import cases from './__fixtures__/classificationMetrics.json' with { type: 'json' };
import { calibrationCurve } from './calibrationCurve.ts';
import type { ClassificationMetric, LabelMetric, ProbabilityMetric } from './classMetric.ts';
import { confusionMatrix } from './confusionMatrix.ts';
import { accuracy, balancedAccuracy, classificationReport, f1, precision, recall, type AverageOptions } from './labelMetrics.ts';
import { averagePrecision, precisionRecallCurve } from './precisionRecallCurve.ts';
import { brierScore, logLoss } from './probabilityMetrics.ts';
import { rocAuc } from './rocAuc.ts';
import { rocCurve } from './rocCurve.ts';

const labelMetrics: readonly LabelMetric[] = [accuracy, balancedAccuracy, precision, recall, f1];
const probabilityMetrics: readonly ProbabilityMetric[] = [logLoss, brierScore, rocAuc, averagePrecision];
const close = (found: number, expected: number, what: string, tol = 1e-12): void => {
  expect(Math.abs(found - expected), `${what}: ${found} against ${expected}`).toBeLessThanOrEqual(tol * Math.max(1, Math.abs(expected)));
};

interface Case {
  readonly title: string;
  readonly yTrue: Label[];
  readonly yPred: Label[];
  readonly probabilities: number[][];
  readonly sampleWeight?: number[];
  readonly scores: Record<string, number>;
  readonly confusion: Record<string, number[][]>;
  readonly probabilityScores: Record<string, number>;
  readonly curves?: { readonly roc: Record<string, number[]>; readonly precisionRecall: Record<string, number[]> };
  /** Observed and predicted. */
  readonly calibration?: Record<string, readonly [number[], number[]]>;
}

describe.each(cases as unknown as Case[])('as scikit-learn to 1e-12: $title', ({ yTrue, yPred, probabilities, sampleWeight, scores, confusion, probabilityScores, curves, calibration }) => {
  const weights = sampleWeight === undefined ? {} : { sampleWeight };

  test('metrics of predicted classes', () => {
    expect(Object.keys(scores).length).toBeGreaterThan(15);
    for (const [key, expected] of Object.entries(scores)) {
      const [name, average, zero] = key.split(' ');
      const metric = labelMetrics.find((candidate) => candidate.name === name) as LabelMetric<string, AverageOptions>;
      close(metric(yTrue, yPred, { ...weights, ...(average && { average: average as 'macro' }), ...(zero && { zeroDivision: Number(zero) as 0 }) }), expected, key);
    }
  });
  test('the confusion matrix and its shares', () => {
    for (const [name, expected] of Object.entries(confusion)) {
      const normalize = { none: undefined, true: 'true', pred: 'predicted', all: 'all' }[name] as 'all' | undefined;
      const found = confusionMatrix(yTrue, yPred, { ...weights, ...(normalize && { normalize }) });
      expect(found.classes).toEqual([...new Set<Label>(yTrue)].sort((a, b) => (a < b ? -1 : 1)));
      found.toNested().flat().forEach((value, i) => close(value, expected.flat()[i], `${name} ${i}`));
    }
  });
  test('metrics of probabilities', () => {
    expect(Object.keys(probabilityScores).length).toBeGreaterThan(3);
    for (const [key, expected] of Object.entries(probabilityScores)) {
      const [name, second, third] = key.split(' ');
      const options = name === 'rocAuc' && third ? { multiClass: second, average: third } : second ? { average: second } : {};
      const metric = probabilityMetrics.find((candidate) => candidate.name === name) as ProbabilityMetric;
      close(metric(yTrue, probabilities, { ...weights, ...options }), expected, key);
    }
  });
  if (curves !== undefined) test('the ROC and the precision-recall curve', () => {
    const roc = rocCurve(yTrue, probabilities, weights);
    expect([roc.thresholds[0], roc.falsePositiveRate[0], roc.truePositiveRate[0]]).toEqual([Infinity, 0, 0]);
    for (const [name, expected] of Object.entries(curves.roc)) {
      const found = roc[name as 'thresholds'].subarray(1);
      expect(found).toHaveLength(expected.length);
      expected.forEach((value, i) => close(found[i], value, `${name} ${i}`));
    }
    const curve = precisionRecallCurve(yTrue, probabilities, weights);
    for (const [name, expected] of Object.entries(curves.precisionRecall)) {
      const found = curve[name as 'recall'].subarray(name === 'thresholds' ? 1 : 0).toReversed();
      expect(found).toHaveLength(expected.length);
      expected.forEach((value, i) => close(found[i], value, `${name} ${i}`));
    }
  });
  if (calibration !== undefined) test('the calibration curve', () => {
    for (const [strategy, [observed, predicted]] of Object.entries(calibration)) {
      const found = calibrationCurve(yTrue, probabilities, { strategy: strategy as 'uniform' });
      expect(found.observed).toHaveLength(observed.length);
      observed.forEach((value, i) => close(found.observed[i], value, `${strategy} ${i}`));
      predicted.forEach((value, i) => close(found.predicted[i], value, `${strategy} ${i}`));
    }
  });
});

interface Row { readonly truth: number; readonly guess: number; readonly scores: readonly number[]; readonly weight: number }

/** Rows of k classes; scores are eighths, so that many are equal. */
const rowsOf = (k: number): fc.Arbitrary<Row[]> => fc.array(fc.record({
  truth: fc.nat(k - 1), guess: fc.nat(k - 1), scores: fc.array(fc.nat(8), { minLength: k, maxLength: k }), weight: fc.nat(3),
}), { minLength: 3, maxLength: 14 });
const names = ['ant', 'bee', 'cow'];
const probabilitiesOf = (rows: readonly Row[]): number[][] => rows.map(({ scores }) => {
  const total = scores.reduce((sum, score) => sum + score + 1, 0);
  return scores.map((score) => (score + 1) / total);
});

test.each([2, 3])('a row of weight 2 equals the row twice, a row of weight 0 none (%d classes)', (k) => {
  fc.assert(fc.property(rowsOf(k), (rows) => {
    const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
    fc.pre(new Set(repeated.map(({ truth }) => truth)).size === k);
    const [weights, y, p] = [rows.map(({ weight }) => weight), rows.map(({ truth }) => names[truth]), rows.map(({ guess }) => names[guess])];
    const [twiceY, twiceP] = [repeated.map(({ truth }) => names[truth]), repeated.map(({ guess }) => names[guess])];
    for (const metric of labelMetrics) close(metric(y, p, { sampleWeight: weights }), metric(twiceY, twiceP), metric.name);
    for (const metric of probabilityMetrics) close(metric(y, probabilitiesOf(rows), { sampleWeight: weights }), metric(twiceY, probabilitiesOf(repeated)), metric.name);
    for (const multiClass of ['oneVsRest', 'pairwise'] as const) {
      for (const average of ['macro', 'weighted'] as const) close(rocAuc(y, probabilitiesOf(rows), { sampleWeight: weights, multiClass, average }), rocAuc(twiceY, probabilitiesOf(repeated), { multiClass, average }), multiClass);
    }
    for (const strategy of ['uniform', 'quantile'] as const) {
      const options = { strategy, nBins: 4, positive: 'ant' };
      const [weighted, twice] = [calibrationCurve(y, probabilitiesOf(rows), { ...options, sampleWeight: weights }), calibrationCurve(twiceY, probabilitiesOf(repeated), options)];
      expect(weighted.rows).toEqual(twice.rows);
      weighted.observed.forEach((value, i) => close(value, twice.observed[i], strategy));
    }
  }), { numRuns: 60 });
});

test('the area under the ROC curve is the chance that a positive row is above another, equal scores counting half', () => {
  fc.assert(fc.property(rowsOf(2), (rows) => {
    let [better, pairs] = [0, 0];
    for (const a of rows) {
      for (const b of rows) {
        if (a.truth !== 1 || b.truth !== 0) continue;
        pairs += a.weight * b.weight;
        better += a.weight * b.weight * (a.scores[0] > b.scores[0] ? 1 : a.scores[0] === b.scores[0] ? 0.5 : 0);
      }
    }
    fc.pre(pairs > 0);
    const [y, s, sampleWeight] = [rows.map(({ truth }) => truth), rows.map(({ scores }) => scores[0]), rows.map(({ weight }) => weight)];
    const found = rocAuc(y, s, { sampleWeight });
    close(found, better / pairs, 'pairs');
    // and the area under the curve's straight lines
    const { falsePositiveRate: x, truePositiveRate: t } = rocCurve(y, s, { sampleWeight });
    close(x.reduce((sum, value, i) => (i === 0 ? 0 : sum + ((value - x[i - 1]) * (t[i] + t[i - 1])) / 2), 0), found, 'trapezoid');
    // any rising function of the scores has the same
    expect(rocAuc(y, s.map((score) => score * score * score - 5), { sampleWeight })).toBe(found);
    close(rocAuc(y, s, { sampleWeight, positive: 0 }), 1 - found, 'the other class');
  }), { numRuns: 100 });
});

test('every point of the curves is what its threshold gives', () => {
  fc.assert(fc.property(rowsOf(2), (rows) => {
    const weightWhere = (test: (row: Row) => boolean): number => rows.reduce((sum, row) => (test(row) ? sum + row.weight : sum), 0);
    const [positives, negatives] = [weightWhere(({ truth }) => truth === 1), weightWhere(({ truth }) => truth === 0)];
    fc.pre(positives > 0 && negatives > 0);
    const [y, s, sampleWeight] = [rows.map(({ truth }) => truth === 1), rows.map(({ scores }) => scores[0]), rows.map(({ weight }) => weight)];
    const roc = rocCurve(y, s, { sampleWeight });
    const curve = precisionRecallCurve(y, s, { sampleWeight });
    expect(curve.thresholds).toEqual(roc.thresholds);
    let area = 0;
    roc.thresholds.forEach((threshold, i) => {
      const found = weightWhere(({ truth, scores }) => truth === 1 && scores[0] >= threshold);
      const called = weightWhere(({ scores }) => scores[0] >= threshold);
      expect([roc.truePositiveRate[i], roc.falsePositiveRate[i], curve.recall[i]]).toEqual([found / positives, (called - found) / negatives, found / positives]);
      expect(curve.precision[i]).toBe(called === 0 ? 1 : found / called);
      if (i > 0) area += (curve.recall[i] - curve.recall[i - 1]) * curve.precision[i];
    });
    close(averagePrecision(y, s, { sampleWeight }), area, 'average precision');
  }), { numRuns: 100 });
});

test('metrics of classes follow from the confusion matrix by their definitions', () => {
  fc.assert(fc.property(rowsOf(3), (rows) => {
    fc.pre(rows.some(({ weight }) => weight > 0));
    const [y, p, sampleWeight] = [rows.map(({ truth }) => names[truth]), rows.map(({ guess }) => names[guess]), rows.map(({ weight }) => weight)];
    const counts = confusionMatrix(y, p, { classes: names, sampleWeight }).toNested();
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const all = sum(counts.flat());
    close(accuracy(y, p, { sampleWeight }), sum(counts.map((row, c) => row[c])) / all, 'accuracy');
    const report = classificationReport(y, p, { classes: names, sampleWeight });
    names.forEach((name, c) => {
      const [hits, truth, predicted] = [counts[c][c], sum(counts[c]), sum(counts.map((row) => row[c]))];
      const [P, R] = [predicted === 0 ? 0 : hits / predicted, truth === 0 ? 0 : hits / truth];
      expect(report[c]).toEqual({ class: name, precision: P, recall: R, f1: expect.closeTo(P + R === 0 ? 0 : (2 * P * R) / (P + R), 12), support: truth });
      const options = { classes: names, positive: name, sampleWeight };
      expect([precision(y, p, options), recall(y, p, options), f1(y, p, options)]).toEqual([P, R, report[c].f1]);
    });
    close(f1(y, p, { average: 'weighted', classes: names, sampleWeight }), sum(report.map((one) => one.f1 * one.support)) / all, 'weighted');
    close(f1(y, p, { average: 'micro', classes: names, sampleWeight }), accuracy(y, p, { sampleWeight }), 'micro');
    const occurring = report.filter((_, c) => sum(counts[c]) + sum(counts.map((row) => row[c])) > 0);
    close(f1(y, p, { average: 'macro', classes: names, sampleWeight }), sum(occurring.map((one) => one.f1)) / occurring.length, 'macro');
    const present = report.filter(({ support }) => support > 0);
    close(balancedAccuracy(y, p, { sampleWeight }), sum(present.map((one) => one.recall)) / present.length, 'balanced');
  }), { numRuns: 60 });
});

test('logLoss of the frequencies is their entropy, of certainty 0, and of a wrong certainty finite', () => {
  close(logLoss(['a', 'b', 'b', 'b'], [[0.25, 0.75], [0.25, 0.75], [0.25, 0.75], [0.25, 0.75]]), -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 'entropy');
  expect(Object.is(logLoss([true, false], [1, 0]), 0)).toBe(true);
  close(logLoss([true], [0], { classes: [false, true] }), 52 * Math.log(2), 'wrong certainty');
  expect(logLoss([true, false], [0.75, 0.25])).toBe(logLoss([true, false], [[0.25, 0.75], [0.75, 0.25]]));
  expect(logLoss(['a', 'b'], [0.9, 0.2], { positive: 'a' })).toBe(logLoss(['a', 'b'], [0.1, 0.8]));
});

test('brierScore is ½ of itself for two classes, and of chance a quarter', () => {
  expect(brierScore([true, false], [0.5, 0.5])).toBe(0.25);
  expect(brierScore([1, 2, 3], [[1, 0, 0], [0, 1, 0], [1, 0, 0]])).toBe(2 / 3);
});

test('the positive class is true, 1 or the later name, also where it does not occur', () => {
  expect(precision([false, false], [false, false])).toBe(0);
  expect(recall([false, false], [false, false], { zeroDivision: 1 })).toBe(1);
  expect(recall([0, 0], [0, 0])).toBe(0);
  expect(f1([-1, 1], [1, 1])).toBe(2 / 3);
  expect(recall(['no', 'no'], ['no', 'no'], { positive: 'yes' })).toBe(0);
  expect(precision(['no', 'yes'], ['yes', 'yes'], { positive: 'no' })).toBe(0);
  expect(recall(['spam', 'ham', 'spam'], ['ham', 'ham', 'spam'], { classes: ['spam', 'ham'] })).toBe(1);
  expect(brierScore([true, true], [[0.5, 0.5], [0, 1]])).toBe(0.125);
});

test('classes that are given say what the columns are, and one that does not occur counts in no mean', () => {
  const scores = [[0.5, 0.5, 0], [0.1, 0.9, 0], [0.8, 0.2, 0]];
  expect(rocAuc(['b', 'b', 'a'], scores, { classes: ['a', 'b', 'c'] })).toBe(1);
  expect(rocAuc(['b', 'b', 'a'], scores, { classes: ['a', 'b', 'c'], multiClass: 'pairwise' })).toBe(1);
  expect(averagePrecision(['b', 'b', 'a'], scores, { classes: ['a', 'b', 'c'] })).toBe(1);
  expect(accuracy(['a', 'b'], ['a', 'a'], { classes: ['c', 'b', 'a'] })).toBe(0.5);
  expect(confusionMatrix(['a', 'b'], ['a', 'a'], { classes: ['c', 'b', 'a'] }).toNested()).toEqual([[0, 0, 0], [0, 0, 1], [0, 0, 1]]);
  expect(confusionMatrix(['a', 'b'], ['a', 'a'], { classes: ['c', 'b', 'a'], normalize: 'true' }).toNested()).toEqual([[0, 0, 0], [0, 0, 1], [0, 0, 1]]);
});

test('probabilities of one row on the edge of two bins are in the lower, and empty bins are left out', () => {
  const { predicted, observed, rows } = calibrationCurve([false, true, true, false], [0, 0.5, 0.5, 0.75], { nBins: 2 });
  expect([[...predicted], [...observed], [...rows]]).toEqual([[1 / 3, 0.75], [2 / 3, 0], [3, 1]]);
  expect(calibrationCurve([false, true], [0.01, 0.99], { nBins: 100 }).rows).toHaveLength(2);
  expect(calibrationCurve([false, true, true], [0.3, 0.3, 0.3], { nBins: 5, strategy: 'quantile' }).rows).toEqual(Float64Array.of(3));
});

test('a metric carries its name, its direction and what it needs, and cannot be changed', () => {
  const metrics: readonly ClassificationMetric[] = [...labelMetrics, ...probabilityMetrics];
  expect(metrics.map(({ name }) => name)).toEqual(['accuracy', 'balancedAccuracy', 'precision', 'recall', 'f1', 'logLoss', 'brierScore', 'rocAuc', 'averagePrecision']);
  expect(metrics.filter(({ greaterIsBetter }) => !greaterIsBetter).map(({ name }) => name)).toEqual(['logLoss', 'brierScore']);
  expect(metrics.every(Object.isFrozen)).toBe(true);
  expectTypeOf(accuracy.name).toEqualTypeOf<'accuracy'>();
});

test('labels may be typed arrays, probabilities NdArrays, and inputs stay as they are', () => {
  const y = Int32Array.of(1, 0, 1);
  const p = array([[0.25, 0.75], [0.5, 0.5], [0.5, 0.5]]);
  expect(accuracy(y, [1, 1, 1])).toBe(2 / 3);
  expect(rocAuc(y, p)).toBe(0.75);
  expect([...y, ...p.data]).toEqual([1, 0, 1, 0.25, 0.75, 0.5, 0.5, 0.5, 0.5]);
});

const yes = [true, false];
test.each<[string, () => unknown, Error]>([
  ['no rows', () => accuracy([], []), new RangeError('accuracy: yTrue must have at least one element; it has none')],
  ['other lengths', () => accuracy([1, 2], [1]), new RangeError('accuracy: yPred must have one element per row; it has 1, there are 2 rows')],
  ['labels of two kinds', () => f1([1, 2], ['1', '2']), new TypeError('f1: yTrue and yPred must hold labels of one kind; 1 is a number, "1" a string')],
  ['a matrix of labels', () => accuracy([[1]] as never, [1]), new TypeError('accuracy: yTrue must hold strings, numbers or booleans, none missing; yTrue[0] is an array of 1')],
  ['a missing label', () => accuracy(['a', undefined as never], ['a', 'b']), new TypeError('accuracy: yTrue must hold strings, numbers or booleans, none missing; yTrue[1] is undefined')],
  ['a label that is no class', () => accuracy(['a', 'x'], ['a', 'b'], { classes: ['a', 'b'] }), new RangeError('accuracy: every label must be one of the classes "a", "b"; yTrue[1] is "x"')],
  ['classes twice', () => accuracy(['a'], ['a'], { classes: ['a', 'a'] }), new RangeError('accuracy: classes must be distinct; 2 are given, 1 of them distinct')],
  ['an unknown option', () => accuracy(yes, yes, { average: 'macro' } as object), new TypeError('accuracy: unknown option "average"; the options are classes, sampleWeight')],
  ['an unknown average', () => f1(yes, yes, { average: 'mean' as 'macro' }), new TypeError("f1: average must be one of 'binary', 'macro', 'micro', 'weighted'; it is \"mean\"")],
  ['no positive class among three', () => recall([1, 2, 3], [1, 2, 3], { average: 'binary' }), new RangeError('recall: with 3 classes, 1, 2, 3, say which is positive: { positive: 3 }')],
  ['one class without a name for the other', () => precision(['no'], ['no']), new RangeError('precision: with one class, "no", say which is positive: { positive: "no" }')],
  ['a positive class that is none', () => precision(['no', 'yes'], ['no', 'no'], { positive: 'maybe' }), new RangeError('precision: positive must be one of the classes "no", "yes"; it is "maybe"')],
  ['half a zero', () => precision(yes, yes, { zeroDivision: 0.5 as 0 }), new RangeError('precision: zeroDivision must be 0 or 1; it is 0.5')],
  ['negative weights', () => accuracy(yes, yes, { sampleWeight: [1, -1] }), new RangeError('accuracy: weights must be at least 0; sampleWeight[1] is -1')],
  ['an unknown share', () => confusionMatrix(yes, yes, { normalize: 'rows' as 'true' }), new TypeError("confusionMatrix: normalize must be one of 'true', 'predicted', 'all'; it is \"rows\"")],
  ['rows that do not sum to 1', () => logLoss(yes, [[0.5, 0.5], [0.5, 0.25]]), new RangeError('logLoss: the probabilities of a row must sum to 1; those of row 1 sum to 0.75')],
  ['a probability above 1', () => logLoss(yes, [0.5, 1.5]), new RangeError('logLoss: probabilities must lie between 0 and 1; row 1 has 1.5')],
  ['a vector for three classes', () => logLoss([1, 2, 3], [0.5, 0.5, 0.5], { positive: 1 }), new RangeError('logLoss: a vector of probabilities is for two classes; there are 3: 1, 2, 3. Give one column per class')],
  ['columns that are not classes', () => logLoss(['a', 'b'], [[0.5, 0.25, 0.25], [1, 0, 0]]), new RangeError('logLoss: probabilities must have one column per class; they are [2, 3], the classes are "a", "b". Give all of them: { classes: model.classes }')],
  ['rows that are not those of the truth', () => rocAuc(yes, [[0.5, 0.5]]), new RangeError('rocAuc: probabilities must have one row per row of yTrue; they are [1, 2], yTrue has 2 rows')],
  ['one class only', () => rocAuc([true, true], [0.5, 0.6]), new RangeError('rocAuc: there must be rows of the positive class and rows of others; all rows are positive')],
  ['one of three classes only', () => rocAuc(['b'], [[1, 0, 0]], { classes: ['a', 'b', 'c'] }), new RangeError('rocAuc: rows of at least two classes must occur; all are of class "b"')],
  ['no positive row', () => averagePrecision([false], [0.5]), new RangeError('averagePrecision: there must be rows of the positive class; no row is positive')],
  ['an unknown way of many', () => rocAuc(yes, [0, 1], { multiClass: 'ovr' as 'pairwise' }), new TypeError("rocAuc: multiClass must be one of 'oneVsRest', 'pairwise'; it is \"ovr\"")],
  ['scores that are not finite', () => rocCurve(yes, [0, NaN]), new RangeError('rocCurve: every number must be finite; probabilities[1] is NaN; leave out the rows where it is missing')],
  ['scores as probabilities', () => calibrationCurve(yes, [0, 3]), new RangeError('calibrationCurve: probabilities must lie between 0 and 1; row 1 has 3')],
  ['no bins', () => calibrationCurve(yes, [0, 1], { nBins: 0 }), new RangeError('calibrationCurve: nBins must be an integer at least 1; it is 0')],
])('refuses %s', (_, act, error) => {
  expect(act).toThrow(error);
});
