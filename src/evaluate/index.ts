export type { Metric } from './metric.ts';
export {
  explainedVariance, maxError, meanAbsoluteError, meanSquaredError, medianAbsoluteError, r2, rootMeanSquaredError,
} from './regressionMetrics.ts';
export type { ShuffleOptions, Split, SplitContext, Splitter } from './splitter.ts';
export { kFold } from './kFold.ts';
export { stratifiedKFold } from './stratifiedKFold.ts';
export { groupKFold } from './groupKFold.ts';
export { timeSeriesSplit, type TimeSeriesSplitOptions } from './timeSeriesSplit.ts';
export { repeated } from './repeated.ts';
export { trainTestSplit, type FeatureSplit, type FrameSplit, type TargetSplit, type TrainTestIndices, type TrainTestSplitOptions } from './trainTestSplit.ts';
export { standardError, summarizeScores, type ScoreSummary } from './score.ts';
export type { RowOptions, TableRegressionModel, TableRegressor, TableTarget } from './dataset.ts';
export { crossValidate, type CrossValidateOptions, type CrossValidation, type Scores } from './crossValidate.ts';
export { oneStandardError, type OneStandardErrorChoice, type RankedCandidate } from './oneStandardError.ts';
export type { Search, SearchOptions, SearchResult } from './search.ts';
export { gridSearch, type Chosen, type Grid } from './gridSearch.ts';
export { choice, integers, logUniform, uniform, type Distribution } from './distributions.ts';
export { randomSearch, type Distributions, type Drawn, type RandomSearchOptions } from './randomSearch.ts';
export type { Curves } from './curves.ts';
export { learningCurve, type CurveOptions, type LearningCurveOptions } from './learningCurve.ts';
export { validationCurve } from './validationCurve.ts';
export type { Diagnosis, Verdict } from './diagnosis.ts';
export { diagnose, type DiagnoseOptions } from './diagnose.ts';
