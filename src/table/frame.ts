/** What a table is to the models: named, typed columns that can be read into memory. Knows no file and no database. */
import { NdArray } from '../array/index.ts';
import type { ColumnInfo, ColumnSummary, FrameColumn } from './column.ts';
import { summarize } from './summary.ts';

export interface Table {
  /** Where it came from, for messages and reports: 'houses.csv'. */
  readonly source: string;
  readonly columns: readonly ColumnInfo[];
  readonly rowCount: number;
  /** The named columns (default all) in memory. @throws RangeError for an unknown name */
  read(names?: readonly string[]): Promise<Frame>;
  /** The named numeric, boolean or date columns as a matrix, missing values as NaN. */
  matrix(names?: readonly string[]): Promise<NdArray<[number, number]>>;
  summary(): Promise<readonly ColumnSummary[]>;
  /** Gives back what the table holds open. Tables in memory hold nothing. */
  close(): Promise<void>;
}

/** True when `value` is a Table rather than a matrix. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'columns' in value && 'rowCount' in value && 'read' in value;
}

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

function lengthOf(column: FrameColumn): number {
  return column.type === 'categorical' ? column.codes.length : column.values.length;
}
