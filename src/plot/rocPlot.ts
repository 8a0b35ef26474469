/** ROC curves of one or several models: how many of the positive rows are found, at what price in false alarms. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { draw } from './figure.ts';
import { formatFixed } from './format.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { readShares, reference, shareAxis, squareHeight, thin } from './rates.ts';
import { paintOf, readSeries } from './series.ts';

/** What `rocCurve` returns, and anything like it. */
export interface RocPoints {
  /** [points], rising */
  readonly falsePositiveRate: VectorInput;
  /** [points] */
  readonly truePositiveRate: VectorInput;
}

/**
 * True-positive rate over false-positive rate, one line per model or class, its area (AUC) in the legend.
 * @param curves  what `rocCurve` returns, or several such with a name: `[{ name: 'logistic', ...rocCurve(y, p) }]`
 * @param options  defaults: xLabel 'False positive rate', yLabel 'True positive rate', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, or shares outside [0, 1]
 */
export function rocPlot(curves: RocPoints | readonly (RocPoints & { readonly name: string })[], options: PlotOptions = {}): string {
  const caller = 'rocPlot';
  checkOptions(caller, options);
  const series = readSeries(caller, curves, 'falsePositiveRate, truePositiveRate').map(({ name, falsePositiveRate, truePositiveRate }, i) => {
    const [x, y] = readShares(caller, ['falsePositiveRate', 'truePositiveRate'], falsePositiveRate, truePositiveRate);
    let area = 0;
    for (let k = 1; k < x.length; k++) area += ((x[k] - x[k - 1]) * (y[k] + y[k - 1])) / 2;
    return { ...paintOf(i), text: `${name}${name === '' ? '' : ', '}AUC ${formatFixed(area, 3)}`, points: thin(Array.from(x, (value, k) => [value, y[k]] as const)) };
  });
  const { xLabel = 'False positive rate', yLabel = 'True positive rate', width } = options;
  return draw({
    options,
    name: series.length === 1 ? 'ROC curve' : 'ROC curves',
    description: `Share of the positive rows found over the share of the others taken for positive. ${series.map(({ text }) => text).join('; ')}.`,
    x: shareAxis(xLabel), y: shareAxis(yLabel), innerHeight: squareHeight(width),
    legend: series.map(({ text, color, dash }) => ({ text, color, sample: { dash } })),
    marks: [
      reference([0, 0], [1, 1]),
      ...series.map(({ points, color, dash }) => Plot.line(points, { x: '0', y: '1', stroke: color, strokeWidth: 2.25, strokeDasharray: dash, strokeLinejoin: 'round' })),
    ],
    caption: 'Dotted: chance. AUC: how often a positive row has a higher score than another.',
  });
}
