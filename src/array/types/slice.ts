/** A part of an array, and an array with margins, as types, with the messages of ../shape/slice.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Bad, Blur, Good, IsOpen, Show, ShowList, ShowSize, ShowValue, Unknown } from './rule.ts';
import type { Add, DivideUp, IsAtLeast, IsOutOfRange, Subtract } from './sizes.ts';

/** x[B₀:E₀:T₀, …]; axes beyond the lists are taken whole, negative bounds count from the end. */
export type SliceRule<S extends Shape, B extends Shape, E extends Shape = [], T extends Shape = []> =
  IsOpen<S> extends true ? Unknown
    : true extends IsOpen<B> | IsOpen<E> | IsOpen<T> ? Good<Blur<S>>
    : [TooMany<S, B, 'begin'> | TooMany<S, E, 'end'> | TooMany<S, T, 'step'>] extends [never]
      ? [StepError<T>] extends [never] ? Cut<S, B, E, T> : Bad<StepError<T>>
    : Bad<First<TooMany<S, B, 'begin'>, First<TooMany<S, E, 'end'>, TooMany<S, T, 'step'>>>>;

/** S with margins [before, after] around every axis. */
export type PadRule<S extends Shape, M extends readonly (readonly [number, number])[]> =
  IsOpen<S> extends true ? Unknown
    : number extends M['length'] ? Good<Blur<S>>
    : M['length'] extends S['length'] ? [MarginError<M>] extends [never] ? Good<Padded<S, M>> : Bad<MarginError<M>>
    : Bad<`pad: one pair [before, after] per axis is needed; x ${Show<S>} has rank ${S['length']}, ${M['length']} pairs are given`>;

type First<A extends string, B extends string> = [A] extends [never] ? B : A;

type TooMany<S extends Shape, L extends Shape, Name extends string> =
  IsAtLeast<S['length'], L['length']> extends true ? never
    : `slice: ${Name} must have one entry per axis at most; x ${Show<S>} has rank ${S['length']}, ${Name} is ${ShowList<L>}`;

type StepError<T extends Shape, Seen extends 0[] = []> =
  T extends readonly [infer t extends number, ...infer Rest extends number[]]
    ? IsOutOfRange<t, 1> extends true ? `slice: step must be a whole number ≥ 1; at axis ${Seen['length']} it is ${ShowValue<t>}` : StepError<Rest, [...Seen, 0]>
    : never;

type Cut<S extends Shape, B extends Shape, E extends Shape, T extends Shape, All extends Shape = S, Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? [Length<N, Head<B, 0>, Head<E, N>>] extends [never]
      ? Bad<`slice: begin and end must lie within the axis, in this order; x ${Show<All>} has ${ShowSize<N>} at axis ${Out['length']}, begin is ${ShowValue<Head<B, 0>>}, end is ${ShowValue<Head<E, N>>}`>
      : Cut<Rest, Tail<B>, Tail<E>, Tail<T>, All, [...Out, DivideUp<Length<N, Head<B, 0>, Head<E, N>>, Head<T, 1>>]>
    : Good<Out>;

/** end − begin; never when they do not lie within the axis in this order. */
type Length<N extends number, B extends number, E extends number> =
  [B, E] extends [0, N] ? N
    : true extends IsFraction<B> | IsFraction<E> ? never
    : [FromStart<N, B>] extends [never] ? never
    : [FromStart<N, E>] extends [never] ? never
    : [Subtract<N, FromStart<N, E>>] extends [never] ? never
    : Subtract<FromStart<N, E>, FromStart<N, B>>;

type FromStart<N extends number, At extends number> = `${At}` extends `-${infer Back extends number}` ? Subtract<N, Back> : At;
type IsFraction<N extends number> = `${N}` extends `${string}.${string}` | `${string}e-${string}` ? true : false;
type Head<L extends Shape, Default extends number> = L extends readonly [infer N extends number, ...number[]] ? N : Default;
type Tail<L extends Shape> = L extends readonly [number, ...infer Rest extends number[]] ? Rest : [];

type MarginError<M extends readonly (readonly [number, number])[], Seen extends 0[] = []> =
  M extends readonly [infer m extends readonly [number, number], ...infer Rest extends (readonly [number, number])[]]
    ? true extends IsOutOfRange<m[0]> | IsOutOfRange<m[1]>
      ? `pad: margins must be two whole numbers ≥ 0; at axis ${Seen['length']} they are ${ShowList<m>}`
      : MarginError<Rest, [...Seen, 0]>
    : never;

type Padded<S extends Shape, M, Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? M extends readonly [readonly [infer b extends number, infer a extends number], ...infer Others] ? Padded<Rest, Others, [...Out, Add<Add<N, b>, a>]> : never
    : Out;
