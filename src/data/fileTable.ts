/// <reference lib="esnext.disposable" preserve="true" />
/** A table in a file or database: columns come into memory when they are read. Knows no format. */
import type { NdArray, RowBlocks } from '../array/index.ts';
import { FileError } from '../files/index.ts';
import { Frame, unknownColumn, type ColumnInfo, type ColumnSummary, type FrameColumn, type Table } from '../table/index.ts';
import { firstLine, isFromDuckdb, type Chunk, type Database } from './database.ts';
import type { Relation, RelationColumn } from './relation.ts';
import { tableBlocks } from './tableBlocks.ts';

export interface ReadOptions {
  /** Aborting it rejects the call with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface RowBlocksOptions extends ReadOptions {
  /** The column to predict. Rows where it is missing are left out. */
  readonly target: string;
  /** The columns to predict it from. Default: every other column. */
  readonly features?: readonly string[];
  /** A column of weights ≥ 0. Default: every row counts once. */
  readonly sampleWeight?: string;
}

/** What `open` returns. It holds a DuckDB until `close`, or the end of the block with `await using`. */
export class FileTable implements Table {
  readonly source: string;
  readonly columns: readonly ColumnInfo[];
  readonly rowCount: number;
  readonly #database: Database;
  readonly #relation: Relation;
  #closed = false;
  #types = 0;

  /** @internal */
  constructor(source: string, database: Database, relation: Relation) {
    this.source = source;
    this.columns = relation.columns.map(({ name, type }) => ({ name, type }));
    this.rowCount = relation.rowCount;
    this.#database = database;
    this.#relation = relation;
  }

  /**
   * The named columns (default all) in memory, rows in the order of the file: 8 bytes per number, 4 per category.
   * @throws RangeError for an unknown name; FileError when the table was closed or its file is damaged
   */
  async read(names?: readonly string[], options: ReadOptions = {}): Promise<Frame> {
    this.#checkOpen('read');
    const columns = names?.map((name) => this.#column(name)) ?? this.#relation.columns;
    try {
      return new Frame(await this.#stream(columns, options.signal), this.rowCount, this.source);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw this.#fault('read', error);
    }
  }

  /** The named numeric, boolean or date columns as a matrix [rows, columns], missing values as NaN. */
  async matrix(names?: readonly string[], options: ReadOptions = {}): Promise<NdArray<[number, number]>> {
    return (await this.read(names, options)).matrix();
  }

  /**
   * The rows for estimators that take them in blocks, when the table does not fit into memory: read from the file each
   * time they are walked, a block at a time. Numeric, boolean and date columns, without missing values in the features.
   * @throws RangeError for an unknown name; TypeError for a categorical column
   */
  rowBlocks({ target, features, sampleWeight, signal }: RowBlocksOptions): RowBlocks {
    const chosen = features ?? this.columns.map(({ name }) => name).filter((name) => name !== target && name !== sampleWeight);
    const columns = [...chosen, target, ...(sampleWeight === undefined ? [] : [sampleWeight])].map((name) => this.#column(name));
    const category = columns.find(({ type }) => type === 'categorical');
    if (category !== undefined) {
      throw new TypeError(`table.rowBlocks: columns must be numeric, boolean or date; ${JSON.stringify(category.name)} is categorical. Leave it out by naming the features`);
    }
    const { value } = columns[chosen.length];
    const statement = `SELECT ${columns.map((column) => column.value).join(', ')} FROM ${this.#relation.from} WHERE NOT isnan(${value})`;
    return tableBlocks(chosen.length, sampleWeight !== undefined, () => this.#chunks(statement, signal));
  }

  /** Reads one column at a time. */
  async summary(options: ReadOptions = {}): Promise<readonly ColumnSummary[]> {
    const summaries: ColumnSummary[] = [];
    for (const { name } of this.columns) summaries.push(...(await (await this.read([name], options)).summary()));
    return summaries;
  }

  /** Gives back the memory and files that DuckDB holds. Columns that were read stay as they are. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#chunks(statement: string, signal: AbortSignal | undefined): AsyncGenerator<Chunk, void, undefined> {
    this.#checkOpen('rowBlocks');
    try {
      yield* this.#database.chunks(statement, signal);
    } catch (error) {
      throw this.#fault('rowBlocks', error);
    }
  }

  #checkOpen(method: string): void {
    if (this.#closed) throw new FileError(`table.${method}: the table must be open; ${this.source} was closed`);
  }

  /** Damage inside a Parquet or database file shows only when its rows are read. */
  #fault(method: string, error: unknown): unknown {
    return isFromDuckdb(error) ? new FileError(`table.${method}: ${this.source}: ${firstLine(error)}`) : error;
  }

  #column(name: string): RelationColumn {
    const column = this.#relation.columns.find((other) => other.name === name);
    if (column === undefined) throw unknownColumn(this, name);
    return column;
  }

  async #stream(columns: readonly RelationColumn[], signal?: AbortSignal): Promise<FrameColumn[]> {
    if (columns.length === 0) return [];
    const dictionaries = new Map<RelationColumn, Dictionary>();
    try {
      for (const column of columns) if (column.type === 'categorical') dictionaries.set(column, await this.#dictionary(column, signal));
      const values = columns.map(({ type }) => (type === 'categorical' ? new Int32Array(this.rowCount) : new Float64Array(this.rowCount)));
      const expressions = columns.map((column) => {
        const dictionary = dictionaries.get(column);
        return dictionary === undefined ? column.value : `coalesce(enum_code((${column.value})::${dictionary.type})::INTEGER, -1)`;
      });
      let at = 0;
      await this.#database.each(`SELECT ${expressions.join(', ')} FROM ${this.#relation.from}`, (chunk) => {
        values.forEach((column, j) => column.set(chunk.column(j), at));
        at += chunk.rowCount;
      }, signal);
      return columns.map((column, j): FrameColumn => {
        const { name } = column;
        if (column.type !== 'categorical') return { name, type: column.type, values: values[j] as Float64Array };
        return { name, type: 'categorical', ...sorted(values[j] as Int32Array, dictionaries.get(column)?.words ?? []) };
      });
    } finally {
      for (const { type } of dictionaries.values()) await this.#database.run(`DROP TYPE IF EXISTS ${type}`).catch(() => undefined);
    }
  }

  /** An enumeration of a column's distinct texts, so that DuckDB hands over numbers instead of a text per row. */
  async #dictionary(column: RelationColumn, signal?: AbortSignal): Promise<Dictionary> {
    const type = `words${this.#types++}`;
    await this.#database.run(`CREATE TYPE ${type} AS ENUM (SELECT DISTINCT ${column.value} AS w FROM ${this.#relation.from} WHERE w IS NOT NULL ORDER BY w)`, signal);
    const words = await this.#database.rows(`SELECT unnest(enum_range(NULL::${type}))::VARCHAR`, signal);
    return { type, words: words.map(([word]) => word as string) };
  }
}

interface Dictionary {
  readonly type: string;
  readonly words: readonly string[];
}

/** Codes by the order of JavaScript, code unit by code unit; DuckDB's is by UTF-8 bytes, which differs beyond U+FFFF. */
function sorted(codes: Int32Array, words: readonly string[]): { codes: Int32Array; categories: readonly string[] } {
  const categories = words.toSorted((a, b) => (a < b ? -1 : 1));
  if (categories.every((category, i) => category === words[i])) return { codes, categories };
  const position = new Map(categories.map((category, code) => [category, code]));
  const codeOf = words.map((word) => position.get(word) ?? -1);
  return { codes: codes.map((code) => (code < 0 ? -1 : codeOf[code])), categories };
}
