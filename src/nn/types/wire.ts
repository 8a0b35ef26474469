/**
 * Layers in a row, as types: the shape after all of them, or the message in the place of the one that does not fit. A layer is
 * a function on shapes: its '~out' is a rule that reads the sample's shape from '~in'. Knows no layer by name.
 */
import type { Rule, Shape, Unknown } from '../../array/index.ts';
import type { AnyLayer } from '../layer.ts';

/** The sample's shape that a layer's rule reads. */
export type In<X> = X extends Shape ? X : number[];

/** What a layer's rule says of a shape; layers without a rule, such as a user's, give an unknown rank. */
export type Apply<L extends AnyLayer, S extends Shape> = RuleOf<(L & { readonly '~in': S })['~out']>;
type RuleOf<O> = 0 extends 1 & O ? Unknown : Exclude<O, undefined> extends infer R extends Rule ? R : Unknown;

/** The layers one by one: the shape after them, or the message with the layers that come after the wrong one. */
type WireOne<L extends readonly AnyLayer[], S extends Shape> =
  L extends readonly [infer H extends AnyLayer, ...infer T extends AnyLayer[]]
    ? [Apply<H, S>['error']] extends [never] ? WireOne<T, Apply<H, S>['shape']> : { shape: number[]; error: Apply<H, S>['error']; rest: T }
    : { shape: number extends L['length'] ? number[] : S };

/** Eight at a time: a tuple type of every length up to that of the network would cost time quadratic in it. */
export type Wire<L extends readonly AnyLayer[], S extends Shape> =
  L extends readonly [infer A extends AnyLayer, infer B extends AnyLayer, infer C extends AnyLayer, infer D extends AnyLayer,
    infer E extends AnyLayer, infer F extends AnyLayer, infer G extends AnyLayer, infer H extends AnyLayer, ...infer T extends AnyLayer[]]
    ? WireOne<[A, B, C, D, E, F, G, H], S> extends infer W extends { shape: Shape }
      ? W extends { error: infer M; rest: infer R extends AnyLayer[] } ? { shape: number[]; error: M; rest: [...R, ...T] } : Wire<T, W['shape']>
      : never
    : WireOne<L, S>;

/** The list that a call must match: L itself, or L with the message in the place of the wrong layer. */
export type Layers<L extends readonly AnyLayer[], W> =
  W extends { error: infer E; rest: infer T extends AnyLayer[] }
    ? L extends readonly [...infer Before extends AnyLayer[], AnyLayer, ...T] ? [...Before, E, ...T] : L
    : L;

/** The shape after all layers. */
export type Out<W> = W extends { shape: infer S extends Shape } ? S : number[];
