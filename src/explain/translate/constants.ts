/**
 * Numbers of a program as formulas. A program is traced with a number of samples that nothing else has, so that 2/m is seen in
 * the number that it became. Knows no operation.
 */
import type { DType } from '../../array/index.ts';
import { power, times } from '../expression/algebra.ts';
import { named, numeral, type Expression } from '../expression/expression.ts';

/** A length that stands for a name: of the samples. */
export interface Sizes {
  /** What it is called; undefined where lengths are what they are. */
  readonly symbol?: string;
  /** The length in the program. */
  readonly length: number;
}

/** A prime that no ordinary length has for a factor. */
export const manySamples = 10_007;

export const noSizes: Sizes = { length: manySamples };

/** A number, with 1/m in it where there is. */
export function constantOf(value: number, dtype: DType, { symbol, length }: Sizes): Expression {
  if (symbol === undefined || value === 0 || !Number.isFinite(value)) return known(value, dtype);
  const m = named(symbol, []);
  for (const exponent of [1, -1, 2, -2] as const) {
    const scale = Math.abs(exponent) === 1 ? length : length * length;
    const rest = exponent > 0 ? value / scale : value * scale;
    const share = closeFraction(rest, dtype);
    if (share !== undefined) return times(numeral(share), power(m, exponent));
  }
  return known(value, dtype);
}

/** Whether a number of the program for many samples says of `samples` what the program for them says, `real`. */
export function means(value: number, real: number, samples: number, dtype: DType, sizes: Sizes): boolean {
  if (Object.is(value, real)) return true;
  const formula = constantOf(value, dtype, sizes);
  if (formula.kind === 'named') return real === samples;
  if (formula.kind !== 'product') return false;
  const [{ exponent }] = formula.factors;
  const scale = Math.abs(exponent) === 1 ? samples : samples * samples;
  const found = exponent > 0 ? formula.coefficient * scale : formula.coefficient / scale;
  return Math.abs(found - real) <= 1e-6 * Math.abs(real);
}

/** A float32 that was meant as a short decimal is written as that. */
function known(value: number, dtype: DType): Expression {
  return numeral(dtype === 'float32' ? shortest(value) : value);
}

function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** p/q with q ≤ 64 that the number is but for rounding. */
function closeFraction(value: number, dtype: DType): number | undefined {
  const tolerance = dtype === 'float32' ? 1e-6 : 1e-13;
  for (let q = 1; q <= 64; q++) {
    const p = Math.round(value * q);
    if (p !== 0 && Math.abs(p) <= 4096 && Math.abs(value * q - p) <= tolerance * Math.abs(p)) return p / q;
  }
  return undefined;
}
