/** The rows of a table as an encoder's features: all at once, or block by block where they would not fit. Knows no model. */
import { NdArray } from '../array/index.ts';
import type { Progress, RunOptions } from '../estimator/index.ts';
import { isStreamed, tableOf, type Frame, type Table, type TableRows } from '../table/index.ts';
import type { FittedTableEncoder } from './fittedTableEncoder.ts';
import { UnknownLevels } from './unknownLevels.ts';

export interface EncodeOptions extends RunOptions {
  /** Told what the user should know: categories that the fit did not see. */
  readonly onNote?: (note: string) => void;
}

/** Good until the next one is asked for. */
export interface EncodedPart {
  readonly X: NdArray<[number, number]>;
  /** Rows before these. */
  readonly start: number;
  /** Rows of all parts. */
  readonly total: number;
}

/**
 * In blocks when the columns and features of a table in a file would need more than its memory budget.
 * @throws RangeError naming every column that is not there, for a table without rows, or an infinite number; TypeError
 *   for a column of another type, and for data of another kind
 */
export async function* encodedParts(caller: string, encoder: FittedTableEncoder, data: Table | TableRows, { onNote, signal, onProgress }: EncodeOptions): AsyncGenerator<EncodedPart, void, undefined> {
  const table = tableOf(caller, data);
  encoder.checkColumns(table);
  const total = table.rowCount;
  if (total === 0) throw new RangeError(`${caller}: the table must have at least one row; ${table.source} has none`);
  const names = encoder.columns.map(({ name }) => name);
  const unknown = onNote && new UnknownLevels();
  let start = 0;
  const partOf = (frame: Frame, X: Float64Array): EncodedPart => {
    encoder.writer(frame, unknown?.add, start)(0, frame.rowCount, X, 0);
    return { X: new NdArray(X.subarray(0, frame.rowCount * encoder.nFeatures), [frame.rowCount, encoder.nFeatures]), start, total };
  };
  if (isStreamed(table) && 8 * total * (names.length + encoder.nFeatures) > table.memoryBudget) {
    const blockRows = scanRows(names.length);
    const X = new Float64Array(blockRows * encoder.nFeatures);
    const report = rowProgress(`${caller}: reading rows`, total, onProgress);
    for await (const frame of table.scan(names, { blockRows, ...(signal && { signal }) })) {
      yield partOf(frame, X);
      start += frame.rowCount;
      report(start);
      signal?.throwIfAborted();
    }
  } else {
    const frame = await table.read(names);
    signal?.throwIfAborted();
    yield partOf(frame, new Float64Array(total * encoder.nFeatures));
  }
  for (const note of unknown?.notes(table.source) ?? []) onNote?.(note);
}

/** Numbers of a block of columns: it stays in the processor's cache while it is encoded. */
const blockNumbers = 1 << 16;

/** Rows of a block of so many columns. */
export function scanRows(columns: number): number {
  return Math.max(1024, Math.floor(blockNumbers / columns));
}

/** To be told how many rows are done: passes it on with their number per second and the seconds that are left. */
export function rowProgress(label: string, total: number, onProgress: ((progress: Progress) => void) | undefined): (done: number) => void {
  const begin = performance.now();
  return (done) => {
    if (onProgress === undefined) return;
    const perSecond = done / Math.max(1e-3, (performance.now() - begin) / 1000);
    onProgress({ label, done, total, perSecond, secondsLeft: (total - done) / perSecond });
  };
}
