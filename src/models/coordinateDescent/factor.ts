/**
 * Cholesky of the columns in use, row by row, made for a lasso's support: where columns depend on each other the
 * solution is not unique, and weight is moved along the dependence until the rest is independent. Knows no data.
 */
import type { Penalty } from './penalty.ts';

/** A pivot below this part of its diagonal is a dependent column: rounding of the products alone leaves about 1e-15. */
const dependent = 1e-13;

export interface Factor {
  /** Positions of the set that are independent, in order. The others now have coefficient 0. */
  readonly kept: readonly number[];
  /** (AᵀA + l2·I) δ = right for the kept positions; `right` is overwritten with δ. */
  solve(right: Float64Array): void;
}

/**
 * Factors AᵀA + l2·I, [k, k]. When column p is a combination of earlier ones, A·v = 0 for a v with v_p = −1: moving w
 * along v leaves ‖b − Aw‖ as it is and changes ‖w‖₁ linearly, so w goes the way that does not increase it until a
 * coefficient is 0; that column leaves. When both ways are equal the later column, p, loses its weight.
 * @param w  the k coefficients, none of them 0; changed in place where columns depend
 */
export function factorSupport(inner: Float64Array, w: Float64Array, { l2 }: Penalty): Factor {
  const k = w.length;
  const L = new Float64Array(k * k);
  const kept: number[] = [];
  const pending = Array.from(w, (_, i) => k - 1 - i); // a stack, the first position on top
  while (pending.length > 0) {
    const p = pending.pop() as number;
    const r = kept.length;
    const pivot = eliminate(L, k, r, kept, inner, p, l2);
    if (pivot > dependent * (inner[p * k + p] + l2)) {
      L[r * k + r] = Math.sqrt(pivot);
      kept.push(p);
      continue;
    }
    const leaving = moveAlongDependence(L, k, r, kept, p, w);
    if (leaving === r) continue;
    // rows before the one that leaves stay; those after it are eliminated again
    pending.push(p, ...kept.slice(leaving + 1).toReversed());
    kept.length = leaving;
  }
  return { kept, solve: (right) => solve(L, k, kept.length, right) };
}

/** How many of k columns with these inner products are combinations of others. */
export function dependentAmong(inner: Float64Array, k: number): number {
  return k - factorSupport(inner, new Float64Array(k).fill(1), { l1: 0, l2: 0 }).kept.length;
}

/** Row r of L for position p, without its diagonal; returns the square of that. */
function eliminate(L: Float64Array, k: number, r: number, kept: readonly number[], inner: Float64Array, p: number, l2: number): number {
  const row = r * k;
  let pivot = inner[p * k + p] + l2;
  for (let c = 0; c < r; c++) {
    const other = c * k;
    let sum = inner[p * k + kept[c]];
    for (let m = 0; m < c; m++) sum -= L[row + m] * L[other + m];
    sum /= L[other + c];
    L[row + c] = sum;
    pivot -= sum * sum;
  }
  return pivot;
}

/** Returns which row leaves: r for p itself. */
function moveAlongDependence(L: Float64Array, k: number, r: number, kept: readonly number[], p: number, w: Float64Array): number {
  const v = L.slice(r * k, r * k + r); // Lᵀ v = ℓ: column p = Σ v · earlier columns
  for (let c = r - 1; c >= 0; c--) {
    v[c] /= L[c * k + c];
    for (let m = 0; m < c; m++) v[m] -= L[c * k + m] * v[c];
  }
  let slope = -Math.sign(w[p]);
  let size = 1;
  v.forEach((value, c) => {
    slope += Math.sign(w[kept[c]]) * value;
    size += Math.abs(value);
  });
  const direction = Math.abs(slope) <= 1e-9 * size ? Math.sign(w[p]) : -Math.sign(slope);
  let leaving = direction === Math.sign(w[p]) ? r : -1;
  let step = leaving === r ? Math.abs(w[p]) : Infinity;
  v.forEach((value, c) => {
    const at = w[kept[c]];
    if (direction * value * at < 0 && Math.abs(at / value) < step) {
      step = Math.abs(at / value);
      leaving = c;
    }
  });
  if (leaving < 0) { // numbers so far apart that rounding has left nothing of the dependence
    w[p] = 0;
    return r;
  }
  w[p] -= direction * step;
  v.forEach((value, c) => { w[kept[c]] += direction * step * value; });
  w[leaving === r ? p : kept[leaving]] = 0;
  return leaving;
}

function solve(L: Float64Array, k: number, size: number, right: Float64Array): void {
  for (let r = 0; r < size; r++) {
    let sum = right[r];
    for (let m = 0; m < r; m++) sum -= L[r * k + m] * right[m];
    right[r] = sum / L[r * k + r];
  }
  for (let r = size - 1; r >= 0; r--) {
    const value = right[r] / L[r * k + r];
    right[r] = value;
    for (let m = 0; m < r; m++) right[m] -= L[r * k + m] * value;
  }
}
