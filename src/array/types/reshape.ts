/** The same numbers in another shape, as types, with the messages of ../shape/reshape.ts. */
import type { Shape } from '../shape/shape.ts';
import type { AreOpenAxes, AxesError, AxisKeys, AxisKey } from './axes.ts';
import type { Bad, Good, IsOpen, Plain, Show, ShowList, ShowSize, ShowValue, Unknown } from './rule.ts';
import type { DivideExactly, IsOutOfRange, IsUnion, Product } from './sizes.ts';

/** The shape To, in which one length may be -1. */
export type ReshapeRule<S extends Shape, To extends Shape> =
  IsOpen<To> extends true ? Unknown
    : [WrongSize<To>] extends [never]
      ? Holes<To> extends 0 ? Refilled<S, To>
        : Holes<To> extends 1
          ? [Left<S, To>] extends [never]
            ? Bad<`reshape: the sizes given must divide the numbers of x; x ${Show<S>} holds ${ShowSize<Product<S>>}, ${ShowList<To>} gives ${ShowSize<Product<Given<To>>>}`>
            : Good<Filled<To, Left<S, To>>>
        : Bad<`reshape: only one size may be -1; ${ShowList<To>} has ${Holes<To>}`>
      : Bad<`reshape: every size must be a whole number ≥ 0, or -1; ${ShowList<To>} has ${WrongSize<To>}`>;

/** The batch kept, the rest in one axis. */
export type FlattenRule<S extends Shape> =
  IsOpen<S> extends true ? Good<[number, number]>
    : S extends readonly [infer N extends number, ...infer Rest extends number[]] ? Good<[N, Product<Rest>]> : Good<[1]>;

/** A new axis of length 1 at axis A of the result. */
export type ExpandDimsRule<S extends Shape, A extends number> =
  IsOpen<S> extends true ? Unknown : AreOpenAxes<A> extends true ? Unknown : InsertRule<'expandDims', S, A, 1>;

/** N inserted as axis A of the result. */
export type InsertRule<Op extends string, S extends Shape, A extends number, N extends number> =
  [AxisKey<[...S, 0], A>] extends [never]
    ? Bad<`${Op}: axis must be one of the result's axes; the result has rank ${[...S, 0]['length'] & number}, axis is ${ShowValue<A>}`>
    : Good<Inserted<S, AxisKey<[...S, 0], A> & string, N>>;

/** S without the axes A, which must have length 1; 'all' takes away every axis of length 1. */
export type SqueezeRule<S extends Shape, A = 'all'> =
  true extends IsOpen<S> | AreOpenAxes<A> ? Unknown
    : [A] extends ['all'] ? Good<WithoutOnes<S>>
    : [AxesError<'squeeze', S, A>] extends [never]
      ? [TooLong<S, AxisKeys<S, A>>] extends [never] ? Good<Without<S, AxisKeys<S, A>>>
        : Bad<`squeeze: an axis taken away must have size 1; x ${Show<S>} has ${TooLong<S, AxisKeys<S, A>>}`>
      : Bad<AxesError<'squeeze', S, A>>;

type Refilled<S extends Shape, To extends Shape> =
  [Product<S> & Product<To>] extends [never]
    ? Bad<`reshape: both shapes must hold as many numbers; x ${Show<S>} holds ${ShowSize<Product<S>>}, ${Show<To>} holds ${ShowSize<Product<To>>}`>
    : Good<Plain<To>>;

type Left<S extends Shape, To extends Shape> = DivideExactly<Product<S>, Product<Given<To>>>;

type WrongSize<To extends Shape> =
  To extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? [N] extends [-1] ? WrongSize<Rest> : IsOutOfRange<N> extends true ? ShowValue<N> : WrongSize<Rest>
    : never;

type Holes<To extends Shape, Found extends 0[] = []> =
  To extends readonly [infer N, ...infer Rest extends number[]] ? Holes<Rest, [N] extends [-1] ? [...Found, 0] : Found> : Found['length'];

type Given<To extends Shape, Out extends number[] = []> =
  To extends readonly [infer N extends number, ...infer Rest extends number[]] ? Given<Rest, [N] extends [-1] ? Out : [...Out, N]> : Out;

type Filled<To extends Shape, V extends number, Out extends number[] = []> =
  To extends readonly [infer N extends number, ...infer Rest extends number[]] ? Filled<Rest, V, [...Out, [N] extends [-1] ? V : N]> : Out;

type Inserted<S extends Shape, Key extends string, N extends number, Out extends number[] = []> =
  `${Out['length']}` extends Key ? [...Out, N, ...S]
    : S extends readonly [infer M extends number, ...infer Rest extends number[]] ? Inserted<Rest, Key, N, [...Out, M]> : never;

/** Unknown rank when a length may or may not be 1. */
type WithoutOnes<S extends Shape, Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? [N] extends [1] ? WithoutOnes<Rest, Out> : 1 extends N ? number[] : WithoutOnes<Rest, [...Out, N]>
    : Out;

type Without<S extends Shape, Keys, Seen extends 0[] = [], Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? Without<Rest, Keys, [...Seen, 0], `${Seen['length']}` extends Keys ? Out : [...Out, N]>
    : Out;

type TooLong<S extends Shape, Keys, Seen extends 0[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? `${Seen['length']}` extends Keys ? 1 extends N ? TooLong<Rest, Keys, [...Seen, 0]>
      : IsUnion<N> extends true ? TooLong<Rest, Keys, [...Seen, 0]> : `${ShowSize<N>} at axis ${Seen['length']}`
      : TooLong<Rest, Keys, [...Seen, 0]>
    : never;
