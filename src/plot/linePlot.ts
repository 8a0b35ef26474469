/** Points of one feature and the line fitted to them: the first picture of linear regression. */
import * as Plot from '@observablehq/plot';
import { describe, type VectorInput } from '../array/index.ts';
import { extent, linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkFitted, checkOptions, readPairs, readValues, type PlotOptions } from './input.ts';
import { cloud } from './points.ts';
import { colors } from './theme.ts';

/** A line ŷ = coef[0]·x + intercept: any linear model fitted on one feature. */
export interface FittedLine {
  readonly coef: VectorInput;
  readonly intercept: number;
}

/**
 * Scatter plot of (x, y) with the line ŷ = coef·x + intercept.
 * @param x  [nSamples]   @param y  [nSamples]   @param line  a model fitted on one feature
 * @param options  defaults: xLabel 'x', yLabel 'y', width 640
 * @returns one self-contained SVG; beyond 1,000 points they are counted in shaded squares
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, NaN or infinity, more than one coefficient
 */
export function linePlot(x: VectorInput, y: VectorInput, line: FittedLine, options: PlotOptions = {}): string {
  checkOptions('linePlot', options);
  const [xs, ys] = readPairs('linePlot', ['x', 'y'], x, y);
  if (typeof line !== 'object' || line === null) throw new TypeError(`linePlot: line must be { coef, intercept }, as a fitted model is; it is ${describe(line)}`);
  const coef = readValues('linePlot', 'line.coef', line.coef);
  if (coef.length !== 1) throw new RangeError(`linePlot: the line must have one coefficient; line.coef has ${coef.length}. Fit the model on one feature, or draw predictedActualPlot`);
  const [intercept] = readValues('linePlot', 'line.intercept', [line.intercept]);
  const { xLabel = 'x', yLabel = 'y' } = options;
  const axis = linearAxis(xLabel, xs);
  const [low, high] = extent(xs);
  // where all x are one, the line is drawn as far as the axis goes: between equal ends it would be a speck
  const ends = (low === high ? axis.domain : [low, high]).map((at) => ({ x: at, y: coef[0] * at + intercept }));
  checkFitted('linePlot', ends.map(({ y: fitted }) => fitted));
  const { mark, caption } = cloud(xs, ys);
  const sign = intercept < 0 ? '−' : '+';
  const equation = `${yLabel} = ${formatNumber(coef[0])} · ${xLabel} ${sign} ${formatNumber(Math.abs(intercept))}`;
  return draw({
    options,
    name: `${yLabel} by ${xLabel}, with the fitted line`,
    description: `Scatter plot of ${formatCount(xs.length, 'point')} and the fitted line ${equation}.`,
    x: axis,
    y: linearAxis(yLabel, [...extent(ys), ends[0].y, ends[1].y]),
    marks: [mark, Plot.line(ends, { x: 'x', y: 'y', stroke: colors.orange, strokeWidth: 2.5, strokeLinecap: 'round' })],
    caption: ['Line: ', equation, '.', caption === undefined ? '' : ` ${caption}`].join(''),
  });
}
