/** What all operations by index share: which indices there may be, and what to throw for others. Knows none of them by name. */

/** @throws TypeError for another type than int32 */
export function checkIndexType(name: string, dtype: string): void {
  if (dtype !== 'int32') throw new TypeError(`${name}: indices must be int32; they are ${dtype}, cast them with cast(indices, 'int32')`);
}

/** @throws RangeError for the first that is not from 0 to `length` − 1 */
export function checkIndices(name: string, indices: ArrayLike<number>, length: number): void {
  for (let k = 0; k < indices.length; k++) if (!(indices[k] >= 0 && indices[k] < length)) throw outOfRange(name, length)(k, indices[k]);
}

/** The error for number `k` of the indices. */
export function outOfRange(name: string, length: number): (k: number, index: number) => RangeError {
  return (k, index) => new RangeError(`${name}: indices must be from 0 to ${length - 1}; number ${k} of them is ${index}`);
}
