/** Reads class labels or group names, one per row, as codes 0, 1, 2 …. Knows no classifier. */
import { describe, type NumericView } from '../array/index.ts';

export type Label = string | number | boolean;
/** One label per row. */
export type Labels = readonly Label[] | NumericView;

export interface Coded {
  /** Per row, the index of its label in `labels`. */
  readonly codes: Int32Array;
  /** Distinct, in the order of their first row. */
  readonly labels: readonly Label[];
  /** Rows per label. */
  readonly counts: Int32Array;
}

/**
 * @throws TypeError when a label is missing or of another kind; RangeError when there is not one per row
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
  const counts = new Int32Array(codeOf.size);
  for (const code of codes) counts[code]++;
  return { codes, labels: [...codeOf.keys()], counts };
}
