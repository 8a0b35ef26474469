export { describeAlmostNumeric, type AlmostNumeric } from './almostNumeric.ts';
export { compareRegressions, type CompareOptions } from './compare.ts';
export type { RegressionName } from './families.ts';
export type { Candidate, CoefficientPath, Comparison, PenaltyCurve, RegressionFigures } from './result.ts';
