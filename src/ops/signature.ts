/**
 * How operations are typed: the shape of a result, and the message in place of an operand that does not fit. Types
 * only. `…Arg` is the type of a required parameter, `…Of` that of the result.
 */
import type {
  Arg, AxisRule, BroadcastRule, BroadcastToRule, ConcatRule, Conv2dRule, ExpandDimsRule, FlattenRule, GatherRule, Good, MatMulRule, NdArray,
  OneHotRule, PadRule, Pool2dRule, ReduceRule, ReshapeRule, Result, ShapeOf, ShapesOf, SliceRule, SqueezeRule, StackRule, TransposeRule,
} from '../array/index.ts';
import type { Operand } from './operand.ts';

/** An array of the operand's shape. */
export type Same<X extends NdArray> = Result<Good<ShapeOf<X>>>['array'];

export type BroadcastArg<Name extends string, A extends Operand, B extends Operand> = Arg<BroadcastRule<Name, ShapeOf<A>, ShapeOf<B>>, B>;
export type BroadcastOf<Name extends string, A extends Operand, B extends Operand> = Result<BroadcastRule<Name, ShapeOf<A>, ShapeOf<B>>>['array'];
export type BroadcastToArg<X extends NdArray, S extends number[]> = Arg<BroadcastToRule<ShapeOf<X>, S>, S>;

type Where<C extends NdArray, A extends Operand, B extends Operand> = BroadcastRule<'where', ShapeOf<C>, BroadcastRule<'where', ShapeOf<A>, ShapeOf<B>>['shape']>;
export type WhereArg<C extends NdArray, A extends Operand, B extends Operand> =
  [BroadcastRule<'where', ShapeOf<A>, ShapeOf<B>>['error']] extends [never] ? Arg<Where<C, A, B>, B> : BroadcastRule<'where', ShapeOf<A>, ShapeOf<B>>['error'];
export type WhereOf<C extends NdArray, A extends Operand, B extends Operand> = Result<Where<C, A, B>>['array'];

export type ReduceArg<Name extends string, X extends NdArray, A, K extends boolean> = Arg<ReduceRule<Name, ShapeOf<X>, A, K>, A>;
export type ReduceOf<Name extends string, X extends NdArray, A, K extends boolean> = Result<ReduceRule<Name, ShapeOf<X>, A, K>>['array'];
export type AxisArg<Name extends string, X extends NdArray, A extends number> = Arg<AxisRule<Name, ShapeOf<X>, A>, A>;

export type MatMulArg<A extends NdArray, B extends NdArray, TA extends boolean, TB extends boolean> = Arg<MatMulRule<ShapeOf<A>, ShapeOf<B>, TA, TB>, B>;
export type MatMulOf<A extends NdArray, B extends NdArray, TA extends boolean, TB extends boolean> = Result<MatMulRule<ShapeOf<A>, ShapeOf<B>, TA, TB>>['array'];

export type Conv2dArg<X extends NdArray, K extends NdArray, O> = Arg<Conv2dRule<ShapeOf<X>, ShapeOf<K>, O>, K>;
export type Conv2dOf<X extends NdArray, K extends NdArray, O> = Result<Conv2dRule<ShapeOf<X>, ShapeOf<K>, O>>['array'];
export type PoolArg<Name extends string, X extends NdArray, K, O> = Arg<Pool2dRule<Name, ShapeOf<X>, K, O>, K>;
export type PoolOf<Name extends string, X extends NdArray, K, O> = Result<Pool2dRule<Name, ShapeOf<X>, K, O>>['array'];

export type ReshapeArg<X extends NdArray, S extends number[]> = Arg<ReshapeRule<ShapeOf<X>, S>, S>;
export type ReshapeOf<X extends NdArray, S extends number[]> = Result<ReshapeRule<ShapeOf<X>, S>>['array'];
export type FlattenOf<X extends NdArray> = Result<FlattenRule<ShapeOf<X>>>['array'];
export type ExpandDimsArg<X extends NdArray, A extends number> = Arg<ExpandDimsRule<ShapeOf<X>, A>, A>;
export type ExpandDimsOf<X extends NdArray, A extends number> = Result<ExpandDimsRule<ShapeOf<X>, A>>['array'];
export type SqueezeArg<X extends NdArray, A> = Arg<SqueezeRule<ShapeOf<X>, A>, A>;
export type SqueezeOf<X extends NdArray, A> = Result<SqueezeRule<ShapeOf<X>, A>>['array'];

export type TransposeArg<X extends NdArray, P extends readonly number[] | 'reverse'> = Arg<TransposeRule<ShapeOf<X>, P>, P>;
export type TransposeOf<X extends NdArray, P extends readonly number[] | 'reverse'> = Result<TransposeRule<ShapeOf<X>, P>>['array'];
export type SliceArg<X extends NdArray, B extends readonly number[], E extends readonly number[], T extends readonly number[]> = Arg<SliceRule<ShapeOf<X>, B, E, T>, B>;
export type SliceOf<X extends NdArray, B extends readonly number[], E extends readonly number[], T extends readonly number[]> = Result<SliceRule<ShapeOf<X>, B, E, T>>['array'];

export type Margins = readonly (readonly [number, number])[];
export type PadArg<X extends NdArray, M extends Margins> = Arg<PadRule<ShapeOf<X>, M>, M>;
export type PadOf<X extends NdArray, M extends Margins> = Result<PadRule<ShapeOf<X>, M>>['array'];

export type ConcatArg<L extends readonly NdArray[], A extends number> = Arg<ConcatRule<ShapesOf<L>, A>, L>;
export type ConcatOf<L extends readonly NdArray[], A extends number> = Result<ConcatRule<ShapesOf<L>, A>>['array'];
export type StackArg<L extends readonly NdArray[], A extends number> = Arg<StackRule<ShapesOf<L>, A>, L>;
export type StackOf<L extends readonly NdArray[], A extends number> = Result<StackRule<ShapesOf<L>, A>>['array'];

export type GatherArg<X extends NdArray, I extends NdArray, A extends number> = Arg<GatherRule<ShapeOf<X>, ShapeOf<I>, A>, I>;
export type GatherOf<X extends NdArray, I extends NdArray, A extends number> = Result<GatherRule<ShapeOf<X>, ShapeOf<I>, A>>['array'];
export type OneHotArg<I extends NdArray, D extends number> = Arg<OneHotRule<ShapeOf<I>, D>, D>;
export type OneHotOf<I extends NdArray, D extends number> = Result<OneHotRule<ShapeOf<I>, D>>['array'];
