/**
 * A table's rows for a fit, block by block: those that have a target, with their weights. What data.ts does for all rows
 * at once. Knows no estimator.
 */
import { readWeights, type Label, type VectorInput } from '../../array/index.ts';
import { rowProgress, scanRows, type FrameBlock, type FrameBlocks } from '../../preprocess/index.ts';
import type { ColumnType, FrameColumn, StreamedTable } from '../../table/index.ts';
import { chooseColumns, knownRows, readWeightColumn, type ChosenColumns, type TableFitOptions } from './data.ts';

export interface StreamedBlock extends FrameBlock {
  /** Numbers as they are, 1 for true, of a categorical column the index of the category. */
  readonly y: Float64Array;
}

/** Throws for a target that a model cannot have. @param start  rows before the column's, for messages */
export type TargetCheck = (caller: string, column: FrameColumn, start: number) => void;

export interface StreamedRows extends ChosenColumns, FrameBlocks {
  readonly caller: string;
  readonly table: StreamedTable;
  readonly targetType: ColumnType;
  /** The label that a number of `y` stands for, in the block that was handed out last. */
  labelOf(value: number): Label;
  /** All rows that have a target, in order, with some of the features. */
  walk(features: readonly string[]): AsyncIterable<StreamedBlock>;
}

/**
 * @param check  the target, block by block
 * @throws as `readRegression`, when the rows are walked for what only they show
 */
export function streamRows(caller: string, table: StreamedTable, options: TableFitOptions, check: TargetCheck): StreamedRows {
  const chosen = chooseColumns(caller, table, options);
  const { target, weightColumn } = chosen;
  const given = weightColumn === undefined ? readWeights(caller, options.sampleWeight as VectorInput | undefined, table.rowCount) : undefined;
  let passes = 0;
  let categories: readonly string[] = [];
  const targetType = table.columns.find(({ name }) => name === target)!.type;
  return {
    ...chosen,
    caller,
    table,
    targetType,
    targeted: true,
    weighted: given !== undefined || weightColumn !== undefined,
    labelOf: (value) => (targetType === 'categorical' ? categories[value] : targetType === 'boolean' ? value === 1 : value),
    async *walk(features) {
      const wanted = [...features, target, ...(weightColumn === undefined ? [] : [weightColumn])];
      const report = rowProgress(`${caller.replace(/\.fit$/, '')}: reading rows, pass ${++passes}`, table.rowCount, options.onProgress);
      let start = 0;
      for await (const all of table.scan(wanted, { blockRows: scanRows(wanted.length), ...(options.signal && { signal: options.signal }) })) {
        const column = all.column(target);
        check(caller, column, start);
        const rows = knownRows(column);
        if (column.type === 'categorical') ({ categories } = column);
        const numbers = column.type === 'categorical' ? column.codes : column.values;
        const weights = weightColumn === undefined ? given?.subarray(start, start + all.rowCount) : readWeightColumn(caller, all, weightColumn, rows, start);
        const whole = rows.length === all.rowCount;
        yield {
          frame: await (whole ? all : all.take(rows)).read(features),
          y: whole && numbers instanceof Float64Array ? numbers : Float64Array.from(rows, (row) => numbers[row]),
          ...(weights && { weights: whole ? weights : Float64Array.from(rows, (row) => weights[row]) }),
          start,
        };
        start += all.rowCount;
        report(start);
        options.signal?.throwIfAborted();
      }
    },
  };
}
