/** Reads sample weights for the fits of this folder. */
import { readVector, type VectorInput } from '../array/index.ts';

/**
 * Weights ≥ 0, at least one of them above 0; undefined when every row counts once.
 * @throws TypeError when not numbers; RangeError for another length, a negative weight, or none above 0
 */
export function readWeights(caller: string, sampleWeight: VectorInput | undefined, rows: number): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  const weights = readVector(caller, 'sampleWeight', sampleWeight, [rows, 'X']);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) throw new RangeError(`${caller}: weights must be at least 0; sampleWeight[${negative}] is ${weights[negative]}`);
  if (weights.every((weight) => weight === 0)) throw new RangeError(`${caller}: at least one weight must be above 0; all ${rows} are 0`);
  return weights;
}
