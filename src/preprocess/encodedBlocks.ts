/** Frames of a table, one after the other, as blocks of an encoder's features; and which columns not to read for that. Knows no model. */
import type { RowBlock, RowBlocks } from '../array/index.ts';
import type { CountedRows, Frame, StreamedTable } from '../table/index.ts';
import { tooManyLevels } from './columnStatistics.ts';
import type { DroppedColumn } from './encodedColumn.ts';
import type { FittedTableEncoder } from './fittedTableEncoder.ts';
import type { OnUnknown } from './tableColumns.ts';
import { maxLevels } from './tableEncoder.ts';

/** Good until the next one is asked for. */
export interface FrameBlock {
  readonly frame: Frame;
  /** One per row; none where there is no target. */
  readonly y?: Float64Array;
  readonly weights?: Float64Array;
  /** Rows of the table before the frame, for messages. */
  readonly start: number;
}

export interface FrameBlocks {
  /** Whether blocks have weights, and whether they have targets. */
  readonly weighted: boolean;
  readonly targeted: boolean;
  walk(columns: readonly string[]): AsyncIterable<FrameBlock>;
}

export interface EncodedBlocksOptions {
  /** Of a number of the target's column; default itself. */
  readonly targetOf?: (value: number) => number;
  /** Told of categories that the fit did not see. */
  readonly onUnknown?: OnUnknown;
}

/** The features, row-major, in blocks of the size that is asked for. */
export function encodedBlocks(encoder: FittedTableEncoder, { weighted, targeted, walk }: FrameBlocks, { targetOf = (value) => value, onUnknown }: EncodedBlocksOptions = {}): RowBlocks {
  const width = encoder.nFeatures;
  const targets = targeted ? 1 : 0;
  return {
    features: width,
    targets,
    async *walk(blockRows) {
      const x = new Float64Array(blockRows * width);
      const y = new Float64Array(blockRows * targets);
      const w = weighted ? new Float64Array(blockRows) : undefined;
      let filled = 0;
      const block = (): RowBlock => ({
        X: { data: x.subarray(0, filled * width), rows: filled, columns: width },
        Y: { data: y.subarray(0, filled * targets), rows: filled, columns: targets },
        ...(w && { weights: w.subarray(0, filled) }),
      });
      for await (const { frame, y: own, weights, start } of walk(encoder.columns.map(({ name }) => name))) {
        const write = encoder.writer(frame, onUnknown, start);
        for (let from = 0; from < frame.rowCount;) {
          const count = Math.min(frame.rowCount - from, blockRows - filled);
          write(from, from + count, x, filled);
          if (own !== undefined) for (let i = 0; i < count; i++) y[filled + i] = targetOf(own[from + i]);
          if (weights !== undefined) w?.set(weights.subarray(from, from + count), filled);
          filled += count;
          from += count;
          if (filled < blockRows) continue;
          yield block();
          filled = 0;
        }
      }
      if (filled > 0) yield block();
    },
  };
}

/** Of a categorical column with more levels no codes are made: it cannot be of use, and its texts might not fit. */
export const mostCodes = 10_000;

/** The categorical columns with so many different texts that they are left out without reading these. */
export async function unreadableColumns(table: StreamedTable, columns: readonly string[], rows: CountedRows, signal?: AbortSignal): Promise<readonly DroppedColumn[]> {
  const found: DroppedColumn[] = [];
  for (const { name, type } of table.columns) {
    if (type !== 'categorical' || !columns.includes(name)) continue;
    const { distinct, present } = await table.levels(name, rows, signal);
    if (distinct > mostCodes) found.push({ column: name, reason: tooManyLevels(distinct, present, maxLevels)! });
  }
  return found;
}

/** The most features that columns can become. */
export function mostFeatures(table: StreamedTable, columns: readonly string[]): number {
  return table.columns.reduce((sum, { name, type }) => sum + (!columns.includes(name) ? 0 : type === 'categorical' ? maxLevels : 1), 0);
}
