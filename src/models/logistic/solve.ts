/** Chooses how a logistic regression is solved, and says what came of it, in the units of X. Knows no estimator. */
import { blocksOf, NdArray, type Matrix } from '../../array/index.ts';
import { pauser, type RunOptions } from '../../estimator/index.ts';
import type { Pause } from '../../linalg/index.ts';
import { withMachine, type Machine } from '../../runtime/index.ts';
import type { LogisticSolution } from '../logisticModel.ts';
import { KernelRows } from './kernelRows.ts';
import { lbfgs } from './lbfgs.ts';
import type { Found } from './found.ts';
import { newton } from './newton.ts';
import { logisticObjective, sharesOf, type LogisticObjective } from './objective.ts';
import type { LogisticProblem } from './problem.ts';
import { proximalNewton } from './proximalNewton.ts';
import { separableNote, separates } from './separation.ts';
import { standardise, type Standardised } from './standardise.ts';

export type Penalty = 'l2' | 'l1' | 'none';
export type OwnSolver = 'auto' | 'newton' | 'lbfgs' | 'proximalNewton';

export interface LogisticSettings {
  readonly alpha: number;
  readonly penalty: Penalty;
  readonly fitIntercept: boolean;
  readonly tol: number;
  readonly maxIter: number;
}

/** Minimises Σ s·log-loss + ½α‖w‖² (l2), + α‖w‖₁ (l1) or + 0 (none). */
export function solveLogistic(problem: LogisticProblem, settings: LogisticSettings, solver: OwnSolver, run: RunOptions): Promise<LogisticSolution> {
  return withMachine((machine) => solveOn(machine, problem, settings, solver, run));
}

async function solveOn(machine: Machine, problem: LogisticProblem, settings: LogisticSettings, solver: OwnSolver, run: RunOptions): Promise<LogisticSolution> {
  const prepared = await prepare(machine, problem, settings.fitIntercept, pauser(run.signal));
  return solvePrepared(prepared, async () => problem.codes, settings, solver, run);
}

/** @param codesOf  per row, the index of its class; asked for only where no penalty keeps separable classes from being a problem */
export async function solvePrepared(prepared: Prepared, codesOf: () => Promise<Int32Array>, settings: LogisticSettings, solver: OwnSolver, run: RunOptions): Promise<LogisticSolution> {
  const { fitIntercept, penalty } = settings;
  const alpha = penalty === 'none' ? 0 : settings.alpha;
  const { columns } = prepared;
  const objective = objectiveOf(prepared, fitIntercept, penalty === 'l2' ? alpha : 0);
  if (penalty === 'l1' && alpha > 0) return describeSolution(objective, columns, await proximalNewton(objective, columns.scale, alpha, settings, run), settings);
  const byNewton = method(objective, solver, alpha) === 'newton';
  const found = await (byNewton ? newton(objective, alpha > 0, settings, run) : lbfgs(objective, settings, run));
  if (alpha > 0) return describeSolution(objective, columns, found, settings);
  const codes = await codesOf();
  const verdict = await separates(objective, codes, found, byNewton);
  if (verdict !== 'unknown') return describeSolution(objective, columns, found, settings, verdict === 'yes');
  const again = await newton(objective, false, settings, run);
  return describeSolution(objective, columns, again, settings, (await separates(objective, codes, again, true)) === 'yes');
}

/** What objectives of the same rows share. */
export interface Prepared {
  readonly rows: KernelRows;
  readonly columns: Standardised;
  readonly totalWeight: number;
  /** Each class's part of it. */
  readonly shares: Float64Array;
}

/** Rows in the memory of `machine`, standardised. */
export async function prepare(machine: Machine, { caller, X, checkX, codes, classes, weights }: LogisticProblem, intercept: boolean, pause: Pause): Promise<Prepared> {
  const { totalWeight, shares } = sharesOf(codes, classes.length, weights);
  const Y: Matrix = { data: Float64Array.from(codes), rows: X.rows, columns: 1 };
  const rows = await KernelRows.of(machine, blocksOf(X, Y, weights), X.rows, weights !== undefined, pause);
  return { rows, columns: await standardise(caller, rows, totalWeight, intercept, checkX), totalWeight, shares };
}

/** ½α w² with w = w̃ / scale */
export function objectiveOf({ rows, columns, totalWeight, shares }: Prepared, intercept: boolean, alpha: number): LogisticObjective {
  const l2 = columns.scale.map((spread) => (spread > 0 ? alpha / (spread * spread) : 0));
  return logisticObjective({ rows, totalWeight, shares, outputs: shares.length === 2 ? 1 : shares.length, intercept, l2 });
}

/** Newton while its matrices cost little: n·p² multiplications to make, p³/3 to factor. Without a penalty also because it finds directions without end. */
export function method({ size, rows }: LogisticObjective, solver: OwnSolver, alpha: number): OwnSolver {
  if (solver !== 'auto') return solver;
  if (size <= 40) return 'newton';
  return size <= 400 && (alpha === 0 || rows * size * size <= 1e8) ? 'newton' : 'lbfgs';
}

/** The parameters found, in the units of X. */
export function describeSolution(
  { outputs, size }: LogisticObjective, { center, scale }: Standardised, found: Found, { tol, maxIter, fitIntercept }: LogisticSettings, separable?: boolean,
): LogisticSolution {
  const d = scale.length;
  const stride = size / outputs;
  const coef = new Float64Array(outputs * d);
  const intercept = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    let b = fitIntercept ? found.theta[k * stride + d] : 0;
    for (let j = 0; j < d; j++) {
      const w = scale[j] === 0 ? 0 : found.theta[k * stride + j] / scale[j];
      coef[k * d + j] = w;
      b -= center[j] * w;
    }
    intercept[k] = b;
  }
  // the same added to all intercepts of a softmax changes nothing: they sum to 0
  const mean = outputs === 1 ? 0 : intercept.reduce((sum, b) => sum + b, 0) / outputs;
  for (let k = 0; k < outputs; k++) intercept[k] -= mean;
  const reached = found.optimality <= tol;
  const notes: string[] = [];
  if (found.dependent > 0) {
    notes.push(`${found.dependent} of ${d} columns of X depend on the others, or are constant: many coefficients fit equally well, these are the smallest in units of standard deviations, and single ones must not be interpreted`);
  }
  if (separable === true) {
    notes.push(separableNote);
  } else if (!reached) {
    const why = found.iterations >= maxIter ? `stopped after maxIter = ${maxIter} iterations` : `stopped after ${found.iterations} iterations, where rounding hides any further gain,`;
    notes.push(`the solver ${why} with relative gradient ${Number(found.optimality.toPrecision(3))}, above tol = ${tol}; ${found.iterations >= maxIter ? 'raise maxIter' : 'raise tol'}, or standardise the columns`);
  }
  return {
    coef: new NdArray(coef, [outputs, d]), intercept,
    converged: reached && separable !== true, iterations: found.iterations, optimality: found.optimality,
    ...(separable !== undefined && { separable }),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}
