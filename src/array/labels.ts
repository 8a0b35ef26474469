/** Reads class labels or group names, one per row, as codes 0, 1, 2 …. Knows no classifier. */
import { describe } from './describe.ts';
import type { NumericView } from './ndarray.ts';

export type Label = string | number | boolean;
/** One label per row. */
export type Labels = readonly Label[] | NumericView;

export interface Coded<L extends Label = Label> {
  /** Per row, the index of its label in `labels`. */
  readonly codes: Int32Array;
  /** Distinct; from `readLabels` in the order of their first row, from `readClasses` sorted. */
  readonly labels: readonly L[];
  /** Rows per label. */
  readonly counts: Int32Array;
}

/**
 * @throws TypeError when a label is missing or no label at all; RangeError when there is not one per row
 */
export function readLabels(caller: string, name: string, input: Labels, rows: number): Coded {
  if (!Array.isArray(input) && (!ArrayBuffer.isView(input) || input instanceof DataView)) {
    throw new TypeError(`${caller}: ${name} must be an array of strings, numbers or booleans; it is ${describe(input)}`);
  }
  if (input.length !== rows) throw new RangeError(`${caller}: ${name} must have one element per row; it has ${input.length}, there are ${rows} rows`);
  const codeOf = new Map<Label, number>();
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const label = input[i] as Label;
    if ((typeof label !== 'string' && typeof label !== 'number' && typeof label !== 'boolean') || Number.isNaN(label)) {
      throw new TypeError(`${caller}: ${name} must hold strings, numbers or booleans, none missing; ${name}[${i}] is ${describe(label)}`);
    }
    let code = codeOf.get(label);
    if (code === undefined) codeOf.set(label, (code = codeOf.size));
    codes[i] = code;
  }
  return { codes, labels: [...codeOf.keys()], counts: countCodes(codes, codeOf.size) };
}

/** Rows per label. @param labels  how many there are */
export function countCodes(codes: Int32Array, labels: number): Int32Array {
  const counts = new Int32Array(labels);
  for (const code of codes) counts[code]++;
  return counts;
}

/**
 * The classes of a target, sorted: numbers ascending, strings by code unit, false before true.
 * @throws TypeError when labels are of different kinds, one is missing or not finite; RangeError when there is not one per row
 */
export function readClasses<L extends Label>(caller: string, name: string, input: readonly L[] | NumericView, rows: number): Coded<L> {
  const { codes, labels, counts } = readLabels(caller, name, input, rows) as Coded<L>;
  for (const label of labels) {
    if (typeof label !== typeof labels[0]) throw new TypeError(`${caller}: ${name} must hold labels of one kind; ${describe(labels[0])} is a ${typeof labels[0]}, ${describe(label)} a ${typeof label}`);
    if (typeof label === 'number' && !Number.isFinite(label)) throw new RangeError(`${caller}: every number must be finite; ${name}[${codes.indexOf(labels.indexOf(label))}] is ${label}`);
  }
  const order = [...labels.keys()].sort((a, b) => (labels[a] < labels[b] ? -1 : 1));
  const place = new Int32Array(order.length);
  order.forEach((code, rank) => {
    place[code] = rank;
  });
  return { codes: codes.map((code) => place[code]), labels: order.map((code) => labels[code]), counts: Int32Array.from(order, (code) => counts[code]) };
}
