/**
 * The shape rules as types: what the compiler computes of the shapes it can see, with the messages that the run time
 * (`../shape/`) gives. Literal lengths are computed, `number` flows on, and what is not known is not refused.
 *
 * How an operation is typed. The rule is asked twice: for the type of a *required* parameter, which becomes the
 * message when the rule is broken, and for the shape of the result.
 *
 *     type MatMul<A extends NdArray, B extends NdArray> = MatMulRule<ShapeOf<A>, ShapeOf<B>>;
 *     function matmul<A extends NdArray, B extends NdArray>(a: A, b: Arg<MatMul<A, B>, B>): Result<MatMul<A, B>>['array']
 *
 *     type Conv2d<X extends NdArray, K extends NdArray, O> = Conv2dRule<ShapeOf<X>, ShapeOf<K>, O>;
 *     function conv2d<X extends NdArray, K extends NdArray, const O extends Conv2dOptions = object>(
 *       x: X, k: Arg<Conv2d<X, K, O>, K>, options?: O & Conv2dBias<O, ShapeOf<K>> & Only<O, keyof Conv2dOptions>,
 *     ): Result<Conv2d<X, K, O>>['array']
 *
 *     type Reshape<X extends NdArray, S extends number[]> = ReshapeRule<ShapeOf<X>, S>;
 *     function reshape<X extends NdArray, const S extends number[]>(x: X, shape: Arg<Reshape<X, S>, S>): Result<Reshape<X, S>>['array']
 *
 * The result is written `NdArray<…['shape']>` or `Result<…>['array']` (../ndarray.ts), never as a type of its own
 * name: `type MatMulOf<A, B> = NdArray<…>` would stand in hovers instead of `NdArray<[2, 4]>`.
 *
 * A parameter that holds lengths or axes is `const`, and constrained to `number[]` rather than `readonly number[]`
 * where its type becomes a shape (else `readonly` stands in every hover).
 */
export type { Arg, Bad, Good, Only, Plain, Rule, Shaped, ShapeOf, ShapesOf, Show, Unknown } from './rule.ts';
export type { Two } from './window.ts';
export type { BroadcastRule, BroadcastToRule } from './broadcast.ts';
export type { MatMulRule } from './matmul.ts';
export type { Conv2dBias, Conv2dBiasRule, Conv2dRule } from './conv2d.ts';
export type { Pool2dRule } from './pool2d.ts';
export type { ExpandDimsRule, FlattenRule, ReshapeRule, SqueezeRule } from './reshape.ts';
export type { TransposeRule } from './transpose.ts';
export type { AxisRule } from './axes.ts';
export type { ReduceRule } from './reduce.ts';
export type { ConcatRule, StackRule } from './concat.ts';
export type { PadRule, SliceRule } from './slice.ts';
export type { GatherRule, OneHotRule } from './gather.ts';
