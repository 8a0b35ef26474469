/** The table of contents. Files and databases are in glissade/data, pictures in glissade/plot, the report in glissade/report. */

export { array, NdArray, type DType, type Label, type Labels, type MatrixInput, type Nested, type NumericView, type RowBlock, type RowBlocks, type TypedArray, type VectorInput } from './array/index.ts';
export {
  ModelFormatError, type ClassificationModel, type Classifier, type ClassWeight, type FitOptions, type FittedTransformer, type Json, type ModelState, type Persistent, type Progress,
  type RegressionModel, type Regressor, type RunOptions, type ScoreOptions, type Transformer,
} from './estimator/index.ts';
export { conv2dOutputShape, type Padding, type Size } from './array/index.ts';
export {
  abs, add, argmax, argmin, averagePool2d, broadcastTo, cast, concat, conv2d, conv2dReference, cos, div, equal, erf, exp, expandDims, expm1,
  flatten, gather, gelu, greater, greaterEqual, less, lessEqual, log, log1p, logSoftmax, logsumexp, matmul, max, maximum, maxPool2d, mean, min,
  minimum, mul, neg, notEqual, oneHot, pad, pow, randomUniform, relu, reshape, sigmoid, sign, sin, slice, softmax, softplus, sqrt, square, squeeze, stack,
  sub, sum, tanh, transpose, variance, where,
  type AveragePool2dOptions, type Conv2dOptions, type MatMulOptions, type Operand, type RandomUniformOptions, type ReduceOptions,
} from './ops/index.ts';
export { print, trace, type Equation, type Op, type PrintOptions, type Program, type Tree, type Var } from './program/index.ts';
export {
  checkGradient, grad, valueAndGrad, type CheckGradientOptions, type Gradient, type GradientEntry, type GradientReport, type Gradients,
} from './autodiff/index.ts';
export { compile, compileStep, simplify, type CompiledStep } from './compile/index.ts';
export { setThreads, threadCount } from './runtime/index.ts';
export { generator, type Generator as RandomGenerator } from './random/index.ts';
export { frameOf, Frame, type Cell, type ColumnInfo, type ColumnSummary, type ColumnType, type Table, type TableRows } from './table/index.ts';

export {
  Images, imagesOf, readIdx,
  type BatchOptions, type ImageBatch, type ImageShape, type Normalization, type PixelArray, type SplitImagesOptions, type Which,
} from './images/index.ts';

export {
  alphaMax, ClassificationTableModel, classifyOnTable, elasticNet, fitOnTable, gradientDescent, lasso, lassoPath, LinearModel, linearRegression, LogisticModel, logisticRegression, ridge, TableModel,
  type AlphaMaxOptions, type Certificate, type ClassEffect, type ClosedFormSolver, type Effect, type ElasticNetOptions, type GradientDescent,
  type GradientDescentOptions, type LassoOptions, type LassoPath, type LassoPathOptions, type LinearEstimator, type LinearRegressionOptions,
  type LogisticRegression, type LogisticRegressionOptions, type LogisticSolver,
  type ModelColumn, type OneTarget, type PenaltySolver, type Prediction, type RidgeOptions, type TableFitOptions, type TablePredictOptions,
  type TableScoreOptions, type Targets,
} from './models/index.ts';
export {
  imputer, minMaxScaler, oneHotEncoder, pipeline, polynomialFeatures, standardScaler, tableEncoder,
  ClassificationPipeline, FittedImputer, FittedMinMaxScaler, FittedOneHotEncoder, FittedPipeline, FittedPolynomialFeatures, FittedStandardScaler,
  FittedTableEncoder, RegressionPipeline,
  type CategoryRows, type DroppedColumn, type EncodedColumn, type EncodedFeature, type ImputerOptions, type ImputerStrategy, type MinMaxScalerOptions, type OneHotEncoder,
  type OneHotEncoderOptions, type PolynomialFeaturesOptions, type StandardScalerOptions, type TableEncoder, type TableEncoderOptions,
} from './preprocess/index.ts';

export {
  accuracy, averagePrecision, balancedAccuracy, brierScore, calibrationCurve, classificationReport, confusionMatrix, f1, logLoss, precision,
  precisionRecallCurve, recall, rocAuc, rocCurve,
  type AverageOptions, type CalibrationCurve, type CalibrationOptions, type ClassificationMetric, type ClassOptions, type ClassReport,
  type ConfusionMatrix, type ConfusionMatrixOptions, type LabelMetric, type PositiveOptions, type PrecisionRecallCurve, type ProbabilityMetric,
  type RocAucOptions, type RocCurve,
} from './evaluate/index.ts';
export {
  choice, crossValidate, diagnose, explainedVariance, gridSearch, groupKFold, integers, kFold, learningCurve, logUniform,
  maxError, meanAbsoluteError, meanSquaredError, medianAbsoluteError, oneStandardError, r2, randomSearch, repeated,
  rootMeanSquaredError, standardError, stratifiedKFold, summarizeScores, timeSeriesSplit, trainTestSplit, uniform, validationCurve,
  type CrossValidateOptions, type CrossValidation, type CurveOptions, type Curves, type Diagnosis, type DiagnoseOptions, type Distribution,
  type Distributions, type Grid, type LearningCurveOptions, type Metric, type OneStandardErrorChoice,
  type RandomSearchOptions, type RankedCandidate, type Scores, type ScoreSummary, type Search, type SearchOptions, type SearchResult,
  type Split, type SplitContext, type Splitter, type StratifiedKFoldOptions, type TableClassificationModel, type TableClassifier, type TrainingHistory, type TrainTestSplitOptions, type Verdict,
} from './evaluate/index.ts';

export {
  chooseClusters, kMeans, KMeansModel, TableClusters,
  type ChooseClustersOptions, type ClusterChoice, type ClusterMetric, type KMeans, type KMeansOptions, type KMeansSettings, type TableClusterOptions,
} from './cluster/index.ts';
export {
  adjustedRand, completeness, homogeneity, silhouette, silhouetteSamples, vMeasure, type SilhouetteOptions, type SilhouetteSamplesOptions,
} from './evaluate/index.ts';

export {
  classificationFigures, clusterTable, compareClassifiers, compareRegressions, describeAlmostNumeric, describeChosenOn, describeSample, recogniseTask,
  type AlmostNumeric, type Candidate, type ColumnImportance, type ClassificationCandidate, type ClassificationComparison, type ClassificationFigures, type ClassifierName, type Clustering, type ClusterTableOptions, type CoefficientPath,
  type ComparedSample, type CompareClassifiersOptions, type CompareOptions, type Comparison, type PenaltyCurve, type RecognisedTask, type RegressionCandidate, type RegressionComparison, type RegressionFigures, type RegressionName, type SampleSize,
  classifyImages, type ClassifyImagesOptions, type ImageAugment, type ExampleImage, type ExampleMaps, type ImageCandidate, type ImageClassification, type ImageConfusion, type MistakenImage,
} from './select/index.ts';

export { load, modelKinds, save, toBytes, toOnnx, toSql, version, type ByteSink, type LoadedModel, type ModelKind, type ModelKinds, type OnnxColumn, type OnnxInput, type OnnxModel, type OnnxOptions, type OnnxOutput, type OnnxQuestion, type OnnxStep, type OnnxTableOptions, type OnnxValue, type SqlOptions } from './exchange/index.ts';
