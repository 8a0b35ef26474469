/** How a window slides over an image, as types: options read, sizes of the output. Shared by convolution and pooling. */
import type { DivideUp, Add, Fits, IsAtLeast, IsOutOfRange, Multiply, Subtract } from './sizes.ts';
import type { ShowList, ShowSize, ShowValue } from './rule.ts';

type Numbers = readonly number[];

/** [height, width] of a number or a pair; [number, number] of what is not known. */
export type Two<X> =
  [X] extends [number] ? [X, X] : [X] extends [readonly [infer A extends number, infer B extends number]] ? [A, B] : [number, number];

/** [top, right, bottom, left] of every padding but 'same'. */
export type SidesOf<P> =
  [P] extends ['valid'] ? [0, 0, 0, 0]
    : [P] extends [number] ? [P, P, P, P]
    : [P] extends [readonly [infer V extends number, infer H extends number]] ? [V, H, V, H]
    : [P] extends [readonly [infer T extends number, infer R extends number, infer B extends number, infer L extends number]] ? [T, R, B, L]
    : [number, number, number, number];

/** What padding adds to the [height, width]. */
export type Totals<P> =
  [P] extends [keyof Twice] ? [Twice[P], Twice[P]]
    : [P] extends ['valid'] ? [0, 0]
    : SidesOf<P> extends [infer T extends number, infer R extends number, infer B extends number, infer L extends number] ? [Add<T, B>, Add<R, L>] : never;
/** The commonest paddings need no arithmetic. */
interface Twice { 0: 0; 1: 2; 2: 4; 3: 6 }

/** How far a kernel of K elements reaches: D(K − 1) + 1. */
export type SpanOf<K extends number, D extends number> = [D] extends [1] ? K : Add<Multiply<D, Subtract<K, 1>>, 1>;

/** [h′, w′]; never in the place of one that does not fit. */
export type Slide<H extends number, W extends number, Span extends readonly [number, number], Stride extends readonly [number, number], P> =
  [P] extends ['same'] ? [DivideUp<H, Stride[0]>, DivideUp<W, Stride[1]>]
    : [Fits<H, Span[0], Stride[0], Totals<P>[0]>, Fits<W, Span[1], Stride[1], Totals<P>[1]>];

/** The message about an option out of range, in the order in which the run time looks; never when all are right. */
export type OptionError<Op extends string, S, D, P> =
  [S, D, P] extends [1, 1, 0] ? never
    : IsWrongPair<S, 1> extends true ? `${Op}: ${PairRule<'stride'>}; it is ${ShowOption<S>}`
    : IsWrongPair<D, 1> extends true ? `${Op}: ${PairRule<'dilation'>}; it is ${ShowOption<D>}`
    : P extends string ? never
    : IsWrongList<P> extends true
      ? `${Op}: padding must be 'same', 'valid', a whole number ≥ 0, two of them [vertical, horizontal] or four [top, right, bottom, left]; it is ${ShowOption<P>}`
    : never;

/** The message about a window's size. */
export type SizeError<Op extends string, K> = IsWrongPair<K, 1> extends true ? `${Op}: ${PairRule<'size'>}; it is ${ShowOption<K>}` : never;

type PairRule<Name extends string> = `${Name} must be a whole number ≥ 1, or two of them [height, width]`;

type IsWrongPair<X, Least extends 0 | 1> =
  Two<X> extends [infer A extends number, infer B extends number] ? true extends IsOutOfRange<A, Least> | IsOutOfRange<B, Least> ? true : false : false;
type IsWrongList<P> =
  SidesOf<P> extends [infer T extends number, infer R extends number, infer B extends number, infer L extends number]
    ? true extends IsOutOfRange<T> | IsOutOfRange<R> | IsOutOfRange<B> | IsOutOfRange<L> ? true : false
    : false;

/** An option as messages show it: '2' or '[2,3]'. */
export type ShowOption<X> = X extends number ? ShowValue<X> : X extends Numbers ? ShowList<X> : '?';

/** '3×5' */
export type ShowPair<X extends readonly [number, number]> = `${ShowSize<X[0]>}×${ShowSize<X[1]>}`;

/** true when a side of the padding is certainly as long as the window. */
export type IsPaddedTooFar<K extends readonly [number, number], P> =
  P extends 0 | string ? false
    : SidesOf<P> extends [infer T extends number, infer R extends number, infer B extends number, infer L extends number]
      ? true extends IsAtLeast<T, K[0]> | IsAtLeast<B, K[0]> | IsAtLeast<R, K[1]> | IsAtLeast<L, K[1]> ? true : false
      : false;

/** The padded [height, width], for messages. */
export type PaddedSize<H extends number, W extends number, P> = [Add<H, Totals<P>[0]>, Add<W, Totals<P>[1]>];

