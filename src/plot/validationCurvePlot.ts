/** Training and validation scores along an option of the model: where is the best value? */
import { drawBands, type CurvePoints } from './bands.ts';
import { describe } from '../array/index.ts';
import type { PlotOptions } from './input.ts';

export interface ValidationCurveOptions extends PlotOptions {
  /** 'log' for options that act by factors, as penalties do. Default: 'log' when the values span a factor of 50 or more. */
  readonly scale?: 'linear' | 'log';
}

/**
 * Scores over the values of an option, with bands of ± one standard deviation over the folds; the best validation
 * score is marked.
 * @param curves  what `validationCurve` returns: { parameter, values, metric, greaterIsBetter, train, validation }
 * @param options  defaults: xLabel the option's name, yLabel the metric and its direction, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no values, NaN or infinity
 */
export function validationCurvePlot(curves: CurvePoints, options: ValidationCurveOptions = {}): string {
  const { scale, ...plotOptions } = options;
  if (scale !== undefined && scale !== 'linear' && scale !== 'log') throw new TypeError(`validationCurvePlot: scale must be 'linear' or 'log'; it is ${describe(scale)}`);
  return drawBands(curves, plotOptions, { caller: 'validationCurvePlot', name: 'Validation curve', xLabel: curves.parameter, axis: scale ?? 'auto', markBest: true });
}
