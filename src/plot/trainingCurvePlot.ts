/** Training and validation loss over the epochs of a network, the epoch whose weights are kept marked. */
import * as Plot from '@observablehq/plot';
import { describe } from '../array/index.ts';
import { extent, linearAxis, logAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { colors } from './theme.ts';
import { thin } from './thin.ts';

/** What is seen of an epoch; `history` of a trained network is a list of them. */
export interface EpochLosses {
  readonly trainLoss: number;
  /** Undefined where nothing was held out. */
  readonly validationLoss: number | undefined;
}

export interface TrainingCurvePlotOptions extends PlotOptions {
  /** The epoch whose weights are kept, from 1. Default: of the least validation loss; without validation none is marked. */
  readonly bestEpoch?: number;
  /** 'log' shows losses of very different size. Default 'auto': where they differ by a factor of 50 or more. */
  readonly scale?: 'auto' | 'linear' | 'log';
}

/** Losses that differ by so much need an axis of factors. */
const wide = 50;
/** More epochs than this are a line without points. */
const mostDots = 40;

/**
 * Loss over epochs: of training, and of the samples held out, with its minimum marked. What was no number (a training that went
 * astray) is left out, and said.
 * @param history  one entry per epoch: { trainLoss, validationLoss }
 * @param options  defaults: xLabel 'Epoch', yLabel 'Loss (lower is better)', scale 'auto', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no epoch, no finite loss, an epoch that is not there
 */
export function trainingCurvePlot(history: readonly EpochLosses[], options: TrainingCurvePlotOptions = {}): string {
  const caller = 'trainingCurvePlot';
  const { bestEpoch, scale = 'auto', ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  if (scale !== 'auto' && scale !== 'linear' && scale !== 'log') throw new TypeError(`${caller}: scale must be 'auto', 'linear' or 'log'; it is ${describe(scale)}`);
  if (!Array.isArray(history)) throw new TypeError(`${caller}: history must be a list of { trainLoss, validationLoss }; it is ${describe(history)}`);
  const lines = [
    { name: 'validation', color: colors.orange, dash: undefined, points: pointsOf(caller, history, 'validationLoss') },
    { name: 'training', color: colors.blue, dash: '6 3', points: pointsOf(caller, history, 'trainLoss') },
  ].filter(({ points }) => points.length > 0);
  if (lines.length === 0) throw new RangeError(`${caller}: there must be an epoch with a finite loss; ${history.length === 0 ? 'there is no epoch' : `of ${formatCount(history.length, 'epoch')} none has`}`);
  if (bestEpoch !== undefined && !(Number.isInteger(bestEpoch) && bestEpoch >= 1 && bestEpoch <= history.length)) {
    throw new RangeError(`${caller}: bestEpoch must be an epoch of the history, 1 to ${history.length}; it is ${describe(bestEpoch)}`);
  }
  const all = lines.flatMap(({ points }) => points.map(({ loss }) => loss));
  const [least, most] = extent(all);
  const logarithmic = scale === 'log' || (scale === 'auto' && least > 0 && most >= wide * least);
  if (logarithmic && least <= 0) throw new RangeError(`${caller}: losses must be above 0 for a logarithmic axis; the least is ${least}`);
  const validation = lines.find(({ name }) => name === 'validation')?.points;
  const best = bestEpoch ?? validation?.reduce((least, point) => (point.loss < least.loss ? point : least)).epoch;
  const kept = best === undefined ? undefined : (validation ?? lines[0].points).find(({ epoch }) => epoch === best);
  const [label, yLabel] = [options.xLabel ?? 'Epoch', options.yLabel ?? 'Loss (lower is better)'];
  const last = history.length;
  const lost = history.filter((epoch) => !Number.isFinite(epoch.trainLoss) || (epoch.validationLoss !== undefined && !Number.isFinite(epoch.validationLoss))).length;
  return draw({
    options: plotOptions,
    name: validation === undefined ? 'Training loss over epochs' : 'Training and validation loss over epochs',
    description: [
      ...lines.toReversed().map(({ name, points }) => `The ${name} loss goes from ${formatNumber(points[0].loss)} to ${formatNumber(points[points.length - 1].loss)} in ${formatCount(last, 'epoch')}.`),
      ...(kept === undefined || validation === undefined ? [] : [`The validation loss is ${formatNumber(kept.loss)} in epoch ${kept.epoch}, which is kept.`]),
    ].join(' '),
    x: linearAxis(label, last === 1 ? [0, 2] : [1, last], { pad: last === 1 ? 0 : 0.02, whole: true }),
    y: logarithmic ? logAxis(yLabel, [least / 1.3, ...all, 1.1 * most]) : linearAxis(yLabel, all),
    marks: [
      ...lines.map(({ points, color, dash }) => Plot.line(thinned(points), { x: 'epoch', y: 'loss', stroke: color, strokeWidth: 2.25, strokeDasharray: dash, strokeLinejoin: 'round' })),
      ...(last > mostDots ? [] : lines.map(({ points, color }) => Plot.dot(points, { x: 'epoch', y: 'loss', fill: color, stroke: colors.paper, r: 3.5 }))),
      ...(kept === undefined ? [] : [Plot.dot([kept], { x: 'epoch', y: 'loss', fill: colors.paper, stroke: validation === undefined ? colors.blue : colors.orange, strokeWidth: 2.5, r: 6 })]),
    ],
    endLabels: lines.map(({ name, color, points }) => ({ y: points[points.length - 1].loss, text: name, color })),
    ...(best !== undefined && { marker: { x: best, label: `kept: epoch ${best}` } }),
    ...captionOf(validation !== undefined, best, last, lost, best !== undefined && history[last - 1].trainLoss < history[best - 1].trainLoss),
  });
}

function captionOf(hasValidation: boolean, best: number | undefined, last: number, lost: number, wentOn: boolean): { caption?: string } {
  const told = hasValidation && best !== undefined ? [best < last
    ? `The weights are those of epoch ${best}${wentOn ? ': what was learnt after it helps on the samples trained on, not on others' : ', where the validation loss was lowest'}.`
    : 'The weights are those of the last epoch: the validation loss was still at its lowest.'] : [];
  if (lost > 0) told.push(`In ${formatCount(lost, 'epoch')} the loss was no finite number, and is not drawn.`);
  return told.length === 0 ? {} : { caption: told.join(' ') };
}

interface LossPoint {
  readonly epoch: number;
  readonly loss: number;
}

/** The epochs in which the loss is a number that can be drawn. */
function pointsOf(caller: string, history: readonly EpochLosses[], name: 'trainLoss' | 'validationLoss'): LossPoint[] {
  return history.flatMap((epoch: EpochLosses | null, i) => {
    const loss: unknown = epoch?.[name];
    if (typeof loss !== 'number' && !(loss === undefined && name === 'validationLoss' && typeof epoch === 'object')) throw new TypeError(`${caller}: every epoch must have a trainLoss, a number; history[${i}] is ${describe(epoch)}`);
    return typeof loss === 'number' && Math.abs(loss) < 1e300 ? [{ epoch: i + 1, loss }] : [];
  });
}

function thinned(points: readonly LossPoint[]): LossPoint[] {
  return thin(Float64Array.from(points, ({ loss }) => loss)).map(({ at }) => points[at]);
}
