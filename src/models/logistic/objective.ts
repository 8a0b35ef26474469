/**
 * What a solver of logistic regression sees: a convex function of the parameters with its gradient and its second
 * derivatives. Here it is computed block by block from a matrix in memory; knows no solver.
 */
import type { Matrix } from '../../array/index.ts';
import { gram, type Gram, type Pause } from '../../linalg/index.ts';
import { log } from '../../numeric/index.ts';
import { addLossAndGradient, toProbabilities, writeScores, type Layout } from './rowBlocks.ts';

/** f(θ) = Σᵢ sᵢ log-loss(yᵢ, xᵢ; θ) + ½ Σⱼ l2ⱼ wⱼ², θ as in `Layout`. */
export interface LogisticObjective extends Layout {
  readonly rows: number;
  readonly columns: number;
  readonly totalWeight: number;
  /** Numbers in θ: outputs × (columns + intercept). */
  readonly size: number;
  /**
   * Per parameter, what its gradient is measured against: √(Σs·(h + l2)), h = Σ s·share·(1 − share) of the output's class.
   * Without a penalty that is √(Σs x²) √(Σs (y − ȳ)²), x standardised and y = 1 for the class.
   */
  readonly gradientScale: Float64Array;
  /** Where a solver starts: w = 0, and b the log-odds of the classes' shares. */
  start(): Float64Array;
  /** Overwrites `gradient`; returns f(θ). */
  valueAndGradient(theta: Float64Array, gradient: Float64Array): Promise<number>;
  /** Second derivatives by the parameters of `features`, default all columns, and the intercepts, ordered as θ is. */
  hessian(theta: Float64Array, features?: Int32Array): Promise<Float64Array>;
  /** Its blocks on the diagonal, one per output, from `sample` evenly spaced rows that stand for all. */
  blocksOfHessian(theta: Float64Array, sample: number): Promise<Float64Array[]>;
  /** [rows, outputs] */
  scores(theta: Float64Array): Promise<Float64Array>;
}

export interface ObjectiveData extends Layout {
  /** Standardised columns. */
  readonly X: Matrix;
  readonly codes: Int32Array;
  readonly nClasses: number;
  /** Above 0. */
  readonly weights?: Float64Array;
  /** Per column, ≥ 0; zeros for none. */
  readonly l2: Float64Array;
}

const blockNumbers = 65536; // numbers of X per block: within a processor's cache, and soon done

export function logisticObjective({ X, codes, nClasses, weights, outputs, intercept, l2 }: ObjectiveData, pause: Pause): LogisticObjective {
  const { data, rows, columns: d } = X;
  const layout = { outputs, intercept };
  const stride = intercept ? d + 1 : d;
  const size = outputs * stride;
  const blockRows = Math.max(4, Math.floor(blockNumbers / d) & ~3);
  const part = new Float64Array(size);

  const valueAndGradient = async (theta: Float64Array, gradient: Float64Array): Promise<number> => {
    let value = 0;
    gradient.fill(0);
    for (let first = 0; first < rows; first += blockRows) {
      part.fill(0); // sums of sums: rounding grows with the number of blocks, not of rows
      value += addLossAndGradient({ data, first, rows: Math.min(blockRows, rows - first), columns: d, codes, weights }, layout, theta, part);
      for (let e = 0; e < size; e++) gradient[e] += part[e];
      await pause();
    }
    for (let k = 0; k < outputs; k++) {
      for (let j = 0; j < d; j++) {
        const w = theta[k * stride + j];
        value += 0.5 * l2[j] * w * w;
        gradient[k * stride + j] += l2[j] * w;
      }
    }
    return value;
  };

  const scores = async (theta: Float64Array): Promise<Float64Array> => {
    const out = new Float64Array(rows * outputs);
    for (let first = 0; first < rows; first += blockRows) {
      const count = Math.min(blockRows, rows - first);
      writeScores({ data, first, rows: count, columns: d }, layout, theta, out.subarray(first * outputs, (first + count) * outputs));
      await pause();
    }
    return out;
  };

  /** Blocks (k, l) of the second derivatives: s·p(1 − p) on the diagonal; beside it s·pₖpₗ, to be subtracted. */
  const curvatureOf = async (theta: Float64Array, features?: Int32Array, taken?: Int32Array): Promise<(k: number, l: number) => Promise<Gram>> => {
    const rowsOf = taken === undefined ? X : gather(X, undefined, taken);
    const F = features === undefined ? rowsOf : gather(rowsOf, features);
    const n = F.rows;
    const p = taken === undefined ? await scores(theta) : new Float64Array(n * outputs);
    if (taken !== undefined) writeScores({ data: rowsOf.data, first: 0, rows: n, columns: d }, layout, theta, p);
    toProbabilities(p, outputs);
    const s = Float64Array.from({ length: n }, (_, i) => (rows / n) * (weights === undefined ? 1 : weights[taken === undefined ? i : taken[i]]));
    const ones: Matrix = { data: new Float64Array(n).fill(1), rows: n, columns: 1 };
    const curvature = new Float64Array(n);
    return (k, l) => {
      for (let i = 0; i < n; i++) curvature[i] = s[i] * p[i * outputs + k] * (k === l ? 1 - p[i * outputs + k] : p[i * outputs + l]);
      return gram(F, ones, curvature, { center: false }, pause);
    };
  };

  const hessian = async (theta: Float64Array, features?: Int32Array): Promise<Float64Array> => {
    const width = features === undefined ? d : features.length;
    const m = intercept ? width + 1 : width;
    const H = new Float64Array(outputs * m * outputs * m);
    const block = await curvatureOf(theta, features);
    for (let k = 0; k < outputs; k++) {
      for (let l = k; l < outputs; l++) place(H, outputs * m, await block(k, l), k === l ? 1 : -1, k * m, l * m, intercept);
      for (let j = 0; j < width; j++) H[(k * m + j) * (outputs * m + 1)] += l2[features === undefined ? j : features[j]];
    }
    return H;
  };

  const blocksOfHessian = async (theta: Float64Array, sample: number): Promise<Float64Array[]> => {
    const block = await curvatureOf(theta, undefined, sample >= rows ? undefined : evenly(rows, sample));
    const blocks: Float64Array[] = [];
    for (let k = 0; k < outputs; k++) {
      const H = new Float64Array(stride * stride);
      place(H, stride, await block(k, k), 1, 0, 0, intercept);
      for (let j = 0; j < d; j++) H[j * (stride + 1)] += l2[j];
      blocks.push(H);
    }
    return blocks;
  };

  const total = weights === undefined ? rows : weights.reduce((sum, weight) => sum + weight, 0);
  const shares = new Float64Array(nClasses);
  for (let i = 0; i < rows; i++) shares[codes[i]] += (weights === undefined ? 1 : weights[i]) / total;
  const ofOutputs = outputs === 1 ? shares.slice(1) : shares;
  const gradientScale = Float64Array.from({ length: size }, (_, e) => {
    const share = ofOutputs[Math.floor(e / stride)];
    return Math.sqrt(total * (total * share * (1 - share) + (e % stride < d ? l2[e % stride] : 0)));
  });
  return { outputs, intercept, rows, columns: d, size, totalWeight: total, gradientScale, start: () => startAt(shares, layout, stride, size), valueAndGradient, hessian, blocksOfHessian, scores };
}

/** The largest |gradient| in parts of its scale: independent of the number of rows, of weights and of units. */
export function relativeGradient({ size, gradientScale }: LogisticObjective, gradient: Float64Array): number {
  let largest = 0;
  for (let e = 0; e < size; e++) {
    const relative = Math.abs(gradient[e]) / gradientScale[e];
    if (!(relative <= largest)) largest = relative; // NaN stays
  }
  return largest;
}

function startAt(shares: Float64Array, { outputs, intercept }: Layout, stride: number, size: number): Float64Array {
  const theta = new Float64Array(size);
  if (!intercept) return theta;
  const logs = shares.map(log);
  if (outputs === 1) theta[stride - 1] = logs[1] - logs[0];
  else {
    const mean = logs.reduce((sum, value) => sum + value, 0) / outputs;
    for (let k = 0; k < outputs; k++) theta[k * stride + stride - 1] = logs[k] - mean;
  }
  return theta;
}

/** Writes sign · [XᵀSX, XᵀS1; 1ᵀSX, 1ᵀS1] and its transpose to H, `width` wide, at (top, left) and (left, top). */
function place(H: Float64Array, width: number, { xx, xy, totalWeight, means }: Gram, sign: number, top: number, left: number, intercept: boolean): void {
  const d = means.length;
  const write = (i: number, j: number, value: number): void => {
    H[(top + i) * width + left + j] = H[(left + j) * width + top + i] = sign * value;
  };
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) write(i, j, xx[i * d + j]);
    if (!intercept) continue;
    write(i, d, xy[i]);
    write(d, i, xy[i]);
  }
  if (intercept) write(d, d, totalWeight);
}

function evenly(rows: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

/** Some columns, or some rows. */
function gather({ data, rows, columns: d }: Matrix, features?: Int32Array, taken?: Int32Array): Matrix {
  const n = taken?.length ?? rows;
  const width = features?.length ?? d;
  const out = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const row = (taken === undefined ? i : taken[i]) * d;
    for (let j = 0; j < width; j++) out[i * width + j] = data[row + (features === undefined ? j : features[j])];
  }
  return { data: out, rows: n, columns: width };
}
