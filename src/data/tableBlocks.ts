/** The rows of a file as blocks, read from it again each time they are walked. Knows no model. */
import type { RowBlock, RowBlocks } from '../array/index.ts';
import type { Chunk } from './database.ts';

/** Chunks of [features, target, weight?], whose numbers are not NULL. */
export type ReadChunks = () => AsyncIterable<Chunk>;

/**
 * Chunks put together to blocks of the size that is asked for.
 * @param weighted  the last column holds weights
 */
export function tableBlocks(features: number, weighted: boolean, read: ReadChunks): RowBlocks {
  return {
    features,
    targets: 1,
    async *walk(blockRows) {
      let filled = 0;
      const x = new Float64Array(blockRows * features);
      const y = new Float64Array(blockRows);
      const weights = weighted ? new Float64Array(blockRows) : undefined;
      const block = (): RowBlock => ({
        X: { data: x.subarray(0, filled * features), rows: filled, columns: features },
        Y: { data: y.subarray(0, filled), rows: filled, columns: 1 },
        ...(weights && { weights: weights.subarray(0, filled) }),
      });
      for await (const chunk of read()) {
        const columns = Array.from({ length: features + (weighted ? 2 : 1) }, (_, j) => chunk.column(j));
        for (let from = 0; from < chunk.rowCount;) {
          const count = Math.min(chunk.rowCount - from, blockRows - filled);
          for (let j = 0; j < features; j++) {
            const column = columns[j];
            for (let i = 0, at = filled * features + j; i < count; i++, at += features) x[at] = column[from + i];
          }
          for (let i = 0; i < count; i++) y[filled + i] = columns[features][from + i];
          if (weights !== undefined) for (let i = 0; i < count; i++) weights[filled + i] = columns[features + 1][from + i];
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
