/** What a shape rule yields, how an operand's shape is read, how a shape is written in a message. Knows no operation. */
import type { Shape } from '../shape/shape.ts';
import type { IsKnown, IsUnion } from './sizes.ts';

/**
 * What a rule yields: the result's shape and no error, or an error and a shape of unknown rank, so that one mistake
 * gives one message. A record, because reading a field is not a conditional type: results resolve even while a length
 * is still a type parameter of the user's function.
 */
export interface Rule {
  shape: Shape;
  error: string;
}
export interface Good<S extends Shape> {
  shape: S;
  error: never;
}
export interface Bad<Message extends string> {
  shape: number[];
  error: Message;
}
/** Nothing is known, not even the rank. */
export type Unknown = Good<number[]>;

/** The type of a parameter: V when the rule holds, the message when it does not. For a *required* parameter. */
export type Arg<R extends Rule, V> = [R['error']] extends [never] ? V : R['error'];

/** Whatever has a shape; a plain number counts as an array of shape []. */
export type Shaped = number | { readonly shape: Shape };

/**
 * The shape of an operand. A union of operands, or any, has an unknown rank: it is accepted and not checked. It asks
 * what T is not (a number), never what it is: TypeScript puts the latter off while T holds type parameters.
 */
export type ShapeOf<T extends Shaped> =
  0 extends 1 & T ? number[] : IsUnion<T> extends true ? number[] : T extends number ? [] : Field<Exclude<T, number>>;
type Field<T extends { readonly shape: Shape }> = IsUnion<T['shape']> extends true ? number[] : T['shape'];

/** The shapes of a list of operands. */
export type ShapesOf<L extends readonly Shaped[]> = { -readonly [k in keyof L]: ShapeOf<L[k]> };

/** true when the rank is unknown. */
export type IsOpen<S extends Shape> = number extends S['length'] ? true : false;

/** A tuple that can be written to, so that hovers show `[2, 3]` and not `readonly [2, 3]`. */
export type Plain<S extends Shape> = { -readonly [k in keyof S]: S[k] };

/** Every length becomes `number`; the rank stays. */
export type Blur<S extends Shape> = { -readonly [k in keyof S]: number };

/**
 * true when the two lengths certainly differ. The first test settles equal type parameters; it compares A[] with B[]
 * because TypeScript puts off [A] extends [B] while A is a type parameter.
 */
export type Differ<A extends number, B extends number> = A[] extends B[] ? false : [A & B] extends [never] ? true : false;

/** What two lengths are that must be equal: `number` and 3 are 3. */
export type Meet<A extends number, B extends number> = A[] extends B[] ? A : A & B;

/** '[8,3,28,28]', with ? for what is not known, as `showShape` writes it at run time. */
export type Show<S extends Shape> = number extends S['length'] ? '[…]' : `[${Join<S>}]`;
type Join<S extends Shape, Out extends string = ''> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]] ? Join<Rest, Out extends '' ? ShowSize<N> : `${Out},${ShowSize<N>}`> : Out;

/** One length: '28', or '?' */
export type ShowSize<N extends number> = IsKnown<N> extends true ? `${N}` : '?';

/** A list as it was given, negative numbers and fractions too. */
export type ShowList<S extends Shape, Out extends string = ''> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]] ? ShowList<Rest, Out extends '' ? ShowValue<N> : `${Out},${ShowValue<N>}`> : `[${Out}]`;
export type ShowValue<N extends number> = number extends N ? '?' : `${N}`;

/** Option K of O: Default when O has no such key, `number` when O does not say which value it has. */
export type OptionOf<O, K extends string, Default> =
  K extends keyof O ? ({} extends Pick<O, K> ? number : 0 extends 1 & O[K] ? number : O[K]) : Default;

/** Refuses options that are not among Allowed; a type parameter alone would take them silently. */
export type Only<O, Allowed extends PropertyKey> = { readonly [k in Exclude<keyof O, Allowed>]: never };
