/** What an encoder has to know of a column, gathered block by block, and the encoding that follows from it. Knows no table. */
import type { CategoryColumn, FrameColumn, NumberColumn } from '../table/index.ts';
import type { EncodedColumn } from './encodedColumn.ts';
import { mergeMoments, momentsOf, noMoments } from './moments.ts';

/** A categorical column with more levels than this, and more levels than half its rows, is taken for an identifier. */
export const identifierLevels = 20;

/** A column in use with the mean and scale of each of its features. */
export interface Encoding {
  readonly column: EncodedColumn;
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

export interface ColumnStatistics {
  /** @param start  rows before this block, for messages */
  add(column: FrameColumn, weights: Float64Array | undefined, start: number): void;
  /** An encoding, or the reason to leave the column out. @param total  Σ w over all rows */
  encoding(total: number): Encoding | string;
}

export function statisticsOf(caller: string, { name, type }: FrameColumn, maxLevels: number): ColumnStatistics {
  if (type === 'categorical') return categoryStatistics(name, maxLevels);
  return type === 'boolean' ? booleanStatistics(name) : numberStatistics(caller, name, type);
}

/** Why a column of so many different values is left out; undefined when it is not. @param rows  those with a value */
export function tooManyLevels(levels: number, rows: number, maxLevels: number): string | undefined {
  if (levels > identifierLevels && levels > rows / 2) return `an identifier: ${levels} different values in ${rows} rows`;
  return levels > maxLevels ? `${levels} different values, more than ${maxLevels}` : undefined;
}

function numberStatistics(caller: string, name: string, type: 'numeric' | 'date'): ColumnStatistics {
  let moments = noMoments;
  return {
    add(column, weights, start) {
      const { values } = column as NumberColumn;
      for (let i = 0; i < values.length; i++) {
        if (Math.abs(values[i]) === Infinity) throw new RangeError(`${caller}: every number must be finite; row ${start + i} of ${JSON.stringify(name)} is ${values[i]}`);
      }
      moments = mergeMoments(moments, momentsOf({ data: values, offset: 0, stride: 1, length: values.length }, weights));
    },
    encoding(total) {
      const { weight, mean, deviation, constant } = moments;
      if (weight === 0) return 'all values are missing';
      if (constant) return `constant: every value is ${mean}`;
      if (!Number.isFinite(mean) || !Number.isFinite(deviation)) {
        throw new RangeError(`${caller}: columns must have a finite mean and deviation; the numbers of ${JSON.stringify(name)} are too large, rescale it first`);
      }
      // filled values lie at the mean: they count as rows without deviation
      return { column: { name, type, fill: mean }, means: [mean], scales: [deviation * Math.sqrt(weight / total)] };
    },
  };
}

function booleanStatistics(name: string): ColumnStatistics {
  let yes = 0;
  let no = 0;
  return {
    add(column, weights) {
      const { values } = column as NumberColumn;
      for (let i = 0; i < values.length; i++) {
        const w = weights === undefined ? 1 : weights[i];
        if (values[i] === 1) yes += w;
        else if (values[i] === 0) no += w;
      }
    },
    encoding(total) {
      if (yes === 0 && no === 0) return 'all values are missing';
      if (yes === 0 || no === 0) return `constant: every value is ${yes > 0}`;
      const fill = yes > no ? 1 : 0;
      const { mean, scale } = dummy(fill === 1 ? total - no : yes, total);
      return { column: { name, type: 'boolean', fill }, means: [mean], scales: [scale] };
    },
  };
}

function categoryStatistics(name: string, maxLevels: number): ColumnStatistics {
  let categories: readonly string[] = [];
  let counts = new Float64Array(0);
  let rows = 0;
  return {
    add(column, weights) {
      const { codes, categories: here } = column as CategoryColumn;
      if (counts.length === 0) [categories, counts] = [here, new Float64Array(here.length)];
      for (let i = 0; i < codes.length; i++) {
        const w = weights === undefined ? 1 : weights[i];
        if (codes[i] < 0 || w === 0) continue;
        counts[codes[i]] += w;
        rows++;
      }
    },
    encoding(total) {
      const present = [...categories.keys()].filter((code) => counts[code] > 0);
      if (present.length === 0) return 'all values are missing';
      if (present.length === 1) return `constant: every value is ${JSON.stringify(categories[present[0]])}`;
      const tooMany = tooManyLevels(present.length, rows, maxLevels);
      if (tooMany !== undefined) return tooMany;
      const reference = present.reduce((best, code) => (counts[code] > counts[best] ? code : best));
      const levels = present.filter((code) => code !== reference);
      const dummies = levels.map((code) => dummy(counts[code], total));
      return {
        column: { name, type: 'categorical', reference: categories[reference], levels: levels.map((code) => categories[code]) },
        means: dummies.map(({ mean }) => mean),
        scales: dummies.map(({ scale }) => scale),
      };
    },
  };
}

/** Mean and population deviation of a 0/1 column with `ones` of `total`. */
function dummy(ones: number, total: number): { readonly mean: number; readonly scale: number } {
  const mean = ones / total;
  return { mean, scale: Math.sqrt(mean * ((total - ones) / total)) };
}
