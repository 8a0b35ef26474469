/** Turns the columns of a table into standardised features: what `fit(table, { target })` learns first. Knows no model. */
import { describe } from '../array/index.ts';
import { checkKnown, checkNumber } from '../estimator/index.ts';
import type { CategoryColumn, Frame, NumberColumn } from '../table/index.ts';
import type { DroppedColumn, EncodedColumn } from './encodedColumn.ts';
import { FittedTableEncoder } from './fittedTableEncoder.ts';
import { momentsOf } from './moments.ts';

/** A categorical column with more levels than this is left out: so many dummies say more about rows than about levels. */
export const maxLevels = 50;
/** A categorical column with more levels than this, and more levels than half its rows, is taken for an identifier. */
export const identifierLevels = 20;

export interface TableEncoderOptions {
  /** Categorical columns with more levels are left out. Default 50. */
  readonly maxLevels?: number;
}

export interface TableEncoder {
  readonly kind: 'tableEncoder';
  readonly options: Readonly<Required<TableEncoderOptions>>;
  /**
   * @param columns  the columns to encode, in this order   @param weights  one per row ≥ 0, default all 1
   * @throws RangeError for zero rows, an unknown column, a column given twice, an infinite number (with row and column)
   */
  fit(frame: Frame, columns: readonly string[], weights?: Float64Array): FittedTableEncoder;
}

/**
 * Per column, by its type, features x of mean 0 and population standard deviation 1, so that a penalty treats all alike:
 * - numeric and date: missing values become the mean of those present; (x − mean) / scale;
 * - boolean: 0 or 1, missing values the more frequent of both (0 when equal); (x − mean) / scale;
 * - categorical: one 0/1 feature per level but the most frequent one, the reference (the first in order when
 *   equal); a missing value counts as the reference; (x − mean) / scale.
 *
 * Columns that cannot help are left out, with the reason: no values, one value only (after filling), more than
 * `maxLevels` levels, or more than 20 levels in fewer than twice as many rows (an identifier). Rows of weight 0 are
 * not looked at.
 */
export function tableEncoder(options: TableEncoderOptions = {}): TableEncoder {
  checkKnown('tableEncoder', options, ['maxLevels']);
  const filled = { maxLevels: checkNumber('tableEncoder', 'maxLevels', options.maxLevels ?? maxLevels, { min: 2, integer: true }) };
  return Object.freeze({
    kind: 'tableEncoder' as const,
    options: Object.freeze(filled),
    fit: (frame: Frame, columns: readonly string[], weights?: Float64Array) => fitColumns(frame, columns, weights, filled.maxLevels),
  });
}

/** A column in use with the mean and scale of each of its features. */
interface Encoding {
  readonly column: EncodedColumn;
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

function fitColumns(frame: Frame, names: readonly string[], weights: Float64Array | undefined, most: number): FittedTableEncoder {
  const caller = 'tableEncoder.fit';
  if (!Array.isArray(names)) throw new TypeError(`${caller}: columns must be an array of column names; it is ${describe(names)}`);
  if (frame.rowCount === 0) throw new RangeError(`${caller}: the table must have at least one row; ${frame.source} has none`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`${caller}: columns must be distinct; ${JSON.stringify(twice)} is there twice`);
  const total = totalWeight(caller, weights, frame.rowCount);
  const encodings: Encoding[] = [];
  const dropped: DroppedColumn[] = [];
  for (const name of names) {
    const column = frame.column(name);
    const found = column.type === 'categorical' ? encodeCategories(column, weights, total, most)
      : column.type === 'boolean' ? encodeBoolean(column, weights, total) : encodeNumbers(caller, column, weights, total);
    if (typeof found === 'string') dropped.push({ column: name, reason: found });
    else encodings.push(found);
  }
  return new FittedTableEncoder({
    columns: encodings.map(({ column }) => column),
    mean: Float64Array.from(encodings.flatMap(({ means }) => means)),
    scale: Float64Array.from(encodings.flatMap(({ scales }) => scales)),
    dropped,
  });
}

/** An encoding, or the reason to leave the column out. */
function encodeNumbers(caller: string, column: NumberColumn, weights: Float64Array | undefined, total: number): Encoding | string {
  const { name, type, values } = column;
  const infinite = values.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0) throw new RangeError(`${caller}: every number must be finite; row ${infinite} of ${JSON.stringify(name)} is ${values[infinite]}`);
  const { weight, mean, deviation, constant } = momentsOf({ data: values, offset: 0, stride: 1, length: values.length }, weights);
  if (weight === 0) return 'all values are missing';
  if (constant) return `constant: every value is ${mean}`;
  if (!Number.isFinite(mean) || !Number.isFinite(deviation)) {
    throw new RangeError(`${caller}: columns must have a finite mean and deviation; the numbers of ${JSON.stringify(name)} are too large, rescale it first`);
  }
  // filled values lie at the mean: they count as rows without deviation
  return { column: { name, type: type as 'numeric' | 'date', fill: mean }, means: [mean], scales: [deviation * Math.sqrt(weight / total)] };
}

function encodeBoolean({ name, values }: NumberColumn, weights: Float64Array | undefined, total: number): Encoding | string {
  let yes = 0;
  let no = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights === undefined ? 1 : weights[i];
    if (values[i] === 1) yes += w;
    else if (values[i] === 0) no += w;
  }
  if (yes === 0 && no === 0) return 'all values are missing';
  if (yes === 0 || no === 0) return `constant: every value is ${yes > 0}`;
  const fill = yes > no ? 1 : 0;
  const { mean, scale } = dummy(fill === 1 ? total - no : yes, total);
  return { column: { name, type: 'boolean', fill }, means: [mean], scales: [scale] };
}

function encodeCategories({ name, codes, categories }: CategoryColumn, weights: Float64Array | undefined, total: number, most: number): Encoding | string {
  const counts = new Float64Array(categories.length);
  let rows = 0;
  for (let i = 0; i < codes.length; i++) {
    const w = weights === undefined ? 1 : weights[i];
    if (codes[i] < 0 || w === 0) continue;
    counts[codes[i]] += w;
    rows++;
  }
  const present = [...categories.keys()].filter((code) => counts[code] > 0);
  if (present.length === 0) return 'all values are missing';
  if (present.length === 1) return `constant: every value is ${JSON.stringify(categories[present[0]])}`;
  if (present.length > identifierLevels && present.length > rows / 2) return `an identifier: ${present.length} different values in ${rows} rows`;
  if (present.length > most) return `${present.length} different values, more than ${most}`;
  const reference = present.reduce((best, code) => (counts[code] > counts[best] ? code : best));
  const levels = present.filter((code) => code !== reference);
  const dummies = levels.map((code) => dummy(counts[code], total));
  return {
    column: { name, type: 'categorical', reference: categories[reference], levels: levels.map((code) => categories[code]) },
    means: dummies.map(({ mean }) => mean),
    scales: dummies.map(({ scale }) => scale),
  };
}

/** Mean and population deviation of a 0/1 column with `ones` of `total`. */
function dummy(ones: number, total: number): { readonly mean: number; readonly scale: number } {
  const mean = ones / total;
  return { mean, scale: Math.sqrt(mean * ((total - ones) / total)) };
}

function totalWeight(caller: string, weights: Float64Array | undefined, rows: number): number {
  if (weights === undefined) return rows;
  if (weights.length !== rows) throw new RangeError(`${caller}: weights must have one element per row; there are ${weights.length} weights and ${rows} rows`);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) throw new RangeError(`${caller}: weights must be finite and at least 0; weights[${i}] is ${weights[i]}`);
    total += weights[i];
  }
  if (total === 0) throw new RangeError(`${caller}: at least one weight must be above 0; all ${rows} are 0`);
  return total;
}
