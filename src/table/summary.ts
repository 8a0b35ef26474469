/** The figures that describe one column. */
import type { ColumnSummary, FrameColumn } from './column.ts';

export function summarize(column: FrameColumn): ColumnSummary {
  const { name, type } = column;
  if (column.type === 'categorical') {
    const counts = column.categories.map(() => 0);
    let missing = 0;
    for (const code of column.codes) {
      if (code < 0) missing++;
      else counts[code]++;
    }
    const top = counts
      .map((count, code) => ({ value: column.categories[code], count }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { name, type, count: column.codes.length - missing, missing, distinct: top.length, top: top.slice(0, 5) };
  }
  const sorted = column.values.slice().sort(); // NaN goes last
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
  const missing = column.values.length - count;
  if (count === 0) return { name, type, count, missing, distinct: 0 };
  let distinct = 1;
  let sum = sorted[0];
  for (let i = 1; i < count; i++) {
    if (sorted[i] !== sorted[i - 1]) distinct++;
    sum += sorted[i];
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (sorted[i] - mean) * (sorted[i] - mean);
  return {
    name, type, count, missing, distinct, mean,
    standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    min: sorted[0],
    median: (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2,
    max: sorted[count - 1],
  };
}
