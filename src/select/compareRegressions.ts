/** Compares regressions on a table by cross-validation, keeps one, and measures it on rows held out. */
import { meanAbsoluteError, kFold, r2, rootMeanSquaredError, trainTestSplit } from '../evaluate/index.ts';
import { readRegression, type LinearModel, type RegressionData, type TableModel } from '../models/index.ts';
import { mlpRegressor, type MlpOptions, type MlpRegressorModel } from '../nn/index.ts';
import type { Table } from '../table/index.ts';
import { compare, type CompareOptions, type TableLearner, type Task } from './comparison.ts';
import { checkNumericTarget } from './dataChecks.ts';
import { familiesFor, regressionNames, type RegressionName } from './families.ts';
import { importanceOf } from './importance.ts';
import { judgeRegressions, meanOf } from './judgeRegressions.ts';
import type { RegressionCandidate, RegressionComparison, RegressionFigures } from './result.ts';

/**
 * The mean, linear, ridge, lasso and elastic-net regression, judged by their root mean squared error; the steps are
 * those of `compare`. With `model: 'mlp'` a multilayer perceptron is judged beside them, and kept.
 * @throws RangeError or TypeError for an unknown column, a target that is not numeric or constant, an infinite number,
 * too few rows for the folds
 */
export async function compareRegressions(table: Table, options: CompareOptions<RegressionName | 'mlp'>): Promise<RegressionComparison> {
  const { common, train, test, trained } = await compare(table, options, regression);
  const predicted = await trained.predict(test.frame);
  const importance = trained.model.kind !== 'mlpRegressor' ? undefined : await importanceOf(
    test.frame, trained.encoder.columns.map(({ name }) => name), async (rows, places) => rootMeanSquaredError(places.length === test.y.length ? test.y : Float64Array.from(places, (i) => test.y[i]), await trained.predict(rows)),
    common.seed, { ...(options.signal && { signal: options.signal }) },
  );
  return {
    task: 'regression',
    ...common,
    ...(importance && { importance }),
    baselineTest: figures(test.y, new Float64Array(test.y.length).fill(meanOf(train.y))),
    test: figures(test.y, predicted),
    testPredictions: { actual: test.y, predicted },
  };
}

const caller = 'compareRegressions';

const regression: Task<Float64Array, RegressionCandidate, TableModel<LinearModel | MlpRegressorModel>> = {
  caller,
  names: regressionNames,
  read: async (table, options) => {
    await checkNumericTarget(caller, table, options.target);
    return readRegression(caller, table, options);
  },
  check: checkSpread,
  holdOut: ({ frame }, options) => trainTestSplit(frame, options),
  splitter: (folds, seed) => kFold(folds, { seed }),
  judge: (train, splits, steps, run, mlp) => judgeRegressions(caller, train, splits, steps, run, mlp),
  stepsOf: (folds, mlp) => folds * (regressionNames.length + (mlp === undefined ? 0 : 1)),
  estimator: ({ name, options }, _rough, times = 1) => (name === 'mlp' ? mlpRegressor(options as MlpOptions) as TableLearner<TableModel<MlpRegressorModel>> : linearOf(name, options, times)),
  whole: async (table) => table,
  metric: () => rootMeanSquaredError,
  words: { loss: 'error', simplest: 'the mean' },
};

/** The penalty of ridge is beside a sum over rows, the others' beside a mean. */
function linearOf(name: string, { alpha, l1Ratio }: RegressionCandidate['options'], times: number): TableLearner<TableModel<LinearModel>> {
  const perRow = name === 'ridge' ? times * (alpha as number) : alpha as number | undefined;
  return familiesFor((l1Ratio as number | undefined) ?? 1).find((family) => family.name === name)!.estimator(perRow);
}

function checkSpread({ y, target }: RegressionData): void {
  if (y.some((value) => value !== y[0])) return;
  throw new RangeError(`${caller}: the target must vary; all ${y.length} values of ${JSON.stringify(target)} are ${y[0]}. Choose another target`);
}

function figures(actual: Float64Array, predicted: Float64Array): RegressionFigures {
  return {
    rootMeanSquaredError: rootMeanSquaredError(actual, predicted),
    meanAbsoluteError: meanAbsoluteError(actual, predicted),
    r2: r2(actual, predicted),
  };
}
