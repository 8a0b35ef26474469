/** Two classes over one feature and the probability fitted to them: the first picture of logistic regression. */
import * as Plot from '@observablehq/plot';
import { describe, isMatrixInput, readClasses, readMatrix, type Label, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber, formatShort } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { colors } from './theme.ts';

/** p = 1 / (1 + e^−(coef·x + intercept)), the probability of the second class: a logistic regression of one feature and two classes. */
export interface FittedSigmoid {
  /** One number: [1] or [1, 1]. */
  readonly coef: VectorInput | MatrixInput;
  readonly intercept: number | VectorInput;
  /** Default those of y, sorted. */
  readonly classes?: readonly Label[];
  /** From this probability on the second class is predicted. Default 0.5. */
  readonly threshold?: number;
}

const steps = 160;
/** More points than this in one row only hide each other. */
const mostPoints = 1500;

/**
 * The rows of the second class above, those of the first below, and between them the fitted probability; where it
 * crosses the threshold, the prediction turns. The tangent where the probability is ½ shows the curve's slope, coef / 4, and
 * its shift, −intercept / coef.
 * @param x  [nSamples]   @param y  [nSamples], two classes   @param sigmoid  a model fitted on one feature
 * @param options  defaults: xLabel 'x', yLabel 'Probability of <second class>', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no points, other classes than the model's two, more than one coefficient
 */
export function sigmoidPlot(x: VectorInput, y: Labels, sigmoid: FittedSigmoid, options: PlotOptions = {}): string {
  const caller = 'sigmoidPlot';
  checkOptions(caller, options);
  const xs = readValues(caller, 'x', x);
  const { codes, labels } = readClasses(caller, 'y', y, xs.length);
  const { coef, intercept, classes = labels, threshold = 0.5 } = readSigmoid(caller, sigmoid);
  if (classes.length !== 2 || labels.some((label) => !classes.includes(label))) {
    throw new RangeError(`${caller}: there must be two classes, those of the model; it has ${classes.map(describe).join(', ')}, y has ${labels.slice(0, 5).map(describe).join(', ')}`);
  }
  const second = Uint8Array.from(codes, (code) => (labels[code] === classes[1] ? 1 : 0));
  const { xLabel = 'x', yLabel = `Probability of ${String(classes[1])}` } = options;
  const axis = linearAxis(xLabel, xs);
  const [low, high] = axis.domain;
  // evenly, and evenly again where the curve turns, however steeply
  const evenly = Array.from({ length: steps + 1 }, (_, i) => low + ((high - low) * i) / steps);
  const turning = Array.from({ length: 49 }, (_, i) => (i / 4 - 6 - intercept) / coef).filter((at) => at > low && at < high);
  const curve = [...evenly, ...turning].sort((a, b) => a - b).map((at) => ({ x: at, y: 1 / (1 + Math.exp(-(coef * at + intercept))) }));
  const logit = Math.log(threshold / (1 - threshold));
  const turn = (logit - intercept) / coef;
  const turns = turn > low && turn < high;
  const shift = -intercept / coef;
  // from the probability 0 to 1, or to the edge
  const tangent = [shift - 2 / Math.abs(coef), shift + 2 / Math.abs(coef)].map((at) => Math.min(Math.max(at, low), high)).map((at) => ({ x: at, y: 0.5 + (coef / 4) * (at - shift) }));
  const isShifted = shift > low && shift < high;
  const slope = isShifted ? ` The thin line is its tangent at ½: the slope is coef / 4 = ${formatShort(coef / 4)}, and −intercept / coef = ${formatShort(shift)} is how far the curve is shifted.` : '';
  const stride = Math.max(1, Math.ceil(xs.length / mostPoints));
  const points = Array.from(xs, (value, i) => ({ x: value, y: second[i] === 1 ? 1 + offset(i) : -offset(i), second: second[i] === 1 })).filter((_, i) => i % stride === 0);
  const right = xs.reduce((sum, value, i) => sum + ((coef * value + intercept > logit) === (second[i] === 1) ? 1 : 0), 0);
  return draw({
    options,
    name: `${yLabel} by ${xLabel}, with the fitted curve`,
    description: `${formatCount(xs.length, 'row')} of the classes ${classes.map(String).join(' and ')}, and the probability 1 / (1 + exp(−(${formatNumber(coef)} · ${xLabel} ${intercept < 0 ? '−' : '+'} ${formatNumber(Math.abs(intercept))}))). ${turns ? `It crosses ${formatNumber(threshold)} at ${formatNumber(turn)}.` : `It does not cross ${formatNumber(threshold)} here.`}`,
    x: axis,
    y: { ...linearAxis(yLabel, [0, 1], { pad: 0 }), domain: [-0.16, 1.16] },
    legend: [1, 0].map((c) => ({ text: String(classes[c]), color: c === 1 ? colors.blue : colors.orange, sample: { symbol: 'dot' as const } })),
    marks: [
      Plot.ruleY([threshold], { stroke: colors.soft, strokeDasharray: '4 3' }),
      ...[true, false].map((side) => Plot.dot(points.filter((point) => point.second === side), { x: 'x', y: 'y', r: 2.75, fill: side ? colors.blue : colors.orange, fillOpacity: points.length > 300 ? 0.4 : 0.7 })),
      ...(isShifted ? [Plot.line(tangent, { x: 'x', y: 'y', stroke: colors.soft, strokeWidth: 1.25 })] : []),
      Plot.line(curve, { x: 'x', y: 'y', stroke: colors.ink, strokeWidth: 2.5, strokeLinecap: 'round' }),
      ...(turns ? [Plot.dot([{ x: turn, y: threshold }], { x: 'x', y: 'y', r: 5, fill: colors.ink, stroke: colors.paper, strokeWidth: 1.5 })] : []),
    ],
    ...(turns && { marker: { x: turn, label: `${formatNumber(threshold)} at ${formatShort(turn)}` } }),
    caption: `Line: the fitted probability. ${turns ? `${coef > 0 ? 'Above' : 'Below'} ${formatShort(turn)}, where it crosses ${formatNumber(threshold)}, the prediction is ${String(classes[1])}` : `It does not cross ${formatNumber(threshold)} here, so one class is predicted throughout`}; ${formatNumber((100 * right) / xs.length, 3)} % of the rows lie on their side.${slope}${stride > 1 ? ` Every ${stride}th row is drawn.` : ''}`,
  });
}

/** Rows of a class stand apart by a little, always the same, so that equal ones do not hide each other. */
function offset(row: number): number {
  return 0.025 + 0.11 * ((row * 0.618033988749895) % 1);
}

function readSigmoid(caller: string, { coef, intercept, classes, threshold }: FittedSigmoid): { coef: number; intercept: number; classes?: readonly Label[]; threshold?: number } {
  const weights = isMatrixInput(coef) ? readMatrix(caller, 'sigmoid.coef', coef).data : readValues(caller, 'sigmoid.coef', coef);
  if (weights.length !== 1) throw new RangeError(`${caller}: the sigmoid must have one coefficient; sigmoid.coef has ${weights.length}. Fit the model on one feature and two classes`);
  const shifts = readValues(caller, 'sigmoid.intercept', typeof intercept === 'number' ? [intercept] : intercept);
  if (shifts.length !== 1) throw new RangeError(`${caller}: the sigmoid must have one intercept; sigmoid.intercept has ${shifts.length}`);
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) throw new RangeError(`${caller}: the threshold must be a probability from 0 to 1; it is ${describe(threshold)}`);
  return { coef: weights[0], intercept: shifts[0], ...(classes && { classes }), ...(threshold !== undefined && { threshold }) };
}
