/** The cost after each iteration of a solver: whether it fell, how fast, and whether it still falls. */
import * as Plot from '@observablehq/plot';
import { describe, type VectorInput } from '../array/index.ts';
import { linearAxis, logAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkOptions, checkPositive, readValues, type PlotOptions } from './input.ts';
import { seriesColors, seriesDashes } from './theme.ts';
import { thin } from './thin.ts';

/** One run of a solver. */
export interface LossSeries {
  readonly name: string;
  /** Cost per iteration, the cost before the first at index 0. */
  readonly history: VectorInput;
}

export interface LossCurveOptions extends PlotOptions {
  /** 'log' shows costs of very different size; they must be above 0. Default 'linear'. */
  readonly scale?: 'linear' | 'log';
}

/**
 * Cost over iterations, one line per run.
 * @param runs  the history of one run, or several runs with their names
 * @param options  defaults: xLabel 'Iteration', yLabel 'Cost', scale 'linear', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for an empty history, NaN or infinity, a cost ≤ 0 on a log scale
 */
export function lossCurve(runs: VectorInput | readonly LossSeries[], options: LossCurveOptions = {}): string {
  const { scale = 'linear', ...plotOptions } = options;
  checkOptions('lossCurve', plotOptions);
  if (scale !== 'linear' && scale !== 'log') throw new TypeError(`lossCurve: scale must be 'linear' or 'log'; it is ${describe(scale)}`);
  const series = readRuns(runs);
  if (scale === 'log') for (const { name, cost } of series) checkPositive('lossCurve', name === '' ? 'history' : `history of ${JSON.stringify(name)}`, cost);
  const { xLabel = 'Iteration', yLabel = 'Cost' } = options;
  const all = function* (): Generator<number> {
    for (const { cost } of series) yield* cost;
  };
  return draw({
    options: plotOptions,
    name: 'Cost per iteration',
    description: series.map(({ name, cost }) => `${name === '' ? 'The cost' : name} goes from ${formatNumber(cost[0])} to ${formatNumber(cost[cost.length - 1])} in ${formatCount(cost.length - 1, 'iteration')}.`).join(' '),
    x: linearAxis(xLabel, [0, Math.max(1, ...series.map(({ cost }) => cost.length - 1))], { pad: 0, whole: true }),
    y: scale === 'log' ? logAxis(yLabel, all()) : linearAxis(yLabel, all()),
    marks: series.map(({ cost }, i) => {
      const points = thin(cost);
      const paint = { stroke: seriesColors[i % seriesColors.length], strokeWidth: 2.25, strokeDasharray: dashOf(i), strokeLinejoin: 'round' as const };
      return points.length === 1
        ? Plot.dot(points, { x: 'at', y: 'cost', fill: paint.stroke, r: 4 })
        : Plot.line(points, { x: 'at', y: 'cost', ...paint });
    }),
    endLabels: series.filter(({ name }) => name !== '').map(({ name, cost }, i) => ({ y: cost[cost.length - 1], text: name, color: seriesColors[i % seriesColors.length] })),
  });
}

function dashOf(series: number): string | undefined {
  return seriesDashes[Math.floor(series / seriesColors.length) % seriesDashes.length];
}

function readRuns(runs: VectorInput | readonly LossSeries[]): { name: string; cost: Float64Array }[] {
  if (!Array.isArray(runs) || typeof runs[0] !== 'object' || runs[0] === null) return [{ name: '', cost: readValues('lossCurve', 'history', runs as VectorInput) }];
  return (runs as readonly LossSeries[]).map((run, i) => {
    if (typeof run?.name !== 'string') throw new TypeError(`lossCurve: every run must have a name and a history; runs[${i}] is ${describe(run)}`);
    return { name: run.name, cost: readValues('lossCurve', `runs[${i}].history`, run.history) };
  });
}
