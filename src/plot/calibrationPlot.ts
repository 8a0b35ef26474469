/** Predicted probabilities against what came: on the diagonal they mean what they say. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { draw } from './figure.ts';
import { formatNumber } from './format.ts';
import { checkOptions, readPairs, type PlotOptions } from './input.ts';
import { readShares, reference, shareAxis, squareHeight } from './rates.ts';
import { paintOf, readSeries } from './series.ts';
import { colors } from './theme.ts';

/** What `calibrationCurve` returns, and anything like it. */
export interface CalibrationPoints {
  /** [bins], the mean predicted probability */
  readonly predicted: VectorInput;
  /** [bins], the share of positive rows */
  readonly observed: VectorInput;
  /** [bins], how many rows: the area of the dots. Default all equal. */
  readonly rows?: VectorInput;
}

/**
 * Observed frequency over predicted probability, one line per model; the larger a dot, the more rows are in its bin.
 * @param curves  what `calibrationCurve` returns, or several such with a name
 * @param options  defaults: xLabel 'Predicted probability', yLabel 'Observed frequency', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no bins, or shares outside [0, 1]
 */
export function calibrationPlot(curves: CalibrationPoints | readonly (CalibrationPoints & { readonly name: string })[], options: PlotOptions = {}): string {
  const caller = 'calibrationPlot';
  checkOptions(caller, options);
  const series = readSeries(caller, curves, 'predicted, observed').map(({ name, predicted, observed, rows }, i) => {
    const [x, y] = readShares(caller, ['predicted', 'observed'], predicted, observed);
    const counts = rows === undefined ? new Float64Array(x.length).fill(1) : readPairs(caller, ['predicted', 'rows'], predicted, rows)[1];
    const total = counts.reduce((sum, count) => sum + count, 0);
    const off = counts.reduce((sum, count, k) => sum + (count / total) * Math.abs(x[k] - y[k]), 0);
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    return { name, ...paintOf(i), off, points: Array.from(x, (value, k) => ({ x: value, y: y[k], r: 3 + 5 * Math.sqrt(Math.max(0, counts[k]) / most) })) };
  });
  const named = series.filter(({ name }) => name !== '');
  const { xLabel = 'Predicted probability', yLabel = 'Observed frequency', width } = options;
  return draw({
    options,
    name: 'Calibration of probabilities',
    description: series.map(({ name, off, points }) => `${name === '' ? '' : `${name}: `}${points.length} bins, on average ${formatNumber(off, 2)} off the diagonal.`).join(' '),
    x: shareAxis(xLabel), y: shareAxis(yLabel), innerHeight: squareHeight(width),
    legend: named.map(({ name, color, dash }) => ({ text: name, color, sample: { dash } })),
    marks: [
      reference([0, 0], [1, 1]),
      ...series.map(({ points, color, dash }) => Plot.line(points, { x: 'x', y: 'y', stroke: color, strokeWidth: 2, strokeDasharray: dash })),
      ...series.map(({ points, color }) => Plot.dot(points, { x: 'x', y: 'y', r: { value: (point: { r: number }) => point.r, scale: null }, fill: color, stroke: colors.paper, strokeWidth: 1.5 })),
    ],
    caption: 'Dotted: probabilities that mean what they say. Above it they are too low, below too high. Larger dots: more rows.',
  });
}
