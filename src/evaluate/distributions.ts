/** What a random search draws options from, as values. Knows no search. */
import { describe } from '../array/index.ts';
import { exp, log } from '../numeric/index.ts';
import type { Generator } from '../random/index.ts';

export interface Distribution<T> {
  readonly kind: string;
  sample(random: Generator): T;
}

/** Every number from `low` to `high` equally likely. @throws RangeError unless low < high, both finite */
export function uniform(low: number, high: number): Distribution<number> {
  checkRange('uniform', low, high);
  return Object.freeze({ kind: 'uniform', sample: (random: Generator) => clamp(low + (high - low) * random.uniform(), low, high) });
}

/** Every order of magnitude equally likely: for penalties and learning rates. @throws RangeError unless 0 < low < high */
export function logUniform(low: number, high: number): Distribution<number> {
  checkRange('logUniform', low, high);
  if (low <= 0) throw new RangeError(`logUniform: low must be above 0; it is ${low}`);
  const from = log(low);
  const to = log(high);
  return Object.freeze({ kind: 'logUniform', sample: (random: Generator) => clamp(exp(from + (to - from) * random.uniform()), low, high) });
}

/** Every integer from `low` to `high`, both included, equally likely. */
export function integers(low: number, high: number): Distribution<number> {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high || high - low >= 4294967296) {
    throw new RangeError(`integers: low and high must be integers, low at most high; they are ${describe(low)} and ${describe(high)}`);
  }
  return Object.freeze({ kind: 'integers', sample: (random: Generator) => low + random.below(high - low + 1) });
}

/** Every one of `values` equally likely. @throws RangeError when there is none */
export function choice<const T>(values: readonly T[]): Distribution<T> {
  if (!Array.isArray(values)) throw new TypeError(`choice: values must be an array; it is ${describe(values)}`);
  if (values.length === 0) throw new RangeError('choice: there must be at least one value; values is empty');
  const kept = [...values] as readonly T[];
  return Object.freeze({ kind: 'choice', sample: (random: Generator) => kept[random.below(kept.length)] });
}

function checkRange(caller: string, low: number, high: number): void {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    throw new RangeError(`${caller}: low must be below high, both finite; they are ${describe(low)} and ${describe(high)}`);
  }
}

/** Rounding may step just over an end. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
