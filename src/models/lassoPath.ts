/** The lasso's (or elastic net's) coefficients along a sequence of penalties, for one target. */
import { describe, NdArray, readMatrix, readWeights, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkFlag, checkKnown, checkNumber, pauser, type FitOptions } from '../estimator/index.ts';
import { geometricSpace } from '../numeric/index.ts';
import { designsOf } from './coordinateDescent/choice.ts';
import { largestAlpha, pathFromDesign } from './coordinateDescent/path.ts';
import { readTargets } from './linearModel.ts';

export interface LassoPathOptions extends FitOptions {
  /** How many alphas, from alpha_max down, each the same factor below the one before. Default 100. */
  readonly nAlphas?: number;
  /** Smallest alpha over the largest, in (0, 1). Default 1e-3. */
  readonly eps?: number;
  /** Share of the L1 part, in (0, 1]: 1, the default, is the lasso, less an elastic net. */
  readonly l1Ratio?: number;
  /** Penalties above 0 instead of the default grid, in any order. */
  readonly alphas?: VectorInput;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Relative duality gap per alpha. Default 1e-10. */
  readonly tol?: number;
  /** Most passes per alpha. Default 10000. */
  readonly maxIter?: number;
}

export interface LassoPath {
  /** Descending. */
  readonly alphas: Float64Array;
  /** [nAlphas, nFeatures]: row i belongs to alphas[i]. */
  readonly coefs: NdArray<[number, number]>;
  readonly intercepts: Float64Array;
  /** Per alpha, over the objective at zero coefficients, ‖y − ȳ‖²/2n. */
  readonly dualGaps: Float64Array;
  /** True when every gap is at most tol. */
  readonly converged: boolean;
  /** Passes per alpha. */
  readonly iterations: Int32Array;
}

/**
 * Minima of  (1/2n) Σ vᵢ (yᵢ − xᵢw − b)² + α·ρ‖w‖₁ + ½α(1 − ρ)‖w‖²  for every α of a grid, ρ = l1Ratio. Each starts from
 * the one before, so a path costs little more than its last fit. Without `alphas` the grid goes from alpha_max, where
 * the first coefficient is about to leave zero, down to eps·alpha_max (for a constant y from 1).
 * Coefficients are those of `lasso` up to rounding: it refines on X once more, the path does not.
 * scikit-learn's lasso_path differs: it fits no intercept and returns coefficients as [nFeatures, nAlphas].
 * @throws RangeError for l1Ratio 0 (alpha_max would be infinite: use ridge) and alphas not above 0
 * @see Friedman, Hastie & Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent
 */
export async function lassoPath(X: MatrixInput, y: VectorInput, options: LassoPathOptions = {}): Promise<LassoPath> {
  checkKnown('lassoPath', options, [
    'nAlphas', 'eps', 'l1Ratio', 'alphas', 'fitIntercept', 'tol', 'maxIter', 'sampleWeight', 'signal', 'onProgress',
  ]);
  const { nAlphas = 100, eps = 1e-3, l1Ratio = 1, fitIntercept = true, tol = 1e-10, maxIter = 10000 } = options;
  checkNumber('lassoPath', 'nAlphas', nAlphas, { min: 1, integer: true });
  checkNumber('lassoPath', 'eps', eps, { above: 0, below: 1 });
  checkNumber('lassoPath', 'l1Ratio', l1Ratio, { above: 0, max: 1 });
  checkNumber('lassoPath', 'tol', tol, { above: 0 });
  checkNumber('lassoPath', 'maxIter', maxIter, { min: 1, integer: true });
  checkFlag('lassoPath', 'fitIntercept', fitIntercept);
  const given = options.alphas === undefined ? undefined : readAlphas('lassoPath', options.alphas);
  const matrix = readMatrix('lassoPath', 'X', X);
  const Y = readTargets('lassoPath', y, matrix.rows);
  if (Y.columns !== 1) throw new RangeError(`lassoPath: y must be one target; it has ${Y.columns}, call lassoPath for each`);
  const weights = readWeights('lassoPath', options.sampleWeight, matrix.rows);

  const pause = pauser(options.signal);
  const problem = { caller: 'lassoPath', X: matrix, Y, ...(weights && { weights }) };
  const [design] = await designsOf(problem, fitIntercept, given?.length ?? nAlphas, pause);
  const alphas = given ?? alphaGrid(largestAlpha(design, l1Ratio), eps, nAlphas);
  const onStep = (done: number): void => options.onProgress?.({ label: 'lassoPath', done, total: alphas.length });
  const { coefs, ...path } = await pathFromDesign(design, { alphas, l1Ratio, tol, maxIter }, pause, onStep);
  return { alphas, coefs: new NdArray(coefs, [alphas.length, matrix.columns]), ...path };
}

/** From alpha_max down to eps·alpha_max. */
export function alphaGrid(largest: number, eps: number, nAlphas: number): Float64Array {
  const start = largest > 0 ? largest : 1;
  return geometricSpace(start, start * eps, nAlphas);
}

/** Penalties as the user gave them, checked, in descending order. */
export function readAlphas(caller: string, alphas: VectorInput): Float64Array {
  if (!Array.isArray(alphas) && !ArrayBuffer.isView(alphas)) {
    throw new TypeError(`${caller}: alphas must be an array of numbers or a typed array; it is ${describe(alphas)}`);
  }
  const numbers = Array.from(alphas as ArrayLike<number>);
  if (numbers.length === 0) throw new RangeError(`${caller}: alphas must hold at least one number; it holds none`);
  numbers.forEach((alpha, i) => { checkNumber(caller, `alphas[${i}]`, alpha, { above: 0 }); });
  return Float64Array.from(numbers).sort().toReversed();
}
