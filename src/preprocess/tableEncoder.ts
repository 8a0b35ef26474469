/** Turns the columns of a table into standardised features: what `fit(table, { target })` learns first. Knows no model. */
import { describe } from '../array/index.ts';
import { checkKnown, checkNumber } from '../estimator/index.ts';
import type { Frame } from '../table/index.ts';
import { statisticsOf, type ColumnStatistics, type Encoding } from './columnStatistics.ts';
import type { DroppedColumn } from './encodedColumn.ts';
import { FittedTableEncoder } from './fittedTableEncoder.ts';

/** A categorical column with more levels than this is left out: so many dummies say more about rows than about levels. */
export const maxLevels = 50;

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
  /**
   * The same for rows that come in blocks: `add` them all, in order, then ask for the encoder.
   * @param leftOut  columns whose values need not be looked at, and why
   */
  begin(columns: readonly string[], leftOut?: readonly DroppedColumn[]): TableEncoderFit;
}

/** A fit under way. */
export interface TableEncoderFit {
  /** Frames with the same columns, and the same categories in each. @throws as `fit` */
  add(frame: Frame, weights?: Float64Array): void;
  /** @throws RangeError when there was no row, or none of weight above 0 */
  encoder(): FittedTableEncoder;
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
    fit: (frame: Frame, columns: readonly string[], weights?: Float64Array) => {
      const fit = new Fit(columns, [], filled.maxLevels);
      fit.add(frame, weights);
      return fit.encoder();
    },
    begin: (columns: readonly string[], leftOut: readonly DroppedColumn[] = []) => new Fit(columns, leftOut, filled.maxLevels),
  });
}

const caller = 'tableEncoder.fit';

class Fit implements TableEncoderFit {
  readonly #names: readonly string[];
  readonly #leftOut: ReadonlyMap<string, string>;
  readonly #most: number;
  readonly #statistics = new Map<string, ColumnStatistics>();
  #source = 'it';
  #rows = 0;
  #total = 0;

  constructor(names: readonly string[], leftOut: readonly DroppedColumn[], most: number) {
    if (!Array.isArray(names)) throw new TypeError(`${caller}: columns must be an array of column names; it is ${describe(names)}`);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new RangeError(`${caller}: columns must be distinct; ${JSON.stringify(twice)} is there twice`);
    this.#names = names;
    this.#leftOut = new Map(leftOut.map(({ column, reason }) => [column, reason]));
    this.#most = most;
  }

  add(frame: Frame, weights?: Float64Array): void {
    this.#source = frame.source;
    this.#addWeights(frame.rowCount, weights);
    for (const name of this.#names) {
      if (this.#leftOut.has(name)) continue;
      const column = frame.column(name);
      let statistics = this.#statistics.get(name);
      if (statistics === undefined) this.#statistics.set(name, (statistics = statisticsOf(caller, column, this.#most)));
      statistics.add(column, weights, this.#rows);
    }
    this.#rows += frame.rowCount;
  }

  encoder(): FittedTableEncoder {
    if (this.#rows === 0) throw new RangeError(`${caller}: the table must have at least one row; ${this.#source} has none`);
    if (this.#total === 0) throw new RangeError(`${caller}: at least one weight must be above 0; all ${this.#rows} are 0`);
    const encodings: Encoding[] = [];
    const dropped: DroppedColumn[] = [];
    for (const name of this.#names) {
      const found = this.#leftOut.get(name) ?? this.#statistics.get(name)!.encoding(this.#total);
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

  #addWeights(rows: number, weights: Float64Array | undefined): void {
    if (weights === undefined) {
      this.#total += rows;
      return;
    }
    if (weights.length !== rows) throw new RangeError(`${caller}: weights must have one element per row; there are ${weights.length} weights and ${rows} rows`);
    for (let i = 0; i < rows; i++) {
      if (!(weights[i] >= 0 && weights[i] < Infinity)) throw new RangeError(`${caller}: weights must be finite and at least 0; weights[${this.#rows + i}] is ${weights[i]}`);
      this.#total += weights[i];
    }
  }
}
