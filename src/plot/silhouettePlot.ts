/** How well each row sits in its cluster: a blade per cluster, its rows ordered by silhouette. */
import * as Plot from '@observablehq/plot';
import { readClasses, type Labels, type VectorInput } from '../array/index.ts';
import { linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatFixed, formatNumber } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { paintOf } from './series.ts';
import { colors } from './theme.ts';

/** Between blades, as a part of all rows. */
const gapShare = 0.02;
/** A blade is drawn by this many points at most. */
const mostPoints = 200;

/**
 * Silhouette of every row, (b − a) / max(a, b), where a is its mean distance to its own cluster and b to the nearest other:
 * 1 sits well, 0 between two clusters, below 0 nearer to another. Dotted line: the mean.
 * @param values  [nSamples], from −1 to 1   @param labels  [nSamples], the cluster of each row
 * @param options  defaults: xLabel 'Silhouette', yLabel 'Clusters, rows ordered within', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no rows, or values outside [−1, 1]
 */
export function silhouettePlot(values: VectorInput, labels: Labels, options: PlotOptions = {}): string {
  const caller = 'silhouettePlot';
  checkOptions(caller, options);
  const widths = readValues(caller, 'values', values);
  const outside = widths.findIndex((value) => Math.abs(value) > 1 + 1e-9);
  if (outside >= 0) throw new RangeError(`${caller}: silhouettes must lie between -1 and 1; values[${outside}] is ${widths[outside]}`);
  const { codes, labels: clusters } = readClasses(caller, 'labels', labels, widths.length);
  const n = widths.length;
  const gap = n * gapShare;
  let top = 0;
  const blades = clusters.map((label, c) => {
    const sorted = widths.filter((_, i) => codes[i] === c).sort().toReversed();
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const blade = { label, mean, from: top, to: top + sorted.length, ...paintOf(c), outline: outline(sorted, top) };
    top += sorted.length + gap;
    return blade;
  });
  const mean = widths.reduce((sum, value) => sum + value, 0) / n;
  const wrong = widths.filter((value) => value < 0).length;
  const end = top - gap;
  const lowest = widths.reduce((a, b) => Math.min(a, b), 0);
  const { xLabel = 'Silhouette', yLabel = 'Clusters, rows ordered within' } = options;
  return draw({
    options,
    name: 'Silhouettes of the clusters',
    description: `Mean silhouette ${formatNumber(mean, 3)} over ${formatCount(n, 'row')}. ${blades.map((blade) => `${String(blade.label)}: ${formatNumber(blade.mean, 3)}`).join('; ')}.`,
    x: { ...linearAxis(xLabel, [lowest, 1], { pad: 0 }), domain: [lowest < 0 ? lowest - 0.03 : 0, 1] },
    y: { type: 'linear', label: yLabel, domain: [-gap, end + gap], reverse: true, ticks: () => blades.map(({ label, from, to }) => ({ value: (from + to) / 2, text: String(label) })) },
    innerHeight: Math.max(230, Math.min(520, 60 + 70 * blades.length), 16 * blades.length),
    marks: [
      ...blades.map(({ outline: points, color }) => Plot.areaX(points, { y: 'at', x1: 0, x2: 'value', fill: color, fillOpacity: 0.75, curve: 'step' })),
      Plot.ruleX([0], { stroke: colors.ink }),
      Plot.ruleX([mean], { stroke: colors.ink, strokeWidth: 1.5, strokeDasharray: '2 4' }),
    ],
    endLabels: blades.map(({ mean: own, from, to, color }) => ({ y: (from + to) / 2, text: formatFixed(own, 2), color })),
    caption: `Dotted: the mean, ${formatNumber(mean, 3)}; at the right the mean of each cluster. ${wrong === 0 ? 'No row is nearer to another cluster than to its own.' : `${formatCount(wrong, 'row')} below 0 ${wrong === 1 ? 'is' : 'are'} nearer to another cluster than to ${wrong === 1 ? 'its' : 'their'} own.`}`,
  });
}

/** Heights at `at`, thinned evenly; first and last stay. */
function outline(sorted: Float64Array, top: number): { at: number; value: number }[] {
  const points = Math.min(sorted.length, mostPoints);
  const taken = Array.from({ length: points }, (_, k) => (points === 1 ? 0 : Math.round((k * (sorted.length - 1)) / (points - 1))));
  return [{ at: top, value: sorted[0] }, ...taken.map((i) => ({ at: top + i + 0.5, value: sorted[i] })), { at: top + sorted.length, value: sorted[sorted.length - 1] }];
}
