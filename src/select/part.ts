/** Some rows of a table's data. */
import type { Label } from '../array/index.ts';
import type { TableData } from '../models/index.ts';
import { columnOf, Frame } from '../table/index.ts';

/** Targets of a regression or a classification. */
export type Targets = Float64Array | readonly Label[];

/** The rows of `data` at `indices`, in that order. */
export function partOf<Y extends Targets>(data: TableData<Y>, indices: Int32Array): TableData<Y> {
  const { y, weights } = data;
  return { ...data, frame: data.frame.take(indices), y: (y instanceof Float64Array ? pick(y, indices) : Array.from(indices, (i) => y[i])) as Y, ...(weights && { weights: pick(weights, indices) }) };
}

/** Features and target as one frame, for whoever fits on tables. */
export function tableOf({ frame, target, y }: TableData<Targets>): Frame {
  return new Frame([...frame.columns, columnOf(target, y)], y.length, frame.source);
}

function pick(values: Float64Array, indices: Int32Array): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = values[indices[i]];
  return picked;
}
