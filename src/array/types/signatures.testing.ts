/** Operations as they are typed, without bodies: what the type tests call. */
import type { Axes, Conv2dShapeOptions, NdArray, Pool2dShapeOptions, Result, Shape, Size } from '../index.ts';
import type {
  Arg, AxisRule, BroadcastRule, BroadcastToRule, ConcatRule, Conv2dBias, Conv2dRule, ExpandDimsRule, FlattenRule, GatherRule, MatMulRule,
  OneHotRule, Only, PadRule, Pool2dRule, ReduceRule, ReshapeRule, Shaped, ShapeOf, ShapesOf, SliceRule, SqueezeRule, StackRule, TransposeRule,
} from './index.ts';

type Operand = NdArray | number;
type Broadcast<Op extends string, A extends Shaped, B extends Shaped> = BroadcastRule<Op, ShapeOf<A>, ShapeOf<B>>;
interface Conv2dOptions extends Conv2dShapeOptions {
  readonly bias?: NdArray;
}

export declare function zeros<const S extends number[]>(...shape: S): NdArray<S>;
export declare function relu<X extends NdArray>(x: X): NdArray<ShapeOf<X>>;
export declare function add<A extends Operand, B extends Operand>(a: A, b: Arg<Broadcast<'add', A, B>, B>): Result<Broadcast<'add', A, B>>['array'];
export declare function broadcastTo<X extends NdArray, const S extends number[]>(x: X, shape: Arg<BroadcastToRule<ShapeOf<X>, S>, S>): NdArray<S>;
export declare function matmul<A extends NdArray, B extends NdArray, TA extends boolean = false, TB extends boolean = false>(
  a: A, b: Arg<MatMulRule<ShapeOf<A>, ShapeOf<B>, TA, TB>, B>, options?: { readonly transposeA?: TA; readonly transposeB?: TB },
): Result<MatMulRule<ShapeOf<A>, ShapeOf<B>, TA, TB>>['array'];
export declare function conv2d<X extends NdArray, K extends NdArray, const O extends Conv2dOptions = object>(
  x: X, kernel: Arg<Conv2dRule<ShapeOf<X>, ShapeOf<K>, O>, K>, options?: O & Conv2dBias<O, ShapeOf<K>> & Only<O, keyof Conv2dOptions>,
): Result<Conv2dRule<ShapeOf<X>, ShapeOf<K>, O>>['array'];
export declare function maxPool2d<X extends NdArray, const K extends Size, const O extends Pool2dShapeOptions = object>(
  x: X, size: Arg<Pool2dRule<'maxPool2d', ShapeOf<X>, K, O>, K>, options?: O & Only<O, keyof Pool2dShapeOptions>,
): Result<Pool2dRule<'maxPool2d', ShapeOf<X>, K, O>>['array'];
export declare function flatten<X extends NdArray>(x: X): Result<FlattenRule<ShapeOf<X>>>['array'];
export declare function reshape<X extends NdArray, const S extends number[]>(x: X, shape: Arg<ReshapeRule<ShapeOf<X>, S>, S>): Result<ReshapeRule<ShapeOf<X>, S>>['array'];
export declare function expandDims<X extends NdArray, const A extends number>(x: X, axis: Arg<ExpandDimsRule<ShapeOf<X>, A>, A>): Result<ExpandDimsRule<ShapeOf<X>, A>>['array'];
export declare function squeeze<X extends NdArray, const A extends Axes = 'all'>(x: X, axes?: Arg<SqueezeRule<ShapeOf<X>, A>, A>): Result<SqueezeRule<ShapeOf<X>, A>>['array'];
export declare function transpose<X extends NdArray, const P extends Shape | 'reverse' = 'reverse'>(x: X, axes?: Arg<TransposeRule<ShapeOf<X>, P>, P>): Result<TransposeRule<ShapeOf<X>, P>>['array'];
export declare function mean<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: Arg<ReduceRule<'mean', ShapeOf<X>, A, K>, A>, options?: { readonly keepDims?: K },
): Result<ReduceRule<'mean', ShapeOf<X>, A, K>>['array'];
export declare function softmax<X extends NdArray, const A extends number = -1>(x: X, axis?: Arg<AxisRule<'softmax', ShapeOf<X>, A>, A>): Result<AxisRule<'softmax', ShapeOf<X>, A>>['array'];
export declare function concat<const L extends readonly NdArray[], const A extends number = 0>(arrays: Arg<ConcatRule<ShapesOf<L>, A>, L>, axis?: A): Result<ConcatRule<ShapesOf<L>, A>>['array'];
export declare function stack<const L extends readonly NdArray[], const A extends number = 0>(arrays: Arg<StackRule<ShapesOf<L>, A>, L>, axis?: A): Result<StackRule<ShapesOf<L>, A>>['array'];
export declare function slice<X extends NdArray, const B extends Shape, const E extends Shape = [], const T extends Shape = []>(
  x: X, begin: Arg<SliceRule<ShapeOf<X>, B, E, T>, B>, end?: E, step?: T,
): Result<SliceRule<ShapeOf<X>, B, E, T>>['array'];
export declare function pad<X extends NdArray, const M extends readonly (readonly [number, number])[]>(x: X, margins: Arg<PadRule<ShapeOf<X>, M>, M>): Result<PadRule<ShapeOf<X>, M>>['array'];
export declare function gather<X extends NdArray, I extends NdArray, const A extends number = 0>(x: X, indices: Arg<GatherRule<ShapeOf<X>, ShapeOf<I>, A>, I>, axis?: A): Result<GatherRule<ShapeOf<X>, ShapeOf<I>, A>>['array'];
export declare function oneHot<I extends NdArray, const D extends number>(indices: I, depth: Arg<OneHotRule<ShapeOf<I>, D>, D>): Result<OneHotRule<ShapeOf<I>, D>>['array'];
