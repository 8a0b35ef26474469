export { describeAlmostNumeric, type AlmostNumeric } from './almostNumeric.ts';
export type { Clustering } from './clustering.ts';
export { clusterTable, type ClusterTableOptions } from './clusterTable.ts';
export type { CompareOptions } from './comparison.ts';
export { classificationFigures, compareClassifiers, type CompareClassifiersOptions } from './compareClassifiers.ts';
export { compareRegressions } from './compareRegressions.ts';
export type { RegressionName } from './families.ts';
export type { ClassifierName } from './judgeClassifiers.ts';
export { classifyImages, type ClassifyImagesOptions, type ImageAugment } from './images/classifyImages.ts';
export type { ExampleImage, ExampleMaps, ImageCandidate, ImageClassification, ImageConfusion, MistakenImage } from './images/result.ts';
export type { ColumnImportance } from './importance.ts';
export type { SampleSize } from './sampleRows.ts';
export { describeSample } from './why.ts';
export { describeChosenOn } from './whyClusters.ts';
export { recogniseTask, type RecognisedTask } from './recogniseTask.ts';
export type {
  Candidate, ClassificationCandidate, ClassificationComparison, ClassificationFigures, CoefficientPath, ComparedSample, Comparison, PenaltyCurve, RegressionCandidate,
  RegressionComparison, RegressionFigures,
} from './result.ts';
