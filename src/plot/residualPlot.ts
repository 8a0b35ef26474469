/** What a model leaves unexplained, over its predictions: a shape here is a shape the model has missed. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { extent, linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkOptions, readPairs, type PlotOptions } from './input.ts';
import { cloud } from './points.ts';
import { colors } from './theme.ts';

/** Fewer points than this give means too rough to be read. */
const leastForMeans = 40;
const groups = 8;

/**
 * Residuals, actual − predicted, over predicted values. From 40 points on also their mean in eight groups of equal
 * size, ordered by prediction: when the means bend away from 0, a straight line is not the whole story.
 * @param actual  [nSamples]   @param predicted  [nSamples]
 * @param options  defaults: xLabel 'Predicted', yLabel 'Residual: actual − predicted', width 640
 * @returns one self-contained SVG; beyond 1,000 points they are counted in shaded squares
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, NaN or infinity
 */
export function residualPlot(actual: VectorInput, predicted: VectorInput, options: PlotOptions = {}): string {
  checkOptions('residualPlot', options);
  const [truth, guess] = readPairs('residualPlot', ['actual', 'predicted'], actual, predicted);
  const residuals = truth.map((value, i) => value - guess[i]);
  const { xLabel = 'Predicted', yLabel = 'Residual: actual − predicted' } = options;
  const means = truth.length < leastForMeans ? [] : groupMeans(guess, residuals);
  const { mark, caption } = cloud(guess, residuals);
  const [low, high] = extent(residuals);
  return draw({
    options,
    name: 'Residuals against predicted values',
    description: `Scatter plot of ${formatCount(truth.length, 'residual')}, from ${formatNumber(low)} to ${formatNumber(high)}, over predicted values.`,
    x: linearAxis(xLabel, guess),
    y: linearAxis(yLabel, residuals, { include: 0 }),
    marks: [
      mark,
      Plot.ruleY([0], { stroke: colors.ink, strokeWidth: 1 }),
      ...(means.length === 0 ? [] : [
        Plot.line(means, { x: 'x', y: 'y', stroke: colors.paper, strokeWidth: 5 }),
        Plot.line(means, { x: 'x', y: 'y', stroke: colors.orange, strokeWidth: 2.5 }),
        Plot.dot(means, { x: 'x', y: 'y', fill: colors.orange, stroke: colors.paper, r: 4 }),
      ]),
    ],
    caption: [
      means.length === 0 ? undefined : `Line: the mean of the residuals in ${groups} groups of equal size. It should stay near 0.`,
      caption,
    ].filter((text) => text !== undefined).join(' ') || undefined,
  });
}

function groupMeans(predicted: Float64Array, residuals: Float64Array): { x: number; y: number }[] {
  const order = Array.from(predicted, (_, i) => i).sort((a, b) => predicted[a] - predicted[b] || a - b);
  return Array.from({ length: groups }, (_, group) => {
    const members = order.slice(Math.floor((group * order.length) / groups), Math.floor(((group + 1) * order.length) / groups));
    const mean = (values: Float64Array): number => members.reduce((sum, i) => sum + values[i] / members.length, 0);
    return { x: mean(predicted), y: mean(residuals) };
  });
}
