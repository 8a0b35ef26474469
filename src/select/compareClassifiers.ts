/** Compares classifiers on a table by cross-validation, keeps one, and measures it on rows held out. */
import { describe, readClasses, type Label, type NdArray } from '../array/index.ts';
import type { ClassWeight } from '../estimator/index.ts';
import { accuracy, balancedAccuracy, f1, logLoss, rocAuc, stratifiedKFold, trainTestSplit, type ProbabilityMetric } from '../evaluate/index.ts';
import { logisticRegression, readClassification, type ClassificationData, type ClassificationTableModel, type LogisticModel } from '../models/index.ts';
import { mlpClassifier, type MlpClassifierModel, type MlpClassifierOptions } from '../nn/index.ts';
import type { Table } from '../table/index.ts';
import { classWeights, weighedLogLoss, type ClassWeights } from './classWeights.ts';
import { compare, type CompareOptions, type TableLearner, type Task } from './comparison.ts';
import { importanceOf } from './importance.ts';
import { classifierNames, judgeClassifiers, nPenalties, penaltyOf, roughTol, simplest, type ClassifierName } from './judgeClassifiers.ts';
import { onlyClasses } from './onlyClasses.ts';
import { partOf, tableOf } from './part.ts';
import type { ClassificationCandidate, ClassificationComparison, ClassificationFigures } from './result.ts';

/** More classes than this are names of rows, or a quantity. */
export const mostClasses = 100;

export interface CompareClassifiersOptions extends CompareOptions<ClassifierName | 'mlp'> {
  /**
   * What a row of each class counts, in the fits and in the log loss that they are judged by: 'balanced', so that every class
   * counts alike, or numbers above 0 by label, 1 for those that are not named. Default: every row 1.
   */
  readonly classWeight?: ClassWeight;
}

/**
 * The most frequent class and logistic regression with an L2 and with an L1 penalty, judged by their log loss on
 * stratified folds; the steps are those of `compare`. Penalties fall from one that leaves next to nothing, until the
 * loss has risen twice in a row. With `model: 'mlp'` a multilayer perceptron is judged beside them, and kept. Classes of fewer than 3 / (1 − testSize) rows, 4 by default, cannot be learnt and
 * tested: their rows are left out, and `rareClasses` names them.
 * @throws RangeError or TypeError for an unknown column, a target of dates or fractions, one class or more than 100, an
 * infinite number, too few rows for the folds
 */
export async function compareClassifiers(table: Table, { classWeight, ...options }: CompareClassifiersOptions): Promise<ClassificationComparison> {
  const task = classification(classWeight);
  const { common, data, train, test, trained } = await compare(table, options, task);
  const { labels: classes, counts } = readClasses(caller, data.target, data.y, data.y.length);
  const predicted = await trained.predict(test.frame);
  const probabilities = await trained.predictProbability(test.frame);
  const importance = trained.model.kind !== 'mlpClassifier' ? undefined : await importanceOf(
    test.frame, trained.encoder.columns.map(({ name }) => name), async (rows, places) => weighedLogLoss(data.classWeights)(Array.from(places, (i) => test.y[i]), await trained.predictProbability(rows), { classes }),
    common.seed, { ...(options.signal && { signal: options.signal }) },
  );
  const weights = data.classWeights;
  const base = simplest(train.y, classes, test.y.length, weights);
  return {
    task: 'classification',
    ...common,
    ...(importance && { importance }),
    classes: classes.map((label, c) => ({ label, rows: counts[c] })),
    rareClasses: data.rareClasses,
    ...(weights && { classWeights: weights.weights }),
    baselineTest: classificationFigures(test.y, base.predicted, base.probabilities, classes, weighedLogLoss(weights)),
    test: classificationFigures(test.y, predicted, probabilities, classes, weighedLogLoss(weights)),
    testPredictions: { actual: test.y, predicted, probabilities },
  };
}

/** @param probabilities  [rows, classes]   @param classes  a model's: all there are */
export function classificationFigures(yTrue: readonly Label[], yPred: readonly Label[], probabilities: NdArray<[number, number]>, classes: readonly Label[], loss: ProbabilityMetric = logLoss): ClassificationFigures {
  return {
    accuracy: accuracy(yTrue, yPred, { classes }),
    balancedAccuracy: balancedAccuracy(yTrue, yPred, { classes }),
    macroF1: f1(yTrue, yPred, { classes, average: 'macro' }),
    logLoss: loss(yTrue, probabilities, { classes }),
    ...(classes.length === 2 && new Set(yTrue).size === 2 && { rocAuc: rocAuc(yTrue, probabilities, { classes }) }),
  };
}

const caller = 'compareClassifiers';

type Classified = ClassificationData & Pick<ClassificationComparison, 'rareClasses'> & { readonly classWeights?: ClassWeights };

const classification = (classWeight: ClassWeight | undefined): Task<readonly Label[], ClassificationCandidate, ClassificationTableModel<LogisticModel | MlpClassifierModel>, Classified> => ({
  caller,
  names: classifierNames,
  read: async (table, options, testSize) => {
    const data = withoutRare(await readClassification(caller, table, options), Math.ceil(3 / (1 - testSize)));
    return { ...data, ...(classWeight !== undefined && { classWeights: classWeights(caller, classWeight, data.y) }) };
  },
  check: () => undefined,
  holdOut: (data, options) => trainTestSplit(tableOf(data), { ...options, stratify: data.target }),
  splitter: (folds, seed) => stratifiedKFold(folds, { seed, allowMissing: true }),
  judge: (train, splits, steps, run, mlp, data) => judgeClassifiers(caller, train, splits, steps, run, mlp, data.classWeights),
  stepsOf: (folds, mlp) => folds * (classifierNames.length * nPenalties + (mlp === undefined ? 0 : 1)),
  estimator: ({ name, options }, rough, times = 1) => (name === 'mlp'
    ? mlpClassifier(options as MlpClassifierOptions) as TableLearner<ClassificationTableModel<MlpClassifierModel>>
    : logisticRegression({ alpha: times * (options.alpha as number), penalty: penaltyOf(name), ...(classWeight !== undefined && { classWeight }), ...(rough && { tol: roughTol }) }) as TableLearner<ClassificationTableModel<LogisticModel>>),
  whole: (table, { target, y }, signal) => onlyClasses(table, target, [...new Set(y)], signal),
  metric: (data) => weighedLogLoss(data.classWeights),
  words: { loss: 'log loss', simplest: 'the frequencies of the classes' },
});

/**
 * Every class must be in every training part: a row for the test, one for a fold, one at least to learn from.
 * @throws RangeError when fewer than two classes are left, or there are too many
 */
function withoutRare(data: ClassificationData, least: number): Classified {
  const { target, y } = data;
  const name = JSON.stringify(target);
  const { codes, labels, counts } = readClasses(caller, target, y, y.length);
  const advice = 'Choose another target';
  if (labels.length === 1) throw new RangeError(`${caller}: the target must have at least two classes; all ${y.length} values of ${name} are ${describe(labels[0])}. ${advice}`);
  if (labels.length === y.length) throw new RangeError(`${caller}: classes must have several rows each; all ${y.length} values of ${name} are different, as those of an identifier. ${advice}`);
  const rareClasses = labels.map((label, c) => ({ label, rows: counts[c] })).filter(({ rows }) => rows < least);
  const left = labels.length - rareClasses.length;
  if (left < 2) throw new RangeError(`${caller}: at least two classes must have ${least} rows or more; of the ${labels.length} classes of ${name} ${left === 0 ? 'none has' : 'one has'}. ${advice}, or more rows`);
  if (left > mostClasses) throw new RangeError(`${caller}: there must be at most ${mostClasses} classes; ${name} has ${left} of ${least} rows or more. Join rare ones, or choose another target`);
  return { ...(rareClasses.length === 0 ? data : partOf(data, Int32Array.from(codes.keys()).filter((i) => counts[codes[i]] >= least))), rareClasses };
}
