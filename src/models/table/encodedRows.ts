/** A table's rows, block by block, as the features of an encoder that is fitted on them first. Knows no estimator. */
import type { RowBlock, RowBlocks } from '../../array/index.ts';
import { maxLevels, tableEncoder, tooManyLevels, type DroppedColumn, type FittedTableEncoder, type OnUnknown } from '../../preprocess/index.ts';
import { isStreamed, type StreamedTable, type Table } from '../../table/index.ts';
import { checkTargetThere, chooseColumns, notesOn, type ModelColumn, type TableFitOptions } from './data.ts';
import { checkUsable, modelColumns } from './modelColumns.ts';
import type { StreamedBlock, StreamedRows } from './streamedRows.ts';

/** Of a categorical column with more levels no codes are made: it cannot be of use, and its texts might not fit. */
export const mostCodes = 10_000;

/** What a pass over the rows finds out. */
export interface EncodedRows {
  readonly encoder: FittedTableEncoder;
  readonly targetMissing: number;
  readonly notes: readonly string[];
  readonly columns: readonly ModelColumn[];
}

/**
 * Fits the encoder in one pass, the same as in memory but for the last digits of means and deviations.
 * @param visit  sees every block on the way
 */
export async function encodeRows(rows: StreamedRows, { signal }: TableFitOptions, visit: (block: StreamedBlock) => void = () => {}): Promise<EncodedRows> {
  const { caller, table, target, features, weightColumn } = rows;
  const leftOut: DroppedColumn[] = [];
  for (const { name, type } of table.columns) {
    if (type !== 'categorical' || !features.includes(name)) continue;
    const { distinct, present } = await table.levels(name, { known: target, ...(weightColumn !== undefined && { positive: weightColumn }) }, signal);
    if (distinct > mostCodes) leftOut.push({ column: name, reason: tooManyLevels(distinct, present, maxLevels)! });
  }
  const coded = features.filter((name) => !leftOut.some(({ column }) => column === name));
  const fit = tableEncoder().begin(features, leftOut);
  let known = 0;
  for await (const block of rows.walk(coded)) {
    known += block.y.length;
    if (block.y.length > 0) fit.add(block.frame, block.weights);
    visit(block);
  }
  checkTargetThere(caller, target, known, table.rowCount);
  const encoder = fit.encoder();
  checkUsable(caller, encoder);
  const targetMissing = table.rowCount - known;
  return { encoder, targetMissing, notes: notesOn(target, targetMissing, table.rowCount), columns: rolesOf(rows, encoder) };
}

/**
 * The features, row-major, in blocks of the size that is asked for.
 * @param targetOf  of the number in the target's column   @param onUnknown  told of categories that the fit did not see
 */
export function encodedBlocks(rows: StreamedRows, encoder: FittedTableEncoder, targetOf: (value: number) => number = (value) => value, onUnknown?: OnUnknown): RowBlocks {
  const width = encoder.nFeatures;
  return {
    features: width,
    targets: 1,
    async *walk(blockRows) {
      const x = new Float64Array(blockRows * width);
      const y = new Float64Array(blockRows);
      const w = rows.weighted ? new Float64Array(blockRows) : undefined;
      let filled = 0;
      const block = (): RowBlock => ({
        X: { data: x.subarray(0, filled * width), rows: filled, columns: width },
        Y: { data: y.subarray(0, filled), rows: filled, columns: 1 },
        ...(w && { weights: w.subarray(0, filled) }),
      });
      for await (const { frame, y: targets, weights, start } of rows.walk(encoder.columns.map(({ name }) => name))) {
        const write = encoder.writer(frame, onUnknown, start);
        for (let from = 0; from < targets.length;) {
          const count = Math.min(targets.length - from, blockRows - filled);
          write(from, from + count, x, filled);
          for (let i = 0; i < count; i++) y[filled + i] = targetOf(targets[from + i]);
          if (w !== undefined) w.set(weights!.subarray(from, from + count), filled);
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

/**
 * The table, when its rows must be read in blocks: columns and features in memory would need more than the budget.
 * Undefined where they are certain to need less, and for tables that are in memory.
 * @param nFeatures  default the most that the columns can become
 */
export function beyondBudget(caller: string, table: Table, options: TableFitOptions, nFeatures?: number): StreamedTable | undefined {
  if (!isStreamed(table)) return undefined;
  const { features } = chooseColumns(caller, table, options);
  const most = nFeatures ?? table.columns.filter(({ name }) => features.includes(name)).reduce((sum, { type }) => sum + (type === 'categorical' ? maxLevels : 1), 0);
  return bytesInMemory(table.rowCount, features.length, most) > budgetOf(table, options) ? table : undefined;
}

/** The same, once the number of features is known. */
export function needsBlocks({ table, features }: StreamedRows, encoder: FittedTableEncoder, options: TableFitOptions): boolean {
  return bytesInMemory(table.rowCount, features.length, encoder.nFeatures) > budgetOf(table, options);
}

function budgetOf(table: StreamedTable, { memoryBudget = table.memoryBudget }: TableFitOptions): number {
  return memoryBudget;
}

/** The columns with target and weight, the features, and the copy of these that solvers make. */
function bytesInMemory(rows: number, columns: number, features: number): number {
  return 8 * rows * (columns + 2 + 2 * features);
}

function rolesOf({ table, target, targetType, features, weightColumn }: StreamedRows, encoder: FittedTableEncoder): readonly ModelColumn[] {
  return modelColumns(features.map((name) => table.columns.find((column) => column.name === name)!), { target, targetType, ...(weightColumn !== undefined && { weightColumn }) }, encoder);
}
