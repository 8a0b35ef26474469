/**
 * expm1, log1p, tanh, sigmoid and softplus whose bits are the same in every JavaScript engine, without the
 * cancellation of their textbook forms. expm1 and tanh are fdlibm's (Sun Microsystems, 1993). Below 2 ulp.
 */
import { exp, log, powerOfTwo } from './elementary.ts';

const ln2High = 6.93147180369123816490e-1;
const ln2Low = 1.90821492927058770002e-10;

/** eˣ − 1, accurate near 0. */
export function expm1(x: number): number {
  if (x > 709.782712893384 || Number.isNaN(x)) return exp(x);
  if (x < -38) return -1;
  if (Math.abs(x) < 5.6e-17) return x;
  const k = Math.abs(x) < 0.34657359027997264 ? 0 : Math.round(x * Math.LOG2E);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const c = high - r - low; // what rounding took from r
  const half = 0.5 * r;
  const h = r * half;
  const p = 1 + h * (-3.33333333333331316428e-2 + h * (1.58730158725481460165e-3 + h * (-7.93650757867487942473e-5 +
    h * (4.00821782732936239552e-6 + h * -2.01099218183624371326e-7))));
  const t = 3 - p * half;
  const e = h * ((p - t) / (6 - r * t));
  if (k === 0) return r - (r * e - h);
  const d = r * (e - c) - c - h;
  if (k === -1) return 0.5 * (r - d) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (d - (r + 0.5)) : 1 + 2 * (r - d);
  if (k <= -2 || k > 56) return scale(1 - (d - r), k) - 1;
  return k < 20 ? scale(1 - powerOfTwo(-k) - (d - r), k) : scale(r - (d + powerOfTwo(-k)) + 1, k);
}

/** log(1 + x), accurate near 0. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (!(u > 0) || u === Infinity) return log(u);
  const lost = x > 1 ? 1 - (u - x) : x - (u - 1); // what rounding took from 1 + x
  return log(u) + lost / u;
}

/** (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 5.6e-17 || Number.isNaN(x)) return x;
  let t = 1;
  if (a < 1) {
    const e = expm1(-2 * a);
    t = -e / (e + 2);
  } else if (a < 22) {
    t = 1 - 2 / (expm1(2 * a) + 2);
  }
  return x < 0 ? -t : t;
}

/** 1 / (1 + e⁻ˣ), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(1 + eˣ), without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/** x · 2ᵏ, in two steps: 2ᵏ alone may be above the largest double. */
function scale(x: number, k: number): number {
  const half = k >> 1;
  return x * powerOfTwo(half) * powerOfTwo(k - half);
}
