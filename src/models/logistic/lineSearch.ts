/** How far to go along a direction in which a convex function falls. Knows no direction's origin. */

/** The function a solver descends. */
export interface Smooth {
  valueAndGradient(theta: Float64Array, gradient: Float64Array): Promise<number>;
}

/** Where a solver stands. */
export interface Standing {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

const mostTrials = 40;
const rounding = 1e-13; // of a sum over rows, in parts of itself

/**
 * The strong Wolfe conditions: enough of a fall, f(t) ≤ f(0) + 10⁻⁴·t·f′(0), and a slope that has flattened,
 * |f′(t)| ≤ 0.9·|f′(0)|. Starts at t = 1; slopes of a convex function rise, so a step too short and one too long
 * enclose a good one, which the secant of their slopes finds.
 * @returns undefined when no step gains more than rounding
 * @see Nocedal & Wright, Numerical Optimization, 2006, §3.5
 */
export async function lineSearch(f: Smooth, from: Standing, direction: Float64Array): Promise<Standing | undefined> {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  const theta = new Float64Array(direction.length);
  const gradient = new Float64Array(direction.length);
  let low = { t: 0, slope };
  let high = { t: Infinity, slope: Infinity };
  for (let trial = 0, t = 1; trial < mostTrials; trial++) {
    for (let e = 0; e < theta.length; e++) theta[e] = from.theta[e] + t * direction[e];
    const value = await f.valueAndGradient(theta, gradient);
    const here = dot(gradient, direction);
    const falls = value <= from.value + 1e-4 * t * slope + rounding * Math.abs(from.value); // false for NaN
    if (falls && Math.abs(here) <= -0.9 * slope) return { theta, gradient, value };
    if (falls && here < 0) low = { t, slope: here };
    else high = { t, slope: here };
    t = high.t === Infinity ? Math.min(10 * t, Math.max(2 * t, secant(low, { t: 0, slope }))) : between(low, high);
  }
  return undefined;
}

interface Slope {
  readonly t: number;
  readonly slope: number;
}

/** Where the line through two slopes is zero; NaN or infinite when they do not rise. */
function secant(a: Slope, b: Slope): number {
  return a.t - (a.slope * (b.t - a.t)) / (b.slope - a.slope);
}

function between(low: Slope, high: Slope): number {
  const width = high.t - low.t;
  const t = secant(low, high);
  return t > low.t + 0.1 * width && t < high.t - 0.1 * width ? t : low.t + width / 2;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < a.length; e++) sum += a[e] * b[e];
  return sum;
}
