/** Reads one column of a table as the column that an encoder was fitted on, or says why it is another one. */
import type { ColumnType, FrameColumn } from '../table/index.ts';
import type { EncodedColumn } from './encodedColumn.ts';

/** The cells of one column, ready to be written as features. */
export type ColumnCells =
  | { readonly kind: 'numbers'; readonly values: Float64Array; readonly fill: number }
  /** levelOf[code + 1] is the level's place among the column's features; −1 for the reference, missing and unknown. */
  | { readonly kind: 'levels'; readonly codes: Int32Array; readonly levelOf: Int32Array; readonly nLevels: number };

/** Hears of values of a column that the fit did not see, with the rows that have them. */
export type OnUnknown = (column: EncodedColumn, category: string, rows: number) => void;

/**
 * A column without any value passes as any type; of a table in blocks, block by block. Booleans pass as numbers, the numbers 0 and 1 as booleans.
 * @throws TypeError naming both types; RangeError for an infinite number, with its row
 */
export function readColumn(source: string, fitted: EncodedColumn, found: FrameColumn, onUnknown?: OnUnknown, start = 0): ColumnCells {
  if (fitted.type === 'categorical') {
    if (found.type === 'categorical') return readLevels(fitted, found, onUnknown);
    if (!found.values.every(Number.isNaN)) throw otherType(source, fitted, found.type);
    return { kind: 'levels', codes: new Int32Array(found.values.length).fill(-1), levelOf: Int32Array.of(-1), nLevels: fitted.levels.length };
  }
  if (found.type === 'categorical') {
    if (!found.codes.every((code) => code < 0)) throw otherType(source, fitted, found.type);
    return { kind: 'numbers', values: new Float64Array(found.codes.length).fill(NaN), fill: fitted.fill };
  }
  const { values } = found;
  const alike = found.type === fitted.type || (found.type !== 'date' && fitted.type !== 'date');
  if (!alike && !values.every(Number.isNaN)) throw otherType(source, fitted, found.type);
  checkNumbers(source, fitted, values, found.type === 'numeric' && fitted.type === 'boolean', start);
  return { kind: 'numbers', values, fill: fitted.fill };
}

function readLevels(fitted: EncodedColumn & { type: 'categorical' }, found: FrameColumn & { type: 'categorical' }, onUnknown?: OnUnknown): ColumnCells {
  const placeOf = new Map(fitted.levels.map((level, place) => [level, place]));
  const levelOf = new Int32Array(found.categories.length + 1).fill(-1);
  const unknown = new Map<number, number>();
  found.categories.forEach((category, code) => {
    const place = placeOf.get(category);
    if (place !== undefined) levelOf[code + 1] = place;
    else if (category !== fitted.reference) unknown.set(code, 0);
  });
  if (unknown.size > 0 && onUnknown !== undefined) {
    for (const code of found.codes) {
      const count = unknown.get(code);
      if (count !== undefined) unknown.set(code, count + 1);
    }
    for (const [code, count] of unknown) if (count > 0) onUnknown(fitted, found.categories[code], count);
  }
  return { kind: 'levels', codes: found.codes, levelOf, nLevels: fitted.levels.length };
}

function checkNumbers(source: string, fitted: EncodedColumn, values: Float64Array, onlyBits: boolean, start: number): void {
  const name = JSON.stringify(fitted.name);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === Infinity || value === -Infinity) throw new RangeError(`${source}: every number must be finite; row ${start + i} of ${name} is ${value}`);
    if (onlyBits && value !== 0 && value !== 1 && !Number.isNaN(value)) {
      throw new RangeError(`${source}: ${name} must be true or false (or 1 or 0), as in the fit; row ${start + i} is ${value}`);
    }
  }
}

function otherType(source: string, { name, type }: EncodedColumn, found: ColumnType): TypeError {
  return new TypeError(`${source}: columns must have the type they had in the fit; ${JSON.stringify(name)} is ${found}, and was ${type}`);
}
