/**
 * The error function, its complement, and x·Φ(x), with the same bits in every JavaScript engine. The approximations are
 * fdlibm's (Sun Microsystems, 1993), rational on five intervals: erf is below 1 ulp, erfc 2, x·Φ(x) 3. The kernels' copy,
 * src/kernels/assembly/erf.ts, gives the same bits.
 */
import { exp } from './elementary.ts';

/** erf x = 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) return x + x * small(x * x);
  if (Number.isNaN(x)) return x;
  const y = a < 1.25 ? middleConstant + middle(a - 1) : 1 - tail(a, 1) / a;
  return x < 0 ? -y : y;
}

/** erfc x = 1 − erf x, accurate where erf x is almost 1. */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) return x < 0.25 ? 1 - (x + x * small(x * x)) : 0.5 - (x - 0.5 + x * small(x * x));
  if (Number.isNaN(x)) return x;
  if (a < 1.25) return x < 0 ? 1 + (middleConstant + middle(a - 1)) : 1 - middleConstant - middle(a - 1);
  const y = tail(a, 1) / a;
  return x < 0 ? 2 - y : y;
}

/**
 * x·Φ(x) = x·erfc(−x/√2)/2, Φ the standard normal distribution function. x/√2 is rounded, which counts x² times on the
 * left: there what rounding took is given back, and in the tail the power is of x²/2 itself.
 */
export function gelu(x: number): number {
  const t = x * Math.SQRT1_2;
  if (t <= -1.25) return -Math.SQRT1_2 * tail(-x, 0.5);
  if (t <= -0.84375) return x * (0.5 * (1 - middleConstant - middle(-t - 1 - lostOfHalfRoot(x, t))));
  return x * (0.5 * erfc(-t));
}

/** x/√2 − t, by pieces of few bits, whose products are exact. */
function lostOfHalfRoot(x: number, t: number): number {
  const z = Math.fround(x);
  return z * 0.7071067690849304 - t + (z * 1.210161710447897e-08 + (x - z) * Math.SQRT1_2);
}

const middleConstant = 8.45062911510467529297e-1;

/** erf(x)/x − 1 for x² < 0.84375². */
function small(z: number): number {
  const p = 1.28379167095512558561e-1 + z * (-3.25042107247001499370e-1 + z * (-2.84817495755985104766e-2 +
    z * (-5.77027029648944159157e-3 + z * -2.37630166566501626084e-5)));
  const q = 1 + z * (3.97917223959155352819e-1 + z * (6.50222499887672944485e-2 + z * (5.08130628187576562776e-3 +
    z * (1.32494738004321644526e-4 + z * -3.96022827877536812320e-6))));
  return p / q;
}

/** erf(1 + s) − middleConstant for 0.84375 ≤ 1 + s < 1.25. */
function middle(s: number): number {
  const p = -2.36211856075265944077e-3 + s * (4.14856118683748331666e-1 + s * (-3.72207876035701323847e-1 +
    s * (3.18346619901161753674e-1 + s * (-1.10894694282396677476e-1 + s * (3.54783043256182359371e-2 + s * -2.16637559486879084300e-3)))));
  const q = 1 + s * (1.06420880400844228286e-1 + s * (5.40397917702171048937e-1 + s * (7.18286544141962662868e-2 +
    s * (1.26171219808761642112e-1 + s * (1.36370839120290507362e-2 + s * 1.19844998467991074170e-2)))));
  return p / q;
}

/** a·erfc a for a² = scale·x² ≥ 1.25²: e^(−a²) times e to a rational function of 1/a². @param x  above 0 */
function tail(x: number, scale: number): number {
  const square = scale * (x * x);
  if (square > 784) return 0;
  const s = 1 / square;
  const ratio = square < 8.163265306122449
    ? (-9.86494403484714822705e-3 + s * (-6.93858572707181764372e-1 + s * (-1.05586262253232909814e1 + s * (-6.23753324503260060396e1 +
      s * (-1.62396669462573470355e2 + s * (-1.84605092906711035994e2 + s * (-8.12874355063065934246e1 + s * -9.81432934416914548592))))))) /
      (1 + s * (1.96512716674392571292e1 + s * (1.37657754143519042600e2 + s * (4.34565877475229228821e2 + s * (6.45387271733267880336e2 +
      s * (4.29008140027567833386e2 + s * (1.08635005541779435134e2 + s * (6.57024977031928170135 + s * -6.04244152148580987438e-2))))))))
    : (-9.86494292470009928597e-3 + s * (-7.99283237680523006574e-1 + s * (-1.77579549177547519889e1 + s * (-1.60636384855821916062e2 +
      s * (-6.37566443368389627722e2 + s * (-1.02509513161107724954e3 + s * -4.83519191608651397019e2)))))) /
      (1 + s * (3.03380607434824582924e1 + s * (3.25792512996573918826e2 + s * (1.53672958608443695994e3 + s * (3.19985821950859553908e3 +
      s * (2.55305040643316442583e3 + s * (4.74528541206955367215e2 + s * -2.24409524465858183362e1)))))));
  // x² = z² + (x − z)(x + z), where z has few bits so that z² is exact
  const z = Math.fround(x);
  return exp(-z * z * scale - 0.5625) * exp((z - x) * (z + x) * scale + ratio);
}
