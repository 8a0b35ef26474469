/** Reads a table encoder back from its state, trusting nothing. */
import { arrayOf, ModelFormatError, settingOf, type Json, type ModelState } from '../estimator/index.ts';
import type { DroppedColumn, EncodedColumn } from './encodedColumn.ts';
import { FittedTableEncoder } from './fittedTableEncoder.ts';

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreTableEncoder(state: ModelState): FittedTableEncoder {
  const fill = arrayOf(state, 'fill', [null]).data;
  const stored = settingOf(state, 'columns', isColumns, 'columns with distinct names, types and sorted levels');
  if (stored.length !== fill.length) throw new ModelFormatError(`load: "fill" of a tableEncoder must have one number per column; it has ${fill.length}, there are ${stored.length} columns`);
  const columns = stored.map((column, c): EncodedColumn => (column.type === 'categorical'
    ? { name: column.name, type: column.type, reference: column.reference, levels: column.levels }
    : { name: column.name, type: column.type, fill: fill[c] }));
  const nFeatures = columns.reduce((sum, column) => sum + (column.type === 'categorical' ? column.levels.length : 1), 0);
  const scale = arrayOf(state, 'scale', [nFeatures]).data;
  const wrong = scale.findIndex((value) => value <= 0);
  if (wrong >= 0) throw new ModelFormatError(`load: "scale" of a tableEncoder must be above 0; scale[${wrong}] is ${scale[wrong]}`);
  const dropped = settingOf(state, 'dropped', isDropped, 'a list of columns with reasons');
  return new FittedTableEncoder({ columns, mean: arrayOf(state, 'mean', [nFeatures]).data, scale, dropped });
}

type JsonObject = { readonly [key: string]: Json };
type StoredColumn = JsonObject & (
  | { readonly name: string; readonly type: 'numeric' | 'boolean' | 'date' }
  | { readonly name: string; readonly type: 'categorical'; readonly reference: string; readonly levels: readonly string[] });

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function isColumns(value: Json): value is readonly StoredColumn[] {
  if (!Array.isArray(value) || !value.every(isColumn)) return false;
  return new Set(value.map(({ name }) => name)).size === value.length;
}

function isColumn(value: Json): value is StoredColumn {
  if (!isObject(value) || typeof value.name !== 'string') return false;
  if (value.type === 'numeric' || value.type === 'boolean' || value.type === 'date') return true;
  if (value.type !== 'categorical' || typeof value.reference !== 'string' || !Array.isArray(value.levels) || value.levels.length === 0) return false;
  const { levels, reference } = value as { levels: readonly Json[]; reference: string };
  return levels.every((level, i) => typeof level === 'string' && level !== reference && (i === 0 || (levels[i - 1] as string) < level));
}

function isDropped(value: Json): value is readonly (JsonObject & DroppedColumn)[] {
  return Array.isArray(value) && value.every((one: Json) => isObject(one) && typeof one.column === 'string' && typeof one.reason === 'string');
}
