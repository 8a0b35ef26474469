/** What a fitted model of a table is asked about: another table, or plain rows. */
import { describe } from '../array/index.ts';
import { isTable, type Table } from './frame.ts';
import { frameOf, type Cell } from './frameOf.ts';

/** Rows as plain objects: column name → cell. */
export type TableRows = readonly Readonly<Record<string, Cell>>[];

/** @throws TypeError when it is neither */
export function tableOf(caller: string, data: Table | TableRows): Table {
  if (isTable(data)) return data;
  if (!Array.isArray(data)) throw new TypeError(`${caller}: the data must be a table, or an array of rows { column: value }; it is ${describe(data)}`);
  data.forEach((row: unknown, i) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row) || ArrayBuffer.isView(row)) {
      throw new TypeError(`${caller}: every row must be an object { column: value }; row ${i} is ${describe(row)}`);
    }
  });
  return frameOf(data as TableRows, 'rows');
}
