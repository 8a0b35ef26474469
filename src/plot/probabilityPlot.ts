/** Predicted probabilities of the two classes, back to back: where a threshold parts them, and whom it takes for the other. */
import * as Plot from '@observablehq/plot';
import { readClasses, type Label, type Labels, type VectorInput } from '../array/index.ts';
import { linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatCount, formatFixed, formatNumber } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { readShares } from './rates.ts';
import { colors } from './theme.ts';

export interface ProbabilityPlotOptions extends PlotOptions {
  /** From this probability on the second class is predicted: marked. Default 0.5. */
  readonly threshold?: number;
  /** The class whose probability is given. Default the second, sorted. */
  readonly positive?: Label;
}

const bins = 25;

/**
 * Histograms of the predicted probability, of the rows of the class upwards, of the others downwards.
 * @param yTrue  [nSamples], two classes   @param probabilities  [nSamples], of the positive class
 * @param options  threshold 0.5, positive; defaults: xLabel 'Predicted probability of <class>', yLabel 'Rows', width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for unequal lengths, no rows, other than two classes, or probabilities outside [0, 1]
 */
export function probabilityPlot(yTrue: Labels, probabilities: VectorInput, options: ProbabilityPlotOptions = {}): string {
  const caller = 'probabilityPlot';
  const { threshold = 0.5, positive, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  const [shares] = readShares(caller, ['probabilities', 'probabilities'], probabilities, probabilities);
  const [cut] = readValues(caller, 'threshold', [threshold]);
  const { codes, labels } = readClasses(caller, 'yTrue', yTrue, shares.length);
  const found = positive ?? labels[labels.length - 1];
  const [other, missing] = [labels.find((label) => label !== found), !labels.includes(found)];
  if (labels.length !== 2 || missing || other === undefined) throw new RangeError(`${caller}: there must be two classes, one of them the positive one; there are ${labels.slice(0, 5).map(String).join(', ')}`);
  const counts = [new Float64Array(bins), new Float64Array(bins)];
  const wrong = [0, 0];
  shares.forEach((share, i) => {
    const is = labels[codes[i]] === found ? 0 : 1;
    counts[is][Math.max(0, Math.min(bins - 1, Math.floor(share * bins)))]++;
    if ((share > cut) !== (is === 0)) wrong[is]++;
  });
  const bars = counts.map((count, side) => Array.from(count, (rows, bin) => ({ x1: bin / bins, x2: (bin + 1) / bins, rows: side === 0 ? rows : -rows })).filter(({ rows }) => rows !== 0));
  const { xLabel = `Predicted probability of ${String(found)}`, yLabel = 'Rows' } = plotOptions;
  const most = Math.max(...counts[0], ...counts[1]);
  const y = linearAxis(yLabel, [counts[1].reduce((a, b) => Math.max(a, b), 0) === 0 ? 0 : -Math.max(...counts[1], most / 5), Math.max(...counts[0], most / 5)]);
  return draw({
    options: plotOptions,
    name: 'Predicted probabilities by class',
    description: `${formatCount(shares.length, 'row')}. At ${formatNumber(cut)}, ${formatCount(wrong[0], 'row')} of ${String(found)} and ${formatCount(wrong[1], 'row')} of ${String(other)} lie on the wrong side.`,
    x: { ...linearAxis(xLabel, [0, 1], { pad: 0 }), domain: [-0.01, 1.01] },
    // counts have no sign: below the line they are of the other class
    y: { ...y, ticks: (room) => y.ticks(room).filter(({ value }) => Number.isInteger(value)).map(({ value }) => ({ value, text: formatFixed(Math.abs(value), 0) })) },
    legend: [{ text: `${String(found)}, upwards`, color: colors.blue, sample: { symbol: 'square' } }, { text: `${String(other)}, downwards`, color: colors.orange, sample: { symbol: 'square' } }],
    marks: [
      ...bars.map((side, at) => Plot.rect(side, { x1: 'x1', x2: 'x2', y1: 0, y2: 'rows', insetLeft: 0.5, insetRight: 0.5, fill: at === 0 ? colors.blue : colors.orange, fillOpacity: 0.75 })),
      Plot.ruleY([0], { stroke: colors.ink }),
    ],
    marker: { x: cut, label: `threshold ${formatNumber(cut, 3)}` },
    caption: `At this threshold ${formatCount(wrong[0], 'row')} of ${String(found)} ${wrong[0] === 1 ? 'is' : 'are'} missed, and ${formatCount(wrong[1], 'row')} of ${String(other)} taken for it.`,
  });
}
