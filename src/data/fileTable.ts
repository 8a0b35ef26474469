/// <reference lib="esnext.disposable" preserve="true" />
/** A table in a file or database: columns come into memory when they are read. Knows no format. */
import type { NdArray, RowBlocks } from '../array/index.ts';
import { FileError } from '../files/index.ts';
import { Frame, unknownColumn, type ColumnInfo, type ColumnSummary, type CountedRows, type Levels, type ScanOptions, type StreamedTable } from '../table/index.ts';
import { firstLine, isFromDuckdb, type Chunk, type Database } from './database.ts';
import type { Relation, RelationColumn } from './relation.ts';
import { tableBlocks } from './tableBlocks.ts';
import { framesOf, sortedWords, type ScannedColumn } from './tableScan.ts';

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
export class FileTable implements StreamedTable {
  readonly source: string;
  readonly columns: readonly ColumnInfo[];
  readonly rowCount: number;
  readonly memoryBudget: number;
  readonly #dictionaries = new Map<RelationColumn, Dictionary>();
  readonly #database: Database;
  readonly #relation: Relation;
  #closed = false;
  #types = 0;

  /** @internal */
  constructor(source: string, database: Database, relation: Relation, memoryBudget: number) {
    this.source = source;
    this.columns = relation.columns.map(({ name, type }) => ({ name, type }));
    this.rowCount = relation.rowCount;
    this.memoryBudget = memoryBudget;
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
    if (columns.length === 0) return new Frame([], this.rowCount, this.source);
    try {
      // one block of all rows
      for await (const frame of this.#frames(columns, { ...options, blockRows: this.rowCount }, false)) return frame;
    } catch (error) {
      options.signal?.throwIfAborted();
      throw this.#fault('read', error);
    }
    throw new FileError(`table.read: ${this.source}: the file must not change while it is open; it had ${this.rowCount} rows, and has none now`);
  }

  /**
   * The named columns block by block, rows in the order of the file, never all in memory.
   * @throws as `read`, when the blocks are asked for
   */
  async *scan(names: readonly string[], options: ScanOptions): AsyncGenerator<Frame, void, undefined> {
    this.#checkOpen('scan');
    try {
      yield* this.#frames(names.map((name) => this.#column(name)), options, true);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw this.#fault('scan', error);
    }
  }

  /** Distinct values of a column, counted by DuckDB, which spills them to its temporary folder where they are too many. */
  async levels(name: string, { known, positive }: CountedRows, signal?: AbortSignal): Promise<Levels> {
    this.#checkOpen('levels');
    const column = this.#column(name);
    const where = [isKnown(column), ...(known === undefined ? [] : [isKnown(this.#column(known))]), ...(positive === undefined ? [] : [`${this.#column(positive).value} > 0`])].join(' AND ');
    try {
      const [[distinct, present]] = (await this.#database.rows(`SELECT count(DISTINCT ${column.value})::DOUBLE, count(*)::DOUBLE FROM ${this.#relation.from} WHERE ${where}`, signal)) as [number, number][];
      return { distinct, present };
    } catch (error) {
      throw this.#fault('levels', error);
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

  /** Frames of the columns. Words of categorical columns are kept for the next scan with `keep`. */
  async *#frames(columns: readonly RelationColumn[], { blockRows, signal, categories = 'table' }: ScanOptions, keep: boolean): AsyncGenerator<Frame, void, undefined> {
    const dictionaries = new Map<RelationColumn, Dictionary>();
    try {
      const coded = columns.filter(({ type }) => type === 'categorical' && categories === 'table');
      for (const column of coded) dictionaries.set(column, this.#dictionaries.get(column) ?? await this.#dictionary(column, signal));
      if (keep) for (const [column, dictionary] of dictionaries) this.#dictionaries.set(column, dictionary);
      const expressions = columns.map((column) => {
        const dictionary = dictionaries.get(column);
        return dictionary === undefined ? column.value : `coalesce(enum_code((${column.value})::${dictionary.type})::INTEGER, -1)`;
      });
      const scanned = columns.map((column): ScannedColumn => ({ name: column.name, type: column.type, ...dictionaries.get(column)?.words }));
      yield* framesOf(scanned, this.#database.chunks(`SELECT ${expressions.join(', ')} FROM ${this.#relation.from}`, signal), blockRows, this.source);
    } finally {
      for (const [column, { type }] of dictionaries) {
        if (!this.#dictionaries.has(column)) await this.#database.run(`DROP TYPE IF EXISTS ${type}`).catch(() => undefined);
      }
    }
  }

  /** An enumeration of a column's distinct texts, so that DuckDB hands over numbers instead of a text per row. */
  async #dictionary(column: RelationColumn, signal?: AbortSignal): Promise<Dictionary> {
    const type = `words${this.#types++}`;
    await this.#database.run(`CREATE TYPE ${type} AS ENUM (SELECT DISTINCT ${column.value} AS w FROM ${this.#relation.from} WHERE w IS NOT NULL ORDER BY w)`, signal);
    const words = await this.#database.rows(`SELECT unnest(enum_range(NULL::${type}))::VARCHAR`, signal);
    return { type, words: sortedWords(words.map(([word]) => word as string)) };
  }
}

interface Dictionary {
  readonly type: string;
  readonly words: Pick<ScannedColumn, 'categories' | 'codeOf'>;
}

/** SQL: whether a column has a value. */
function isKnown({ type, value }: RelationColumn): string {
  return type === 'categorical' ? `(${value}) IS NOT NULL` : `NOT isnan(${value})`;
}
