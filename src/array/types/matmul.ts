/** The matrix product as a type, with the messages of ../shape/matmul.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Aligned } from './broadcast.ts';
import type { Bad, Differ, Good, IsOpen, Show, ShowSize, Unknown } from './rule.ts';

/** [...batch, n, k] × [...batch, k, m] → [...batch, n, m], with the last two axes of an operand exchanged first if asked. */
export type MatMulRule<A extends Shape, B extends Shape, TransposeA extends boolean = false, TransposeB extends boolean = false> =
  [TransposeA, TransposeB] extends [false, false] ? Product<A, B>
    : Product<Exchanged<A, TransposeA>, Exchanged<B, TransposeB>>;

type Product<A extends Shape, B extends Shape> =
  true extends IsOpen<A> | IsOpen<B> ? Unknown
    : A extends readonly [...infer Ab extends number[], infer N extends number, infer K extends number]
      ? B extends readonly [...infer Bb extends number[], infer K2 extends number, infer M extends number]
        ? Differ<K, K2> extends true ? Bad<`matmul: inner sizes must be equal; a ${Show<A>} has ${ShowSize<K>}, b ${Show<B>} has ${ShowSize<K2>}`>
          : [Ab, Bb] extends [[], []] ? Good<[N, M]>
          : [Aligned<Ab, Bb, [0, 0]>['error']] extends [never] ? Good<[...Aligned<Ab, Bb>['shape'], N, M]>
          : Bad<`matmul: batch axes must broadcast, sizes equal or one of them 1; a ${Show<A>} and b ${Show<B>} have ${Aligned<Ab, Bb, [0, 0]>['error']}`>
        : Bad<`matmul: b must have at least 2 axes; b ${Show<B>} has ${B['length']}`>
      : Bad<`matmul: a must have at least 2 axes; a ${Show<A>} has ${A['length']}`>;

/** Unknown rank when it is not known whether to exchange. */
type Exchanged<S extends Shape, Transpose extends boolean> =
  [Transpose] extends [false] ? S
    : [Transpose] extends [true]
      ? S extends readonly [...infer Batch extends number[], infer N extends number, infer M extends number] ? [...Batch, M, N] : S
    : number[];
