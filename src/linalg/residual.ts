/**
 * Residuals and normal-equation residuals in twice the working precision (double-double, about 32 digits), so that
 * iterative refinement can win back what the solver lost. Knows no solver.
 *
 * Exact sums after Knuth, exact products after Veltkamp and Dekker (Numer. Math. 18, 1971), written out in the loops:
 * a helper returning two numbers would allocate for every element.
 */
import type { Matrix } from '../array/index.ts';
import type { Pause } from './gram.ts';

/** min Σ wᵢ (yᵢ − b − xᵢv)² + Σ penaltyⱼ vⱼ², where x = X·scale and y = Y·targetScale are exact (powers of two). */
export interface System {
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly weights?: Float64Array;
  readonly intercept: boolean;
  readonly scale: Float64Array;
  readonly targetScale: Float64Array;
  /** α·scaleⱼ² */
  readonly penalty: Float64Array;
}

/** True when any column is; a penalty may underflow to 0 beside a column of 1e200. */
export function isPenalised({ penalty }: Pick<System, 'penalty'>): boolean {
  return penalty.some((own) => own > 0);
}

/** Coefficients of the scaled columns for one target; the intercept in two parts, high + low. */
export interface Iterate {
  readonly coef: Float64Array;
  intercept: number;
  interceptLow: number;
}

/** What is taken as the residual of a row in the gradient, instead of y − b − xv: the unknown r of the augmented system. */
export interface AugmentedResidual {
  /** [rows], and below it one per penalised coefficient (empty without penalty) */
  readonly values: Float64Array;
  /** Where y − b − xv − r goes; same length. */
  readonly defect: Float64Array;
}

export interface PassResult {
  /** [1 + d]: Σ w r, then Σ w (xⱼ − centerⱼ) r − penaltyⱼ vⱼ */
  readonly gradient: Float64Array;
  /** Σ w r² */
  readonly squares: number;
}

const splitter = 134217729; // 2²⁷ + 1

/**
 * One pass over the rows.
 * @param center  [d], any shift of the scaled columns near their means: takes the intercept out of the gradient
 */
export async function residualPass(
  system: System, target: number, iterate: Iterate, center: Float64Array, augmented: AugmentedResidual | undefined, pause: Pause,
): Promise<PassResult> {
  const { X, penalty } = system;
  const d = X.columns;
  const sums = new GradientSums(d);
  const chunk = Math.max(1, Math.floor(65536 / d));
  for (let start = 0; start < X.rows; start += chunk) {
    addRows(system, target, iterate, augmented, sums, start, Math.min(X.rows, start + chunk));
    await pause();
  }
  const gradient = new Float64Array(1 + d);
  gradient[0] = sums.high[d] + sums.low[d];
  for (let j = 0; j < d; j++) {
    const own = penalty[j] === 0 ? 0 : augmented === undefined ? -iterate.coef[j] : augmented.values[X.rows + j];
    if (augmented !== undefined && penalty[j] !== 0) augmented.defect[X.rows + j] = -iterate.coef[j] - own;
    const a = product(-center[j], sums.high[d]);
    const b = product(penalty[j], own);
    gradient[1 + j] = sumOf(sums.high[j], sums.low[j], a[0], a[1] - center[j] * sums.low[d], b[0], b[1]);
  }
  return { gradient, squares: sums.squares };
}

/** intercept + change − center·coefChange, in double-double, in place. */
export function moveIntercept(iterate: Iterate, change: number, center: Float64Array, coefChange: Float64Array): void {
  let high = iterate.intercept;
  let low = iterate.interceptLow;
  const add = (term: number, rest: number): void => {
    const sum = high + term;
    const taken = sum - high;
    low += high - (sum - taken) + (term - taken) + rest;
    high = sum;
  };
  add(change, 0);
  for (let j = 0; j < center.length; j++) {
    const [p, e] = product(-center[j], coefChange[j]);
    add(p, e);
  }
  iterate.intercept = high + low;
  iterate.interceptLow = high - iterate.intercept + low;
}

class GradientSums {
  /** per column Σ w x r, and last Σ w r */
  readonly high: Float64Array;
  readonly low: Float64Array;
  squares = 0;

  constructor(d: number) {
    this.high = new Float64Array(d + 1);
    this.low = new Float64Array(d + 1);
  }
}

function addRows(
  { X, Y, weights, scale, targetScale }: System, target: number, { coef, intercept, interceptLow }: Iterate,
  augmented: AugmentedResidual | undefined, sums: GradientSums, start: number, end: number,
): void {
  const { data, columns } = X;
  const { high, low } = sums;
  const coefHigh = new Float64Array(columns);
  const coefLow = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const c = coef[j] * splitter;
    coefHigh[j] = c - (c - coef[j]);
    coefLow[j] = coef[j] - coefHigh[j];
  }
  let squares = 0;
  for (let i = start; i < end; i++) {
    const row = i * columns;
    // residual = y − intercept − Σ x·coef
    const y = Y.data[i * Y.columns + target] * targetScale[target];
    let r = y - intercept;
    const taken = r - y;
    let rest = y - (r - taken) + (-intercept - taken) - interceptLow;
    for (let j = 0; j < columns; j++) {
      const x = data[row + j] * scale[j];
      const v = coef[j];
      const p = x * v;
      const c = x * splitter;
      const xh = c - (c - x);
      const xl = x - xh;
      const vh = coefHigh[j];
      const vl = coefLow[j];
      const e = xh * vh - p + xh * vl + xl * vh + xl * vl;
      const s = r - p;
      const z = s - r;
      rest += r - (s - z) - (p + z) - e;
      r = s;
    }
    if (augmented !== undefined) {
      const known = augmented.values[i];
      const s = r - known;
      const z = s - r;
      augmented.defect[i] = s + (r - (s - z) - (known + z) + rest);
      r = known;
      rest = 0;
    }
    // q = w·r in two parts
    const sum = r + rest;
    let qLow = r - sum + rest;
    let q = sum;
    if (weights !== undefined) {
      const w = weights[i];
      squares += w * sum * sum;
      const cw = w * splitter;
      const wh = cw - (cw - w);
      const wl = w - wh;
      const cs = sum * splitter;
      const sh = cs - (cs - sum);
      const sl = sum - sh;
      q = w * sum;
      qLow = wh * sh - q + wh * sl + wl * sh + wl * sl + w * qLow;
    } else {
      squares += sum * sum;
    }
    const cq = q * splitter;
    const qh = cq - (cq - q);
    const ql = q - qh;
    for (let j = 0; j < columns; j++) {
      const x = data[row + j] * scale[j];
      const p = x * q;
      const c = x * splitter;
      const xh = c - (c - x);
      const xl = x - xh;
      const e = xh * qh - p + xh * ql + xl * qh + xl * ql + x * qLow;
      const h = high[j];
      const s = h + p;
      const z = s - h;
      low[j] += h - (s - z) + (p - z) + e;
      high[j] = s;
    }
    const h = high[columns];
    const s = h + q;
    const z = s - h;
    low[columns] += h - (s - z) + (q - z) + qLow;
    high[columns] = s;
  }
  sums.squares += squares;
}

/** a·b exactly, as two numbers. */
function product(a: number, b: number): readonly [number, number] {
  const p = a * b;
  const ca = a * splitter;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = b * splitter;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return [p, ah * bh - p + ah * bl + al * bh + al * bl];
}

/** Rounded once: numbers in pairs of high and low part. */
function sumOf(...parts: readonly number[]): number {
  let high = 0;
  let low = 0;
  for (const part of parts) {
    const sum = high + part;
    const taken = sum - high;
    low += high - (sum - taken) + (part - taken);
    high = sum;
  }
  return high + low;
}
