/** Second derivatives, roughly and cheaply: the diagonal blocks on a sample of the rows. Knows no solver. */
import { choleskyFactor, choleskySolve, type Cholesky } from '../../linalg/index.ts';
import type { LogisticObjective } from './objective.ts';

/** v → P⁻¹v, P near the matrix of second derivatives. */
export type Preconditioner = (v: Float64Array) => Float64Array;

/** Rows per column: the sample's second derivatives are then within about a third of all rows', (1 ± √(1/40))². */
const rowsPerColumn = 40;
/** Of few columns more rows cost little beside a pass over all: this many times rows / columns. */
const rowsForFewColumns = 8;
/** With more columns a Cholesky factor costs more than it saves. */
const mostColumns = 600;

/** Evenly spaced rows that are enough to tell how the cost bends; there may be fewer in all. */
export function rowsOfCurvature({ outputs, size, rows }: LogisticObjective): number {
  const stride = size / outputs;
  // of several outputs the blocks beside the diagonal are missing: more rows would not help
  return Math.max(500, rowsPerColumn * stride, outputs === 1 ? Math.floor((rowsForFewColumns * rows) / stride) : 0);
}

/** @param rows  evenly spaced, that stand for all */
export async function preconditioner(objective: LogisticObjective, theta: Float64Array, rows: number = rowsOfCurvature(objective)): Promise<Preconditioner> {
  const { outputs, size } = objective;
  const stride = size / outputs;
  if (stride > mostColumns) return byDiagonal(objective);
  const blocks = await objective.blocksOfHessian(theta, rows);
  const factors = blocks.map((block) => factorAnyway(block, stride));
  return (v) => {
    const out = new Float64Array(size);
    factors.forEach((factor, k) => { out.set(choleskySolve(factor, v.subarray(k * stride, (k + 1) * stride)), k * stride); });
    if (outputs > 1) centre(out, outputs, stride);
    return out;
  };
}

/** Standardised columns are alike but for their penalties: what their gradients are measured against says how they bend. */
function byDiagonal({ totalWeight, scaleAt, startValue }: LogisticObjective): Preconditioner {
  const gradientScale = scaleAt(startValue);
  return (v) => v.map((value, e) => (value * totalWeight) / (gradientScale[e] * gradientScale[e]));
}

/** Takes out what is the same for all classes: softmax does not change with it, gradients have none of it, and so it stays 0. */
function centre(v: Float64Array, outputs: number, stride: number): void {
  for (let j = 0; j < stride; j++) {
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += v[k * stride + j];
    for (let k = 0; k < outputs; k++) v[k * stride + j] -= sum / outputs;
  }
}

/** Cholesky after adding as little to the diagonal as makes the matrix positive definite. */
function factorAnyway(H: Float64Array, size: number): Cholesky {
  for (let part = 1e-8; ; part *= 100) {
    for (let e = 0; e < size; e++) H[e * (size + 1)] = H[e * (size + 1)] === 0 ? 1 : H[e * (size + 1)] * (1 + part);
    const factor = choleskyFactor(H, size, 1e-12);
    if (factor !== undefined) return factor;
  }
}
