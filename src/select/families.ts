/** The regressions that are compared, as a table: name → estimator, penalties to try, coefficients along them. */
import { NdArray, toNdArray, type Matrix } from '../array/index.ts';
import { pauser, type Json, type RunOptions } from '../estimator/index.ts';
import { choleskyFactor, choleskyInverse, gram, type Gram } from '../linalg/index.ts';
import {
  alphaGrid, designFromGram, designsOf, elasticNet, largestAlpha, lasso, linearRegression, pathFromDesign, ridge, ridgePath, ridgePathOfRows,
  type Design, type LinearEstimator, type Path, type RidgePath,
} from '../models/index.ts';
import { geometricSpace, variance } from '../numeric/index.ts';

export type RegressionName = 'linear' | 'ridge' | 'lasso' | 'elastic-net';

/** Standardised features and one target, with the products that all penalties share. */
export interface Prepared {
  readonly X: Matrix;
  readonly y: Float64Array;
  /** Of the columns; undefined when they outnumber the rows and it would be the larger matrix. */
  readonly products?: Gram;
  readonly design: Design;
}

/** Linear models, one per penalty. */
export interface LinearPath {
  /** [penalties, features] */
  readonly coefs: NdArray<[number, number]>;
  readonly intercepts: Float64Array;
}

export interface Family {
  readonly name: RegressionName;
  /** False: there is one model, and its `alphas` hold one unused zero. */
  readonly penalised: boolean;
  /** The estimator's options at a penalty, as JSON. */
  options(alpha: number): Readonly<Record<string, Json>>;
  estimator(alpha?: number): LinearEstimator;
  /** Penalties to try, descending, from data like those of the folds. */
  alphas(prepared: Prepared): Float64Array;
  path(prepared: Prepared, alphas: Float64Array, run: RunOptions): Promise<LinearPath>;
  /** Effective number of coefficients at a penalty, trace of ∂ŷ/∂y less the intercept. */
  degreesOfFreedom(prepared: Prepared, alpha: number, run: RunOptions): Promise<number>;
}

export const regressionNames: readonly RegressionName[] = ['linear', 'ridge', 'lasso', 'elastic-net'];

const nAlphas = 50;

/** @param l1Ratio  of the elastic net */
export const familiesFor = (l1Ratio: number): readonly Family[] => [
  {
    name: 'linear',
    penalised: false,
    options: () => ({}),
    estimator: () => linearRegression(),
    alphas: () => Float64Array.of(0),
    path: async ({ X, y }, _alphas, run) => {
      const model = await linearRegression().fit(toNdArray(X), y, run);
      return { coefs: new NdArray(model.coef, [1, X.columns]), intercepts: Float64Array.of(model.intercept) };
    },
    degreesOfFreedom: async ({ X, y }, _alpha, run) => (await linearRegression().fit(toNdArray(X), y, run)).rank!,
  },
  {
    name: 'ridge',
    penalised: true,
    options: (alpha) => ({ alpha }),
    estimator: (alpha) => ridge({ alpha }),
    // standardised columns: eigenvalues of XᵀX are about n, so this goes from hard shrinkage to none that matters
    alphas: ({ X }) => geometricSpace(10 * X.rows, 1e-5 * X.rows, nAlphas),
    path: async (prepared, alphas, run) => {
      const { coefs, intercepts } = await ridgePathOn(prepared, alphas, run);
      return { coefs: new NdArray(coefs, [alphas.length, prepared.X.columns]), intercepts };
    },
    degreesOfFreedom: async (prepared, alpha, run) => (await ridgePathOn(prepared, [alpha], run)).degreesOfFreedom[0],
  },
  sparseFamily('lasso', 1, (alpha) => lasso({ alpha }), {}),
  elasticNetFamily(l1Ratio),
];

function elasticNetFamily(l1Ratio: number): Family {
  return sparseFamily('elastic-net', l1Ratio, (alpha) => elasticNet({ alpha, l1Ratio }), { l1Ratio });
}

/**
 * The l1Ratio that weighs both penalties alike once y is measured in standard deviations: with y = s·v and w = s·u,
 * αρ‖w‖₁ + ½α(1−ρ)‖w‖² is s²·(αρ/s ‖u‖₁ + ½α(1−ρ)‖u‖²), so ρ/s = 1 − ρ. A fixed 0.5 would all but forbid any
 * coefficient to a price in cents, and be a lasso for the same price in millions. Two digits, so that it can be read.
 * @param y  the target of the training part
 */
export function evenL1Ratio(y: Float64Array): number {
  const spread = Math.sqrt(variance(y));
  if (spread >= 1) return Number((1 - Number((1 / (1 + spread)).toPrecision(2))).toPrecision(15));
  return Math.max(1e-100, Number((spread / (1 + spread)).toPrecision(2))); // where the variance underflows, 0 would allow no L1 at all
}

/** What the paths of one set of rows share: products are summed once for all penalties. */
export async function prepare(X: Matrix, y: Float64Array, run: RunOptions): Promise<Prepared> {
  const pause = pauser(run.signal);
  const Y: Matrix = { data: y, rows: y.length, columns: 1 };
  if (X.columns > X.rows) {
    const [design] = await designsOf({ caller: 'compareRegressions', X, Y }, true, 2 * nAlphas, pause);
    return { X, y, design };
  }
  const products = await gram(X, Y, undefined, { center: true }, pause);
  return { X, y, products, design: designFromGram(products) };
}

async function ridgePathOn({ X, y, products }: Prepared, alphas: ArrayLike<number>, run: RunOptions): Promise<RidgePath> {
  return products === undefined ? ridgePathOfRows(X, y, alphas, pauser(run.signal)) : ridgePath(products, alphas);
}

function sparseFamily(name: RegressionName, l1Ratio: number, estimator: (alpha?: number) => LinearEstimator, fixed: Readonly<Record<string, Json>>): Family {
  const solve = ({ design }: Prepared, alphas: ArrayLike<number>, run: RunOptions): Promise<Path> =>
    pathFromDesign(design, { alphas, l1Ratio, tol: 1e-8, maxIter: 10_000 }, pauser(run.signal));
  return {
    name,
    penalised: true,
    options: (alpha) => ({ alpha, ...fixed }),
    estimator,
    alphas: ({ design }) => alphaGrid(largestAlpha(design, l1Ratio), 1e-3, nAlphas),
    path: async (prepared, alphas, run) => {
      const { coefs, intercepts } = await solve(prepared, alphas, run);
      return { coefs: new NdArray(coefs, [alphas.length, prepared.X.columns]), intercepts };
    },
    degreesOfFreedom: async (prepared, alpha, run) => {
      const { coefs } = await solve(prepared, [alpha], run);
      const used = Int32Array.from(coefs.keys()).filter((j) => coefs[j] !== 0);
      return shrunkRank(prepared.design, used, alpha * (1 - l1Ratio) * prepared.design.totalWeight);
    },
  };
}

/** trace((G + λI)⁻¹G) of the columns in use: their number when λ is 0 (Zou, Hastie & Tibshirani 2007), less when it shrinks. */
function shrunkRank(design: Design, used: Int32Array, lambda: number): number {
  const products = lambda > 0 ? design.inner(used) : undefined;
  if (products === undefined) return used.length;
  const size = used.length;
  for (let i = 0; i < size; i++) products[i * size + i] += lambda;
  const factor = choleskyFactor(products, size);
  if (factor === undefined) return size;
  const inverse = choleskyInverse(factor);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += 1 - lambda * inverse[i * size + i];
  return trace;
}
