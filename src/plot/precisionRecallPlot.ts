/** Precision-recall curves of one or several models: how many alarms are true, as more of the positive rows are found. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { draw } from './figure.ts';
import { formatFixed, formatNumber } from './format.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { readShares, reference, shareAxis, squareHeight, thin } from './rates.ts';
import { paintOf, readSeries } from './series.ts';

/** What `precisionRecallCurve` returns, and anything like it. */
export interface PrecisionRecallPoints {
  /** [points] */
  readonly precision: VectorInput;
  /** [points], rising */
  readonly recall: VectorInput;
}

/**
 * Precision over recall as steps, one line per model or class, its average precision in the legend.
 * @param curves  what `precisionRecallCurve` returns, or several such with a name
 * @param options  defaults: xLabel 'Recall', yLabel 'Precision', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, or shares outside [0, 1]
 */
export function precisionRecallPlot(curves: PrecisionRecallPoints | readonly (PrecisionRecallPoints & { readonly name: string })[], options: PlotOptions = {}): string {
  const caller = 'precisionRecallPlot';
  checkOptions(caller, options);
  const series = readSeries(caller, curves, 'precision, recall').map(({ name, precision, recall }, i) => {
    const [x, y] = readShares(caller, ['recall', 'precision'], recall, precision);
    let area = 0;
    for (let k = 1; k < x.length; k++) area += (x[k] - x[k - 1]) * y[k];
    // where all rows are called positive, the precision is their share of positive ones
    return { ...paintOf(i), text: `${name}${name === '' ? '' : ', '}AP ${formatFixed(area, 3)}`, share: y[y.length - 1], points: thin(Array.from(x, (value, k) => [value, y[k]] as const)) };
  });
  const shares = [...new Set(series.map(({ share }) => share))];
  const { xLabel = 'Recall', yLabel = 'Precision', width } = options;
  return draw({
    options,
    name: series.length === 1 ? 'Precision-recall curve' : 'Precision-recall curves',
    description: `Share of the rows called positive that are, over the share of the positive rows found. ${series.map(({ text }) => text).join('; ')}.`,
    x: shareAxis(xLabel), y: shareAxis(yLabel), innerHeight: squareHeight(width),
    legend: series.map(({ text, color, dash }) => ({ text, color, sample: { dash } })),
    marks: [
      ...(shares.length === 1 ? [reference([0, shares[0]], [1, shares[0]])] : []),
      ...series.map(({ points, color, dash }) => Plot.line(points, { x: '0', y: '1', curve: 'step-before', stroke: color, strokeWidth: 2.25, strokeDasharray: dash, strokeLinejoin: 'round' })),
    ],
    caption: `${shares.length === 1 ? `Dotted: chance, the share of positive rows (${formatNumber(shares[0], 2)}). ` : ''}AP: average precision, the area below the steps.`,
  });
}
