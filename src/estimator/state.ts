/** A fitted model as plain data, and how to read one back without trusting it. Knows no file format. */
import { describe, type NdArray } from '../array/index.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything a fitted model is. `kind` says what restores it; `settings` are JSON; numbers that matter to the last
 * bit are `arrays`; a model made of models (a pipeline) has `parts`.
 */
export interface ModelState {
  readonly kind: string;
  readonly settings: { readonly [key: string]: Json };
  readonly arrays: ReadonlyMap<string, NdArray>;
  readonly parts?: readonly ModelState[];
}

/** What a model file says is not what the model can be. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/**
 * The float64 array `name` of a state, its shape checked. In `shape` a number must match, null may be anything.
 * @throws ModelFormatError
 */
export function arrayOf(state: ModelState, name: string, shape: readonly (number | null)[]): NdArray & { readonly data: Float64Array } {
  const found = state.arrays.get(name);
  if (found === undefined) throw new ModelFormatError(`load: a ${state.kind} model must have the array "${name}"; it has ${list([...state.arrays.keys()])}`);
  const fits = found.shape.length === shape.length && shape.every((length, axis) => length === null || length === found.shape[axis]);
  if (!fits || !(found.data instanceof Float64Array)) {
    const wanted = shape.map((length) => length ?? 'any').join(', ');
    throw new ModelFormatError(`load: the array "${name}" of a ${state.kind} model must be float64 [${wanted}]; it is ${found.dtype} [${found.shape.join(', ')}]`);
  }
  for (const value of found.data) {
    if (value - value !== 0) throw new ModelFormatError(`load: the array "${name}" of a ${state.kind} model must be finite; it holds ${value}`);
  }
  return found as NdArray & { readonly data: Float64Array };
}

/**
 * The setting `name` of a state, its kind checked by `is`.
 * @param wanted  what it must be, for the message: 'a number'
 */
export function settingOf<T extends Json>(state: ModelState, name: string, is: (value: Json) => value is T, wanted: string): T {
  const value = Object.hasOwn(state.settings, name) ? state.settings[name] : undefined;
  if (value === undefined || !is(value)) {
    throw new ModelFormatError(`load: "${name}" of a ${state.kind} model must be ${wanted}; it is ${describe(value)}`);
  }
  return value;
}

export const isNumber = (value: Json): value is number => typeof value === 'number';
export const isString = (value: Json): value is string => typeof value === 'string';
export const isBoolean = (value: Json): value is boolean => typeof value === 'boolean';
export const isStrings = (value: Json): value is readonly string[] => Array.isArray(value) && value.every(isString);

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => JSON.stringify(name)).join(', ');
}
