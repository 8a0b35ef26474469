/** Every operation by name: what tests, kernels and file formats go through. */
import type { Op } from '../program/index.ts';
import { geluOp, reluOp, sigmoidOp, softplusOp, tanhOp } from './activations.ts';
import { absOp, addOp, divOp, maximumOp, minimumOp, mulOp, negOp, signOp, subOp } from './arithmetic.ts';
import { averagePool2dOp, averagePool2dSpreadOp, type AveragePoolParams, type AveragePoolSpreadParams } from './averagePool2d.ts';
import { broadcastToOp, sumToOp, type ShapeParams } from './broadcast.ts';
import { castOp, type CastParams } from './cast.ts';
import { equalOp, greaterEqualOp, greaterOp, lessEqualOp, lessOp, notEqualOp, whereOp } from './compare.ts';
import { concatOp, type ConcatParams } from './concat.ts';
import { conv2dInputGradientOp, conv2dKernelGradientOp, conv2dOp, type Conv2dGradientParams } from './conv2d.ts';
import type { Conv2dParams } from './conv2dProducts.ts';
import type { NoParams } from './elementwise.ts';
import { cosOp, erfOp, expm1Op, expOp, log1pOp, logOp, powOp, sinOp, sqrtOp, squareOp } from './functions.ts';
import { gatherOp, scatterAddOp, type GatherParams, type ScatterParams } from './gather.ts';
import { matmulOp } from './matmul.ts';
import type { MatMulParams } from './matmulLowering.ts';
import { maxPool2dOp, maxPool2dPlaceOp, maxPool2dTakeOp } from './maxPool2d.ts';
import { oneHotOp, type OneHotParams } from './oneHot.ts';
import type { PoolParams } from './poolWindow.ts';
import { randomUniformOp, type UniformParams } from './randomUniform.ts';
import { argmaxOp, argminOp, logsumexpOp, maxOp, meanOp, minOp, sumOp, varianceOp, type ReduceParams } from './reduce.ts';
import { reshapeOp } from './reshape.ts';
import { padOp, sliceOp, type BlockParams, type PadParams } from './slice.ts';
import { logSoftmaxOp, softmaxOp, type AxisParams } from './softmax.ts';
import { transposeOp, type TransposeParams } from './transpose.ts';

/** The parameters of every operation; the elementwise ones have none. */
export interface OpParams extends Record<Elementwise, NoParams>, Record<Reduction, ReduceParams> {
  readonly softmax: AxisParams; readonly logSoftmax: AxisParams;
  readonly matmul: MatMulParams;
  readonly conv2d: Conv2dParams;
  readonly conv2dInputGradient: Conv2dGradientParams; readonly conv2dKernelGradient: Conv2dGradientParams;
  readonly maxPool2d: PoolParams; readonly maxPool2dPlace: PoolParams; readonly maxPool2dTake: PoolParams;
  readonly averagePool2d: AveragePoolParams;
  readonly averagePool2dSpread: AveragePoolSpreadParams;
  readonly gather: GatherParams;
  readonly scatterAdd: ScatterParams;
  readonly oneHot: OneHotParams;
  readonly randomUniform: UniformParams;
  readonly broadcastTo: ShapeParams; readonly sumTo: ShapeParams; readonly reshape: ShapeParams;
  readonly transpose: TransposeParams;
  readonly slice: BlockParams;
  readonly pad: PadParams;
  readonly concat: ConcatParams;
  readonly cast: CastParams;
}
type Elementwise =
  | 'add' | 'sub' | 'mul' | 'div' | 'neg' | 'abs' | 'sign' | 'maximum' | 'minimum' | 'equal' | 'notEqual' | 'less' | 'lessEqual'
  | 'greater' | 'greaterEqual' | 'where' | 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'square' | 'sin' | 'cos' | 'erf' | 'pow'
  | 'tanh' | 'sigmoid' | 'softplus' | 'relu' | 'gelu';
type Reduction =
  | 'sum' | 'mean' | 'max' | 'min' | 'argmax' | 'argmin' | 'logsumexp' | 'variance';

/** The name of every operation there is. */
export type OpName = keyof OpParams;

/** The parameters an operation takes. */
export type ParamsOf<N extends OpName> = OpParams[N];

/** Every operation there is, under its name. */
export const ops: { readonly [N in OpName]: Op<OpParams[N]> } = {
  add: addOp, sub: subOp, mul: mulOp, div: divOp, neg: negOp, abs: absOp, sign: signOp, maximum: maximumOp, minimum: minimumOp,
  equal: equalOp, notEqual: notEqualOp, less: lessOp, lessEqual: lessEqualOp, greater: greaterOp, greaterEqual: greaterEqualOp, where: whereOp,
  exp: expOp, expm1: expm1Op, log: logOp, log1p: log1pOp, sqrt: sqrtOp, square: squareOp, sin: sinOp, cos: cosOp, erf: erfOp, pow: powOp,
  tanh: tanhOp, sigmoid: sigmoidOp, softplus: softplusOp, relu: reluOp, gelu: geluOp,
  sum: sumOp, mean: meanOp, max: maxOp, min: minOp, argmax: argmaxOp, argmin: argminOp, logsumexp: logsumexpOp, variance: varianceOp,
  softmax: softmaxOp, logSoftmax: logSoftmaxOp, matmul: matmulOp,
  conv2d: conv2dOp, conv2dInputGradient: conv2dInputGradientOp, conv2dKernelGradient: conv2dKernelGradientOp,
  maxPool2d: maxPool2dOp, maxPool2dPlace: maxPool2dPlaceOp, maxPool2dTake: maxPool2dTakeOp,
  averagePool2d: averagePool2dOp, averagePool2dSpread: averagePool2dSpreadOp,
  gather: gatherOp, scatterAdd: scatterAddOp, oneHot: oneHotOp, randomUniform: randomUniformOp,
  broadcastTo: broadcastToOp, sumTo: sumToOp, reshape: reshapeOp, transpose: transposeOp, slice: sliceOp, pad: padOp, concat: concatOp, cast: castOp,
};
