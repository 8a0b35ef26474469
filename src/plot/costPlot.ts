/** The cost over two parameters as lines of equal cost, and the way that gradient descent took to the minimum: the bowl, from above. */
import * as Plot from '@observablehq/plot';
import { describe, readMatrix, type MatrixInput } from '../array/index.ts';
import { linearAxis, type Axis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { elementOf } from './points.ts';
import { colors } from './theme.ts';

export interface CostPlotOptions extends PlotOptions {
  /** Where the descent should end: marked with a cross. Default none. */
  readonly minimum?: readonly [number, number];
}

/** Lines of equal cost, and points of the grid they are found on, on a side. */
const levels = 14;
const grid = 81;
/** More steps than this only hide each other. */
const mostSteps = 300;

/**
 * Lines of equal cost, closer where it is steeper, and the parameters step by step.
 * @param cost  of two parameters   @param path  [nSteps, 2], the parameters from the start to the end
 * @param options  defaults: no minimum, xLabel 'w', yLabel 'b', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for other than two parameters, or a cost that is not finite around the path
 * @example
 * ```ts
 * import { costPlot } from 'glissade/plot';
 * const path = [[3, 2]];
 * for (let step = 0; step < 20; step++) {
 *   const [w, b] = path[step];
 *   path.push([w - 0.1 * 2 * w, b - 0.1 * 8 * b]); // the gradient of w² + 4b²
 * }
 * const svg = costPlot((w, b) => w ** 2 + 4 * b ** 2, path, { minimum: [0, 0] });
 * ```
 */
export function costPlot(cost: (first: number, second: number) => number, path: MatrixInput, options: CostPlotOptions = {}): string {
  const caller = 'costPlot';
  const { minimum, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  if (typeof cost !== 'function') throw new TypeError(`${caller}: cost must be a function of two numbers; it is ${describe(cost)}`);
  const { data, rows, columns } = readMatrix(caller, 'path', path);
  if (columns !== 2) throw new RangeError(`${caller}: there must be two parameters; path is [${rows}, ${columns}]`);
  const steps = Array.from({ length: rows }, (_, i) => ({ a: data[2 * i], b: data[2 * i + 1] }));
  const [end] = minimum === undefined ? [undefined] : [readValues(caller, 'minimum', minimum)];
  if (end !== undefined && end.length !== 2) throw new RangeError(`${caller}: minimum must be two numbers; it has ${end.length}`);
  const all = [...steps, ...(end === undefined ? [] : [{ a: end[0], b: end[1] }])];
  // the minimum, or else the end, stands in the middle, so that the bowl is seen whole
  const middle = end === undefined ? all[all.length - 1] : { a: end[0], b: end[1] };
  const around = (name: 'a' | 'b'): [number, number] => {
    const reach = all.reduce((most, point) => Math.max(most, Math.abs(point[name] - middle[name])), 0);
    const span = reach > 0 ? reach : Math.max(1, Math.abs(middle[name]));
    return [middle[name] - span, middle[name] + span];
  };
  const { xLabel = 'w', yLabel = 'b' } = plotOptions;
  const [x, y] = [linearAxis(xLabel, around('a'), { pad: 0.08 }), linearAxis(yLabel, around('b'), { pad: 0.08 })];
  const costs = new Float64Array(grid * grid);
  for (let i = 0; i < grid * grid; i++) {
    const [a, b] = [i % grid, Math.floor(i / grid)].map((place, axis) => [x, y][axis].domain[0] + (([x, y][axis].domain[1] - [x, y][axis].domain[0]) * place) / (grid - 1));
    costs[i] = cost(a, b);
    if (!Number.isFinite(costs[i])) throw new RangeError(`${caller}: the cost must be finite around the path; at (${formatNumber(a)}, ${formatNumber(b)}) it is ${costs[i]}`);
  }
  const [least, most] = [costs.reduce((p, q) => Math.min(p, q)), costs.reduce((p, q) => Math.max(p, q))];
  // at equal steps of the root: for a parabola, lines equally far from each other
  const thresholds = most > least ? Array.from({ length: levels }, (_, i) => least + (most - least) * ((i + 0.5) / levels) * ((i + 0.5) / levels)) : [];
  // the values stand in the middles of the cells of a grid, half a cell of which lies outside, where lines are closed: cut off
  const cell = (axis: Axis): number => (axis.domain[1] - axis.domain[0]) / (grid - 1) / 2;
  const frame = { x1: x.domain[0] - cell(x), x2: x.domain[1] + cell(x), y1: y.domain[0] - cell(y), y2: y.domain[1] + cell(y) };
  const stride = Math.max(1, Math.ceil(rows / mostSteps));
  const shown = steps.filter((_, i) => i % stride === 0 || i === rows - 1);
  const [first, last] = [steps[0], steps[rows - 1]];
  const at = (point: { readonly a: number; readonly b: number }): string => `${formatNumber(cost(point.a, point.b))} at (${formatNumber(point.a)}, ${formatNumber(point.b)})`;
  return draw({
    options: plotOptions,
    name: `Cost by ${xLabel} and ${yLabel}, with the way of the descent`,
    description: `From ${at(first)} to ${at(last)} in ${formatCount(rows - 1, 'step')}.`,
    x, y,
    innerHeight: Math.min(420, (plotOptions.width ?? 640) * 0.62),
    legend: [{ text: 'equal cost', color: colors.blue, sample: { dash: undefined } }, { text: 'the descent', color: colors.orange, sample: { symbol: 'dot' } }],
    marks: [
      ...(thresholds.length === 0 ? [] : [Plot.contour(costs, { width: grid, height: grid, ...frame, thresholds, fill: 'none', stroke: colors.blue, strokeOpacity: 0.55, strokeWidth: 1.25, smooth: true, render: insideFrame })]),
      Plot.rect([0], { x1: x.domain[0], x2: x.domain[1], y1: y.domain[0], y2: y.domain[1], fill: 'none', stroke: colors.grid }),
      Plot.line(shown, { x: 'a', y: 'b', stroke: colors.orange, strokeWidth: 2 }),
      Plot.dot(shown, { x: 'a', y: 'b', r: rows > 60 ? 2 : 3.25, fill: colors.orange, stroke: colors.paper, strokeWidth: 0.75 }),
      Plot.dot([first], { x: 'a', y: 'b', r: 6, fill: colors.paper, stroke: colors.orange, strokeWidth: 2.5 }),
      ...(end === undefined ? [] : [Plot.dot([{ a: end[0], b: end[1] }], { x: 'a', y: 'b', r: 6, symbol: 'times', stroke: colors.ink, strokeWidth: 2.5 })]),
    ],
    caption: `${rows === 1 ? `At the ring the cost is ${formatNumber(cost(first.a, first.b), 3)}.` : `From the ring, where the cost is ${formatNumber(cost(first.a, first.b), 3)}, to ${formatNumber(cost(last.a, last.b), 3)} in ${formatCount(rows - 1, 'step')}, each against the gradient.`}${end === undefined ? '' : ' The cross is the minimum.'}`,
  });
}

/** A drawing of its own, as large as the plot between its axes, shows nothing beyond its edges. */
const insideFrame: Plot.RenderFunction = (index, scales, values, dimensions, context, next) => {
  const { width, height, marginLeft, marginRight, marginTop, marginBottom } = dimensions;
  const place = { x: marginLeft, y: marginTop, width: width - marginLeft - marginRight, height: height - marginTop - marginBottom };
  const window = elementOf(context, 'svg');
  for (const [name, value] of Object.entries({ ...place, viewBox: `${place.x} ${place.y} ${place.width} ${place.height}`, overflow: 'hidden' })) window.setAttribute(name, String(value));
  const drawn = next!(index, scales, values, dimensions, context);
  if (drawn !== null) window.appendChild(drawn);
  return window;
};
