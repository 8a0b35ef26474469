/**
 * sin and cos whose bits are the same in every JavaScript engine. x = n·π/2 + r exactly enough for every double,
 * then fdlibm's polynomials on |r| ≤ π/4 (Sun Microsystems, 1993). Below 1 ulp.
 */

/** The sine of x radians. */
export function sin(x: number): number {
  if (Math.abs(x) < 7.4e-9) return x;
  if (x - x !== 0) return NaN;
  const { quadrant, high, low } = reduce(x);
  return onQuadrant(quadrant, high, low);
}

/** The cosine of x radians. */
export function cos(x: number): number {
  if (x - x !== 0) return NaN;
  const { quadrant, high, low } = reduce(x);
  return onQuadrant(quadrant + 1, high, low);
}

/** sin(quadrant·π/2 + high + low). */
function onQuadrant(quadrant: number, high: number, low: number): number {
  const value = quadrant & 1 ? cosNearZero(high, low) : sinNearZero(high, low);
  return quadrant & 2 ? -value : value;
}

function sinNearZero(x: number, low: number): number {
  const z = x * x;
  const v = z * x;
  const r = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 +
    z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * low - v * r) - low - v * -1.66666666666666324348e-1);
}

function cosNearZero(x: number, low: number): number {
  const z = x * x;
  const r = z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 +
    z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * low));
}

interface Reduced {
  /** Whole quarter turns, modulo 4 where it matters. */
  readonly quadrant: number;
  /** The rest, |high| ≤ π/4, and what rounding took from it. */
  readonly high: number;
  readonly low: number;
}

// π/2 in pieces of 33 bits: n times a piece is exact for n < 2²⁰
const piece1 = 1.57079632673412561417;
const piece2 = 6.07710050630396597660e-11;
const piece3 = 2.02226624871116645580e-21;
const piece3Rest = 8.47842766036889956997e-32;

function reduce(x: number): Reduced {
  if (Math.abs(x) > 1e6) return reduceLarge(x);
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const first = x - n * piece1; // exact
  const second = n * piece2;
  const a = first - second;
  const aLost = twoDifferenceError(first, second, a);
  const third = n * piece3;
  const b = a - third;
  const bLost = twoDifferenceError(a, third, b);
  const rest = aLost + bLost - n * piece3Rest;
  const high = b + rest;
  return { quadrant: n, high, low: b - high + rest };
}

/** What rounding took from `difference` = a − b (Knuth). */
function twoDifferenceError(a: number, b: number, difference: number): number {
  const back = a - difference;
  return a - (difference + back) + (back - b);
}

/** ⌊2/π · 2¹²¹⁶⌋: as many bits as the largest double needs to leave 140 of the fraction. */
const twoOverPi = BigInt(
  '0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73e' +
  'e88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f' +
  '463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab',
);
const halfPi = BigInt('0x1921fb54442d18469898cc51701b839a252049c11'); // ⌊π/2 · 2¹⁶⁰⌋
const fractionBits = 128n;

/** As reduce, in whole numbers: x is m·2ᵉ, so x·2/π is m·twoOverPi·2^(e − 1216), exactly shifted. */
function reduceLarge(x: number): Reduced {
  let m = Math.abs(x);
  let e = 0;
  while (m >= 9007199254740992) {
    m /= 2;
    e += 1;
  }
  while (!Number.isInteger(m)) {
    m *= 2;
    e -= 1;
  }
  const shift = 1216n - BigInt(e) - fractionBits;
  const turns = (BigInt(m) * twoOverPi) >> shift; // quarter turns, with fractionBits bits behind the point
  const half = 1n << (fractionBits - 1n);
  const quadrant = (turns + half) >> fractionBits;
  const rest = (turns - (quadrant << fractionBits)) * halfPi; // 288 bits behind the point
  const high = Number(rest);
  const low = Number(rest - BigInt(high));
  const sign = x < 0 ? -1 : 1;
  return { quadrant: sign * Number(quadrant & 3n), high: sign * high * unit, low: sign * low * unit };
}

const unit = 1 / Number(1n << (fractionBits + 160n));
