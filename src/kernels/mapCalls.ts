/** The call of an element-by-element function, for operands at given addresses. Knows no broadcasting rule, only strides. */
import type { KernelArguments } from './calls.ts';
import type { KernelWork } from './gemmCall.ts';
import type { KernelFloat } from './gemmPlan.ts';
import { joinAxes } from './joinAxes.ts';

/** Codes, as assembly/unary.ts and binary.ts have them. `where` takes a, b and the condition. */
export const elementwise = {
  neg: 0, abs: 1, sqrt: 2, square: 3, relu: 4, exp: 5, log: 6, sigmoid: 7, tanh: 8, sin: 9, cos: 10, expm1: 11, log1p: 12, softplus: 13,
  add: 32, sub: 33, mul: 34, div: 35, maximum: 36, minimum: 37, pow: 38,
  equal: 39, notEqual: 40, less: 41, lessEqual: 42, greater: 43, greaterEqual: 44,
  where: 64,
} as const;

export type ElementwiseName = keyof typeof elementwise;

/** An operand: element [i, j, …] of the result reads address + (i·strides[0] + j·strides[1] + …) elements; 0 repeats. */
export interface StridedAt {
  readonly address: number;
  readonly strides: readonly number[];
}

/** Axes a call has. */
const mostAxes = 6;

/** Elements worth a chunk of their own. */
const chunkElements = 16384;

/** The buffer for the end of a row. */
const scratchBytes = 64;

/**
 * y = f(a, b, c), y in row-major order at `y`.
 * @throws RangeError when the shape, neighbouring axes joined where all operands allow it, has more than 6 axes
 */
export function mapWork(name: ElementwiseName, dtype: KernelFloat, shape: readonly number[], operands: readonly StridedAt[], y: number): KernelWork {
  if (shape.includes(0)) return { calls: [], scratchBytes };
  const joined = joinAxes(shape, operands.map(({ strides }) => strides));
  if (joined.shape.length > mostAxes) {
    throw new RangeError(`mapWork: a shape must have at most ${mostAxes} axes that cannot be joined; [${shape.join(', ')}] keeps ${joined.shape.length}`);
  }
  const n = [...Array.from({ length: mostAxes - joined.shape.length }, () => 1), ...joined.shape];
  const inner = n[mostAxes - 1];
  const rows = n.slice(0, -1).reduce((a, b) => a * b, 1);
  const blockRows = rows === 1 ? 0 : Math.max(1, Math.floor(chunkElements / inner));
  const chunks = rows === 1 ? Math.ceil(inner / chunkElements) : Math.ceil(rows / blockRows);
  const words: Record<string, number> = { op: elementwise[name], y, blockRows, blockColumns: chunkElements };
  n.forEach((length, axis) => { words[`n${axis}`] = length; });
  ['a', 'b', 'c'].forEach((letter, i) => {
    // operands a function does not have are never read
    const strides = joined.strides[i] ?? [];
    words[letter] = operands[i]?.address ?? 0;
    for (let axis = 0; axis < mostAxes; axis++) words[`${letter}${axis}`] = strides[axis - mostAxes + joined.shape.length] ?? 0;
  });
  const kernel = dtype === 'float32' ? 'mapFloat32' : 'mapFloat64';
  return { calls: [{ kernel, chunks, words: words as KernelArguments<typeof kernel> }], scratchBytes };
}
