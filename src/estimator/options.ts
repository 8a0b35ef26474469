/** Checks options: ranges are data beside the estimator, messages are made here. */
import { describe } from '../array/index.ts';

/** @throws TypeError when not a number; RangeError outside [min, max] (open ends with `above` / `below`) */
export function checkNumber(
  caller: string,
  name: string,
  value: unknown,
  range: { readonly min?: number; readonly above?: number; readonly max?: number; readonly below?: number; readonly integer?: boolean },
): number {
  const { min, above, max, below, integer = false } = range;
  const parts = [
    min !== undefined ? `at least ${min}` : above !== undefined ? `above ${above}` : '',
    max !== undefined ? `at most ${max}` : below !== undefined ? `below ${below}` : '',
  ].filter((part) => part !== '');
  const rule = `${caller}: ${name} must be ${integer ? 'an integer' : 'a number'} ${parts.join(' and ')}`.trimEnd();
  if (typeof value !== 'number') throw new TypeError(`${rule}; it is ${describe(value)}`);
  const inside =
    Number.isFinite(value) && (!integer || Number.isInteger(value)) &&
    (min === undefined || value >= min) && (above === undefined || value > above) &&
    (max === undefined || value <= max) && (below === undefined || value < below);
  if (!inside) throw new RangeError(`${rule}; it is ${value}`);
  return value;
}

/** Of random numbers. @throws TypeError when not a number; RangeError when not an integer that is exact */
export function checkSeed(caller: string, seed: unknown): number {
  return checkNumber(caller, 'seed', seed, { integer: true, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
}

/** @throws TypeError when `value` is not true or false */
export function checkFlag(caller: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${caller}: ${name} must be true or false; it is ${describe(value)}`);
  return value;
}

/** @throws TypeError when `value` is not one of `choices` */
export function checkChoice<const T extends string>(caller: string, name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    throw new TypeError(`${caller}: ${name} must be one of ${choices.map((choice) => `'${choice}'`).join(', ')}; it is ${describe(value)}`);
  }
  return value as T;
}

/** @throws TypeError when not an object, or naming an option the function does not know, so that a typing error is not silently a default */
export function checkKnown(caller: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || ArrayBuffer.isView(options)) {
    throw new TypeError(`${caller}: options must be an object${known.length > 0 ? ` with ${known.join(', ')}` : ''}; they are ${describe(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${caller}: unknown option ${JSON.stringify(name)}; the options are ${known.join(', ')}`);
  }
}
