/**
 * What layers and losses were made with, as plain data, so that a file can hold them. Knows none by name. It is kept beside the
 * value, not in it: a copy with another `apply` is not what was described.
 */
import type { Shape } from '../array/index.ts';
import type { Json } from '../estimator/index.ts';
import type { AnyLayer } from './layer.ts';

export interface Description {
  /** What makes it again, together with its name. */
  readonly options: { readonly [name: string]: Json };
  /** Of the arrays that it has for samples of a shape: what it learns by gradients, and otherwise. Default none. */
  readonly parameters?: (shape: Shape) => Readonly<Record<string, Shape>>;
  readonly state?: (shape: Shape) => Readonly<Record<string, Shape>>;
  /** Layers that it is made of; parameters and state are then lists of theirs. */
  readonly layers?: readonly AnyLayer[];
}

const descriptions = new WeakMap<object, Description>();

/** The value, and from now on what it was made with. */
export function described<T extends object>(value: T, description: Description): T {
  descriptions.set(value, description);
  return value;
}

/** Undefined for what somebody wrote as functions. */
export function descriptionOf(value: object): Description | undefined {
  return descriptions.get(value);
}

/** The options that were given. */
export function given(options: { readonly [name: string]: unknown }): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [name: string]: Json };
}
