/** Training and validation scores by number of training rows: would more data help? */
import { drawBands, type CurvePoints } from './bands.ts';
import type { PlotOptions } from './input.ts';

/**
 * Scores over the number of training rows, with bands of ± one standard deviation over the folds.
 * A wide gap at the right end is overfitting; two poor scores close together are underfitting.
 * @param curves  what `learningCurve` returns: { parameter, values, metric, greaterIsBetter, train, validation, baseline? }
 * @param options  defaults: xLabel 'Training rows', yLabel the metric and its direction, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no values, NaN or infinity
 */
export function learningCurvePlot(curves: CurvePoints, options: PlotOptions = {}): string {
  return drawBands(curves, options, { caller: 'learningCurvePlot', name: 'Learning curve', xLabel: 'Training rows', axis: 'linear', whole: true, markBest: false });
}
