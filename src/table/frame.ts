/** A table in memory: one typed array per column. */
import { describe, NdArray } from '../array/index.ts';
import { summarize } from './summary.ts';
import type { ColumnInfo, ColumnSummary, Table } from './table.ts';

export interface NumberColumn {
  readonly name: string;
  readonly type: 'numeric' | 'boolean' | 'date';
  /** NaN is a missing value. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly name: string;
  readonly type: 'categorical';
  /** Index into `categories` per row; −1 is a missing value. */
  readonly codes: Int32Array;
  /** Distinct, sorted by code unit. */
  readonly categories: readonly string[];
}

export type FrameColumn = NumberColumn | CategoryColumn;

/** What a cell of a row given by the user may be. */
export type Cell = number | string | boolean | Date | null | undefined;

/** Columns in memory, immutable. Made by `frameOf` from rows or columns, or read from a Table. */
export class Frame implements Table {
  readonly source: string;
  readonly rowCount: number;
  readonly columns: readonly FrameColumn[];
  readonly #byName: ReadonlyMap<string, FrameColumn>;

  /** @throws RangeError when columns differ in length or two have the same name */
  constructor(columns: readonly FrameColumn[], rowCount: number, source = 'table in memory') {
    const byName = new Map<string, FrameColumn>();
    for (const column of columns) {
      const length = lengthOf(column);
      if (length !== rowCount) throw new RangeError(`table: every column must have ${rowCount} rows; ${JSON.stringify(column.name)} has ${length}`);
      if (byName.has(column.name)) throw new RangeError(`table: column names must be distinct; ${JSON.stringify(column.name)} is there twice`);
      byName.set(column.name, column);
    }
    this.source = source;
    this.columns = columns;
    this.rowCount = rowCount;
    this.#byName = byName;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** @throws RangeError naming the columns there are */
  column(name: string): FrameColumn {
    const column = this.#byName.get(name);
    if (column === undefined) throw unknownColumn(this, name);
    return column;
  }

  /** The rows at `indices`, in that order. */
  take(indices: ArrayLike<number>): Frame {
    const taken = this.columns.map((column): FrameColumn => {
      if (column.type === 'categorical') {
        const codes = new Int32Array(indices.length);
        for (let i = 0; i < codes.length; i++) codes[i] = column.codes[indices[i]];
        return { ...column, codes };
      }
      const values = new Float64Array(indices.length);
      for (let i = 0; i < values.length; i++) values[i] = column.values[indices[i]];
      return { ...column, values };
    });
    return new Frame(taken, indices.length, this.source);
  }

  async read(names?: readonly string[]): Promise<Frame> {
    return names === undefined ? this : new Frame(names.map((name) => this.column(name)), this.rowCount, this.source);
  }

  async matrix(names?: readonly string[]): Promise<NdArray<[number, number]>> {
    const chosen = names?.map((name) => this.column(name)) ?? this.columns;
    const data = new Float64Array(this.rowCount * chosen.length);
    chosen.forEach((column, j) => {
      if (column.type === 'categorical') {
        throw new TypeError(`table.matrix: columns must be numeric, boolean or date; ${JSON.stringify(column.name)} is categorical. Encode it, or fit on the table itself`);
      }
      for (let i = 0; i < this.rowCount; i++) data[i * chosen.length + j] = column.values[i];
    });
    return new NdArray(data, [this.rowCount, chosen.length]);
  }

  async summary(): Promise<readonly ColumnSummary[]> {
    return this.columns.map(summarize);
  }

  async close(): Promise<void> {}
}

/** The message for a name that no column has, with the names there are and the nearest one. */
export function unknownColumn(table: { readonly source: string; readonly columns: readonly ColumnInfo[] }, name: string): RangeError {
  const names = table.columns.map((column) => column.name);
  const near = names.find((other) => other.trim().toLowerCase() === name.trim().toLowerCase());
  const shown = names.slice(0, 20).map((other) => JSON.stringify(other)).join(', ') + (names.length > 20 ? `, … (${names.length} in all)` : '');
  const hint = near === undefined ? '' : ` (did you mean ${JSON.stringify(near)}?)`;
  return new RangeError(`${table.source}: there is no column ${JSON.stringify(name)}${hint}; the columns are ${shown}`);
}

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

function lengthOf(column: FrameColumn): number {
  return column.type === 'categorical' ? column.codes.length : column.values.length;
}
