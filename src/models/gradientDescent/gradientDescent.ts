/** The options of gradient descent as a value that linear models take as their solver. Knows no data. */
import { checkKnown, checkNumber, checkSeed } from '../../estimator/index.ts';

export interface GradientDescentOptions {
  /**
   * Length of a step: w ← w − learningRate · ∂cost/∂w. Default 1/L, L the largest curvature of the cost (found by
   * power iteration; for batches, the expected smoothness of a batch). Above 2/L full-batch descent diverges.
   */
  readonly learningRate?: number;
  /** Passes over all rows, at least 1. Default 10,000. */
  readonly maxIter?: number;
  /**
   * Converged when the largest relative gradient |xⱼᵀr|/(‖xⱼ‖‖y − ȳ‖), r the residual, is at most this. Default 1e-10: on
   * standardised columns the coefficients are then those of the closed form to about 1e-10 times their condition number.
   */
  readonly tol?: number;
  /** Rows per step. Default: all, one step per pass. */
  readonly batchSize?: number;
  /** Of the order of rows in batches. Default 0. */
  readonly seed?: number;
}

/** Gradient descent with its options, defaults filled in; plain JSON. Without learningRate: chosen when fitting. */
export interface GradientDescent {
  readonly name: 'gradientDescent';
  readonly learningRate?: number;
  readonly maxIter: number;
  readonly tol: number;
  readonly batchSize?: number;
  readonly seed: number;
}

/**
 * Gradient descent as a solver: linearRegression({ solver: gradientDescent({ learningRate: 0.1 }) }).
 *
 * cost(w, b) = (1/n) Σᵢ (yᵢ − xᵢw − b)² + penalty(w), with n = Σ sample weights. Ridge: penalty = (α/n)‖w‖². From
 * w = 0, b = 0:  w ← w + η (2/n) Σ xᵢ rᵢ − η ∂penalty,  b ← b + η (2/n) Σ rᵢ,  rᵢ = yᵢ − xᵢw − b.
 *
 * With `batchSize` each pass goes through the rows in a new random order. Plain batches stop where the noise between
 * them outweighs what they gain: once a pass lowers the cost by less than 1 %, each batch's gradient is corrected by
 * what it lacked of the whole one at the start of the pass (SVRG). The noise then dies out at a constant step, and
 * batches, too, converge to the closed form.
 * The model's `history` is the cost before the first pass and after each. A cost that is not finite, or a thousand
 * times that of the start, ends the descent: the best weights so far are returned, `converged` is false and `note`
 * says which learning rate would be safe. Columns of equal scale converge fastest: standardise first.
 * @see Johnson & Zhang, Accelerating stochastic gradient descent using predictive variance reduction, NIPS 2013
 * @throws RangeError for an option out of its range, TypeError for an unknown one
 */
export function gradientDescent(options: GradientDescentOptions = {}): GradientDescent {
  const caller = 'gradientDescent';
  checkKnown(caller, options, ['learningRate', 'maxIter', 'tol', 'batchSize', 'seed']);
  const { learningRate, maxIter = 10000, tol = 1e-10, batchSize, seed = 0 } = options;
  return Object.freeze({
    name: caller,
    ...(learningRate !== undefined && { learningRate: checkNumber(caller, 'learningRate', learningRate, { above: 0 }) }),
    maxIter: checkNumber(caller, 'maxIter', maxIter, { min: 1, integer: true }),
    tol: checkNumber(caller, 'tol', tol, { min: 0 }),
    ...(batchSize !== undefined && { batchSize: checkNumber(caller, 'batchSize', batchSize, { min: 1, integer: true }) }),
    seed: checkSeed(caller, seed),
  });
}

/** True for what gradientDescent() returned, also after a way through JSON. */
export function isGradientDescent(value: unknown): value is GradientDescent {
  return typeof value === 'object' && value !== null && (value as { name?: unknown }).name === 'gradientDescent' &&
    typeof (value as { maxIter?: unknown }).maxIter === 'number';
}
