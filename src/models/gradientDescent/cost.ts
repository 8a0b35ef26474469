/** The cost that gradient descent goes down, and its gradient. Knows no steps. */
import type { LinearProblem } from '../linearEstimator.ts';

/** Where the descent stands: w [targets, features] row-major, and b [targets]. Also the shape of a gradient. */
export interface Place {
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
}

/** What the cost adds to the mean of squares: l2‖w‖², and a part that has no gradient but a proximal step. */
export interface DescentPenalty {
  readonly l2: number;
  readonly proximal?: {
    /** argminᵥ (v − w)²/(2·step) + penalty(v), for one coefficient */
    readonly apply: (w: number, step: number) => number;
    /** The penalty of one coefficient. */
    readonly value: (w: number) => number;
  };
}

/** What gradient descent goes down, but for the penalty: (1/n) Σ wᵢ lossᵢ, n = Σ wᵢ, summed over targets. */
export interface DescentCost {
  /** Rows, targets and weights. */
  readonly problem: LinearProblem;
  /** A row's loss has the derivative factor · residual · x: 2 for squares, 1 for log-loss. */
  readonly factor: number;
  /** The most that a row's loss bends: its second derivative is at most bend · x xᵀ. */
  readonly bend: number;
  /**
   * Adds Σ wᵢ lossᵢ over some rows to the result, and −Σ wᵢ xᵢ rᵢ, −Σ wᵢ rᵢ to `gradient`.
   * @param order  row numbers; the rows themselves when undefined
   */
  addRows(place: Place, gradient: Place, order: Int32Array | undefined, start: number, end: number): number;
  /** Adds to `gradient` by how much that of some rows differs between `place` and `begin`. */
  addChange(place: Place, begin: Place, gradient: Place, order: Int32Array, start: number, end: number): void;
}

/** Squares of residuals. */
export function squaresCost(problem: LinearProblem): DescentCost {
  // gradients are linear in the weights: a change of place gives the gradient of the way, with targets 0
  const untargeted = { ...problem, Y: { ...problem.Y, data: new Float64Array(problem.Y.data.length) } };
  return {
    problem, factor: 2, bend: 2,
    addRows: (place, gradient, order, start, end) => addRows(problem, place, gradient, order, start, end),
    addChange: (place, begin, gradient, order, start, end) => void addRows(untargeted, difference(place, begin), gradient, order, start, end),
  };
}

export function newPlace(nTargets: number, nFeatures: number): Place {
  return { coef: new Float64Array(nTargets * nFeatures), intercept: new Float64Array(nTargets) };
}

export function totalWeightOf({ weights, X }: Pick<LinearProblem, 'weights' | 'X'>): number {
  return weights === undefined ? X.rows : weights.reduce((sum, weight) => sum + weight, 0);
}

/** Σᵢ wᵢ rᵢ² and its parts of the gradient. */
function addRows({ X, Y, weights }: LinearProblem, place: Place, gradient: Place, order: Int32Array | undefined, start: number, end: number): number {
  const d = X.columns;
  let squares = 0;
  for (let k = start; k < end; k++) {
    const i = order === undefined ? k : order[k];
    const weight = weights === undefined ? 1 : weights[i];
    for (let t = 0; t < Y.columns; t++) {
      let r = Y.data[i * Y.columns + t] - place.intercept[t];
      for (let j = 0; j < d; j++) r -= X.data[i * d + j] * place.coef[t * d + j];
      const weighted = weight * r;
      squares += weighted * r;
      gradient.intercept[t] -= weighted;
      for (let j = 0; j < d; j++) gradient.coef[t * d + j] -= weighted * X.data[i * d + j];
    }
  }
  return squares;
}

/** Turns sums over rows into the gradient of the smooth part of the cost: times factor/weight, plus 2·l2·w. */
export function finishGradient(gradient: Place, place: Place, factor: number, weight: number, l2: number, fitIntercept: boolean): void {
  for (let e = 0; e < gradient.coef.length; e++) gradient.coef[e] = (factor / weight) * gradient.coef[e] + 2 * l2 * place.coef[e];
  for (let t = 0; t < gradient.intercept.length; t++) gradient.intercept[t] = fitIntercept ? (factor / weight) * gradient.intercept[t] : 0;
}

export function difference(here: Place, there: Place): Place {
  return { coef: here.coef.map((value, e) => value - there.coef[e]), intercept: here.intercept.map((value, t) => value - there.intercept[t]) };
}

export function penaltyValue(coef: Float64Array, { l2, proximal }: DescentPenalty): number {
  let total = 0;
  for (const w of coef) total += l2 * w * w + (proximal === undefined ? 0 : proximal.value(w));
  return total;
}
