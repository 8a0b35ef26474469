/** How many clusters: what one more brings, in squared error and in silhouette. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { linearAxis, type Axis } from './axis.ts';
import { draw, drawStack, type Figure } from './figure.ts';
import { formatFixed, formatNumber } from './format.ts';
import { checkOptions, readPairs, readValues, type PlotOptions } from './input.ts';
import { colors } from './theme.ts';

/** One clustering per number of clusters. */
export interface ElbowPoints {
  /** [n], numbers of clusters */
  readonly nClusters: VectorInput;
  /** [n], SSE: the sum of squared distances to the nearest centre */
  readonly inertia: VectorInput;
  /** [n], the mean silhouette; for one cluster, which has none, NaN. Drawn below when there is any. */
  readonly silhouette?: VectorInput;
  /** The number chosen: marked when given. */
  readonly chosen?: number;
}

/**
 * SSE over the number of clusters, and below it the mean silhouette. SSE always falls; where it bends, further clusters
 * bring little. The silhouette is highest where clusters are tight and apart.
 * @param points  { nClusters, inertia, silhouette?, chosen? }
 * @param options  defaults: xLabel 'Number of clusters', yLabel 'Sum of squared distances (SSE)', width 640; height is that of each part
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, NaN or infinity
 */
export function elbowPlot(points: ElbowPoints, options: PlotOptions = {}): string {
  const caller = 'elbowPlot';
  checkOptions(caller, options);
  const [counts, inertia] = readPairs(caller, ['nClusters', 'inertia'], points.nClusters, points.inertia);
  const found = points.silhouette === undefined ? [] : readSilhouette(caller, counts, points.silhouette);
  const scores = found.length === 0 ? undefined : found;
  const chosen = points.chosen === undefined ? undefined : readValues(caller, 'chosen', [points.chosen])[0];
  const { xLabel = 'Number of clusters', yLabel = 'Sum of squared distances (SSE)', title, ...size } = options;
  const order = Array.from(counts.keys()).sort((a, b) => counts[a] - counts[b]);
  const x = wholeAxis(xLabel, counts);
  const best = scores?.reduce((a, b) => (b.y > a.y ? b : a));
  const marker = chosen === undefined ? {} : { marker: { x: chosen, label: `chosen: ${formatNumber(chosen)}` } };
  const line = (data: readonly { x: number; y: number }[], color: string): Plot.Markish[] => [
    Plot.line(data, { x: 'x', y: 'y', stroke: color, strokeWidth: 2.25 }),
    Plot.dot(data, { x: 'x', y: 'y', fill: color, stroke: colors.paper, r: 4.5 }),
  ];
  const errors = order.map((i) => ({ x: counts[i], y: inertia[i] }));
  const upper: Figure = {
    options: { ...size, ...(title !== undefined && { title }) },
    name: 'Squared error and silhouette by number of clusters',
    description: `SSE falls from ${formatNumber(errors[0].y)} with ${formatNumber(errors[0].x)} clusters to ${formatNumber(errors[errors.length - 1].y)} with ${formatNumber(errors[errors.length - 1].x)}.${best === undefined ? '' : ` The silhouette is highest, ${formatNumber(best.y, 3)}, with ${formatNumber(best.x)}.`}${chosen === undefined ? '' : ` Chosen: ${formatNumber(chosen)}.`}`,
    x: scores === undefined ? x : { ...x, label: '' },
    y: linearAxis(yLabel, inertia, { include: 0 }),
    innerHeight: scores === undefined ? undefined : 190,
    marks: line(errors, colors.blue),
    ...marker,
  };
  if (scores === undefined) return draw(upper);
  return drawStack([upper, {
    options: size, name: '', description: '', x, innerHeight: 150,
    y: linearAxis('Mean silhouette (higher is better)', scores.map(({ y }) => y), { include: 0 }),
    marks: line(scores, colors.orange),
    ...(chosen !== undefined && { marker: { x: chosen, label: '' } }),
  }]);
}

/** Whole numbers only, from 1 on: there are no 0 clusters. */
function wholeAxis(label: string, counts: Float64Array): Axis {
  const axis = linearAxis(label, counts, { pad: 0.04 });
  return { ...axis, ticks: (room) => axis.ticks(room).filter(({ value }) => Number.isInteger(value) && value >= 1).map(({ value }) => ({ value, text: formatFixed(value, 0) })) };
}

/** Without the numbers of clusters that have none. */
function readSilhouette(caller: string, counts: Float64Array, silhouette: VectorInput): { x: number; y: number }[] {
  const kept = Array.from(silhouette, (value, i) => ({ x: counts[i], y: value })).filter(({ y }) => !Number.isNaN(y)).sort((a, b) => a.x - b.x);
  if (silhouette.length !== counts.length) throw new RangeError(`${caller}: nClusters and silhouette must have one element per point; nClusters has ${counts.length}, silhouette has ${silhouette.length}`);
  if (kept.length > 0) readValues(caller, 'silhouette', kept.map(({ y }) => y));
  return kept;
}
