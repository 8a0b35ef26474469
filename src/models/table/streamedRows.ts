/**
 * A table's rows for a fit, block by block: those that have a target, with their weights. What data.ts does for all rows
 * at once. Knows no estimator.
 */
import { readWeights, type VectorInput } from '../../array/index.ts';
import type { Progress } from '../../estimator/index.ts';
import type { ColumnType, Frame, FrameColumn, StreamedTable } from '../../table/index.ts';
import { chooseColumns, knownRows, readWeightColumn, type ChosenColumns, type TableFitOptions } from './data.ts';

/** Good until the next one is asked for. */
export interface StreamedBlock {
  /** The feature columns asked for. */
  readonly frame: Frame;
  /** Numbers as they are, 1 for true, of a categorical column the index of the category. */
  readonly y: Float64Array;
  readonly weights?: Float64Array;
  /** Rows of the table before this block. */
  readonly start: number;
}

export interface StreamedRows extends ChosenColumns {
  readonly caller: string;
  readonly table: StreamedTable;
  readonly targetType: ColumnType;
  readonly weighted: boolean;
  /** All rows that have a target, in order, with some of the features. */
  walk(features: readonly string[]): AsyncIterable<StreamedBlock>;
}

/** Numbers of a block of columns: it stays in the processor's cache while it is encoded. */
const blockNumbers = 1 << 18;

/** Rows of a block of so many columns. */
export function scanRows(columns: number): number {
  return Math.max(1024, Math.floor(blockNumbers / columns));
}

/**
 * @param check  the target, block by block
 * @throws as `readRegression`, when the rows are walked for what only they show
 */
export function streamRows(caller: string, table: StreamedTable, options: TableFitOptions, check: (caller: string, column: FrameColumn, start: number) => void): StreamedRows {
  const chosen = chooseColumns(caller, table, options);
  const { target, weightColumn } = chosen;
  const given = weightColumn === undefined ? readWeights(caller, options.sampleWeight as VectorInput | undefined, table.rowCount) : undefined;
  let passes = 0;
  return {
    ...chosen,
    caller,
    table,
    targetType: table.columns.find(({ name }) => name === target)!.type,
    weighted: given !== undefined || weightColumn !== undefined,
    async *walk(features) {
      const wanted = [...features, target, ...(weightColumn === undefined ? [] : [weightColumn])];
      const report = progressOf(`${caller.replace(/\.fit$/, '')}: reading rows, pass ${++passes}`, table.rowCount, options.onProgress);
      let start = 0;
      for await (const all of table.scan(wanted, { blockRows: scanRows(wanted.length), ...(options.signal && { signal: options.signal }) })) {
        const column = all.column(target);
        check(caller, column, start);
        const rows = knownRows(column);
        const numbers = column.type === 'categorical' ? column.codes : column.values;
        const weights = weightColumn === undefined ? given?.subarray(start, start + all.rowCount) : readWeightColumn(caller, all, weightColumn, rows, start);
        const whole = rows.length === all.rowCount;
        yield {
          frame: await (whole ? all : all.take(rows)).read(features),
          y: whole ? Float64Array.from(numbers) : Float64Array.from(rows, (row) => numbers[row]),
          ...(weights && { weights: whole ? weights : Float64Array.from(rows, (row) => weights[row]) }),
          start,
        };
        start += all.rowCount;
        report(start);
      }
    },
  };
}

function progressOf(label: string, total: number, onProgress: ((progress: Progress) => void) | undefined): (done: number) => void {
  const begin = performance.now();
  return (done) => {
    if (onProgress === undefined) return;
    const perSecond = done / Math.max(1e-3, (performance.now() - begin) / 1000);
    onProgress({ label, done, total, perSecond, secondsLeft: (total - done) / perSecond });
  };
}
