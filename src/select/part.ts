/** Some rows of a regression's data. */
import { Frame } from '../table/index.ts';
import type { RegressionData } from '../models/index.ts';

/** The rows of `data` at `indices`, in that order. */
export function partOf(data: RegressionData, indices: Int32Array): RegressionData {
  return { ...data, frame: data.frame.take(indices), y: pick(data.y, indices), ...(data.weights && { weights: pick(data.weights, indices) }) };
}

/** Features and target as one frame, for whoever fits on tables. */
export function tableOf(data: RegressionData): Frame {
  return new Frame([...data.frame.columns, { name: data.target, type: 'numeric', values: data.y }], data.y.length, data.frame.source);
}

function pick(values: Float64Array, indices: Int32Array): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = values[indices[i]];
  return picked;
}
