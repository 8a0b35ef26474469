/**
 * Minimises ½‖b − Aw‖² + l1‖w‖₁ + ½l2‖w‖² by cyclic coordinate descent on working sets, each settled exactly by polishing.
 * Knows no rows, no intercept and no options: a design, a penalty and where to start.
 */
import { supportOf, type Design, type Sweeper } from './design.ts';
import { roundedGap } from './gap.ts';
import { polish } from './polish.ts';
import { dualityGap, type Penalty } from './penalty.ts';

export interface Descent {
  /** Duality gap over the objective at w = 0, ½‖b‖²; 0 when b = 0. */
  readonly gap: number;
  readonly converged: boolean;
  /** Passes over a working set. */
  readonly iterations: number;
  /** Columns in use that are combinations of other columns in use: the solution is one of many. */
  readonly dependent: number;
}

export interface DescentOptions {
  readonly tol: number;
  readonly maxIter: number;
}

/** w and u = Aᵀ(b − Aw), which go together. A path hands them from one penalty to the next. */
export interface Point {
  readonly w: Float64Array;
  readonly u: Float64Array;
}

type Pause = () => Promise<void> | undefined;

export function startOf(design: Design): Point {
  return { w: new Float64Array(design.nFeatures), u: Float64Array.from(design.xy) };
}

/**
 * Moves `point` to the minimum.
 * A working set starts as the support and the columns whose correlation exceeds `likely` (a strong rule for a path, l1
 * otherwise), is settled, and grows by the columns outside that break the optimality condition |Aⱼᵀ(b − Aw)| ≤ l1, until
 * none does. The rules only guess; the condition is checked on all columns.
 * @see Friedman, Hastie & Tibshirani (2010); Tibshirani et al. (2012), Strong rules for discarding predictors
 */
export async function coordinateDescent(design: Design, penalty: Penalty, point: Point, options: DescentOptions, likely: number, pause: Pause): Promise<Descent> {
  const { w, u } = point;
  const { tol, maxIter } = options;
  const scale = 0.5 * design.yy;
  if (scale === 0) {
    w.fill(0);
    u.fill(0);
    return { gap: 0, converged: true, iterations: 0, dependent: 0 };
  }
  // how far a condition may be broken, in parts of ‖Aⱼ‖‖b‖: coefficients are then good to about this part, too
  let slack = Math.max(1e-13, tol / 100);
  const inSet = new Uint8Array(w.length);
  for (const j of supportOf(w)) inSet[j] = 1;
  let added = admit(design, u, inSet, Math.max(likely, 0), slack);
  let iterations = 0;
  let dependent = 0;
  let gap = Infinity;
  for (let round = 1; ; round++) {
    const set = Int32Array.from(inSet.keys()).filter((j) => inSet[j] === 1);
    const sweeper = design.restrict(set, w, penalty);
    const settled = await settle(design, sweeper, set, w, penalty, slack, maxIter - iterations, pause);
    iterations += settled.sweeps;
    dependent = settled.dependent;
    const square = design.correlate(w, u);
    gap = (settled.done ? roundedGap(design, penalty, w, u, square, tol * scale) : dualityGap(w, u, square, penalty)) / scale;
    added = admit(design, u, inSet, penalty.l1, slack);
    if (iterations >= maxIter) break;
    if (gap <= tol && round >= 30) break; // rounding decides who belongs to the set: certified all the same
    if (settled.done && added === 0) {
      if (gap <= tol || slack <= 1e-15) break;
      slack /= 100;
    }
    await pause();
  }
  return { gap, converged: gap <= tol, iterations, dependent };
}

/** Adds the columns outside the set whose correlation is above `bound`, at most as many as double the set; returns how many. */
function admit({ squares, yy }: Design, u: Float64Array, inSet: Uint8Array, bound: number, slack: number): number {
  let size = 0;
  let candidates: number[] = [];
  for (let j = 0; j < u.length; j++) {
    if (inSet[j] === 1) size++;
    else if (squares[j] > 0 && Math.abs(u[j]) > bound + slack * Math.sqrt(squares[j] * yy)) candidates.push(j);
  }
  const limit = Math.max(100, size);
  if (candidates.length > limit) candidates = candidates.sort((i, j) => Math.abs(u[j]) - Math.abs(u[i]) || i - j).slice(0, limit);
  for (const j of candidates) inSet[j] = 1;
  return candidates.length;
}

/** Sweeps and polishes until the set's own optimality conditions hold, or for a few rounds. */
async function settle(
  design: Design, sweeper: Sweeper, set: Int32Array, w: Float64Array, penalty: Penalty, slack: number, maxSweeps: number, pause: Pause,
): Promise<{ sweeps: number; done: boolean; dependent: number }> {
  let sweeps = 0;
  let dependent = 0;
  for (let round = 0; round < 8; round++) {
    // a factorisation costs about as much as k/3 sweeps: some sweeps between two, not many
    const rest = Math.min(20, Math.max(3, Math.floor(supportOf(w).length / 16)));
    for (let pass = 0; pass <= rest; pass++) {
      if (sweeps >= maxSweeps) return { sweeps, done: false, dependent };
      sweeps++;
      if (!sweeper.sweep(pass > 0)) break;
      await pause();
    }
    let polished = polish(design, w, penalty);
    for (let step = 0; polished?.exact === false && step < 20; step++) polished = polish(design, w, penalty);
    if (polished !== undefined) {
      dependent = polished.dependent;
      sweeper.moved();
    }
    if ((polished?.exact ?? true) && isOptimal(design, sweeper, set, w, penalty, slack)) return { sweeps, done: true, dependent };
    await pause();
  }
  return { sweeps, done: false, dependent };
}

/** The optimality conditions of the set: u − l2·w = l1·sign(w) where w ≠ 0, |u| ≤ l1 where w = 0. */
function isOptimal({ squares, yy }: Design, sweeper: Sweeper, set: Int32Array, w: Float64Array, { l1, l2 }: Penalty, slack: number): boolean {
  for (let i = 0; i < set.length; i++) {
    const value = w[set[i]];
    const u = sweeper.correlation(i);
    const excess = value === 0 ? Math.abs(u) - l1 : Math.abs(u - l2 * value - l1 * Math.sign(value));
    if (excess > slack * Math.sqrt(squares[set[i]] * yy)) return false;
  }
  return true;
}
