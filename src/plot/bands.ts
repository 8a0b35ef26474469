/** Training and validation scores as two lines, each in a band of ± one standard deviation over the folds. */
import * as Plot from '@observablehq/plot';
import { describe, type VectorInput } from '../array/index.ts';
import { linearAxis, logAxis, type Axis } from './axis.ts';
import { draw } from './figure.ts';
import { formatNumber, formatShort } from './format.ts';
import { checkOptions, checkPositive, readValues, type PlotOptions } from './input.ts';
import { colors } from './theme.ts';

/** What `learningCurve` and `validationCurve` return, and anything like it. */
export interface CurvePoints {
  /** What `values` are: 'training rows', 'alpha'. */
  readonly parameter: string;
  /** [n], the horizontal axis */
  readonly values: VectorInput;
  /** The metric's name. */
  readonly metric: string;
  readonly greaterIsBetter: boolean;
  /** Per value: the mean over folds and its spread. */
  readonly train: readonly { readonly mean: number; readonly std: number }[];
  readonly validation: readonly { readonly mean: number; readonly std: number }[];
  /** The score of the simplest prediction, the mean or the most frequent class: drawn as a line when given. */
  readonly baseline?: number;
  /** The metric is one of classes. */
  readonly needs?: 'labels' | 'probabilities';
}

export interface Bands {
  readonly caller: string;
  readonly name: string;
  readonly xLabel: string;
  readonly axis: 'linear' | 'log' | 'auto';
  /** Values count something: ticks at whole numbers only. */
  readonly whole?: boolean;
  /** Mark the value with the best validation score. */
  readonly markBest: boolean;
}

export function drawBands(curves: CurvePoints, options: PlotOptions, { caller, name, xLabel, axis, whole, markBest }: Bands): string {
  checkOptions(caller, options);
  const values = readValues(caller, 'values', curves.values);
  if (axis === 'log') checkPositive(caller, 'values', values);
  const train = readScores(caller, 'train', curves, values.length);
  const validation = readScores(caller, 'validation', curves, values.length);
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const sorted = (scores: Scores): { at: number; mean: number; low: number; high: number }[] =>
    order.map((i) => ({ at: values[i], mean: scores.mean[i], low: scores.mean[i] - scores.std[i], high: scores.mean[i] + scores.std[i] }));
  const lines = [
    { name: 'validation', color: colors.orange, dash: undefined, points: sorted(validation) },
    { name: 'training', color: colors.blue, dash: '6 3', points: sorted(train) },
  ];
  const best = order.reduce((a, b) => ((curves.greaterIsBetter ? validation.mean[b] > validation.mean[a] : validation.mean[b] < validation.mean[a]) ? b : a), order[0]);
  const baseline = curves.baseline === undefined ? undefined : readValues(caller, 'baseline', [curves.baseline])[0];
  const label = options.xLabel ?? xLabel;
  const x: Axis = axis === 'log' || (axis === 'auto' && spansFactors(values)) ? logAxis(label, values) : linearAxis(label, values, { whole });
  const y = linearAxis(options.yLabel ?? `${wordsOf(curves.metric)} (${curves.greaterIsBetter ? 'higher' : 'lower'} is better)`,
    [...lines.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])), ...(baseline === undefined ? [] : [baseline])]);
  const last = (points: (typeof lines)[number]['points']): number => points[points.length - 1].mean;
  return draw({
    options,
    name,
    description: `At ${curves.parameter} ${formatNumber(values[order[order.length - 1]])}: training ${formatNumber(last(lines[1].points))}, validation ${formatNumber(last(lines[0].points))}.${markBest ? ` Best validation score ${formatNumber(validation.mean[best])} at ${formatNumber(values[best])}.` : ''}`,
    x,
    y,
    marks: [
      ...(baseline === undefined ? [] : [Plot.ruleY([baseline], { stroke: colors.soft, strokeWidth: 1.5, strokeDasharray: '2 4' })]),
      ...lines.map(({ points, color }) => Plot.areaY(points, { x: 'at', y1: 'low', y2: 'high', fill: color, fillOpacity: 0.14 })),
      // a band over a single value is a stroke
      ...(values.length > 1 ? [] : lines.map(({ points, color }, i) => Plot.link(points, { x1: 'at', x2: 'at', y1: 'low', y2: 'high', stroke: color, strokeOpacity: 0.4, strokeWidth: 12 - 7 * i }))),
      ...lines.map(({ points, color, dash }) => Plot.line(points, { x: 'at', y: 'mean', stroke: color, strokeWidth: 2.25, strokeDasharray: dash })),
      ...(values.length > 40 ? [] : lines.map(({ points, color }) => Plot.dot(points, { x: 'at', y: 'mean', fill: color, stroke: colors.paper, r: 4 }))),
    ],
    endLabels: [
      ...lines.map(({ name, color, points }) => ({ y: last(points), text: name, color })),
      ...(baseline === undefined ? [] : [{ y: baseline, text: curves.needs === undefined ? 'mean baseline' : curves.needs === 'labels' ? 'most frequent class' : 'class frequencies', color: colors.soft }]),
    ],
    ...(markBest && { marker: { x: values[best], label: `best: ${formatShort(values[best])}` } }),
    caption: 'Bands: ± one standard deviation over the folds.',
  });
}

interface Scores {
  readonly mean: Float64Array;
  readonly std: Float64Array;
}

function readScores(caller: string, name: 'train' | 'validation', curves: CurvePoints, length: number): Scores {
  const scores: unknown = curves[name];
  if (!Array.isArray(scores)) throw new TypeError(`${caller}: ${name} must be an array of { mean, std }; it is ${describe(scores)}`);
  if (scores.length !== length) throw new RangeError(`${caller}: ${name} must have one score per value; ${name} has ${scores.length}, values has ${length}`);
  const read = (part: 'mean' | 'std'): Float64Array => readValues(caller, `${name}.${part}`, scores.map((score) => (score as Record<string, number> | null)?.[part] as number));
  return { mean: read('mean'), std: read('std') };
}

/** Values that grow by factors belong on an axis of factors. */
function spansFactors(values: Float64Array): boolean {
  return values.every((value) => value > 0) && values.length > 2 && Math.max(...values) / Math.min(...values) >= 50;
}

const properNames: Readonly<Record<string, string>> = { r2: 'R²', f1: 'F1', rocAuc: 'Area under the ROC curve' };

/** 'rootMeanSquaredError' → 'Root mean squared error'; 'r2' → 'R²'. */
function wordsOf(metric: string): string {
  if (Object.hasOwn(properNames, metric)) return properNames[metric];
  const words = metric.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
