/**
 * Ends what coordinate descent began: with the support and its signs known, the rest is linear equations, solved at once.
 * Knows nothing of rows, of features outside the support, or of when to stop.
 */
import { supportOf, type Design } from './design.ts';
import { factorSupport, type Factor } from './factor.ts';
import type { Penalty } from './penalty.ts';

export interface Polished {
  /** True when w now solves the equations of its own support and signs; false when a sign changed on the way. */
  readonly exact: boolean;
  /** Columns that were combinations of others, and lost their weight to them. */
  readonly dependent: number;
  /** The support that was solved, and its factor. */
  readonly set: Int32Array;
  readonly factor: Factor;
}

/**
 * On the support S with signs s the objective is a quadratic with its minimum at (AᵀA + l2·I) w* = Aᵀb − l1·s. When w* has
 * the signs s, w becomes w*. Otherwise w goes towards w* as far as the objective falls, coefficients changing sign on
 * the way: never up, so that sweeps and polishing together still converge.
 * @returns undefined, w unchanged, when the support is too large for a direct solution to pay
 * @see Lee, Battle, Raina & Ng (2006), Efficient sparse coding algorithms (feature-sign search)
 */
export function polish(design: Design, w: Float64Array, penalty: Penalty): Polished | undefined {
  const support = supportOf(w);
  const inner = design.inner(support);
  if (inner === undefined) return undefined;
  const values = Float64Array.from(support, (j) => w[j]);
  const factor = factorSupport(inner, values, penalty);
  support.forEach((j, i) => { w[j] = values[i]; });
  const set = Int32Array.from(factor.kept, (i) => support[i]);
  const within = compress(inner, support.length, factor.kept);

  const start = Float64Array.from(set, (j) => w[j]);
  const slope = descent(design, within, set, start, start, penalty);
  const full = Float64Array.from(slope);
  factor.solve(full);
  const { reached, exact } = lineSearch(start, full, slope, penalty.l1);
  if (exact) { // once more, from where the first solution landed: what rounding left
    const rest = descent(design, within, set, reached, start, penalty);
    factor.solve(rest);
    reached.forEach((value, i) => { if ((value + rest[i]) * value > 0) reached[i] = value + rest[i]; });
  }
  set.forEach((j, i) => { w[j] = reached[i]; });
  return { exact, dependent: support.length - set.length, set, factor };
}

/** −∇ of the objective with signs held: Aᵀ(b − Aw) − l2·w − l1·sign. */
function descent({ xy }: Design, inner: Float64Array, set: Int32Array, w: Float64Array, signs: Float64Array, { l1, l2 }: Penalty): Float64Array {
  const k = set.length;
  return Float64Array.from(set, (j, i) => {
    let u = xy[j];
    for (let m = 0; m < k; m++) u -= inner[i * k + m] * w[m];
    return u - l2 * w[i] - l1 * Math.sign(signs[i]);
  });
}

/**
 * The best point of w + t·step, 0 ≤ t ≤ 1, where w + step minimises the quadratic of w's signs.
 * With a = stepᵀ(AᵀA + l2·I)step = stepᵀ·slope the derivative is a(t − 1) + 2·l1·Σ|step| over the signs changed so far.
 */
function lineSearch(w: Float64Array, step: Float64Array, slope: Float64Array, l1: number): { reached: Float64Array; exact: boolean } {
  const crossings: { at: number; i: number }[] = [];
  let a = 0;
  w.forEach((value, i) => {
    a += step[i] * slope[i];
    if ((value + step[i]) * value <= 0) crossings.push({ at: -value / step[i], i });
  });
  if (crossings.length === 0) return { reached: w.map((value, i) => value + step[i]), exact: true };
  if (!(a > 0)) return { reached: w, exact: false }; // a step lost in rounding: sweeps decide
  crossings.sort((left, right) => left.at - right.at || left.i - right.i);
  let crossed = 0;
  let t = 1;
  let zero = -1;
  for (const { at, i } of crossings) {
    t = 1 - (2 * l1 * crossed) / a;
    if (!(t > at)) break;
    crossed += Math.abs(step[i]);
    t = at;
    zero = i;
    if (a * (at - 1) + 2 * l1 * crossed >= 0) break;
    zero = -1;
    t = 1 - (2 * l1 * crossed) / a;
  }
  const reached = w.map((value, i) => value + t * step[i]);
  if (zero >= 0) reached[zero] = 0;
  return { reached, exact: false };
}

function compress(inner: Float64Array, k: number, kept: readonly number[]): Float64Array {
  const size = kept.length;
  if (size === k) return inner;
  const smaller = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let m = 0; m < size; m++) smaller[i * size + m] = inner[kept[i] * k + kept[m]];
  return smaller;
}
