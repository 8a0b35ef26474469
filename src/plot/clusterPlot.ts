/** Rows in the plane in which they differ most, coloured by cluster or class, with the centres of the clusters. */
import * as Plot from '@observablehq/plot';
import { readClasses, readMatrix, type Label, type Labels, type Matrix, type MatrixInput } from '../array/index.ts';
import { extent, linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatPercent } from './format.ts';
import { groupedPoints } from './groupedPoints.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { principalAxes, projectOn } from './principalAxes.ts';
import { paintOf } from './series.ts';
import { colors } from './theme.ts';

export interface ClusterPlotOptions extends PlotOptions {
  /** [clusters, features]: the centre of cluster c at row c. Drawn when given. */
  readonly centers?: MatrixInput;
}

/** More groups than this cannot be told apart. */
const mostGroups = 24;

/**
 * Scatter plot of rows by cluster. Rows of two columns are drawn as they are; of more, in their first two principal
 * axes, found from X, so that distances in the picture are at most those in truth. −1 is no cluster, and grey.
 * @param X  [nSamples, nFeatures]   @param labels  [nSamples], a model's `labels`, or classes
 * @param options  centers; defaults: xLabel and yLabel the axes and their shares of the variance, width 640
 * @returns one self-contained SVG; beyond 2,000 points they are counted in squares of the colour that prevails
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, NaN or infinity, centres of other features, more than 24 groups
 */
export function clusterPlot(X: MatrixInput, labels: Labels, options: ClusterPlotOptions = {}): string {
  const caller = 'clusterPlot';
  const { centers, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  const rows = readMatrix(caller, 'X', X);
  readValues(caller, 'X.data', rows.data);
  const { codes, labels: groups } = readClasses(caller, 'labels', labels, rows.rows);
  if (groups.length > mostGroups) throw new RangeError(`${caller}: at most ${mostGroups} clusters can be told apart; there are ${groups.length}`);
  const middle = centers === undefined ? undefined : readMatrix(caller, 'centers', centers);
  if (middle !== undefined && middle.columns !== rows.columns) throw new RangeError(`${caller}: centers must have the ${rows.columns} columns of X; they are [${middle.rows}, ${middle.columns}]`);

  const { points, places, xName, yName, caption } = planeOf(rows, middle);
  const x = Float64Array.from({ length: rows.rows }, (_, i) => points.data[2 * i]);
  const y = Float64Array.from({ length: rows.rows }, (_, i) => points.data[2 * i + 1]);
  const paints = groups.map((label, i) => (label === -1 ? { ...paintOf(i), color: colors.soft } : paintOf(groups[0] === -1 ? i - 1 : i)));
  const { mark, counted } = groupedPoints(x, y, codes, paints);
  const marks = places === undefined ? [] : Array.from({ length: places.rows }, (_, c) => ({ x: places.data[2 * c], y: places.data[2 * c + 1], text: String(c) }));
  const nameOf = (label: Label): string => (typeof label === 'number' ? (label === -1 ? 'no cluster' : `cluster ${label}`) : String(label));
  const sizes = groups.map((label, c) => `${nameOf(label)}: ${formatCount(codes.filter((code) => code === c).length, 'row')}`);
  const { xLabel = xName, yLabel = yName } = plotOptions;
  return draw({
    options: plotOptions,
    name: 'Rows by cluster',
    description: `Scatter plot of ${formatCount(rows.rows, 'row')}. ${sizes.join('; ')}.`,
    x: linearAxis(xLabel, [...extent(x), ...marks.map((at) => at.x)]),
    y: linearAxis(yLabel, [...extent(y), ...marks.map((at) => at.y)]),
    innerHeight: Math.max(230, Math.min(400, (plotOptions.width ?? 640) * 0.62)),
    legend: groups.map((label, c) => ({ text: nameOf(label), color: paints[c].color, sample: { symbol: counted ? 'square' : paints[c].symbol } })),
    marks: [
      mark,
      ...(marks.length === 0 ? [] : [
        Plot.dot(marks, { x: 'x', y: 'y', r: 10, fill: colors.paper, stroke: colors.ink, strokeWidth: 1.75 }),
        Plot.text(marks, { x: 'x', y: 'y', text: 'text', fill: colors.ink, fontSize: 11.5, fontWeight: 600 }),
      ]),
    ],
    caption: [
      marks.length === 0 ? undefined : 'Circles: the centres of the clusters.', caption,
      counted ? `${formatCount(rows.rows, 'row')}, counted in small squares of the colour that prevails: the stronger, the more.` : undefined,
    ].filter((text) => text !== undefined).join(' ') || undefined,
  });
}

interface Plane {
  readonly points: Matrix;
  readonly places: Matrix | undefined;
  readonly xName: string;
  readonly yName: string;
  readonly caption?: string;
}

function planeOf(rows: Matrix, centers: Matrix | undefined): Plane {
  if (rows.columns === 2) return { points: rows, places: centers, xName: 'x0', yName: 'x1' };
  const axes = principalAxes(rows, 2);
  const shareOf = (axis: number): string => `${axis === 0 ? 'First' : 'Second'} principal axis (${formatPercent(axes.shares[axis], 2)} of the variance)`;
  return {
    points: projectOn(axes, rows), places: centers && projectOn(axes, centers), xName: shareOf(0), yName: shareOf(1),
    caption: 'Clusters that overlap here may lie apart in the directions not drawn.',
  };
}
