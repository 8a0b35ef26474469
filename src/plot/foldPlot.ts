/** Models side by side: the score of every fold, their mean and its standard error. Shows how much is luck. */
import * as Plot from '@observablehq/plot';
import { describe, type VectorInput } from '../array/index.ts';
import { linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatNumber } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { nameAxis } from './nameAxis.ts';
import { colors } from './theme.ts';

/** The folds of one model. */
export interface FoldScores {
  readonly name: string;
  readonly folds: VectorInput;
  /** Drawn in the accent colour. */
  readonly chosen?: boolean;
}

/**
 * One row per model: a small dot per fold, a large one for the mean, a bar of mean ± one standard error (std / √folds).
 * @param models  in the order of the rows   @param options  defaults: xLabel 'Score per fold', yLabel none, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no models, no folds, NaN or infinity
 */
export function foldPlot(models: readonly FoldScores[], options: PlotOptions = {}): string {
  checkOptions('foldPlot', options);
  if (!Array.isArray(models)) throw new TypeError(`foldPlot: models must be an array; it is ${describe(models)}`);
  if (models.length === 0) throw new RangeError('foldPlot: there must be at least one model; there is none');
  const rows = models.map((model: FoldScores, row) => {
    if (typeof model?.name !== 'string') throw new TypeError(`foldPlot: every model must have a name; models[${row}] is ${describe(model?.name)}`);
    const folds = readValues('foldPlot', `folds of ${JSON.stringify(model.name)}`, model.folds);
    const mean = folds.reduce((sum, score) => sum + score / folds.length, 0);
    const squares = folds.reduce((sum, score) => sum + (score - mean) * (score - mean), 0);
    const error = folds.length > 1 ? Math.sqrt(squares / (folds.length - 1) / folds.length) : 0;
    return { name: model.name, row, folds, mean, low: mean - error, high: mean + error, color: model.chosen === true ? colors.orange : colors.blue, chosen: model.chosen === true };
  });
  const dots = rows.flatMap(({ row, folds, color }) => Array.from(folds, (score) => ({ row, score, color })));
  const { xLabel = 'Score per fold', yLabel = '' } = options;
  const chosen = rows.find((row) => row.chosen);
  // one mark per colour keeps colours constants, which the theme can swap in the dark
  const byColor = [colors.blue, colors.orange].map((color) => ({ color, dots: dots.filter((dot) => dot.color === color), rows: rows.filter((row) => row.color === color) }));
  return draw({
    options,
    name: 'Scores of the models over the folds',
    description: `${rows.map(({ name, mean, high }) => `${name}: mean ${formatNumber(mean)} ± ${formatNumber(high - mean, 2)}`).join('; ')}.${chosen === undefined ? '' : ` Chosen: ${chosen.name}.`}`,
    x: linearAxis(xLabel, [...dots.map(({ score }) => score), ...rows.flatMap(({ low, high }) => [low, high])]),
    y: nameAxis(yLabel, rows.map(({ name, chosen }) => (chosen ? `${name} (chosen)` : name))),
    rowHeight: 36,
    marks: byColor.map((group) => ({ ...group, spread: group.rows.filter(({ low, high }) => low < high) })).flatMap(({ color, dots, rows, spread }) => [
      Plot.dot(dots, { x: 'score', y: 'row', dy: 8, r: 3, fill: color, fillOpacity: 0.55 }),
      Plot.link(spread, { x1: 'low', x2: 'high', y1: 'row', y2: 'row', dy: -3, stroke: color, strokeWidth: 3 }),
      // upright ends are seen beside the dot where the bar is shorter than it
      ...['low', 'high'].map((end) => Plot.link(spread, { x1: end, x2: end, y1: ({ row }: { row: number }) => row - 0.16, y2: ({ row }: { row: number }) => row + 0.16, dy: -3, stroke: color, strokeWidth: 1.75 })),
      Plot.dot(rows, { x: 'mean', y: 'row', dy: -3, r: 4.5, fill: color, stroke: colors.paper, strokeWidth: 1 }),
    ]),
    caption: 'Small dots: one fold each. Large dot and bar: their mean ± one standard error.',
  });
}
