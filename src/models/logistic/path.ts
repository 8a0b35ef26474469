/**
 * Logistic regressions of the same rows along a falling penalty, each started where the one before came to rest: for
 * select/, which tries many. Knows no estimator.
 */
import { pauser, type RunOptions } from '../../estimator/index.ts';
import { choleskyFactor, choleskyInverse } from '../../linalg/index.ts';
import { Machine } from '../../runtime/index.ts';
import type { LogisticSolution } from '../logisticModel.ts';
import { lbfgs } from './lbfgs.ts';
import { newton } from './newton.ts';
import type { LogisticObjective } from './objective.ts';
import type { LogisticProblem } from './problem.ts';
import { proximalNewton } from './proximalNewton.ts';
import { describeSolution, method, objectiveOf, prepare } from './solve.ts';

export interface LogisticPathSettings {
  readonly penalty: 'l1' | 'l2';
  readonly tol: number;
  readonly maxIter: number;
}

export interface LogisticPathPoint extends LogisticSolution {
  /** The parameters as the solver has them: where the next penalty starts. */
  readonly theta: Float64Array;
  /** Effective number of coefficients. O(p³) for an L2 penalty. */
  degreesOfFreedom(): Promise<number>;
}

export interface LogisticPath {
  /** From this penalty on, an L1 penalty leaves no coefficient. */
  readonly alphaMax: number;
  /** @param start  `theta` of a neighbouring penalty, of the same rows; default w = 0 */
  fit(alpha: number, start?: Float64Array): Promise<LogisticPathPoint>;
}

/** @param problem  its X may be shared: it is not changed */
export async function logisticPath(problem: LogisticProblem, settings: LogisticPathSettings, run: RunOptions): Promise<LogisticPath> {
  const pause = pauser(run.signal);
  // a memory of its own, which goes with the path
  const prepared = await prepare(new Machine(), problem, true, pause);
  const { columns } = prepared;
  const { penalty } = settings;
  const plain = objectiveOf(prepared, true, 0);
  return {
    alphaMax: await largestAlpha(plain, columns.scale),
    fit: async (alpha, start = plain.start()) => {
      const objective = penalty === 'l1' ? plain : objectiveOf(prepared, true, alpha);
      const found = await (penalty === 'l1' ? proximalNewton(objective, columns.scale, alpha, settings, run, start)
        : method(objective, 'auto', alpha) === 'newton' ? newton(objective, true, settings, run, start) : lbfgs(objective, settings, run, start));
      return {
        ...describeSolution(objective, columns, found, { ...settings, alpha, fitIntercept: true }),
        theta: found.theta,
        degreesOfFreedom: async () => (penalty === 'l1' ? nonZero(objective, found.theta) : shrunkCount(objective, found.theta, columns.scale.map((spread) => (spread > 0 ? alpha / (spread * spread) : 0)))),
      };
    },
  };
}

/** max |∂f/∂w| at w = 0, in the coefficients of X. */
async function largestAlpha(objective: LogisticObjective, scale: Float64Array): Promise<number> {
  const { size, columns: d, outputs } = objective;
  const gradient = new Float64Array(size);
  await objective.valueAndGradient(objective.start(), gradient);
  const stride = size / outputs;
  let largest = 0;
  for (let e = 0; e < size; e++) {
    const j = e % stride;
    if (j < d && scale[j] > 0) largest = Math.max(largest, Math.abs(gradient[e]) * scale[j]);
  }
  return largest;
}

function nonZero({ columns: d, size, outputs }: LogisticObjective, theta: Float64Array): number {
  const stride = size / outputs;
  return theta.filter((value, e) => e % stride < d && value !== 0).length;
}

/** Parameters beyond which the classes are taken one by one. */
const most = 1500;

/**
 * trace((H + Λ)⁻¹H) over the coefficients, H the second derivatives of the cost without its penalty Λ: as of a ridge
 * whose rows have the weights of the last Newton step. Of softmax the direction that changes nothing counts nothing.
 */
async function shrunkCount(objective: LogisticObjective, theta: Float64Array, l2: Float64Array): Promise<number> {
  const { outputs, size, columns: d } = objective;
  const stride = size / outputs;
  if (size > most) {
    const blocks = await objective.blocksOfHessian(theta, objective.rows);
    const counts = blocks.map((H) => d - shrinkage(H, stride, l2, stride));
    return ((outputs - 1) / outputs) * counts.reduce((sum, count) => sum + count, 0);
  }
  const H = await objective.hessian(theta);
  if (outputs > 1) {
    // the same added to all intercepts changes nothing: any curvature along it makes H invertible
    let mean = 0;
    for (let k = 0; k < outputs; k++) mean += H[(k * stride + d) * (size + 1)] / outputs;
    for (let k = 0; k < outputs; k++) for (let l = 0; l < outputs; l++) H[(k * stride + d) * size + l * stride + d] += mean / outputs;
  }
  return outputs * d - shrinkage(H, size, l2, stride);
}

/** Σ λ_e (H⁻¹)_ee; H with its penalty. */
function shrinkage(H: Float64Array, size: number, l2: Float64Array, stride: number): number {
  const factor = choleskyFactor(H, size);
  if (factor === undefined) return 0;
  const inverse = choleskyInverse(factor);
  let sum = 0;
  for (let e = 0; e < size; e++) if (e % stride < l2.length) sum += l2[e % stride] * inverse[e * (size + 1)];
  return sum;
}
