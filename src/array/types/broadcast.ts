/** Broadcasting as types, with the messages of ../shape/broadcast.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Bad, Good, IsOpen, Show, ShowSize, Unknown } from './rule.ts';

/** The shape of an elementwise operation named Op. */
export type BroadcastRule<Op extends string, A extends Shape, B extends Shape> =
  true extends IsOpen<A> | IsOpen<B> ? Unknown
    : [Aligned<A, B>['error']] extends [never] ? Aligned<A, B>
    : Bad<`${Op}: shapes must broadcast, sizes equal or one of them 1; a ${Show<A>} and b ${Show<B>} have ${Aligned<A, B>['error']}`>;

/** An array of shape S repeated to shape To. */
export type BroadcastToRule<S extends Shape, To extends Shape> =
  true extends IsOpen<S> | IsOpen<To> ? Good<To>
    : [Repeated<S, To>] extends [never] ? Good<To>
    : Bad<`broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x ${Show<S>} ${Repeated<S, To>}`>;

/** Axis by axis from the last; the error is '3 and 4 at axis -1'. `After` has an element for every axis behind these. */
export type Aligned<A extends Shape, B extends Shape, After extends 0[] = [], Out extends number[] = []> =
  A extends readonly [...infer Ar extends number[], infer a extends number]
    ? B extends readonly [...infer Br extends number[], infer b extends number]
      ? Misfits<a, b> extends true
        ? Bad<`${ShowSize<a>} and ${ShowSize<b>} at axis -${Count<[...After, 0]>}`>
        : Aligned<Ar, Br, [...After, 0], [Together<a, b>, ...Out]>
      : Good<[...A, ...Out]>
    : Good<[...B, ...Out]>;

/** true when two lengths certainly do not broadcast. */
type Misfits<A extends number, B extends number> =
  A[] extends B[] ? false : [B] extends [1] ? false : [A] extends [1] ? false
    : [A & B] extends [never] ? (1 extends A ? false : 1 extends B ? false : true) : false;

/** `number` against 5 can only give 5. */
type Together<A extends number, B extends number> = A[] extends B[] ? (B[] extends A[] ? A : Either<A, B>) : Either<A, B>;
type Either<A extends number, B extends number> =
  [B] extends [1] ? A : [A] extends [1] ? B : [A & B] extends [never] ? (1 extends A ? B : A) : A & B;

type Repeated<S extends Shape, To extends Shape, After extends 0[] = [], All extends Shape = To, Rank extends number = S['length']> =
  S extends readonly [...infer Sr extends number[], infer s extends number]
    ? To extends readonly [...infer Tr extends number[], infer t extends number]
      ? Stretches<s, t> extends true ? Repeated<Sr, Tr, [...After, 0], All, Rank>
        : `and the shape ${Show<All>} have ${ShowSize<s>} and ${ShowSize<t>} at axis -${Count<[...After, 0]>}`
      : `has rank ${Rank}, the shape ${Show<All>} has ${All['length']}`
    : never;

type Stretches<S extends number, T extends number> = S[] extends T[] ? true : 1 extends S ? true : [S & T] extends [never] ? false : true;

type Count<L extends 0[]> = L['length'] & number;

