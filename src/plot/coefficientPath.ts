/** Coefficients as the penalty weakens: which features enter first, and how large they grow. */
import * as Plot from '@observablehq/plot';
import { readMatrix, type MatrixInput, type VectorInput } from '../array/index.ts';
import { linearAxis, logAxis } from './axis.ts';
import type { EndLabel } from './endLabels.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkNames, checkOptions, checkPositive, readValues, type PlotOptions } from './input.ts';
import { colors, seriesColors, seriesDashes } from './theme.ts';

/** What `lassoPath` returns, and anything like it. */
export interface PathPoints {
  /** [nAlphas], all above 0 */
  readonly alphas: VectorInput;
  /** [nAlphas, nFeatures] */
  readonly coefs: MatrixInput;
  /** Names of the features. Default x0, x1, … */
  readonly features?: readonly string[];
  /** The penalty chosen: marked when given. */
  readonly alpha?: number;
}

/** More lines than this cannot be told apart: the largest are coloured and named, the rest are grey. */
const mostNamed = 12;
/** And more than this only blacken the page: they are left out, and the caption says so. */
const mostDrawn = 50;

/**
 * Coefficients over the penalty alpha on a logarithmic axis, strongest penalty on the left.
 * @param path  { alphas [nAlphas], coefs [nAlphas, nFeatures], features?, alpha? }: what `lassoPath` returns will do
 * @param options  defaults: xLabel 'Penalty alpha, from strong to weak', yLabel 'Coefficient', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, alpha ≤ 0, NaN or infinity
 */
export function coefficientPath(path: PathPoints, options: PlotOptions = {}): string {
  checkOptions('coefficientPath', options);
  const alphas = readValues('coefficientPath', 'alphas', path.alphas);
  checkPositive('coefficientPath', 'alphas', alphas);
  const coefs = readMatrix('coefficientPath', 'coefs', path.coefs);
  if (coefs.rows !== alphas.length) throw new RangeError(`coefficientPath: coefs must have one row per alpha; coefs is [${coefs.rows}, ${coefs.columns}], there are ${alphas.length} alphas`);
  readValues('coefficientPath', 'coefs.data', coefs.data);
  const features = path.features ?? Array.from({ length: coefs.columns }, (_, j) => `x${j}`);
  checkNames('coefficientPath', 'features', features);
  if (features.length !== coefs.columns) throw new RangeError(`coefficientPath: features must name every column of coefs; there are ${features.length} names, coefs is [${coefs.rows}, ${coefs.columns}]`);
  const chosen = path.alpha;
  if (chosen !== undefined) checkPositive('coefficientPath', 'alpha', readValues('coefficientPath', 'alpha', [chosen]));

  const order = Array.from(alphas, (_, i) => i).sort((a, b) => alphas[b] - alphas[a]);
  const lines = features.map((name, j) => ({ name, points: order.map((i) => ({ alpha: alphas[i], coef: coefs.data[i * coefs.columns + j] })) }));
  const sizeOf = ({ points }: (typeof lines)[number]): number => points.reduce((size, { coef }) => Math.max(size, Math.abs(coef)), 0);
  const ranked = lines.map((line) => ({ ...line, size: sizeOf(line) })).sort((a, b) => b.size - a.size);
  const named = ranked.slice(0, mostNamed);
  const rest = ranked.slice(mostNamed, mostDrawn);
  const left = ranked.length - named.length - rest.length;
  const colorOf = (i: number): string => seriesColors[i % seriesColors.length];
  const dashOf = (i: number): string | undefined => seriesDashes[Math.floor(i / seriesColors.length) % seriesDashes.length];
  const endLabels: EndLabel[] = named.map(({ name, points }, i) => ({ y: points[points.length - 1].coef, text: name, color: colorOf(i) }));
  const { xLabel = 'Penalty alpha, from strong to weak', yLabel = 'Coefficient' } = options;
  const single = alphas.length === 1;
  return draw({
    options,
    name: 'Coefficients along the penalty',
    description: `${formatCount(features.length, 'coefficient')} for penalties from ${formatNumber(alphas[order[0]])} to ${formatNumber(alphas[order[order.length - 1]])}. Largest: ${named.slice(0, 3).map(({ name, points }) => `${name} (${formatNumber(points[points.length - 1].coef)} at the weakest penalty)`).join(', ')}.`,
    x: logAxis(xLabel, chosen === undefined ? alphas : [...alphas, chosen], { reverse: true }),
    y: linearAxis(yLabel, coefs.data, { include: 0 }),
    marks: [
      Plot.ruleY([0], { stroke: colors.soft }),
      ...rest.map(({ points }) => Plot.line(points, { x: 'alpha', y: 'coef', stroke: colors.soft, strokeWidth: 1, strokeOpacity: 0.45 })),
      ...named.map(({ points }, i) => (single
        ? Plot.dot(points, { x: 'alpha', y: 'coef', fill: colorOf(i), r: 4 })
        : Plot.line(points, { x: 'alpha', y: 'coef', stroke: colorOf(i), strokeWidth: 2, strokeDasharray: dashOf(i), strokeLinejoin: 'round' }))),
    ],
    endLabels,
    ...(chosen !== undefined && { marker: { x: chosen, label: `chosen: ${formatNumber(chosen, 3)}` } }),
    ...(rest.length > 0 && { caption: `The ${mostNamed} largest of ${features.length} coefficients are named; ${left > 0 ? `the next ${rest.length} are grey, and ${left} smaller ones are not drawn` : 'the others are grey'}.` }),
  });
}
