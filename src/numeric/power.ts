/**
 * xʸ whose bits are the same in every JavaScript engine: e^(y·log x) with the logarithm in two doubles, so that the
 * result is within 2 ulp even where y·log x is large. Whole powers of whole numbers are exact where they fit.
 */
import { exp, splitExponent } from './elementary.ts';

/** A number as an unevaluated sum: `low` is at most half a unit in the last place of `high`. */
interface Double {
  readonly high: number;
  readonly low: number;
}

/** x to the y, with the limits of IEEE 754 (pow(x, 0) = 1 even for NaN; a negative x needs a whole y, else NaN). */
export function pow(x: number, y: number): number {
  return raised(x, y, undefined);
}

/** y → pow(x, y), the same bits; the logarithm of x is taken once, which is most of the work. */
export function powersOf(x: number): (y: number) => number {
  const magnitude = Math.abs(x);
  const logarithm = magnitude > 0 && magnitude < Infinity ? logDouble(magnitude) : undefined;
  return (y) => raised(x, y, logarithm);
}

/** @param known  log |x|, where it is known */
function raised(x: number, y: number, known: Double | undefined): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (y === 1) return x;
  const odd = Number.isInteger(y) && Math.abs(y) <= Number.MAX_SAFE_INTEGER && y % 2 !== 0;
  const negative = odd && (x < 0 || Object.is(x, -0));
  const magnitude = powerOfMagnitude(Math.abs(x), y, known);
  if (x < 0 && x !== -Infinity && !Number.isInteger(y) && Number.isFinite(y)) return NaN;
  return negative ? -magnitude : magnitude;
}

/** For x ≥ 0, y ≠ 0. */
function powerOfMagnitude(x: number, y: number, known: Double | undefined): number {
  if (x === 1) return 1;
  if (x === 0 || x === Infinity) return (x === 0) === (y > 0) ? 0 : Infinity;
  if (y === Infinity || y === -Infinity) return (x > 1) === (y > 0) ? Infinity : 0;
  if (y === 2) return x * x;
  if (y === 0.5) return Math.sqrt(x);
  const logarithm = known ?? logDouble(x);
  const estimate = y * logarithm.high;
  if (estimate > 710) return Infinity;
  if (estimate < -746) return 0;
  // far from overflow and underflow, whole powers are products: exact when the result fits
  if (Number.isInteger(y) && Math.abs(y) <= 64 && Math.abs(estimate) < 600 && x < 1e150 && x > 1e-150) return wholePower(x, y);
  const { high, low } = timesNumber(logarithm, y);
  const value = exp(high);
  // e^(h + l) = eʰ(1 + l): l is below an ulp of h
  return value === Infinity ? (low < 0 ? exp(high + low) : value) : value + value * low;
}

/** By repeated squaring in two doubles, rounded once at the end. */
function wholePower(x: number, y: number): number {
  let result: Double = { high: 1, low: 0 };
  let square: Double = { high: x, low: 0 };
  for (let n = Math.abs(y); ; square = times(square, square)) {
    if (n % 2 === 1) result = times(result, square);
    n = Math.floor(n / 2);
    if (n === 0) break;
  }
  const value = result.high + result.low;
  if (y > 0) return value;
  // 1/(h + l) ≈ 1/h − (remainder of that quotient + l/h)/h
  const quotient = 1 / value;
  const product = twoProduct(quotient, result.high);
  return quotient + quotient * (1 - product.high - product.low - quotient * result.low);
}

const ln2High = 6.93147180369123816490e-1; // 33 bits: a whole number below 2¹¹ times it is exact
const ln2Low = 1.90821492927058770002e-10;
const ln2Lowest = 1.1612227229362532e-26;

/** log x to about 2⁻⁶⁶ relatively. x = 2ᵏ·m, s = (m − 1)/(m + 1), log m = 2(s + s³/3 + s⁵/5 + …). */
function logDouble(x: number): Double {
  const { k, m } = splitExponent(x);
  const s = quotient(m - 1, plus(m, 1));
  const z = times(s, s);
  const z1 = z.high;
  // s⁵/5 + s⁷/7 + … is below 2⁻¹² of s: doubles suffice
  let series = 0;
  for (let n = 23; n >= 5; n -= 2) series = series * z1 + 1 / n;
  const third = times(times(s, z), { high: 1 / 3, low: 1.850371707708594e-17 });
  const rest = s.high * z1 * z1 * series;
  const half = sum(s, sum(third, { high: rest, low: 0 }));
  const mantissa = { high: 2 * half.high, low: 2 * half.low };
  const exponent = sum(plus(k * ln2High, k * ln2Low), { high: k * ln2Lowest, low: 0 });
  return k === 0 ? mantissa : sum(exponent, mantissa);
}

/** a + b and what rounding took from it (Knuth). */
function plus(a: number, b: number): Double {
  const high = a + b;
  const back = high - a;
  return { high, low: a - (high - back) + (b - back) };
}

function sum(a: Double, b: Double): Double {
  const { high, low } = plus(a.high, b.high);
  return plus(high, low + (a.low + b.low));
}

/** a · b and what rounding took from it (Dekker, Veltkamp). */
function twoProduct(a: number, b: number): Double {
  const high = a * b;
  const a1 = leading(a);
  const b1 = leading(b);
  const a2 = a - a1;
  const b2 = b - b1;
  return { high, low: a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2 };
}

/** The upper 26 bits. */
function leading(a: number): number {
  const c = 134217729 * a;
  return c - (c - a);
}

function times(a: Double, b: Double): Double {
  const { high, low } = twoProduct(a.high, b.high);
  return plus(high, low + (a.high * b.low + a.low * b.high));
}

function timesNumber(a: Double, b: number): Double {
  const { high, low } = twoProduct(a.high, b);
  return plus(high, low + a.low * b);
}

/** a / (b.high + b.low). */
function quotient(a: number, b: Double): Double {
  const high = a / b.high;
  const product = twoProduct(high, b.high);
  return plus(high, (a - product.high - product.low - high * b.low) / b.high);
}
