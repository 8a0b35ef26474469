/**
 * Residuals of linear models over all rows and their products with the columns, in float64 by the kernels: one pass for
 * all targets. residual.ts does the same in twice the precision, at ten times the cost. Knows no solver.
 */
import type { RowBlocks } from '../array/index.ts';
import { residualLength, residualRows, residualWork } from '../kernels/index.ts';
import type { Pause } from './gram.ts';
import { throughKernels, type RowSum } from './throughKernels.ts';

/** Coefficients for every target, and what they predict at `center`: ŷ = offset + (x − center)·coef. */
export interface CentredModel {
  /** [targets, features] */
  readonly coef: Float64Array;
  /** [targets] */
  readonly offset: Float64Array;
  /** [features] */
  readonly center: Float64Array;
}

/** For every target, r = y − ŷ: */
export interface Gradients {
  /** [targets, features]: Σ w r (xⱼ − centerⱼ) */
  readonly products: Float64Array;
  /** [targets]: Σ w r */
  readonly sums: Float64Array;
  /** [targets]: Σ w r² */
  readonly squares: Float64Array;
}

/** Bytes of a block, at most about: a few milliseconds of work. */
const turnBytes = 1 << 24;
/** Bytes of rows in the kernels' memory. */
const callBytes = 1 << 22;

/** Rows are centred before they are multiplied, so a large mean costs no digits. Parts of 512 rows are summed plainly, their sums in twice the precision. */
export async function gradientPass(blocks: RowBlocks, { coef, offset, center }: CentredModel, pause: Pause): Promise<Gradients> {
  const { features, targets } = blocks;
  const length = residualLength(features, targets);
  const total = new Float64Array(length);
  const lost = new Float64Array(length);
  const padded = features + (features & 1);
  const pad = (vectors: Float64Array): Float64Array => Float64Array.from({ length: (vectors.length / features) * padded }, (_, e) =>
    (e % padded < features ? vectors[Math.floor(e / padded) * features + (e % padded)] : 0));
  const sum: RowSum = {
    callRows: rowsOfBytes(callBytes, features + targets), partRows: residualRows, inputs: [pad(center), pad(coef), offset], total, lost,
    work: ({ inputs, parts, ...staged }) => residualWork({ ...staged, features, targets, center: inputs[0], coef: inputs[1], offset: inputs[2], sums: parts }),
  };
  for await (const block of blocks.walk(rowsOfBytes(turnBytes, features + targets))) {
    throughKernels(block, sum);
    await pause();
  }
  const stride = length / targets;
  const value = (target: number, at: number): number => total[target * stride + at] + lost[target * stride + at];
  return {
    products: Float64Array.from({ length: targets * features }, (_, e) => value(Math.floor(e / features), e % features)),
    sums: Float64Array.from({ length: targets }, (_, t) => value(t, stride - 2)),
    squares: Float64Array.from({ length: targets }, (_, t) => value(t, stride - 1)),
  };
}

/** A multiple of the rows that are summed together. */
function rowsOfBytes(bytes: number, columns: number): number {
  return residualRows * Math.max(1, Math.floor(bytes / (8 * columns * residualRows)));
}
