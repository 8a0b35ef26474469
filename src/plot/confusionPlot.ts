/** A confusion matrix as shaded cells: which classes are taken for which. */
import * as Plot from '@observablehq/plot';
import { describe, readClasses, readMatrix, type Label, type MatrixInput } from '../array/index.ts';
import { draw, nameMargin } from './figure.ts';
import { formatCount, formatFixed, formatNumber, formatPercent } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { nameAxis } from './nameAxis.ts';
import { textWidth } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** What `confusionMatrix` returns; or give `classes` in the options. */
export type ConfusionCounts = MatrixInput & { readonly classes?: readonly Label[] };

export interface ConfusionPlotOptions extends PlotOptions {
  /** Names of the rows and columns. Default those of the matrix, else 0, 1, … */
  readonly classes?: readonly Label[];
}

/** More classes than this are too small to see. */
const mostClasses = 60;

/**
 * Counts of rows, true classes downwards, predicted ones across; shaded, and in per cent, as shares of each true class.
 * @param matrix  [classes, classes], what `confusionMatrix` returns   @param options  classes; defaults: xLabel 'Predicted
 *   class', yLabel 'True class', width 640
 * @returns one self-contained SVG; numbers stand in the cells as long as they fit, or else the shares
 * @throws TypeError for a wrong kind; RangeError for a matrix that is not square, negative counts, or more than 60 classes
 */
export function confusionPlot(matrix: ConfusionCounts, options: ConfusionPlotOptions = {}): string {
  const caller = 'confusionPlot';
  const { classes: given, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  const { data, rows: k, columns } = readMatrix(caller, 'matrix', matrix);
  if (k !== columns) throw new RangeError(`${caller}: the matrix must have as many rows as columns; it is [${k}, ${columns}]`);
  if (k > mostClasses) throw new RangeError(`${caller}: at most ${mostClasses} classes can be told apart; there are ${k}`);
  const negative = readValues(caller, 'matrix.data', data).findIndex((count) => count < 0);
  if (negative >= 0) throw new RangeError(`${caller}: counts must be at least 0; matrix[${Math.floor(negative / k)}][${negative % k}] is ${data[negative]}`);
  const names = namesOf(caller, given ?? matrix.classes, k);

  const width = plotOptions.width ?? 640;
  const cell = (width - nameMargin(names, width) - 16) / k;
  const rowHeight = Math.round(Math.max(16, Math.min(84, cell * 0.75)));
  const cells = Array.from(data, (count, at) => {
    const row = Math.floor(at / k);
    const total = data.subarray(row * k, (row + 1) * k).reduce((sum, value) => sum + value, 0);
    return { row, column: at % k, count, share: total === 0 ? 0 : count / total };
  });
  const countOf = (count: number): string => (Number.isInteger(count) ? formatFixed(count, 0) : formatNumber(count, 3));
  const fits = (texts: readonly string[], size: number, lines: number): boolean => Math.max(...texts.map((text) => textWidth(text, size))) <= cell - 6 && rowHeight >= lines * size * 1.3 + 2;
  const shown = cells.filter(({ count }) => count > 0 || k <= 6);
  const filled = cells.filter(({ count }) => count > 0);
  const size = k > 12 ? 10.5 : fontSize.label;
  const shareOf = ({ share }: { share: number }): string => formatPercent(share, share < 0.1 ? 1 : 2);
  const counts = fits(shown.map(({ count }) => countOf(count)), size, 1);
  // where large counts have no room, their shares may
  const sharesAlone = !counts && fits(filled.map(shareOf), 11, 1);
  const shares = sharesAlone || (counts && k <= 12 && fits(filled.map(shareOf), 11, 2.6));
  const right = cells.reduce((sum, { row, column, count }) => (row === column ? sum + count : sum), 0);
  const all = data.reduce((sum, count) => sum + count, 0);
  const worst = filled.filter(({ row, column }) => row !== column).sort((a, b) => b.count - a.count)[0];
  const square = { x1: ({ column }: { column: number }) => column - 0.5, x2: ({ column }: { column: number }) => column + 0.5, y1: ({ row }: { row: number }) => row - 0.5, y2: ({ row }: { row: number }) => row + 0.5 };
  const { xLabel = 'Predicted class', yLabel = 'True class' } = plotOptions;
  const gap = k > 20 ? 0.5 : 1.5;
  return draw({
    options: plotOptions,
    name: 'Confusion matrix',
    description: `${formatCount(k, 'class', 'classes')}, ${countOf(all)} rows, ${formatPercent(all === 0 ? 0 : right / all)} of them right. ${worst === undefined ? 'No class is taken for another.' : `Most often, ${countOf(worst.count)} times, ${names[worst.row]} is taken for ${names[worst.column]}.`}`,
    x: { ...nameAxis(xLabel, names), reverse: false },
    y: nameAxis(yLabel, names),
    rowHeight,
    columns: { upright: Math.max(...names.map((name) => textWidth(name, fontSize.tick))) > cell - 4 },
    marks: [
      // an empty cell is seen as a cell
      Plot.rect(cells, { ...square, fill: colors.grid, fillOpacity: 0.5, inset: gap / 2 }),
      Plot.rect(filled.filter(({ row, column }) => row === column), { ...square, fill: colors.blue, fillOpacity: opacity, inset: gap / 2 }),
      Plot.rect(filled.filter(({ row, column }) => row !== column), { ...square, fill: colors.orange, fillOpacity: opacity, inset: gap / 2 }),
      ...(counts ? [
        Plot.text(shown.filter(({ count }) => count === 0), { x: 'column', y: 'row', text: () => '0', fontSize: size, fill: colors.soft }),
        Plot.text(filled, { x: 'column', y: 'row', text: ({ count }: { count: number }) => countOf(count), fontSize: size, fontWeight: 600, fill: colors.ink, dy: shares ? -8 : 0 }),
      ] : []),
      ...(shares ? [Plot.text(filled, { x: 'column', y: 'row', text: shareOf, fontSize: 11, fill: colors.ink, dy: sharesAlone ? 0 : 9 })] : []),
    ],
    caption: `Blue: right. Orange: taken for another class. The stronger the colour, the larger the share of the true class${sharesAlone ? ', which stands in the cell' : shares ? ', which stands below the number of rows' : ''}.${counts || shares ? '' : ' There is no room for numbers.'}`,
  });
}

/** Dark letters stay readable on the darkest shade, and light ones in the dark. */
function opacity({ share }: { readonly share: number }): number {
  return Math.round((0.1 + 0.42 * share) * 100) / 100;
}

function namesOf(caller: string, classes: readonly Label[] | undefined, k: number): string[] {
  if (classes === undefined) return Array.from({ length: k }, (_, c) => String(c));
  if (!Array.isArray(classes) || classes.length !== k) throw new RangeError(`${caller}: classes must name every row of the matrix; they are ${describe(classes)}, it is [${k}, ${k}]`);
  readClasses(caller, 'classes', classes, k);
  return classes.map(String);
}
