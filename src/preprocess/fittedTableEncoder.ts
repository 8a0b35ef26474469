/** The fitted table encoder: which columns it needs, and a table's rows as standardised features. Knows no model. */
import { NdArray, type Matrix } from '../array/index.ts';
import type { Json, ModelState, Persistent } from '../estimator/index.ts';
import type { ColumnInfo, Frame } from '../table/index.ts';
import type { DroppedColumn, EncodedColumn, EncodedFeature, TableEncoding } from './encodedColumn.ts';
import { readColumn, type ColumnCells, type OnUnknown } from './tableColumns.ts';
import { UnknownLevels } from './unknownLevels.ts';

/** Rows that fit together in the processor's cache while column after column is written. */
const blockRows = 512;

export class FittedTableEncoder implements Persistent {
  readonly columns: readonly EncodedColumn[];
  readonly features: readonly EncodedFeature[];
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** Columns left out, and why. */
  readonly dropped: readonly DroppedColumn[];
  readonly nFeatures: number;

  constructor({ columns, mean, scale, dropped }: TableEncoding) {
    this.columns = columns;
    this.mean = mean;
    this.scale = scale;
    this.dropped = dropped;
    this.features = columns.flatMap(featuresOf).map((feature, j) => ({ ...feature, mean: mean[j], scale: scale[j] }));
    this.nFeatures = this.features.length;
  }

  /** The names of the features. */
  get names(): readonly string[] {
    return this.features.map(({ feature }) => feature);
  }

  /** @throws RangeError naming every column of the fit that `table` lacks, and those it has */
  checkColumns(table: { readonly source: string; readonly columns: readonly ColumnInfo[] }): void {
    const there = new Set(table.columns.map(({ name }) => name));
    const missing = this.columns.filter(({ name }) => !there.has(name)).map(({ name }) => name);
    if (missing.length === 0) return;
    throw new RangeError(`${table.source}: the table must have every column of the fit; ${quoted(missing)} ${missing.length === 1 ? 'is' : 'are'} missing, the table has ${quoted([...there])}`);
  }

  /**
   * The rows of `frame` as features [rows, nFeatures].
   * @param onNote  told when categories occur that the fit did not see: they are treated as the reference
   * @throws RangeError for a column that is not there, or an infinite number; TypeError for a column of another type
   */
  transform(frame: Frame, onNote?: (note: string) => void): Matrix {
    const unknown = onNote && new UnknownLevels();
    const data = new Float64Array(frame.rowCount * this.nFeatures);
    this.writer(frame, unknown?.add)(0, frame.rowCount, data, 0);
    for (const note of unknown?.notes(frame.source) ?? []) onNote?.(note);
    return { data, rows: frame.rowCount, columns: this.nFeatures };
  }

  /**
   * Writes rows of `frame`, from one to before another, as features to row-major `data` from its row `at` on.
   * @param onUnknown  told of categories that the fit did not see   @param start  rows before the frame, for messages
   * @throws as `transform`, at once
   */
  writer(frame: Frame, onUnknown?: OnUnknown, start = 0): (from: number, to: number, data: Float64Array, at: number) => void {
    this.checkColumns(frame);
    const cells = this.columns.map((column) => readColumn(frame.source, column, frame.column(column.name), onUnknown, start));
    return (from, to, data, at) => {
      for (let first = from; first < to; first += blockRows) {
        const last = Math.min(first + blockRows, to);
        let j = 0;
        for (const column of cells) {
          const place = (at + first - from) * this.nFeatures + j;
          if (column.kind === 'numbers') {
            this.#writeNumbers(data, place, column, j++, first, last);
          } else {
            this.#writeLevels(data, place, column, j, first, last);
            j += column.nLevels;
          }
        }
      }
    };
  }

  /** @param place  of the first row's number in `data` */
  #writeNumbers(data: Float64Array, place: number, { values, fill }: ColumnCells & { kind: 'numbers' }, j: number, start: number, end: number): void {
    const width = this.nFeatures;
    const mean = this.mean[j];
    const scale = this.scale[j];
    const missing = (fill - mean) / scale;
    for (let i = start, at = place; i < end; i++, at += width) {
      const value = values[i];
      data[at] = Number.isNaN(value) ? missing : (value - mean) / scale;
    }
  }

  #writeLevels(data: Float64Array, place: number, { codes, levelOf, nLevels }: ColumnCells & { kind: 'levels' }, j: number, start: number, end: number): void {
    const width = this.nFeatures;
    for (let level = 0; level < nLevels; level++) {
      const mean = this.mean[j + level];
      const scale = this.scale[j + level];
      const no = -mean / scale;
      const yes = (1 - mean) / scale;
      // levelOf is shifted by one: code −1, a missing value, is at 0
      for (let i = start, at = place + level; i < end; i++, at += width) data[at] = levelOf[codes[i] + 1] === level ? yes : no;
    }
  }

  state(): ModelState {
    const columns = this.columns.map((column): Json => (column.type === 'categorical'
      ? { name: column.name, type: column.type, reference: column.reference, levels: column.levels }
      : { name: column.name, type: column.type }));
    const vector = (values: Float64Array): NdArray => new NdArray(values, [values.length]);
    return {
      kind: 'tableEncoder',
      settings: { columns, dropped: this.dropped.map(({ column, reason }) => ({ column, reason })) },
      arrays: new Map([
        ['fill', vector(Float64Array.from(this.columns, (column) => (column.type === 'categorical' ? 0 : column.fill)))],
        ['mean', vector(this.mean)],
        ['scale', vector(this.scale)],
      ]),
    };
  }
}

function featuresOf(column: EncodedColumn): readonly Omit<EncodedFeature, 'mean' | 'scale'>[] {
  const { name, type } = column;
  if (column.type !== 'categorical') return [{ feature: name, column: name, type }];
  return column.levels.map((category) => ({ feature: `${name}=${category}`, column: name, type, category, reference: column.reference }));
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name)).join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}
