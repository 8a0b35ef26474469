/** A confusion matrix on a terminal: all of it when it is small, the most frequent mistakes when it is not. */
import type { ConfusionMatrix } from '../index.ts';
import { formatTable } from './output.ts';

/** More columns than this do not fit. */
const mostColumns = 12;
const shownMistakes = 10;

/** True classes downwards, predicted ones across. */
export function confusionTable(matrix: ConfusionMatrix): string {
  const names = matrix.classes.map(String);
  const k = names.length;
  if (k <= mostColumns) {
    return formatTable(['true ↓  predicted →', ...names], names.map((name, i) => [name, ...Array.from(matrix.data.subarray(i * k, (i + 1) * k), String)]));
  }
  const mistakes = Array.from(matrix.data, (count, cell) => ({ count, i: Math.floor(cell / k), j: cell % k }))
    .filter(({ count, i, j }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, shownMistakes);
  if (mistakes.length === 0) return 'No row was taken for another class.';
  return formatTable(['most frequent mistakes', 'taken for', 'rows'], mistakes.map(({ count, i, j }) => [names[i], names[j], String(count)]), ['taken for']);
}
