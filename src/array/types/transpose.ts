/** The order of axes as a type, with the message of ../shape/transpose.ts. */
import type { Shape } from '../shape/shape.ts';
import type { AxisKey, AxisKeys } from './axes.ts';
import type { Bad, Blur, Good, IsOpen, Show, ShowList, Unknown } from './rule.ts';

/** Axis i of the result is axis P[i] of S; 'reverse' exchanges first and last. */
export type TransposeRule<S extends Shape, P extends Shape | 'reverse' = 'reverse'> =
  IsOpen<S> extends true ? Unknown
    : P extends Shape
      ? number extends P['length'] | P[number] ? Good<Blur<S>>
        : IsPermutation<S, P> extends true ? Good<Permuted<S, P>>
        : Bad<`transpose: axes must name every axis of x once; x ${Show<S>} has rank ${S['length']}, axes are ${ShowList<P>}`>
      : Good<Reversed<S>>;

type Reversed<S extends Shape, Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]] ? Reversed<Rest, [N, ...Out]> : Out;

type Permuted<S extends Shape, P extends Shape, Out extends number[] = []> =
  P extends readonly [infer A extends number, ...infer Rest extends number[]] ? Permuted<S, Rest, [...Out, S[AxisKey<S, A> & keyof S] & number]> : Out;

type IsPermutation<S extends Shape, P extends Shape> =
  P['length'] extends S['length'] ? ([Exclude<Extract<keyof S, `${number}`>, AxisKeys<S, P>>] extends [never] ? true : false) : false;
