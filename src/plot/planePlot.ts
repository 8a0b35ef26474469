/** Points of two features and the plane fitted to them, seen from a corner: linear regression with two coefficients. */
import { describe, readMatrix, type MatrixInput, type VectorInput } from '../array/index.ts';
import { linearAxis, type Axis } from './axis.ts';
import { boxOf, isFree, type Box } from './boxes.ts';
import { drawDiagram, element } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkFitted, checkOptions, readValues, type PlotOptions } from './input.ts';
import { shorten, textWidth } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** A plane ŷ = coef[0]·x₁ + coef[1]·x₂ + intercept: any linear model fitted on two features. */
export interface FittedPlane {
  readonly coef: VectorInput;
  readonly intercept: number;
}

export interface PlanePlotOptions extends PlotOptions {
  /** Names of the two features. Default 'x₁' and 'x₂'. */
  readonly featureNames?: readonly [string, string];
  /** How far the view is turned about the upright axis, in degrees. Default 35. */
  readonly azimuth?: number;
}

/** More points than this only hide each other. */
const mostPoints = 400;
const elevation = (24 * Math.PI) / 180;
/** Cells of the plane's grid on a side. */
const cells = 8;

/**
 * The rows as points in space, each with an upright line to the plane: its residual. Blue lie above the plane, orange below.
 * @param X  [nSamples, 2]   @param y  [nSamples]   @param plane  a model fitted on two features
 * @param options  defaults: featureNames x₁ and x₂, yLabel 'y', azimuth 35, width 640
 * @returns one self-contained SVG; beyond 400 points some are left out
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, NaN or infinity, other than two features
 */
export function planePlot(X: MatrixInput, y: VectorInput, plane: FittedPlane, options: PlanePlotOptions = {}): string {
  const caller = 'planePlot';
  const { featureNames = ['x₁', 'x₂'], azimuth = 35, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  if (!Array.isArray(featureNames) || featureNames.length !== 2 || featureNames.some((name: unknown) => typeof name !== 'string')) throw new TypeError(`${caller}: featureNames must be two texts; it is ${describe(featureNames)}`);
  if (typeof azimuth !== 'number' || !Number.isFinite(azimuth)) throw new TypeError(`${caller}: azimuth must be a number of degrees; it is ${describe(azimuth)}`);
  const { data, rows, columns } = readMatrix(caller, 'X', X);
  if (columns !== 2) throw new RangeError(`${caller}: there must be two features; X is [${rows}, ${columns}]. Fit the model on two, or draw predictedActualPlot`);
  if (typeof plane !== 'object' || plane === null) throw new TypeError(`${caller}: plane must be { coef, intercept }, as a fitted model is; it is ${describe(plane)}`);
  const coef = readValues(caller, 'plane.coef', plane.coef);
  if (coef.length !== 2) throw new RangeError(`${caller}: the plane must have two coefficients; plane.coef has ${coef.length}`);
  const [intercept] = readValues(caller, 'plane.intercept', [plane.intercept]);
  const heights = readValues(caller, 'y', y);
  if (heights.length !== rows) throw new RangeError(`${caller}: X and y must have one row per point; X has ${rows}, y has ${heights.length}`);
  const [first, second] = [0, 1].map((column) => readValues(caller, 'X', Float64Array.from({ length: rows }, (_, i) => data[2 * i + column])));
  const { yLabel = 'y' } = plotOptions;
  const at = (a: number, b: number): number => coef[0] * a + coef[1] * b + intercept;
  const axes: readonly [Axis, Axis] = [linearAxis(featureNames[0], first), linearAxis(featureNames[1], second)];
  const corners = axes[0].domain.flatMap((a) => axes[1].domain.map((b) => at(a, b)));
  checkFitted(caller, corners);
  const space: Space = { axes: [...axes, linearAxis(yLabel, [...heights, ...corners])], turn: (azimuth * Math.PI) / 180 };
  const stride = Math.max(1, Math.ceil(rows / mostPoints));
  const points = Array.from({ length: rows }, (_, i) => ({ a: first[i], b: second[i], y: heights[i], fitted: at(first[i], second[i]) })).filter((_, i) => i % stride === 0);
  const above = heights.reduce((count, value, i) => count + (value > at(first[i], second[i]) ? 1 : 0), 0);
  const term = (value: number, rest: string): string => `${value < 0 ? '−' : '+'} ${formatNumber(Math.abs(value))}${rest}`;
  const equation = `${yLabel} = ${formatNumber(coef[0])} · ${featureNames[0]} ${term(coef[1], ` · ${featureNames[1]}`)} ${term(intercept, '')}`;
  return drawDiagram({
    options: plotOptions,
    name: `${yLabel} by ${featureNames[0]} and ${featureNames[1]}, with the fitted plane`,
    description: `${formatCount(rows, 'point')} and the fitted plane ${equation}. ${above} lie above it.`,
    caption: `Plane: ${equation}. Upright lines: the residuals; blue points lie above the plane, orange ones below.${stride > 1 ? ` Every ${stride}th row is drawn.` : ''}`,
    content: (document, width, top) => drawSpace(document, space, points, at, width, top),
  });
}

interface Space {
  readonly axes: readonly [Axis, Axis, Axis];
  /** Radians. */
  readonly turn: number;
}

interface Point {
  readonly a: number;
  readonly b: number;
  readonly y: number;
  readonly fitted: number;
}

function drawSpace(document: DrawnDocument, { axes, turn }: Space, points: readonly Point[], at: (a: number, b: number) => number, width: number, top: number): { elements: DrawnElement[]; end: number } {
  const most = Math.min(380, Math.max(240, width * 0.62));
  const ticks = [axes[0].ticks(4), axes[1].ticks(4), axes[2].ticks(5)] as const;
  const longest = (written: readonly { readonly text: string }[]): number => Math.max(0, ...written.map(({ text }) => textWidth(text, fontSize.tick)));
  // the numbers of the upright axis stand to its left, those of the two others may reach as far on their sides
  const room = 14 + longest(ticks[2]);
  const beside = 10 + Math.max(longest(ticks[0]), longest(ticks[1]));
  const [before, behind] = [Math.max(room, beside), beside];
  const scale = Math.min(width * 0.58, most * 0.82, (width - before - behind) / (Math.abs(Math.sin(turn)) + Math.abs(Math.cos(turn))));
  const tall = Math.min(most, scale / 0.6);
  const half = (scale * (Math.abs(Math.sin(turn)) + Math.abs(Math.cos(turn)))) / 2;
  const center = Math.min(width - behind - half, Math.max(before + half, width / 2));
  const unit = (axis: Axis, value: number): number => (value - axis.domain[0]) / (axis.domain[1] - axis.domain[0]) - 0.5;
  const [sin, cos, up, flat] = [Math.sin(turn), Math.cos(turn), Math.sin(elevation), Math.cos(elevation)];
  /** On the page: orthogonal, turned about the upright axis, seen from above; and how far in front. */
  const project = (a: number, b: number, y: number): readonly [number, number, number] => {
    const [u, v, w] = [unit(axes[0], a), unit(axes[1], b), unit(axes[2], y)];
    const depth = u * sin + v * cos;
    return [center + scale * (u * cos - v * sin), top + tall / 2 + 6 + scale * (depth * up - 0.72 * w * flat), depth];
  };
  const [[a0, a1], [b0, b1], [low, high]] = axes.map(({ domain }) => domain);
  const path = (places: readonly (readonly [number, number, number])[]): string => `M${places.map(([x, y]) => `${x},${y}`).join('L')}`;
  const line = (places: readonly (readonly [number, number, number])[], stroke: string, more: Readonly<Record<string, string | number>> = {}): DrawnElement => element(document, 'path', { d: path(places), fill: 'none', stroke, ...more });

  const floor = [[a0, b0], [a1, b0], [a1, b1], [a0, b1]].map(([a, b]) => ({ a, b, place: project(a, b, low) }));
  const ground = element(document, 'path', { d: `${path(floor.map(({ place }) => place))}Z`, fill: colors.grid, 'fill-opacity': 0.35, stroke: colors.grid });
  // the corner farthest to the left carries the upright axis, the one farthest in front the two others
  const leftmost = floor.reduce((best, corner) => (corner.place[0] < best.place[0] ? corner : best));
  const front = floor.reduce((best, corner) => (corner.place[2] > best.place[2] ? corner : best));
  const back = floor.reduce((best, corner) => (corner.place[2] < best.place[2] ? corner : best));
  const walls = [leftmost, back, floor.reduce((best, corner) => (corner.place[0] > best.place[0] ? corner : best))].map(({ a, b }) => line([project(a, b, low), project(a, b, high)], colors.grid));
  const words: DrawnElement[] = [];
  const taken: Box[] = [];
  const write = (text: string, x: number, y: number, anchor: string, fill: string, size: number = fontSize.tick): void => {
    const short = shorten(text, width * 0.45, size);
    words.push(element(document, 'text', { x, y, dy: '0.35em', 'font-size': size, 'text-anchor': anchor, fill }, short));
    taken.push(boxOf(short, x, y, anchor, size));
  };
  for (const { value, text } of ticks[2]) {
    const [x, y] = project(leftmost.a, leftmost.b, value);
    words.push(element(document, 'path', { d: `M${x - 4},${y}H${x}`, stroke: colors.soft, fill: 'none' }));
    write(text, x - 8, y, 'end', colors.soft);
  }
  const [headX, headY] = project(leftmost.a, leftmost.b, high);
  write(axes[2].label, Math.max(4, headX - 30), headY - 16, 'start', colors.ink, fontSize.label);
  const edges = ([[axes[0], ticks[0], (value: number) => project(value, front.b, low)], [axes[1], ticks[1], (value: number) => project(front.a, value, low)]] as const).map(([axis, written, along]) => {
    const [from, to] = axis.domain.map(along);
    return { axis, written, along, from, to, isLeft: Math.min(from[0], to[0]) < front.place[0] - 1 };
  });
  for (const { written, along, isLeft } of edges) {
    for (const { value, text } of written) {
      const [x, y] = along(value);
      const at = [x + (isLeft ? -5 : 5), y + 11, isLeft ? 'end' : 'start'] as const;
      // where two axes meet in a corner, one number is enough
      if (isFree(boxOf(text, ...at, fontSize.tick), taken)) write(text, ...at, colors.soft);
    }
  }
  // names stand as near to the middle of their edge as the numbers let them
  for (const { axis, from, to, isLeft } of edges) {
    const name = shorten(axis.label, width * 0.45, fontSize.label);
    const wide = textWidth(name, fontSize.label);
    const wish = (from[0] + to[0]) / 2 + (isLeft ? -34 - wide : 34);
    const x = Math.max(4, Math.min(width - 4 - wide, wish));
    let y = (from[1] + to[1]) / 2 + 26;
    while (!isFree(boxOf(name, x, y, 'start', fontSize.label), taken)) y += 2;
    write(name, x, y, 'start', colors.ink, fontSize.label);
  }

  const [as, bs] = [[a0, a1], [b0, b1]].map(([from, to]) => Array.from({ length: cells + 1 }, (_, i) => from + ((to - from) * i) / cells));
  const outline = [[a0, b0], [a1, b0], [a1, b1], [a0, b1]].map(([a, b]) => project(a, b, at(a, b)));
  const sheet = [
    element(document, 'path', { d: `${path(outline)}Z`, fill: colors.purple, 'fill-opacity': 0.16, stroke: colors.purple, 'stroke-width': 1.25 }),
    ...as.slice(1, -1).map((a) => line([project(a, b0, at(a, b0)), project(a, b1, at(a, b1))], colors.purple, { 'stroke-opacity': 0.35 })),
    ...bs.slice(1, -1).map((b) => line([project(a0, b, at(a0, b)), project(a1, b, at(a1, b))], colors.purple, { 'stroke-opacity': 0.35 })),
  ];
  const radius = points.length > 150 ? 2.25 : 3.25;
  const marks = (side: readonly Point[], color: string): DrawnElement[] => side.map((point) => ({ point, place: project(point.a, point.b, point.y) })).sort((p, q) => p.place[2] - q.place[2]).flatMap(({ point, place }) => [
    line([place, project(point.a, point.b, point.fitted)], color, { 'stroke-opacity': 0.55 }),
    element(document, 'circle', { cx: place[0], cy: place[1], r: radius, fill: color, stroke: colors.paper, 'stroke-width': 0.75 }),
  ]);
  // seen from above, what lies below the plane is behind it
  const below = marks(points.filter(({ y, fitted }) => y < fitted), colors.orange);
  const above = marks(points.filter(({ y, fitted }) => y >= fitted), colors.blue);
  const lowest = Math.max(top + tall + 14, ...taken.map(({ bottom }) => bottom));
  return { elements: [ground, ...walls, ...below, ...sheet, ...above, ...words], end: lowest + 14 };
}
