/** Predictions against what really came: a good model's points hug the diagonal. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { extent, linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkOptions, readPairs, type PlotOptions } from './input.ts';
import { cloud } from './points.ts';
import { colors } from './theme.ts';

/**
 * Scatter plot of actual values (upwards) over predicted ones, with the diagonal where both are equal. Both axes have
 * the same range.
 * @param actual  [nSamples]   @param predicted  [nSamples]
 * @param options  defaults: xLabel 'Predicted', yLabel 'Actual', width 640
 * @returns one self-contained SVG; beyond 1,000 points they are counted in shaded squares
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, NaN or infinity
 */
export function predictedActualPlot(actual: VectorInput, predicted: VectorInput, options: PlotOptions = {}): string {
  checkOptions('predictedActualPlot', options);
  const [truth, guess] = readPairs('predictedActualPlot', ['actual', 'predicted'], actual, predicted);
  const { xLabel = 'Predicted', yLabel = 'Actual' } = options;
  const range = [...extent(truth), ...extent(guess)];
  const x = linearAxis(xLabel, range);
  const { mark, caption } = cloud(guess, truth);
  let absolute = 0;
  for (let i = 0; i < truth.length; i++) absolute += Math.abs(truth[i] - guess[i]) / truth.length;
  return draw({
    options,
    name: 'Actual against predicted values',
    description: `Scatter plot of ${formatCount(truth.length, 'point')}: actual values from ${extent(truth).map((end) => formatNumber(end)).join(' to ')} over predicted values from ${extent(guess).map((end) => formatNumber(end)).join(' to ')}. On average a prediction is off by ${formatNumber(absolute)}.`,
    x,
    y: linearAxis(yLabel, range),
    marks: [mark, Plot.line(x.domain, { x: (value: number) => value, y: (value: number) => value, stroke: colors.orange, strokeWidth: 2 })],
    caption: ['On the line, prediction and truth are equal; points above it were predicted too low.', caption].filter((text) => text !== undefined).join(' '),
  });
}
