/** Tables from plain values: rows of objects, or columns of cells. */
import { describe } from '../array/index.ts';
import type { CategoryColumn, FrameColumn } from './column.ts';
import { Frame } from './frame.ts';

/** What a cell of a row given by the user may be. */
export type Cell = number | string | boolean | Date | null | undefined;

/**
 * A table from rows (objects) or columns (arrays): numbers become numeric, strings categorical, booleans boolean,
 * Dates date; null, undefined and NaN are missing.
 * @throws TypeError when a column mixes kinds
 */
export function frameOf(
  data: readonly Readonly<Record<string, Cell>>[] | Readonly<Record<string, ArrayLike<Cell>>>,
  source?: string,
): Frame {
  const columns = new Map<string, ArrayLike<Cell>>();
  if (Array.isArray(data)) {
    const names = new Set<string>();
    for (const row of data) for (const name of Object.keys(row)) names.add(name);
    for (const name of names) columns.set(name, data.map((row: Readonly<Record<string, Cell>>) => (Object.hasOwn(row, name) ? row[name] : null)));
  } else {
    for (const [name, cells] of Object.entries(data)) columns.set(name, cells as ArrayLike<Cell>);
  }
  const rowCount = Array.isArray(data) ? data.length : (columns.values().next().value?.length ?? 0);
  return new Frame([...columns].map(([name, cells]) => columnOf(name, cells)), rowCount, source);
}

/** One column from plain values. */
export function columnOf(name: string, cells: ArrayLike<Cell>): FrameColumn {
  const n = cells.length;
  let kind: 'number' | 'string' | 'boolean' | 'date' | undefined;
  for (let i = 0; i < n; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined) continue;
    const found = cell instanceof Date ? 'date' : (typeof cell as 'number' | 'string' | 'boolean');
    if (found !== 'number' && found !== 'string' && found !== 'boolean' && found !== 'date') {
      throw new TypeError(`table: cells must be numbers, strings, booleans, dates or null; row ${i} of ${JSON.stringify(name)} is ${describe(cell)}`);
    }
    if (kind !== undefined && kind !== found) {
      throw new TypeError(`table: a column must hold one kind of value; ${JSON.stringify(name)} has ${kind}s, and row ${i} is ${describe(cell)}`);
    }
    kind = found;
  }
  if (kind === 'string') return categoryColumn(name, cells as ArrayLike<string | null | undefined>);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const cell = cells[i];
    values[i] = cell === null || cell === undefined ? NaN : cell instanceof Date ? cell.getTime() / 86_400_000 : Number(cell);
  }
  return { name, type: kind === 'boolean' ? 'boolean' : kind === 'date' ? 'date' : 'numeric', values };
}

/** A categorical column from strings; null and undefined are missing. */
export function categoryColumn(name: string, cells: ArrayLike<string | null | undefined>): CategoryColumn {
  const found = new Set<string>();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell !== null && cell !== undefined) found.add(cell);
  }
  const categories = [...found].sort((a, b) => (a < b ? -1 : 1));
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const codes = new Int32Array(cells.length);
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf.get(cells[i] as string) ?? -1;
  return { name, type: 'categorical', codes, categories };
}
