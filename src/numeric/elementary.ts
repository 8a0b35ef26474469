/**
 * exp and log whose bits are the same in every JavaScript engine: only + − × ÷ and exact scaling are used.
 * Engines may round Math.exp and Math.log differently, so nothing that reaches a result may call those.
 * The approximations are fdlibm's (Sun Microsystems, 1993): below 1 ulp.
 */

const ln2High = 6.93147180369123816490e-1; // the leading 33 bits of ln 2: k·ln2High is exact for |k| < 2¹¹
const ln2Low = 1.90821492927058770002e-10;
const bits = new DataView(new ArrayBuffer(8));

/** eˣ. Argument x = k·ln 2 + r with |r| ≤ ln 2 / 2, then a rational approximation of eʳ, scaled by 2ᵏ. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c = r - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 +
    t * (-1.65339022054652515390e-6 + t * 4.13813679705723846039e-8))));
  const mantissa = 1 - (low - (r * c) / (2 - c) - high);
  // in two steps: 2ᵏ alone may be below the smallest or above the largest double
  const half = k >> 1;
  return mantissa * powerOfTwo(half) * powerOfTwo(k - half);
}

/** Natural logarithm. x = 2ᵏ·m with m in [√½, √2), then log m by s = (m − 1)/(m + 1). */
export function log(x: number): number {
  if (x < 0 || Number.isNaN(x)) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  const { k, m } = splitExponent(x);
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd = z * (6.666666666666735130e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const halfSquare = 0.5 * f * f;
  return k * ln2High - (halfSquare - (s * (halfSquare + odd + even) + k * ln2Low) - f);
}

/** x = 2ᵏ·m with m in [√½, √2], for a finite x > 0. */
export function splitExponent(x: number): { readonly k: number; readonly m: number } {
  const subnormal = x < 2.2250738585072014e-308;
  bits.setFloat64(0, subnormal ? x * 18014398509481984 : x); // × 2⁵⁴
  const head = bits.getUint32(0);
  let k = (head >>> 20) - 1023 - (subnormal ? 54 : 0);
  bits.setUint32(0, (head & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  return { k, m };
}

/** 2ᵏ for −1022 ≤ k ≤ 1023, exactly. */
export function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * `count` numbers from `start` to `stop`, each the same factor from the one before: a grid for penalties.
 * Both ends are exact.
 */
export function geometricSpace(start: number, stop: number, count: number): Float64Array {
  const grid = new Float64Array(count);
  const from = log(start);
  const to = log(stop);
  for (let i = 0; i < count; i++) grid[i] = exp(from + ((to - from) * i) / Math.max(1, count - 1));
  if (count > 0) grid[0] = start;
  if (count > 1) grid[count - 1] = stop;
  return grid;
}
