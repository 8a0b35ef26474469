/** One DuckDB in memory: statements in, small results or streamed numbers out. Knows no file format. */
import { rm } from 'node:fs/promises';
import type * as Duckdb from '@duckdb/node-api';
import { removeLeftovers, spillFolder } from './spill.ts';

/** A cell of a small result. Cast counts to DOUBLE in the statement: a BIGINT arrives as text. */
export type Small = string | number | boolean | null;

/** Up to 2048 rows, one array per column: Float64Array for DOUBLE, Int32Array for INTEGER. No number may be NULL. */
export interface Chunk {
  readonly rowCount: number;
  column(index: number): ArrayLike<number>;
  /** Of a VARCHAR, which may hold NULL. */
  words(index: number): readonly (string | null)[];
}

/**
 * A database of its own for one table. It uses all cores and the memory it is given, then a temporary folder that
 * goes when it is closed; reads times as UTC, keeps rows in order and never downloads an extension.
 */
export class Database {
  readonly #instance: Duckdb.DuckDBInstance;
  readonly #spill: string;

  private constructor(instance: Duckdb.DuckDBInstance, spill: string) {
    this.#instance = instance;
    this.#spill = spill;
  }

  /**
   * @param memoryBudget  bytes; 1 GiB may be used in any case
   * @throws Error with the install command when the optional package is missing
   */
  static async create(memoryBudget: number, load: () => Promise<typeof Duckdb> = () => import('@duckdb/node-api')): Promise<Database> {
    const duckdb = await load().catch((error: unknown) => {
      const reason = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND' ? '' : ` (${firstLine(error)})`;
      throw new Error(`open: tables are read by the optional package @duckdb/node-api, which cannot be loaded${reason}; install it with: npm install @duckdb/node-api`);
    });
    await removeLeftovers();
    const spill = spillFolder();
    const megabytes = Math.max(1024, Math.floor(memoryBudget / 1_048_576));
    const instance = await duckdb.DuckDBInstance.create(':memory:', {
      memory_limit: `${megabytes}MiB`, temp_directory: spill, autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
    });
    const database = new Database(instance, spill);
    await database.run("SET GLOBAL TimeZone = 'UTC'");
    return database;
  }

  /** @param onShare  told some times a second which share of the work is done */
  async run(statement: string, signal?: AbortSignal, onShare?: (share: number) => void): Promise<void> {
    await this.#on(signal, (connection) => watched(connection, onShare, () => connection.run(statement)));
  }

  /** All rows of a small result. @param onShare  as of `run` */
  async rows(statement: string, signal?: AbortSignal, onShare?: (share: number) => void): Promise<readonly (readonly Small[])[]> {
    return this.#on(signal, (connection) => watched(connection, onShare, async () => (await connection.runAndReadAll(statement)).getRowsJson() as Small[][]));
  }

  /** The chunks of a result, in order, each read when it is asked for. */
  async *chunks(statement: string, signal?: AbortSignal): AsyncGenerator<Chunk, void, undefined> {
    const { connection, release } = await this.#connect(signal);
    let coming: ReturnType<Duckdb.DuckDBResult['fetchChunk']> | undefined;
    try {
      await connection.run("SET streaming_buffer_size = '8MiB'"); // several chunks of many columns
      const result = await connection.stream(statement);
      for (;;) {
        const chunk = await (coming ?? result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        signal?.throwIfAborted();
        // DuckDB makes the next one while this one is used
        coming = result.fetchChunk();
        coming.catch(() => undefined);
        // the typed items are a copy made by the binding; boxed rows would be 50 times slower
        yield {
          rowCount: chunk.rowCount,
          column: (index) => (chunk.getColumnVector(index) as unknown as { items: ArrayLike<number> }).items,
          words: (index) => chunk.getColumnValues(index) as (string | null)[],
        };
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      await coming?.catch(() => undefined);
      release();
    }
  }

  async close(): Promise<void> {
    this.#instance.closeSync();
    await rm(this.#spill, { recursive: true, force: true });
  }

  async #on<T>(signal: AbortSignal | undefined, work: (connection: Duckdb.DuckDBConnection) => Promise<T>): Promise<T> {
    const { connection, release } = await this.#connect(signal);
    try {
      return await work(connection);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      release();
    }
  }

  /** A connection per piece of work: a second statement on one connection would end the first one's stream. Aborting interrupts it. */
  async #connect(signal: AbortSignal | undefined): Promise<{ connection: Duckdb.DuckDBConnection; release: () => void }> {
    signal?.throwIfAborted();
    const connection = await this.#instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    return {
      connection,
      release: () => {
        signal?.removeEventListener('abort', interrupt);
        connection.closeSync();
      },
    };
  }
}

/** Milliseconds between two looks at how far a statement is. */
const look = 200;

/** DuckDB counts what it has read, when it is told to; it says −1 before it knows. */
async function watched<T>(connection: Duckdb.DuckDBConnection, onShare: ((share: number) => void) | undefined, work: () => Promise<T>): Promise<T> {
  if (onShare === undefined) return work();
  await connection.run("SET enable_progress_bar_print = false");
  await connection.run("SET enable_progress_bar = true");
  await connection.run("SET progress_bar_time = 0");
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage > 0) onShare(Math.min(1, percentage / 100));
  }, look);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

const errorClass = /^(?:[A-Z][\w-]*(?: [A-Z][\w-]*)* )?Error: /i;

/** 'Invalid Input Error: …', as opposed to errors of Node and of this package. */
export function isFromDuckdb(error: unknown): error is Error {
  return error instanceof Error && error.constructor === Error && errorClass.test(error.message);
}

/** DuckDB's words without its advice to people who write SQL: the first line, less the class of the error. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0].replace(errorClass, '').slice(0, 300);
}
