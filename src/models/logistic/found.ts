/** What a solver of logistic regression is told and what it finds. Knows no solver. */
import type { Standing } from './lineSearch.ts';

export interface Found extends Standing {
  readonly iterations: number;
  readonly optimality: number;
  /** Columns that are combinations of others, as far as the solver came to know. */
  readonly dependent: number;
  /** Directions that the rows can tell apart, when there are dependent columns. */
  readonly basis?: Basis;
}

export interface StoppingRule {
  /** On the relative gradient. */
  readonly tol: number;
  readonly maxIter: number;
}

/** Orthonormal rows, row-major. */
export interface Basis {
  readonly vectors: Float64Array;
  readonly count: number;
}
