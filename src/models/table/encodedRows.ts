/** A table's rows, block by block, as the features of an encoder that is fitted on them first. Knows no estimator. */
import { mostFeatures, tableEncoder, unreadableColumns, type FittedTableEncoder } from '../../preprocess/index.ts';
import { isStreamed, type StreamedTable, type Table } from '../../table/index.ts';
import { checkTargetThere, chooseColumns, notesOn, type ModelColumn, type TableFitOptions } from './data.ts';
import { checkUsable, modelColumns } from './modelColumns.ts';
import type { StreamedBlock, StreamedRows } from './streamedRows.ts';

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
  const leftOut = await unreadableColumns(table, features, { known: target, ...(weightColumn !== undefined && { positive: weightColumn }) }, signal);
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
 * The table, when its rows must be read in blocks: columns and features in memory would need more than the budget.
 * Undefined where they are certain to need less, and for tables that are in memory.
 * @param nFeatures  default the most that the columns can become
 */
export function beyondBudget(caller: string, table: Table, options: TableFitOptions, nFeatures?: number): StreamedTable | undefined {
  if (!isStreamed(table)) return undefined;
  const { features } = chooseColumns(caller, table, options);
  return bytesInMemory(table.rowCount, features.length, nFeatures ?? mostFeatures(table, features)) > budgetOf(table, options) ? table : undefined;
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
