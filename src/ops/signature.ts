/** How operations are typed: the shapes of results, and messages where the operands do not fit. Types only. */
import type { NdArray } from '../array/index.ts';
import type { Operand } from './operand.ts';

/** An array of the operand's shape. */
export type Same<X extends NdArray> = NdArray<X['shape']>;
export type BroadcastArg<_Name extends string, _A extends Operand, B extends Operand> = B;
export type BroadcastOf<_A extends Operand, _B extends Operand> = NdArray;
export type ReduceArg<_Name extends string, _X extends NdArray, A, _K extends boolean> = A;
export type ReduceOf<_X extends NdArray, _A, _K extends boolean> = NdArray;
export type MatMulArg<_A extends NdArray, B extends NdArray, _TA extends boolean, _TB extends boolean> = B;
export type MatMulOf<_A extends NdArray, _B extends NdArray, _TA extends boolean, _TB extends boolean> = NdArray;
export type Conv2dArg<_X extends NdArray, W extends NdArray, _O> = W;
export type Conv2dOf<_X extends NdArray, _W extends NdArray, _O> = NdArray;
export type PoolArg<_Name extends string, _X extends NdArray, K, _O> = K;
export type PoolOf<_Name extends string, _X extends NdArray, _K, _O> = NdArray;
export type TransposeArg<_X extends NdArray, P> = P;
export type TransposeOf<_X extends NdArray, _P> = NdArray;
export type ConcatArg<L extends readonly NdArray[], _A extends number> = L;
export type ConcatOf<_L extends readonly NdArray[], _A extends number> = NdArray;
