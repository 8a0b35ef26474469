/** Powers of two that bring columns to a common size: multiplying by them rounds nothing. Knows no solver. */
import type { Matrix } from '../array/index.ts';
import { inversePower } from '../numeric/index.ts';

/** One factor per column that brings its largest absolute element, or `atLeast` if that is larger, to about 1. */
export function columnScales({ data, rows, columns }: Matrix, atLeast = 0): Float64Array {
  const largest = new Float64Array(columns).fill(atLeast);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const size = Math.abs(data[at]);
      if (size > largest[j]) largest[j] = size;
    }
  }
  return largest.map(inversePower);
}
