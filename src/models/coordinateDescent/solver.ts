/** Lasso and elastic net as a solver of linear models: one descent per target, refined and certified on the rows. */
import { blocksOf, NdArray, type RowBlocks } from '../../array/index.ts';
import { pauser, type RunOptions } from '../../estimator/index.ts';
import { solveLeastSquares } from '../../linalg/index.ts';
import { designsOf, designsOfBlocks } from './choice.ts';
import type { Descent } from './coordinateDescent.ts';
import { supportOf, type Design } from './design.ts';
import { dependentAmong } from './factor.ts';
import { minimumAt } from './path.ts';
import { gapOfRows, refine, type Refined, type Rows } from './refine.ts';
import type { LinearProblem } from '../linearEstimator.ts';
import type { LinearSolution } from '../linearModel.ts';
import { penaltyOf, type Penalty } from './penalty.ts';

type Pause = () => Promise<void> | undefined;

export interface ElasticNetSettings {
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly maxIter: number;
  readonly tol: number;
}

/** Minimises (1/2n) Σ w(y − xw − b)² + α·l1Ratio·‖w‖₁ + ½α(1 − l1Ratio)‖w‖² for every target. */
export async function solveElasticNet(kind: string, settings: ElasticNetSettings, problem: LinearProblem, run: RunOptions): Promise<LinearSolution> {
  const pause = pauser(run.signal);
  const { X, Y, weights } = problem;
  if (settings.alpha * settings.l1Ratio === 0) return solveSmooth(settings, problem, pause);
  const designs = await designsOf(problem, settings.fitIntercept, 1, pause);
  const inMemory = { X, Y, ...(weights && { weights }) };
  return descendAll(kind, settings, designs, { blocks: blocksOf(X, Y, weights), inMemory }, run, pause);
}

/** The same for rows that come in blocks. `alpha`·`l1Ratio` is above 0. */
export async function solveElasticNetOfBlocks(kind: string, settings: ElasticNetSettings, caller: string, blocks: RowBlocks, run: RunOptions): Promise<LinearSolution> {
  const pause = pauser(run.signal);
  return descendAll(kind, settings, await designsOfBlocks(caller, blocks, settings.fitIntercept, pause), { blocks }, run, pause);
}

/** One descent per target, from its design to the last digits and the certificate on the rows. */
async function descendAll(
  kind: string, settings: ElasticNetSettings, designs: readonly Design[], source: Pick<Rows, 'blocks' | 'inMemory'>, run: RunOptions, pause: Pause,
): Promise<LinearSolution> {
  const { alpha, l1Ratio, fitIntercept, maxIter, tol } = settings;
  const d = source.blocks.features;
  const coef = new Float64Array(designs.length * d);
  const intercept = new Float64Array(designs.length);
  const notes: string[] = [];
  let converged = true;
  let iterations = 0;
  let optimality = 0;
  for (const [target, design] of designs.entries()) {
    const penalty = penaltyOf(alpha, l1Ratio, design.totalWeight);
    const { point, descent } = await minimumAt(design, penalty, { tol, maxIter }, pause);
    const refined = await refine({ ...source, target, fitIntercept }, design, penalty, point.w, pause);
    coef.set(refined.w, target * d);
    intercept[target] = refined.intercept;
    converged &&= refined.gap <= tol;
    iterations = Math.max(iterations, descent.iterations);
    optimality = Math.max(optimality, refined.gap);
    notes.push(...notesOn(settings, design, penalty, point, descent, refined));
    run.onProgress?.({ label: kind, done: target + 1, total: designs.length });
  }
  const note = [...new Set(notes)].join('; ');
  return { coef: new NdArray(coef, [designs.length, d]), intercept, converged, iterations, optimality, ...(note !== '' && { note }) };
}

/** Without an L1 part there is nothing to select: the equations are linear, and solved as ridge or least squares is. */
async function solveSmooth({ alpha, fitIntercept, tol }: ElasticNetSettings, problem: LinearProblem, pause: Pause): Promise<LinearSolution> {
  const { X, checkX, Y, weights } = problem;
  const totalWeight = weights === undefined ? X.rows : weights.reduce((sum, weight) => sum + weight, 0);
  const found = await solveLeastSquares({ X, ...(checkX && { checkX }), Y, ...(weights && { weights }), intercept: fitIntercept, alpha: alpha * totalWeight }, pause);
  const solution = { coef: new NdArray(found.coef, [Y.columns, X.columns] as [number, number]), intercept: found.intercept, iterations: found.refinements };
  if (alpha === 0) {
    const note = 'alpha is 0: solved as least squares, optimality is the relative residual of the normal equations';
    return { ...solution, rank: found.rank, converged: found.settled, optimality: found.optimality, note };
  }
  const designs = await designsOf(problem, fitIntercept, 1, pause);
  let optimality = 0;
  for (let target = 0; target < Y.columns; target++) {
    const w = found.coef.slice(target * X.columns, (target + 1) * X.columns);
    const rows: Rows = { blocks: blocksOf(X, Y, weights), target, fitIntercept };
    optimality = Math.max(optimality, await gapOfRows(rows, designs[target], penaltyOf(alpha, 0, totalWeight), w, found.intercept[target], pause));
  }
  return { ...solution, converged: optimality <= tol, optimality, note: 'l1Ratio is 0: solved as ridge, directly' };
}

function notesOn(
  { maxIter, tol }: ElasticNetSettings, design: Design, penalty: Penalty, { u }: { u: Float64Array }, descent: Descent, { w, gap }: Refined,
): string[] {
  const notes: string[] = [];
  if (!(gap <= tol)) {
    const reason = descent.iterations >= maxIter ? 'raise maxIter or alpha, or scale the columns' : 'rounding allows no better, raise alpha or tol';
    notes.push(`stopped after ${descent.iterations} of ${maxIter} passes at relative duality gap ${gap.toPrecision(3)}, above tol ${tol}: ${reason}`);
  } else if (penalty.l2 === 0) {
    const dependent = countDependent(design, penalty, w, u);
    if (dependent > 0) {
      notes.push(`${dependent} of the columns that could be in use depend on others: other coefficients fit equally well, and earlier columns were preferred`);
    }
  }
  return notes;
}

/**
 * The lasso's solution is unique when the columns with |correlation| = l1, in use or not, are independent.
 * @see Tibshirani (2013), The lasso problem and uniqueness
 */
function countDependent(design: Design, { l1 }: Penalty, w: Float64Array, u: Float64Array): number {
  const { squares, yy } = design;
  const tied = Int32Array.from(u.keys()).filter((j) => w[j] !== 0 || (squares[j] > 0 && Math.abs(u[j]) >= l1 - 1e-12 * Math.sqrt(squares[j] * yy)));
  if (tied.length === supportOf(w).length) return 0; // polishing has made the support itself independent
  const inner = design.inner(tied);
  return inner === undefined ? 0 : dependentAmong(inner, tied.length);
}
