/** The call of a reduction, for an operand at a given address. Knows no rule for axes, only their lengths and strides. */
import type { KernelArguments, KernelCall } from './calls.ts';
import type { KernelWork } from './gemmCall.ts';
import type { KernelFloat } from './gemmPlan.ts';
import { joinAxes } from './joinAxes.ts';
import type { StridedAt } from './mapCalls.ts';
import { suffixes, type KernelNumber } from './numberTypes.ts';

type ReduceKernel = Extract<KernelCall['kernel'], `reduce${string}` | `argReduce${string}`>;

/** Codes, as assembly/reduceBlock.ts has them. */
export const reductions = { sum: 0, max: 1, min: 2 } as const;

export type ReductionName = keyof typeof reductions;

/** Axes that a call has of each kind. */
const mostAxes = 6;

/** Elements of x worth a chunk of their own. */
const chunkElements = 32768;

/** Elements of y that are computed together where x has them side by side, at most. */
const tile = 32;

/** As assembly/reduce.ts lays it out: offsets, a block's elements, partial results, results of growing numbers of blocks. */
const scratchBytes = 512 + 1024 + 1024 + 32 * 128;

/**
 * y = the sum, the maximum or the minimum of x along `axes`, y in row-major order of the other axes at `y`. NaN when one
 * element is NaN; over no elements 0, −∞ or ∞. Elements are added in an order that depends on their number only, not on
 * strides, other axes or threads: in blocks of 128, and those pairwise, so |error| ≤ (19 + log₂⌈n / 128⌉)·u·Σ|x|.
 * @param axes  each once, ascending
 * @throws RangeError when the kept or the reduced axes, neighbours joined where x allows it, are more than 6
 */
export function reduceWork(name: ReductionName, dtype: KernelFloat, shape: readonly number[], axes: readonly number[], x: StridedAt, y: number): KernelWork {
  return work(`reduce${suffixes[dtype]}`, name, shape, axes, x, y);
}

/**
 * y = the place, as int32, of the greatest (max) or the least element of x along `axes` among those in row-major order: of
 * the first of equals, of the first NaN if there is one. There must be one at least.
 * @throws RangeError as reduceWork
 */
export function argReduceWork(name: 'max' | 'min', dtype: KernelNumber, shape: readonly number[], axes: readonly number[], x: StridedAt, y: number): KernelWork {
  return work(`argReduce${suffixes[dtype]}`, name, shape, axes, x, y);
}

function work(kernel: ReduceKernel, name: ReductionName, shape: readonly number[], axes: readonly number[], x: StridedAt, y: number): KernelWork {
  const all = shape.map((_, axis) => axis);
  const kept = pick(all.filter((axis) => !axes.includes(axis)), 'kept', shape, x.strides);
  const reduced = pick(axes, 'reduced', shape, x.strides);
  if (product(kept.shape) === 0) return { calls: [], scratchBytes };
  const columns = kept.shape[mostAxes - 1];
  const rows = product(kept.shape) / columns;
  const length = product(reduced.shape);
  const outputs = Math.ceil(chunkElements / Math.max(1, length));
  const together = kept.strides[mostAxes - 1] === 1 ? tile : 1;
  const blockColumns = Math.min(columns, Math.ceil(outputs / together) * together);
  const blockRows = Math.min(rows, Math.max(1, Math.floor(outputs / blockColumns)));
  const words: Record<string, number> = { op: reductions[name], x: x.address, y, rows, columns, columnStep: kept.strides[mostAxes - 1], length, blockRows, blockColumns };
  for (let axis = 0; axis < mostAxes; axis++) {
    // the last kept axis has words of its own
    words[`kept${axis}`] = axis === 0 ? 1 : kept.shape[axis - 1];
    words[`keptStep${axis}`] = axis === 0 ? 0 : kept.strides[axis - 1];
    words[`reduced${axis}`] = reduced.shape[axis];
    words[`reducedStep${axis}`] = reduced.strides[axis];
  }
  const chunks = Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  return { calls: [{ kernel, chunks, words: words as KernelArguments<ReduceKernel> }], scratchBytes };
}

/** Some of the axes, joined; leading ones of length 1 fill up to 6. */
function pick(axes: readonly number[], kind: string, shape: readonly number[], strides: readonly number[]): { shape: number[]; strides: number[] } {
  const joined = joinAxes(axes.map((axis) => shape[axis]), [axes.map((axis) => strides[axis])]);
  const missing = mostAxes - joined.shape.length;
  if (missing < 0) {
    throw new RangeError(`reduceWork: at most ${mostAxes} ${kind} axes must remain after neighbours are joined; of [${axes.join(', ')}] in [${shape.join(', ')}] ${joined.shape.length} remain, reduce some of them first`);
  }
  const fill = (value: number): number[] => Array.from({ length: missing }, () => value);
  return { shape: [...fill(1), ...joined.shape], strides: [...fill(0), ...joined.strides[0]] };
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((a, b) => a * b, 1);
}
