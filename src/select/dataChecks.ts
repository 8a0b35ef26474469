/** Refuses data that a comparison could not work with, before it works. Knows no model. */
import { unknownColumn, type Frame, type Table } from '../table/index.ts';
import { almostNumeric, describeAlmostNumeric, textsAmongNumbers } from './almostNumeric.ts';
import type { Comparison } from './result.ts';

export function featuresOf(caller: string, table: Table, { target, features, drop }: { readonly target: string; readonly features?: readonly string[]; readonly drop?: readonly string[] }): { features?: readonly string[] } {
  if (features !== undefined && drop !== undefined) throw new TypeError(`${caller}: give features or drop, not both`);
  for (const name of drop ?? []) {
    if (!table.columns.some((column) => column.name === name)) throw unknownColumn(table, name);
    if (name === target) throw new RangeError(`${caller}: the target cannot be left out; drop holds ${JSON.stringify(target)}`);
  }
  if (features !== undefined) return { features };
  return drop === undefined ? {} : { features: table.columns.map((column) => column.name).filter((name) => name !== target && !drop.includes(name)) };
}

/** The columns that are named, or all but those to drop. */
export function columnsOf(caller: string, table: Table, { columns, drop }: { readonly columns?: readonly string[]; readonly drop?: readonly string[] }): readonly string[] {
  if (columns !== undefined && drop !== undefined) throw new TypeError(`${caller}: give columns or drop, not both`);
  const there = table.columns.map(({ name }) => name);
  const unknown = [...columns ?? [], ...drop ?? []].find((name) => !there.includes(name));
  if (unknown !== undefined) throw unknownColumn(table, unknown);
  return columns ?? there.filter((name) => drop?.includes(name) !== true);
}

/** Each fold needs two rows to fit on and two to be judged by, the test part two. */
export function checkRows(caller: string, rows: number, folds: number, testSize: number): void {
  const test = Math.ceil(rows * testSize);
  if (test >= 2 && rows - test >= 2 * folds) return;
  throw new RangeError(`${caller}: there must be enough rows for ${folds} folds and a test part; ${rows} rows with a target leave ${rows - test} to train on, ${2 * folds} are needed, and ${test} to test, 2 are needed. Use fewer folds, or more rows`);
}

/** @throws TypeError when a few texts keep the target from being numeric, and names them */
export async function checkNumericTarget(caller: string, table: Table, target: string): Promise<void> {
  if (table.columns.find(({ name }) => name === target)?.type !== 'categorical') return;
  const found = textsAmongNumbers((await table.read([target])).column(target));
  if (found !== undefined) throw new TypeError(`${caller}: regression needs a numeric target; ${describeAlmostNumeric(found)}. Correct them, or leave them empty`);
}

/** What the columns hold, in a few numbers; infinite ones are refused here, where a row has the number that it has in the table. */
export async function inspect(caller: string, whole: Frame): Promise<Pick<Comparison, 'summary' | 'almostNumeric'>> {
  for (const column of whole.columns) {
    if (column.type === 'categorical') continue;
    const infinite = column.values.findIndex((value) => value === Infinity || value === -Infinity);
    if (infinite >= 0) throw new RangeError(`${caller}: every number must be finite; row ${infinite} of ${JSON.stringify(column.name)} is ${column.values[infinite]}. Correct it, leave it empty, or drop the column`);
  }
  return { summary: await whole.summary(), almostNumeric: almostNumeric(whole) };
}
