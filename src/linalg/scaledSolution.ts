/** What a least-squares method hands back, in the units of the scaled columns. */
import type { Iterate, PassResult } from './residual.ts';

export interface ScaledSolution {
  readonly method: 'cholesky' | 'qr';
  /** One per target. */
  readonly iterates: readonly Iterate[];
  /** The shift of the columns, [d]: their means up to rounding, zeros without intercept. */
  readonly center: Float64Array;
  /** Lengths of the shifted columns with their penalty, [d]. */
  readonly lengths: Float64Array;
  /** Lengths of the centred targets. */
  readonly targetLengths: Float64Array;
  /** Independent columns, the intercept not counted. */
  readonly rank: number;
  readonly refinements: number;
  readonly settled: boolean;
  /** Per target, where they are known: the residuals before the last correction, which only lessens them. */
  readonly residuals?: readonly PassResult[];
  /** Standard errors divided by σ; for full rank without penalty. */
  readonly errorFactors?: { readonly coef: Float64Array; readonly intercept: number };
}
