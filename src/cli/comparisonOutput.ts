/** What train says of a comparison: lines for a reader, a document for a program. Knows no table. */
import { confusionMatrix, describeAlmostNumeric, describeSample, type Candidate, type ClassificationComparison, type ColumnImportance, type Comparison, type RegressionComparison } from '../index.ts';
import { confusionTable } from './confusionTable.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print } from './output.ts';
import { printable } from './printable.ts';

/** Where things were written, and how long all took. */
export interface Written {
  readonly model: string;
  readonly report: string;
  readonly seconds: number;
}

/** The document of --json; docs/cli.md describes it. @param reason  why the task is what it is */
export function documentOf(comparison: Comparison, reason: string, written: Written): unknown {
  const { task, baseline, baselineTest, rows, models } = comparison;
  const classification = task === 'classification';
  return {
    task,
    taskReason: reason,
    source: comparison.source,
    target: comparison.target,
    ...(classification && { classes: comparison.classes, rareClasses: comparison.rareClasses, ...(comparison.classWeights && { classWeights: comparison.classWeights }) }),
    rows: comparison.sample?.of ?? rows.total,
    ...(comparison.sample && { sample: comparison.sample }),
    features: comparison.features.length,
    featureNames: comparison.features,
    split: { train: rows.train, test: rows.test, targetMissing: rows.targetMissing, seed: comparison.seed, folds: comparison.folds },
    almostNumeric: comparison.almostNumeric,
    dropped: comparison.dropped,
    metric: classification ? 'logLoss' : 'rootMeanSquaredError',
    baseline: { ...baselineTest, cv: baseline.cv },
    models,
    why: comparison.why,
    test: comparison.test,
    ...(classification && { confusion: confusionMatrix(comparison.testPredictions.actual, comparison.testPredictions.predicted, { classes: labelsOf(comparison) }).toNested() }),
    ...(comparison.importance && { importance: comparison.importance }),
    diagnosis: comparison.diagnosis,
    ...written,
  };
}

export function printComparison(comparison: Comparison, reason: string, { model, report, seconds }: Written): void {
  const { rows } = comparison;
  for (const column of comparison.almostNumeric) note(`read as categories: ${describeAlmostNumeric(column)}`);
  for (const { column, reason: why } of comparison.dropped) note(`left out ${column}: ${why}`);
  if (rows.targetMissing > 0) note(`left out ${formatCount(rows.targetMissing, 'row')} without ${comparison.target}`);
  print(`${printable(comparison.source)}: ${formatCount(rows.total, 'row')}, ${formatCount(comparison.features.length, 'feature')}; ${formatCount(rows.train, 'row')} to train, ${rows.test} held out`);
  if (comparison.sample !== undefined) print(describeSample(comparison.sample), { wrap: true });
  print(`${comparison.task === 'regression' ? 'Regression' : 'Classification'}: ${printable(reason)}.`, { wrap: true });
  if (comparison.task === 'regression') printRegression(comparison);
  else printClassification(comparison);
  if (comparison.importance !== undefined) printImportance(comparison.importance, comparison.task);
  print(`Verdict: ${comparison.diagnosis.verdict}. ${comparison.diagnosis.reason}\n`, { wrap: true });
  print(`model    ${model}\nreport   ${report}\nseconds  ${seconds.toFixed(1)}`);
}

const shownColumns = 10;

/** Of a network: the columns that its predictions hang on. */
function printImportance(importance: readonly ColumnImportance[], task: Comparison['task']): void {
  const loss = task === 'regression' ? 'error' : 'log loss';
  print(formatTable(['column', `${loss} grows by`, '± std'], importance.slice(0, shownColumns).map(({ column, growth }) => [column, formatNumber(growth.mean, 3), formatNumber(growth.std, 2)])));
  print(`\nBy how much the ${loss} on the rows held out grows when the values of a column are shuffled${importance.length > shownColumns ? `; the ${shownColumns} columns with most of ${importance.length}` : ''}.\n`, { wrap: true });
}

function printRegression({ baseline, models, target, folds, why, rows, test, baselineTest }: RegressionComparison): void {
  printModels(['error', '± std', 'R²'], [baseline, ...models], ({ cv, r2 }) => [formatNumber(cv.mean), spread(cv), r2.mean.toFixed(3)]);
  print(`\nError: root mean squared error in the unit of ${printable(target)}, mean and standard deviation over ${folds} folds. Coefficients: how many the model effectively has.`, { wrap: true });
  print(printable(why), { wrap: true });
  print(`\nOn the ${formatCount(rows.test, 'row')} held out: error ${formatNumber(test.rootMeanSquaredError)} (the mean as prediction: ${formatNumber(baselineTest.rootMeanSquaredError)}), R² ${test.r2.toFixed(3)}.`, { wrap: true });
}

/** Beyond so many classes the rest is counted. */
const shownClasses = 12;
/** The largest class may have so many times the rows of the smallest before accuracy misleads. */
const imbalance = 5;

function printClassification(comparison: ClassificationComparison): void {
  const { baseline, models, classes, rareClasses, classWeights, folds, why, rows, test, baselineTest, testPredictions } = comparison;
  const listed = classes.slice(0, shownClasses).map(({ label, rows: count }) => `${printable(String(label))} ${formatShare(count / rows.total)}`);
  print(`Classes: ${listed.join(', ')}${classes.length > shownClasses ? `, and ${classes.length - shownClasses} more` : ''}.`, { wrap: true });
  if (classWeights !== undefined) print(`A row counts: ${classes.slice(0, shownClasses).map(({ label }) => `${printable(String(label))} ${formatNumber(classWeights[String(label)], 3)}`).join(', ')}; in log losses, too. Probabilities are those of rows that count so.`, { wrap: true });
  const rare = rareClasses.slice(0, shownClasses).map(({ label, rows: count }) => `${String(label)} (${formatCount(count, 'row')})`);
  if (rare.length > 0) note(`left out, as too rare to be learnt and tested: ${rare.join(', ')}${rareClasses.length > shownClasses ? `, and ${rareClasses.length - shownClasses} more classes` : ''}`);
  const counts = classes.map((one) => one.rows);
  if (Math.max(...counts) > imbalance * Math.min(...counts)) note('classes differ much in size: a high accuracy may come from the large ones alone; look at balanced accuracy');
  printModels(['log loss', '± std', 'accuracy'], [baseline, ...models], ({ cv, accuracy }) => [formatNumber(cv.mean), spread(cv), formatShare(accuracy.mean)]);
  print(`\nLog loss: how surprised the probabilities were by the true classes, 0 if never; mean and standard deviation over ${folds} folds. Coefficients: how many the model effectively has.`, { wrap: true });
  print(printable(why), { wrap: true });
  const auc = test.rocAuc === undefined ? '' : `, AUC ${test.rocAuc.toFixed(3)}`;
  print(`\nOn the ${formatCount(rows.test, 'row')} held out: accuracy ${formatShare(test.accuracy)} (always the most frequent class: ${formatShare(baselineTest.accuracy)}), balanced ${formatShare(test.balancedAccuracy)}, macro F1 ${test.macroF1.toFixed(3)}, log loss ${formatNumber(test.logLoss)}${auc}.\n`, { wrap: true });
  print(`${confusionTable(confusionMatrix(testPredictions.actual, testPredictions.predicted, { classes: labelsOf(comparison) }))}\n`);
}

const labelsOf = ({ classes }: ClassificationComparison) => classes.map(({ label }) => label);

function printModels<C extends Candidate>(figures: readonly string[], candidates: readonly C[], figuresOf: (candidate: C) => readonly string[]): void {
  print(`\n${formatTable(
    ['  model', 'options', ...figures, 'coefficients'],
    candidates.map((candidate) => [
      `${candidate.chosen ? '→' : ' '} ${candidate.name}`,
      candidate.name === 'mlp' ? `hidden ${String(candidate.options.hidden)}` : Object.entries(candidate.options).filter(([name]) => name !== 'penalty').map(([name, value]) => `${name} ${optionText(value)}`).join(', '),
      ...figuresOf(candidate),
      formatNumber(candidate.degreesOfFreedom, 3),
    ]),
    ['options'],
  )}`);
}

/** Folds that differ by rounding only do not differ. */
function spread({ mean, std }: Candidate['cv']): string {
  return std < 1e-12 * mean ? '0' : formatNumber(std, 3);
}

/** In full when that is short: an l1Ratio of 0.99999 is not 1. */
function optionText(value: unknown): string {
  const full = String(value);
  return typeof value === 'number' && full.length > 9 ? formatNumber(value, 3) : full;
}
