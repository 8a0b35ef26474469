/** Logistic regression by gradient descent, the texts' way: the mean log-loss on X as given, from w = 0. Knows no steps. */
import { takeRows, type Matrix } from '../../array/index.ts';
import type { RunOptions } from '../../estimator/index.ts';
import { descendCost, type DescentCost, type DescentPenalty, type Place } from '../gradientDescent/descent.ts';
import type { GradientDescent } from '../gradientDescent/gradientDescent.ts';
import type { LogisticSolution } from '../logisticModel.ts';
import { softThreshold } from '../coordinateDescent/penalty.ts';
import type { LogisticProblem } from './problem.ts';
import { addLossAndGradient, thetaOf, writeScores, type RowBlock } from './rowBlocks.ts';
import { margins, separableNote } from './separation.ts';
import type { LogisticSettings } from './solve.ts';

/** Goes down (1/n) (Σ s·log-loss + penalty), n = Σ s. */
export async function descendLogistic(problem: LogisticProblem, { alpha, penalty, fitIntercept }: LogisticSettings, settings: GradientDescent, run: RunOptions): Promise<LogisticSolution> {
  const { X, codes, weights } = problem;
  const n = weights === undefined ? X.rows : weights.reduce((sum, weight) => sum + weight, 0);
  const found = await descendCost(logLossCost(problem), fitIntercept, descentPenalty(penalty === 'none' ? 0 : alpha / n, penalty === 'l1'), settings, run);
  const outputs = found.intercept.length;
  if (penalty !== 'none' && alpha > 0) return found;
  const scores = new Float64Array(X.rows * outputs);
  writeScores({ ...X, first: 0 }, { outputs, intercept: true }, thetaOf(found.coef.data as Float64Array, found.intercept), scores);
  const separable = margins(scores, codes, outputs).smallest > 0;
  if (!separable) return { ...found, separable };
  return { ...found, separable, converged: false, note: found.note === undefined ? separableNote : `${separableNote}; ${found.note}` };
}

function descentPenalty(alpha: number, l1: boolean): DescentPenalty {
  if (!l1 || alpha === 0) return { l2: alpha / 2 };
  return { l2: 0, proximal: { apply: (w, step) => softThreshold(w, step * alpha), value: (w) => alpha * Math.abs(w) } };
}

/** Targets are 1 for the output's class, else 0; residuals y − p. Log-loss bends by p(1 − p) ≤ ¼; softmax by at most ½. */
function logLossCost({ caller, X, codes, classes, weights }: LogisticProblem): DescentCost {
  const outputs = classes.length === 2 ? 1 : classes.length;
  const Y: Matrix = { data: new Float64Array(X.rows * outputs), rows: X.rows, columns: outputs };
  codes.forEach((code, i) => {
    if (outputs > 1) Y.data[i * outputs + code] = 1;
    else Y.data[i] = code;
  });
  const add = (place: Place, gradient: Place, order: Int32Array | undefined, start: number, end: number): number => {
    const theta = thetaOf(place.coef, place.intercept);
    const sums = new Float64Array(theta.length);
    const block: RowBlock = order === undefined
      ? { data: X.data, first: start, rows: end - start, columns: X.columns, codes, weights }
      : picked(X, codes, weights, order.subarray(start, end));
    const loss = addLossAndGradient(block, { outputs, intercept: true }, theta, sums);
    for (let k = 0; k < outputs; k++) {
      for (let j = 0; j < X.columns; j++) gradient.coef[k * X.columns + j] += sums[k * (X.columns + 1) + j];
      gradient.intercept[k] += sums[k * (X.columns + 1) + X.columns];
    }
    return loss;
  };
  return {
    problem: { caller, X, Y, ...(weights && { weights }) },
    factor: 1, bend: outputs === 1 ? 0.25 : 0.5,
    addRows: add,
    addChange: (place, begin, gradient, order, start, end) => {
      const before: Place = { coef: new Float64Array(gradient.coef.length), intercept: new Float64Array(outputs) };
      add(begin, before, order, start, end);
      add(place, gradient, order, start, end);
      for (let e = 0; e < before.coef.length; e++) gradient.coef[e] -= before.coef[e];
      for (let k = 0; k < outputs; k++) gradient.intercept[k] -= before.intercept[k];
    },
  };
}

function picked(X: Matrix, codes: Int32Array, weights: Float64Array | undefined, rows: Int32Array): RowBlock {
  const { data } = takeRows(X, rows);
  return {
    data, first: 0, rows: rows.length, columns: X.columns, codes: Int32Array.from(rows, (i) => codes[i]),
    ...(weights && { weights: Float64Array.from(rows, (i) => weights[i]) }),
  };
}
