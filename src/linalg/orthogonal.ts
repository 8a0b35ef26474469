/** Least squares through pivoted QR of the rows: for ill-conditioned, rank-deficient and wide problems. */
import type { Pause } from './gram.ts';
import { smallestSolver, type SmallestSolution } from './minimumNorm.ts';
import { applyQ, applyTransposed, pivotedQR, solveUpper, solveUpperTransposed, type PivotedQR } from './qr.ts';
import { refine, type Correction } from './refine.ts';
import { moveIntercept, residualPass, type Iterate, type System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';
import { inversePower } from './scale.ts';

/** A column counts as dependent when what is left of it is below so many roundings of its numbers. */
const roundings = 32;

/**
 * min ‖√W (y − b − Xv)‖² + ‖√penalty v‖² by QR of A = √W [1, X − center], with rows √penalty I below when penalised.
 *
 * Refinement solves the augmented system r + A v = y, Aᵀ r = 0 (Björck, BIT 7, 1967), its residuals in double-double:
 * the error shrinks by ε·cond(A) per step, not ε·cond(A)². When columns depend on each other, of all minimisers the one
 * with the smallest ‖w‖ in the units of X. Memory: one copy of X, and one of Y's columns at a time.
 */
export async function solveOrthogonal(system: System, pause: Pause): Promise<ScaledSolution> {
  const { X, Y, intercept } = system;
  const d = X.columns;
  const first = intercept ? 1 : 0;
  const root = rowRoots(system);
  const built = await buildColumns(system, root, pause);
  const { center, even, lengths } = built;
  const qr = await pivotedQR(built.columns, built.negligible, first, pause);

  const deficient = qr.rank < d + first;
  const smallest = deficient ? await smallestSolver(qr, first, even.map((factor, j) => factor * system.scale[j]), pause) : undefined;
  const targets = measureTargets(system);
  const iterates: Iterate[] = [];
  let refinements = 0;
  let settled = true;
  for (let t = 0; t < Y.columns; t++) {
    const solver = new AugmentedSolver(system, t, targets.means[t], qr, root, center, even, pause);
    let refinement = await refine(solver.iterate, center, lengths, targets.lengths[t], () => solver.correction());
    if (smallest !== undefined) {
      moveToSmallest(solver, smallest, intercept, even, center);
      refinement = await refine(solver.iterate, center, lengths, targets.lengths[t], () => solver.correction());
    }
    refinements = Math.max(refinements, refinement.steps);
    settled &&= refinement.settled;
    iterates.push(solver.iterate);
  }
  const full = !deficient && root.length === X.rows;
  return {
    method: 'qr', iterates, center, lengths, targetLengths: targets.lengths, rank: qr.rank - first, refinements, settled,
    ...(full && { errorFactors: errorFactors(qr, first, even, center) }),
  };
}

/** One target's unknowns v, b and r, and how far they are from solving the augmented system. */
class AugmentedSolver {
  readonly iterate: Iterate;
  /** b + center·v: the intercept of the shifted columns */
  centred: number;
  readonly #residual: Float64Array;
  readonly #defect: Float64Array;
  readonly #system: System;
  readonly #target: number;
  readonly #qr: PivotedQR;
  readonly #root: Float64Array;
  readonly #center: Float64Array;
  readonly #even: Float64Array;
  readonly #pause: Pause;

  /** @param start  the intercept to start from: then a constant y is met at once */
  constructor(system: System, target: number, start: number, qr: PivotedQR, root: Float64Array, center: Float64Array, even: Float64Array, pause: Pause) {
    this.iterate = { coef: new Float64Array(system.X.columns), intercept: start, interceptLow: 0 };
    this.centred = start;
    this.#residual = new Float64Array(root.length);
    this.#defect = new Float64Array(root.length);
    this.#system = system;
    this.#target = target;
    this.#qr = qr;
    this.#root = root;
    this.#center = center;
    this.#even = even;
    this.#pause = pause;
  }

  async correction(): Promise<Correction> {
    const qr = this.#qr;
    const f = this.#defect;
    const root = this.#root;
    const { gradient } = await residualPass(this.#system, this.#target, this.iterate, this.#center, { values: this.#residual, defect: f }, this.#pause);
    const first = this.#system.intercept ? 1 : 0;
    const g = new Float64Array(qr.rank);
    for (let k = 0; k < qr.rank; k++) {
      const j = qr.order[k] - first;
      g[k] = j < 0 ? -gradient[0] : -gradient[1 + j] * this.#even[j];
    }
    for (let i = 0; i < f.length; i++) f[i] *= root[i];
    applyTransposed(qr, f);
    const h = solveUpperTransposed(qr, g);
    const solved = solveUpper(qr, f.subarray(0, qr.rank).map((value, k) => value - h[k]));
    f.set(h);
    applyQ(qr, f);
    const coef = new Float64Array(this.#system.X.columns);
    let intercept = 0;
    for (let k = 0; k < qr.rank; k++) {
      const j = qr.order[k] - first;
      if (j < 0) intercept = solved[k];
      else coef[j] = solved[k] * this.#even[j];
    }
    const accept = (): void => {
      this.centred += intercept;
      for (let i = 0; i < f.length; i++) if (root[i] > 0) this.#residual[i] += f[i] / root[i];
    };
    return { coef, intercept, accept };
  }
}

/** Exchanges the basic solution for the one of smallest ‖w‖ with the same predictions. */
function moveToSmallest(solver: AugmentedSolver, smallest: (v: Float64Array) => SmallestSolution, intercept: boolean, even: Float64Array, center: Float64Array): void {
  const { iterate } = solver;
  const { coef, shift } = smallest(iterate.coef.map((v, j) => v / even[j]));
  for (let j = 0; j < coef.length; j++) iterate.coef[j] = coef[j] * even[j];
  if (!intercept) return;
  solver.centred += shift;
  iterate.intercept = solver.centred;
  iterate.interceptLow = 0;
  moveIntercept(iterate, 0, center, iterate.coef);
}

/** √w per row; below, √penalty per column when penalised. */
function rowRoots({ X, weights, penalty }: System): Float64Array {
  const below = penalty[0] > 0 ? X.columns : 0;
  const root = new Float64Array(X.rows + below).fill(1);
  if (weights !== undefined) for (let i = 0; i < X.rows; i++) root[i] = Math.sqrt(weights[i]);
  for (let j = 0; j < below; j++) root[X.rows + j] = Math.sqrt(penalty[j]);
  return root;
}

interface BuiltColumns {
  readonly columns: Float64Array[];
  readonly negligible: Float64Array;
  readonly center: Float64Array;
  /** A power of two per column that gives it length about 1. */
  readonly even: Float64Array;
  readonly lengths: Float64Array;
}

async function buildColumns({ X, weights, intercept, scale, penalty }: System, root: Float64Array, pause: Pause): Promise<BuiltColumns> {
  const { data, rows, columns: d } = X;
  const first = intercept ? 1 : 0;
  const built: BuiltColumns = {
    columns: [], negligible: new Float64Array(d + first), center: new Float64Array(d), even: new Float64Array(d), lengths: new Float64Array(d),
  };
  if (intercept) built.columns.push(Float64Array.from(root, (value, i) => (i < rows ? value : 0)));
  for (let j = 0; j < d; j++) {
    const column = new Float64Array(root.length);
    let squares = 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * d + j] * scale[j];
      column[i] = value;
      squares += value * value * root[i] * root[i];
    }
    const center = intercept ? meanOf(column, rows, weights) : 0;
    let rest = 0;
    for (let i = 0; i < rows; i++) {
      column[i] = root[i] * (column[i] - center);
      rest += column[i] * column[i];
    }
    if (root.length > rows) {
      column[rows + j] = root[rows + j];
      rest += penalty[j];
    }
    const length = Math.sqrt(rest);
    const even = inversePower(length);
    for (let i = 0; i < column.length; i++) column[i] *= even;
    built.columns.push(column);
    built.center[j] = center;
    built.even[j] = even;
    built.lengths[j] = length;
    built.negligible[first + j] = roundings * 1.1102230246251565e-16 * Math.sqrt(squares) * even;
    await pause();
  }
  return built;
}

/** The weighted mean up to rounding; exact for a constant. */
function meanOf(values: Float64Array, rows: number, weights: Float64Array | undefined): number {
  const base = values[Math.max(0, weights?.findIndex((weight) => weight > 0) ?? 0)];
  let total = 0;
  let totalWeight = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    total += weight * (values[i] - base);
    totalWeight += weight;
  }
  return base + total / totalWeight;
}

function measureTargets({ X, Y, weights, intercept, targetScale }: System): { means: Float64Array; lengths: Float64Array } {
  const means = new Float64Array(Y.columns);
  const lengths = targetScale.map((scale, t) => {
    const values = Float64Array.from({ length: X.rows }, (_, i) => Y.data[i * Y.columns + t] * scale);
    const mean = intercept ? meanOf(values, X.rows, weights) : 0;
    means[t] = mean;
    return Math.sqrt(values.reduce((sum, value, i) => sum + (weights === undefined ? 1 : weights[i]) * (value - mean) * (value - mean), 0));
  });
  return { means, lengths };
}

/** Row lengths of R⁻¹, and of its combination that gives the intercept: b = centred − center·v. */
function errorFactors(qr: PivotedQR, first: number, even: Float64Array, center: Float64Array): { coef: Float64Array; intercept: number } {
  const coef = new Float64Array(even.length);
  let intercept = 0;
  const unit = new Float64Array(qr.rank);
  for (let k = 0; k < qr.rank; k++) {
    const column = solveUpper(qr, unit.fill(0).fill(1, k, k + 1));
    let combined = 0;
    for (let i = 0; i <= k; i++) {
      const j = qr.order[i] - first;
      const value = j < 0 ? column[i] : column[i] * even[j];
      combined += j < 0 ? value : -center[j] * value;
      if (j >= 0) coef[j] += value * value;
    }
    intercept += combined * combined;
  }
  return { coef: coef.map(Math.sqrt), intercept: first === 1 ? Math.sqrt(intercept) : NaN };
}
