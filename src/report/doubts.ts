/** What a careful reader should hold against a model: computed from its own figures, the gravest first. */
import { formatCount, formatNumber, formatPercent } from '../plot/index.ts';
import type { LinearModel, LogisticModel } from '../models/index.ts';
import type { TrainedNetwork } from '../nn/index.ts';
import { describeAlmostNumeric, type ClassificationComparison, type Comparison, type RegressionComparison } from '../select/index.ts';
import { optionsText } from './names.ts';
import { networkOf } from './networkOf.ts';

/** A test figure from fewer rows than this moves a good deal with the rows that happened to be drawn. */
const fewRows = 100;
/** Filling in more than this share of a column shapes what the model learns from it. */
const muchMissing = 0.1;
/** An error less than this far below that of the mean is hardly a prediction. */
const hardlyBetter = 0.05;

export function doubts(comparison: Comparison): string[] {
  return [
    ...(comparison.task === 'regression' ? figure(comparison) : classFigure(comparison)), ...convergence(comparison), ...data(comparison),
    ...(networkOf(comparison) !== undefined ? ['A network has no coefficients to read: that it predicts well does not say why, nor what would happen if someone changed a column.', 'Another seed gives another network, with somewhat other figures.'] : [
      `The model adds up effects of single columns. Curves and interactions that are not columns of the table stay unseen${comparison.task === 'regression' ? ': the residuals below show whether there are any' : ''}.`,
      'An effect says what goes together in these rows. It does not say what would happen if someone changed a column.',
    ]),
    'All figures hold for rows like these. Rows of another time, place or range of values have not been tested.',
  ];
}

function figure({ test, baselineTest, rows, models, testPredictions, target }: RegressionComparison): string[] {
  const found: string[] = [];
  const part = test.rootMeanSquaredError / baselineTest.rootMeanSquaredError;
  if (part >= 1) found.push(`On the held-out rows the model is no better than always predicting the mean of ${target}. Do not rely on it.`);
  else if (part > 1 - hardlyBetter) found.push(`On the held-out rows the model is only ${formatPercent(1 - part, 2)} better than always predicting the mean of ${target}.`);
  const { actual, predicted } = testPredictions;
  const errors = actual.map((value, i) => Math.abs(value - predicted[i]));
  const mean = errors.reduce((sum, error) => sum + error / errors.length, 0);
  const squares = errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0);
  if (errors.length > 1 && errors.length < fewRows) {
    const error = Math.sqrt(squares / (errors.length - 1) / errors.length);
    found.push(`The test has ${formatCount(rows.test, 'row')} only: another draw of rows would move the mean absolute error, ${formatNumber(mean, 3)}, by about ±${formatNumber(error, 2)}.`);
  }
  const chosen = models.find((candidate) => candidate.chosen);
  if (chosen !== undefined && test.rootMeanSquaredError > chosen.cv.mean + 2 * chosen.cv.std) {
    found.push(`The test error, ${formatNumber(test.rootMeanSquaredError, 3)}, is higher than cross-validation had promised (${formatNumber(chosen.cv.mean, 3)} ± ${formatNumber(chosen.cv.std, 2)} between folds).`);
  }
  return found;
}

/** The largest class may have so many times the rows of the smallest before accuracy misleads. */
const imbalance = 5;
/** A class with fewer rows in the test has a figure that hangs on single rows. */
const fewOfClass = 10;

function classFigure({ test, baselineTest, rows, models, classes, rareClasses, testPredictions, target }: ClassificationComparison): string[] {
  const found: string[] = [];
  if (test.accuracy <= baselineTest.accuracy) found.push(`On the held-out rows the model is right no more often than always predicting the most frequent ${target}. Do not rely on its classes.`);
  const error = Math.sqrt((test.accuracy * (1 - test.accuracy)) / rows.test);
  if (rows.test < fewRows && error > 0) found.push(`The test has ${formatCount(rows.test, 'row')} only: another draw of rows would move the accuracy, ${formatPercent(test.accuracy, 3)}, by about ±${formatPercent(error, 2)}.`);
  if (error === 0 && test.accuracy === 1) found.push(`No row of the test was missed. With ${formatCount(rows.test, 'row')}, up to ${formatPercent(3 / rows.test, 2)} of new rows may still be (the rule of three).`);
  const sizes = classes.map((one) => one.rows);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  if (most > imbalance * least) {
    const named = (size: number): string => String(classes.find((one) => one.rows === size)!.label);
    found.push(`The classes differ much in size: ${formatCount(most, 'row')} of ${named(most)}, ${formatCount(least, 'row')} of ${named(least)}. Accuracy is mostly about the large ones; balanced accuracy counts each class alike.`);
  }
  const small = classes.map(({ label }) => ({ label, count: testPredictions.actual.filter((one) => one === label).length })).filter(({ count }) => count < fewOfClass);
  if (small.length > 0) found.push(`Few rows in the test are of ${small.slice(0, 5).map(({ label, count }) => `${String(label)} (${count})`).join(', ')}${small.length > 5 ? ` and ${small.length - 5} more classes` : ''}: figures of a single class hang on single rows.`);
  if (rareClasses.length > 0) found.push(`Left out, as too rare to be learnt and tested: ${rareClasses.slice(0, 5).map(({ label, rows: count }) => `${String(label)} (${formatCount(count, 'row')})`).join(', ')}${rareClasses.length > 5 ? ` and ${rareClasses.length - 5} more classes` : ''}. The model will never predict them.`);
  const chosen = models.find((candidate) => candidate.chosen);
  if (chosen !== undefined && test.logLoss > chosen.cv.mean + 2 * chosen.cv.std) {
    found.push(`The log loss of the test, ${formatNumber(test.logLoss, 3)}, is higher than cross-validation had promised (${formatNumber(chosen.cv.mean, 3)} ± ${formatNumber(chosen.cv.std, 2)} between folds).`);
  }
  return found;
}

function convergence({ model }: Comparison): string[] {
  const network = networkOf({ model });
  if (network !== undefined) return epochs(network);
  const solved = model.model as LinearModel | LogisticModel;
  const { converged, note } = solved;
  if (converged) return note === undefined ? [] : [`The solver notes: ${note}.`];
  return [`The solver stopped before it was done: ${note ?? `after ${formatCount(solved.iterations, 'iteration')}`} (${optionsText(solved.options)}). The coefficients may still move.`];
}

/** Of a network, whether its training had come to an end. */
function epochs({ history, bestEpoch }: TrainedNetwork): string[] {
  if (bestEpoch < history.length) return [];
  return [`The network was still learning in the last epoch, ${bestEpoch}: with more epochs it may be better.`];
}

function data({ rows, summary, target, dropped, almostNumeric }: Comparison): string[] {
  const left = new Set(dropped.map(({ column }) => column));
  const filled = summary.filter(({ name, missing, count }) => name !== target && !left.has(name) && missing > muchMissing * (missing + count));
  const named = filled.slice(0, 5).map(({ name, missing, count }) => `${name} (${formatPercent(missing / (missing + count), 2)})`).join(', ');
  return [
    ...almostNumeric.slice(0, 5).map((column) => `A column was read as categories, which may be a mistake: ${describeAlmostNumeric(column)}.`),
    ...(rows.targetMissing > 0 ? [`${formatCount(rows.targetMissing, 'row')} without ${target} ${rows.targetMissing === 1 ? 'was' : 'were'} left out. If they differ from the others, the model has not learnt about them.`] : []),
    ...(filled.length > 0 ? [`Missing values were filled in with the column’s usual value: ${named}${filled.length > 5 ? ` and ${filled.length - 5} more columns` : ''}.`] : []),
  ];
}
