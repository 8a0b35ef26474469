/** Fewer, longer axes for the same elements. Knows lengths and strides only. */

export interface JoinedAxes {
  readonly shape: readonly number[];
  /** By operand. */
  readonly strides: readonly (readonly number[])[];
}

/** Drops axes of length 1, and joins neighbours that every operand steps through as if they were one. At least one axis is left. */
export function joinAxes(shape: readonly number[], strides: readonly (readonly number[])[]): JoinedAxes {
  const lengths: number[] = [];
  const steps: number[][] = strides.map(() => []);
  shape.forEach((length, axis) => {
    if (length === 1) return;
    const before = lengths.length - 1;
    if (before >= 0 && strides.every((one, i) => steps[i][before] === one[axis] * length)) {
      lengths[before] *= length;
      steps.forEach((one, i) => { one[before] = strides[i][axis]; });
    } else {
      lengths.push(length);
      steps.forEach((one, i) => one.push(strides[i][axis]));
    }
  });
  return lengths.length === 0 ? { shape: [1], strides: strides.map(() => [1]) } : { shape: lengths, strides: steps };
}
