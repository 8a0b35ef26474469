/**
 * The passes over rows that logistic regression spends its time in: a block of rows adds its part to the cost and the
 * gradient, or gives its scores. Knows no penalty, no solver, and not where the rows come from.
 */
import { exp, log1p } from '../../numeric/index.ts';

/** Rows `first` to `first + rows` of row-major numbers, each with a class and a weight. */
export interface RowBlock {
  readonly data: Float64Array;
  readonly first: number;
  readonly rows: number;
  readonly columns: number;
  /** Per row of `data`, the number of its class. */
  readonly codes: Int32Array;
  readonly weights?: Float64Array;
}

/** How parameters lie: per output the coefficients of the columns, then, with an intercept, that. */
export interface Layout {
  /** 1: the log-odds of class 1 against class 0 (sigmoid). K > 2: one score per class (softmax). */
  readonly outputs: number;
  readonly intercept: boolean;
}

/**
 * Adds Σᵢ sᵢ (pᵢ − 1{yᵢ = k}) xᵢ to `gradient` and returns Σᵢ sᵢ log-loss, −Σᵢ sᵢ log p(yᵢ | xᵢ).
 * Differences p − 1 are formed from the other probabilities, and logarithms by log1p: right to the last digits where
 * a fit is nearly perfect, and without overflow for scores of any size.
 */
export function addLossAndGradient(block: RowBlock, { outputs, intercept }: Layout, theta: Float64Array, gradient: Float64Array): number {
  const { data, first, rows, columns: d, codes, weights } = block;
  const stride = intercept ? d + 1 : d;
  const scores = new Float64Array(4 * outputs);
  const last = first + rows - 1;
  let loss = 0;
  // four rows share each load of a parameter, and each load and store of its gradient
  for (let i = first; i <= last; i += 4) {
    const i1 = Math.min(i + 1, last);
    const i2 = Math.min(i + 2, last);
    const i3 = Math.min(i + 3, last);
    for (let k = 0; k < outputs; k++) scoreFour(data, i * d, i1 * d, i2 * d, i3 * d, d, theta, k * stride, intercept, scores, k, outputs);
    for (let r = 0; r < 4; r++) {
      // rows beyond the end are the last one again, with weight 0
      const weight = i + r > last ? 0 : weights === undefined ? 1 : weights[i + r];
      const code = codes[Math.min(i + r, last)];
      loss += outputs === 1 ? sigmoidResidual(scores, r, code, weight) : softmaxResidual(scores, r * outputs, outputs, code, weight);
    }
    for (let k = 0; k < outputs; k++) {
      const r0 = scores[k];
      const r1 = scores[outputs + k];
      const r2 = scores[2 * outputs + k];
      const r3 = scores[3 * outputs + k];
      addFour(data, i * d, i1 * d, i2 * d, i3 * d, d, r0, r1, r2, r3, gradient, k * stride);
      if (intercept) gradient[k * stride + d] += r0 + r1 + (r2 + r3);
    }
  }
  return loss;
}

/** Writes the scores of the block's rows, x·w + b per output, to `out` from row 0 on. A row's bits do not depend on its neighbours. */
export function writeScores({ data, first, rows, columns: d }: Pick<RowBlock, 'data' | 'first' | 'rows' | 'columns'>, { outputs, intercept }: Layout, theta: Float64Array, out: Float64Array): void {
  const stride = intercept ? d + 1 : d;
  const scores = new Float64Array(4 * outputs);
  const last = first + rows - 1;
  for (let i = first; i <= last; i += 4) {
    for (let k = 0; k < outputs; k++) {
      scoreFour(data, i * d, Math.min(i + 1, last) * d, Math.min(i + 2, last) * d, Math.min(i + 3, last) * d, d, theta, k * stride, intercept, scores, k, outputs);
    }
    out.set(i + 3 <= last ? scores : scores.subarray(0, (last - i + 1) * outputs), (i - first) * outputs);
  }
}

/** θ, with intercepts, from coefficients [outputs, columns] and one intercept per output. */
export function thetaOf(coef: Float64Array, intercept: Float64Array): Float64Array {
  const outputs = intercept.length;
  const d = coef.length / outputs;
  const theta = new Float64Array(coef.length + outputs);
  for (let k = 0; k < outputs; k++) {
    theta.set(coef.subarray(k * d, (k + 1) * d), k * (d + 1));
    theta[k * (d + 1) + d] = intercept[k];
  }
  return theta;
}

/** Scores → probabilities of the outputs, in place: P(class 1) by the sigmoid, or all by softmax. */
export function toProbabilities(scores: Float64Array, outputs: number): void {
  if (outputs === 1) {
    for (let i = 0; i < scores.length; i++) {
      const e = exp(-Math.abs(scores[i]));
      scores[i] = scores[i] >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
    return;
  }
  for (let at = 0; at < scores.length; at += outputs) {
    const largest = scores[largestOf(scores, at, outputs)];
    let sum = 0;
    for (let k = at; k < at + outputs; k++) sum += scores[k] = exp(scores[k] - largest);
    for (let k = at; k < at + outputs; k++) scores[k] /= sum;
  }
}

/** Where the largest of `outputs` numbers from `at` on is; the first of equals. */
export function largestOf(scores: Float64Array, at: number, outputs: number): number {
  let best = at;
  for (let k = at + 1; k < at + outputs; k++) if (scores[k] > scores[best]) best = k;
  return best;
}

/** Score → weight·(p − y), in place; returns weight·log(1 + e^−margin). */
function sigmoidResidual(scores: Float64Array, at: number, code: number, weight: number): number {
  const margin = code === 1 ? scores[at] : -scores[at];
  const e = exp(-Math.abs(margin));
  const wrong = margin >= 0 ? e / (1 + e) : 1 / (1 + e); // the probability of the other class
  scores[at] = code === 1 ? -weight * wrong : weight * wrong;
  return weight * ((margin < 0 ? -margin : 0) + log1p(e));
}

/** Scores → weight·(p − 1{y = k}), in place; returns −weight·log p(y). */
function softmaxResidual(scores: Float64Array, at: number, outputs: number, code: number, weight: number): number {
  const top = largestOf(scores, at, outputs);
  const largest = scores[top];
  const behind = largest - scores[at + code];
  let others = 0; // Σ e^(score − largest) without the largest
  for (let k = at; k < at + outputs; k++) {
    const e = exp(scores[k] - largest);
    scores[k] = e;
    if (k !== top) others += e;
  }
  const factor = weight / (1 + others);
  let wrong = 0;
  for (let k = 0; k < outputs; k++) {
    if (k === code) continue;
    scores[at + k] *= factor;
    wrong += scores[at + k];
  }
  scores[at + code] = -wrong;
  return weight * (behind + log1p(others));
}

/** scores[row·outputs + output] = x·w + b for four rows, each summed in the order of the columns. */
function scoreFour(
  data: Float64Array, a0: number, a1: number, a2: number, a3: number, d: number,
  theta: Float64Array, at: number, intercept: boolean, scores: Float64Array, output: number, outputs: number,
): void {
  let z0 = intercept ? theta[at + d] : 0;
  let z1 = z0;
  let z2 = z0;
  let z3 = z0;
  for (let j = 0; j < d; j++) {
    const w = theta[at + j];
    z0 += data[a0 + j] * w;
    z1 += data[a1 + j] * w;
    z2 += data[a2 + j] * w;
    z3 += data[a3 + j] * w;
  }
  scores[output] = z0;
  scores[outputs + output] = z1;
  scores[2 * outputs + output] = z2;
  scores[3 * outputs + output] = z3;
}

function addFour(
  data: Float64Array, a0: number, a1: number, a2: number, a3: number, d: number,
  r0: number, r1: number, r2: number, r3: number, gradient: Float64Array, at: number,
): void {
  for (let j = 0; j < d; j++) gradient[at + j] += data[a0 + j] * r0 + data[a1 + j] * r1 + (data[a2 + j] * r2 + data[a3 + j] * r3);
}
