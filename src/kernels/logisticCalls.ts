/** The calls of logistic regression on rows at given addresses: sums over columns, and the pass for cost and gradient. Knows no solver. */
import type { KernelCall } from './calls.ts';
import type { KernelWork } from './gemmCall.ts';
import { foldCall } from './gramCalls.ts';

/** Rows with their classes and weights; after each of the three lies one finite number more. */
export interface LogisticRowsAt {
  readonly rows: number;
  readonly features: number;
  readonly x: number;
  readonly codes: number;
  /** 0: every row counts once. */
  readonly weights: number;
}

/** Rows that are summed together, a multiple of 4. Depends on sizes only, so that any number of threads adds in the same order. */
export function logisticPartRows(features: number): number {
  return Math.min(2048, Math.max(64, Math.floor(32768 / features) & ~3));
}

/** Numbers of θ or of its gradient for one output: an even number of coefficients, the intercept, 0. */
export function logisticStride(features: number): number {
  return 2 * Math.ceil(features / 2) + 2;
}

/** The gradient, the loss, 0. */
export function logisticLength(features: number, outputs: number): number {
  return outputs * logisticStride(features) + 2;
}

/** total + lost += gradient and loss of these rows. @param at.sums  logisticLength numbers for each part */
export function lossWork({ rows, features, x, codes, weights }: LogisticRowsAt, outputs: number, at: { theta: number; sums: number; total: number; lost: number }): KernelWork {
  const partRows = logisticPartRows(features);
  const parts = Math.ceil(rows / partRows);
  const { theta, sums, total, lost } = at;
  return {
    calls: [
      { kernel: 'logisticFloat64', chunks: parts, words: { rows, features, outputs, x, codes, weights, theta, sums, curvature: 0, partRows } },
      foldCall(logisticLength(features, outputs), parts, sums, total, lost),
    ],
    scratchBytes: scratchBytes(outputs),
  };
}

/** For one output √(weight·p(1 − p)) of each row, for several the p of all rows, output after output, at `curvature`. */
export function curvatureWork({ rows, features, x, codes, weights }: LogisticRowsAt, outputs: number, theta: number, curvature: number): KernelWork {
  const partRows = logisticPartRows(features);
  const words = { rows, features, outputs, x, codes, weights, theta, sums: 0, curvature, partRows };
  return { calls: [{ kernel: 'logisticFloat64', chunks: Math.ceil(rows / partRows), words }], scratchBytes: scratchBytes(outputs) };
}

/** 64 scores of each output, and what losses are made of. */
function scratchBytes(outputs: number): number {
  return 512 * (outputs + 3);
}

/** For each part, at `sums`: an even number of Σ w (x − center), of Σ w (x − center)², of the largest |x − center|. */
export function momentsCall({ rows, features, x, weights }: LogisticRowsAt, center: number, sums: number): KernelCall {
  return columnsCall('momentsFloat64', { rows, features, x, weights, center, factor: 0, sums });
}

/** (x − center)·factor in place. */
export function standardiseCall({ rows, features, x }: LogisticRowsAt, center: number, factor: number): KernelCall {
  return columnsCall('standardiseFloat64', { rows, features, x, weights: 0, center, factor, sums: 0 });
}

function columnsCall(kernel: 'momentsFloat64' | 'standardiseFloat64', words: { rows: number; features: number; x: number; weights: number; center: number; factor: number; sums: number }): KernelCall {
  const partRows = logisticPartRows(words.features);
  return { kernel, chunks: Math.ceil(words.rows / partRows), words: { ...words, partRows } };
}
