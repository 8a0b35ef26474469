/**
 * The last digits of a coordinate-descent solution, and its certificate, from X itself: the Gram matrix and the centred
 * columns carry rounding that X does not. Knows no sweeps.
 */
import { targetOf, type Matrix, type RowBlocks } from '../../array/index.ts';
import { gradientPass, residualPass, type Gradients } from '../../linalg/index.ts';
import { interceptOf, supportOf, type Design } from './design.ts';
import { factorSupport } from './factor.ts';
import { roundedGap } from './gap.ts';
import type { Penalty } from './penalty.ts';

type Pause = () => Promise<void> | undefined;

/** One target's rows. */
export interface Rows {
  readonly blocks: RowBlocks;
  readonly target: number;
  readonly fitIntercept: boolean;
  /** The same, when they are in memory: double-double passes need them so. */
  readonly inMemory?: { readonly X: Matrix; readonly Y: Matrix; readonly weights?: Float64Array };
}

export interface Refined {
  readonly w: Float64Array;
  readonly intercept: number;
  /** Relative duality gap, from residuals of the rows. */
  readonly gap: number;
}

/** Numbers in X that residuals in twice the precision go through in a few milliseconds. */
const fewNumbers = 1e5;

/** Solves the support's equations once more, by residuals of the rows; signs are kept, or the solution is left as it was. */
export async function refine(rows: Rows, design: Design, penalty: Penalty, w: Float64Array, pause: Pause): Promise<Refined> {
  const plain = { w, intercept: interceptOf(design, w) };
  const { inMemory } = rows;
  const many = inMemory === undefined || inMemory.X.data.length > fewNumbers;
  const better = (many ? await correctSupport(rows, design, penalty, w, pause) : undefined) ?? (await refineSupport(rows, design, penalty, w, pause)) ?? plain;
  const gap = await gapOfRows(rows, design, penalty, better.w, better.intercept, pause);
  return { ...better, gap };
}

/**
 * One correction (AᵀA + l2·I) δ = Aᵀ(y − b − Xw) − l2·w − l1·sign(w), residuals in float64.
 * @returns undefined where it is larger than rounding of well-conditioned columns explains: then it needs more precision
 */
async function correctSupport(rows: Rows, design: Design, penalty: Penalty, w: Float64Array, pause: Pause): Promise<{ w: Float64Array; intercept: number } | undefined> {
  const support = supportOf(w);
  const inner = design.inner(support);
  if (inner === undefined || support.length === 0) return undefined;
  const factor = factorSupport(inner, Float64Array.from(support, (j) => w[j]), penalty);
  if (factor.kept.length < support.length) return undefined;
  const intercept = interceptOf(design, w);
  const { products, sums } = await gradientOf(rows, design, w, intercept, pause);
  const delta = Float64Array.from(support, (j) => products[j] - penalty.l2 * w[j] - penalty.l1 * Math.sign(w[j]));
  factor.solve(delta);
  const sizeOf = (values: Float64Array): number => support.reduce((size, j, i) => Math.max(size, Math.abs(values[i]) * Math.sqrt(design.squares[j])), 0);
  if (!(sizeOf(delta) <= 1e-11 * sizeOf(Float64Array.from(support, (j) => w[j])))) return undefined;
  if (support.some((j, i) => (w[j] + delta[i]) * w[j] <= 0)) return undefined;
  const corrected = w.slice();
  support.forEach((j, i) => { corrected[j] += delta[i]; });
  return { w: corrected, intercept: interceptOf(design, corrected) + (rows.fitIntercept ? sums[0] / design.totalWeight : 0) };
}

/**
 * Iterative refinement of the support's equations with residuals in twice the working precision, a step or two:
 * (AᵀA + l2·I) δ = Aᵀ(y − b − Xw) − l2·w − l1·sign(w). Signs are kept, or the solution is left as it was.
 */
async function refineSupport(
  { inMemory, target, fitIntercept }: Rows, design: Design, penalty: Penalty, w: Float64Array, pause: Pause,
): Promise<{ w: Float64Array; intercept: number } | undefined> {
  if (inMemory === undefined) return undefined;
  const { X, Y, weights } = inMemory;
  const support = supportOf(w);
  const k = support.length;
  const inner = design.inner(support);
  if (inner === undefined || k === 0) return undefined;
  const coef = Float64Array.from(support, (j) => w[j]);
  const factor = factorSupport(inner, Float64Array.from(coef), penalty);
  if (factor.kept.length < k) return undefined;
  const center = Float64Array.from(support, (j) => design.means[j]);
  const system = {
    X: k === X.columns ? X : takeColumns(X, support), Y, ...(weights && { weights }), intercept: fitIntercept,
    scale: new Float64Array(k).fill(1), targetScale: new Float64Array(Y.columns).fill(1), penalty: new Float64Array(k),
  };
  const iterate = { coef, intercept: interceptOf(design, w), interceptLow: 0 };
  for (let step = 0, before = Infinity; step < 6; step++) {
    const { gradient } = await residualPass(system, target, iterate, center, undefined, pause);
    const delta = Float64Array.from(coef, (value, i) => gradient[i + 1] - penalty.l2 * value - penalty.l1 * Math.sign(value));
    factor.solve(delta);
    let size = 0;
    delta.forEach((change, i) => { size = Math.max(size, Math.abs(change / coef[i])); });
    if (!(size < before / 2)) break; // rounding, or worse: the last step was the last that helped
    if (delta.some((change, i) => (coef[i] + change) * coef[i] <= 0)) return undefined;
    let shift = gradient[0] / design.totalWeight;
    delta.forEach((change, i) => {
      coef[i] += change;
      shift -= center[i] * change;
    });
    if (fitIntercept) iterate.intercept += shift;
    if (size < 1e-9) break; // the next step would change size² of it
    before = size;
  }
  const refined = new Float64Array(w.length);
  support.forEach((j, i) => { refined[j] = coef[i]; });
  return { w: refined, intercept: iterate.intercept };
}

/** The relative duality gap at (w, intercept), from residuals of the rows. */
export async function gapOfRows(rows: Rows, design: Design, penalty: Penalty, w: Float64Array, intercept: number, pause: Pause): Promise<number> {
  const { squares, yy } = design;
  if (yy === 0) return 0;
  const { products: u, squares: [square] } = await gradientOf(rows, design, w, intercept, pause);
  for (let j = 0; j < u.length; j++) if (squares[j] === 0) u[j] = 0; // a constant column has nothing to say beside the intercept
  return roundedGap(design, penalty, w, u, square, 1e-12 * 0.5 * yy) / (0.5 * yy);
}

/** Aᵀ(y − b − Xw) and ‖y − b − Xw‖², from the rows. */
function gradientOf({ blocks, target }: Rows, { means }: Design, w: Float64Array, intercept: number, pause: Pause): Promise<Gradients> {
  const offset = Float64Array.of(w.reduce((sum, value, j) => sum + means[j] * value, intercept));
  return gradientPass(targetOf(blocks, target), { coef: w, offset, center: means }, pause);
}

function takeColumns({ data, rows, columns }: Matrix, set: Int32Array): Matrix {
  const taken = new Float64Array(rows * set.length);
  for (let i = 0, at = 0; i < rows; i++) for (const j of set) taken[at++] = data[i * columns + j];
  return { data: taken, rows, columns: set.length };
}
