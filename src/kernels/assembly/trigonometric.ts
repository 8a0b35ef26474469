/**
 * sin and cos of an f64: x = n·π/2 + r exactly enough for every x, then fdlibm's polynomials on |r| ≤ π/4 (Sun
 * Microsystems, 1993). Below 1 ulp. AssemblyScript's own lose all digits of large x near a multiple of π/2.
 */

export function sin(x: f64): f64 {
  if (NativeMath.abs(x) < 7.4e-9) return x;
  if (x - x !== 0) return NaN;
  return onQuadrant(reduce(x));
}

export function cos(x: f64): f64 {
  if (x - x !== 0) return NaN;
  return onQuadrant(reduce(x) + 1);
}

// what reduce leaves beside the quadrant: r = high + low. One copy per thread, as all globals.
let high: f64 = 0;
let low: f64 = 0;

function onQuadrant(quadrant: i32): f64 {
  const value = quadrant & 1 ? cosNearZero(high, low) : sinNearZero(high, low);
  return quadrant & 2 ? -value : value;
}

function sinNearZero(x: f64, low: f64): f64 {
  const z = x * x;
  const v = z * x;
  const r = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 +
    z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * low - v * r) - low - v * -1.66666666666666324348e-1);
}

function cosNearZero(x: f64, low: f64): f64 {
  const z = x * x;
  const r = z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 +
    z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * low));
}

/** The quarter turns n, modulo 4 where x is large. π/2 in pieces of 33 bits: n times a piece is exact for n < 2²⁰. */
function reduce(x: f64): i32 {
  if (NativeMath.abs(x) > 1e6) return reduceLarge(x);
  const n = NativeMath.floor(x * 0.6366197723675814 + 0.5);
  const first = x - n * 1.57079632673412561417;
  const second = n * 6.07710050630396597660e-11;
  const a = first - second;
  const third = n * 2.02226624871116645580e-21;
  const b = a - third;
  const rest = lost(first, second, a) + lost(a, third, b) - n * 8.47842766036889956997e-32;
  high = b + rest;
  low = b - high + rest;
  return <i32>n;
}

/** What rounding took from `difference` = a − b (Knuth). */
function lost(a: f64, b: f64, difference: f64): f64 {
  const back = a - difference;
  return a - (difference + back) + (back - b);
}

/** The bits of 2/π behind the point. */
const twoOverPi = memory.data<u64>([
  0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
  0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
  0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
  0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b,
  0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
]);

/**
 * |x| = m·2ᵉ. Of m·2ᵉ·2/π, bits of 2/π that give whole turns are left out, and 192 bits taken after them: 137 bits of
 * the fraction are right, and no double leaves fewer than 62 leading zeros in it.
 */
function reduceLarge(x: f64): i32 {
  const bits = reinterpret<u64>(x);
  const e = <i32>(bits >> 52 & 0x7ff) - 1075;
  const m = bits & 0x000fffffffffffff | 0x0010000000000000;
  const skipped = max(0, e - 2);
  // m × 192 bits: four words, p3 the highest
  const w0 = windowOf(skipped), w1 = windowOf(skipped + 64), w2 = windowOf(skipped + 128);
  const p0 = m * w2;
  const c0 = highProduct(m, w2);
  const p1 = m * w1 + c0;
  const c1 = highProduct(m, w1) + u64(p1 < c0);
  const p2 = m * w0 + c1;
  const p3 = highProduct(m, w0) + u64(p2 < c1);
  // the point lies 192 − (e − skipped) bits above the lowest: bring it to the top of the word f1
  const up = 64 + e - skipped - 64;
  let quadrant: i32, f1: u64, f0: u64;
  if (up > 0) {
    quadrant = <i32>(p3 << up | p2 >> (64 - up));
    f1 = p2 << up | p1 >> (64 - up);
    f0 = p1 << up | p0 >> (64 - up);
  } else if (up === 0) {
    quadrant = <i32>p3;
    f1 = p2;
    f0 = p1;
  } else {
    quadrant = <i32>(p3 >> -up);
    f1 = p3 << (64 + up) | p2 >> -up;
    f0 = p2 << (64 + up) | p1 >> -up;
  }
  // to the nearest quarter turn: a fraction of a half and more is negative
  const negative = <i64>f1 < 0;
  if (negative) {
    quadrant++;
    f0 = ~f0 + 1;
    f1 = ~f1 + u64(f0 === 0);
  }
  const zeros = f1 === 0 ? 64 : <i32>clz(f1);
  if (zeros === 64) {
    f1 = f0;
    f0 = 0;
  } else if (zeros > 0) {
    f1 = f1 << zeros | f0 >> (64 - zeros);
    f0 <<= zeros;
  }
  // 53 bits and the next 53, times π/2
  const scale = reinterpret<f64>(<u64>(1023 - 64 - zeros) << 52);
  const a = <f64>(f1 >> 11 << 11) * scale;
  const b = (<f64>(f1 & 0x7ff) + <f64>(f0 >> 11) * (1.0 / 9007199254740992)) * scale;
  timesHalfPi(a, b);
  const flip = negative !== (x < 0);
  if (flip) {
    high = -high;
    low = -low;
  }
  return x < 0 ? -quadrant : quadrant;
}

/** 64 bits of 2/π from the given one on. */
function windowOf(bit: i32): u64 {
  const at = twoOverPi + (<usize>(bit >> 6) << 3);
  const shift = bit & 63;
  const first = load<u64>(at);
  return shift === 0 ? first : first << shift | load<u64>(at, 8) >> (64 - shift);
}

/** The upper 64 bits of a product. */
function highProduct(a: u64, b: u64): u64 {
  const a1 = a >> 32, a0 = a & 0xffffffff, b1 = b >> 32, b0 = b & 0xffffffff;
  const middle = a1 * b0 + (a0 * b0 >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** high + low = (a + b)·π/2, the first product with its rounding error (Dekker). */
function timesHalfPi(a: f64, b: f64): void {
  const p = 1.5707963267948966, rest = 6.123233995736766e-17;
  const product = a * p;
  const aUpper = upper(a), pUpper = upper(p);
  const aLower = a - aUpper, pLower = p - pUpper;
  const error = aUpper * pUpper - product + aUpper * pLower + aLower * pUpper + aLower * pLower;
  const tail = error + (a * rest + b * p);
  high = product + tail;
  low = product - high + tail;
}

/** The leading 26 bits (Veltkamp). */
function upper(x: f64): f64 {
  const big = x * 134217729;
  return big - (big - x);
}
