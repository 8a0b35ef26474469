/** Arithmetic on the lengths of axes: exact for literals, `number` as soon as one is not known. Types only. */
import type { AddDigits, Digits, DivideDigits, MultiplyDigits, SubtractDigits, ToNumber } from './digits.ts';

export type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never;

/** true for one natural number; false for `number`, unions, branded numbers, negative ones and fractions. */
export type IsKnown<N extends number> = number extends N ? false : IsUnion<N> extends true ? false : IsNatural<`${N}`>;
type IsNatural<S extends string> = S extends `-${string}` ? false : S extends `${bigint}` ? true : false;

/** true for a literal that is no whole number ≥ Least. */
export type IsOutOfRange<N extends number, Least extends 0 | 1 = 0> =
  `${N}` extends `-${string}` | `${string}.${string}` | `${string}e-${string}` ? true : Least extends 1 ? ([N] extends [0] ? true : false) : false;

export type Add<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true] ? A extends 0 ? B : B extends 0 ? A : ToNumber<AddDigits<Digits<A>, Digits<B>>> : number;

/** A − B; never when it is below 0. */
export type Subtract<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true]
    ? SubtractDigits<Digits<A>, Digits<B>> extends infer S extends string ? (S extends 'below zero' ? never : ToNumber<S>) : never
    : number;

/** true when both are known and A ≥ B. */
export type IsAtLeast<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true] ? SubtractDigits<Digits<A>, Digits<B>> extends 'below zero' ? false : true : false;

export type Multiply<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true] ? A extends 1 ? B : B extends 1 ? A : ToNumber<MultiplyDigits<Digits<A>, Digits<B>>> : number;

/** A / B; never when it is not whole. */
export type DivideExactly<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true]
    ? B extends 0 ? never : B extends 1 ? A
      : DivideDigits<Digits<A>, Digits<B>> extends [infer Q extends string, infer R extends string] ? ToNumber<R> extends 0 ? ToNumber<Q> : never : never
    : number;

/** ⌈A / B⌉ for B ≥ 1 */
export type DivideUp<A extends number, B extends number> =
  [IsKnown<A>, IsKnown<B>] extends [true, true]
    ? B extends 1 ? A
      : SubtractDigits<Digits<A>, '1'> extends infer S extends string
        ? S extends 'below zero' ? 0 : ToNumber<AddDigits<DivideDigits<S, Digits<B>>[0], '1'>>
        : never
    : number;

/** The product of all lengths: how many numbers an array holds. */
export type Product<S extends readonly number[]> =
  number extends S['length'] ? number
    : S extends readonly [infer N extends number] ? N
    : AreKnown<S> extends true ? ToNumber<ProductDigits<S, '1'>> : number;

type AreKnown<S extends readonly number[]> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]] ? (IsKnown<N> extends true ? AreKnown<Rest> : false) : true;

type ProductDigits<S extends readonly number[], Out extends string> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? ProductDigits<Rest, Out extends '1' ? Digits<N> : N extends 1 ? Out : MultiplyDigits<Out, Digits<N>>>
    : Out;

/**
 * How often a window fits: ⌊(N + Padding − Span) / Stride⌋ + 1; never when it does not, `number` when one is unknown.
 * The commonest case, stride 1 and as much padding as keeps the length, needs no arithmetic.
 */
export type Fits<N extends number, Span extends number, Stride extends number, Padding extends number> =
  [IsKnown<N>, IsKnown<Span>, IsKnown<Stride>, IsKnown<Padding>] extends [true, true, true, true]
    ? [Stride, Span, Padding] extends [1, ...([1, 0] | [3, 2] | [5, 4] | [7, 6] | [9, 8] | [11, 10])] ? N
      : SubtractDigits<Padding extends 0 ? Digits<N> : AddDigits<Digits<N>, Digits<Padding>>, Digits<Span>> extends infer S extends string
        ? S extends 'below zero' ? never : ToNumber<AddDigits<DivideDigits<S, Digits<Stride>>[0], '1'>>
        : never
    : number;
