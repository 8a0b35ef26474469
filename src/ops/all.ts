/** Every operation by name: what tests, kernels and file formats go through. */
import type { Op } from '../program/index.ts';
import { geluOp, reluOp, sigmoidOp, softplusOp, tanhOp } from './activations.ts';
import { absOp, addOp, divOp, maximumOp, minimumOp, mulOp, negOp, signOp, subOp } from './arithmetic.ts';
import { averagePool2dOp, averagePool2dSpreadOp } from './averagePool2d.ts';
import { broadcastToOp, sumToOp } from './broadcast.ts';
import { castOp } from './cast.ts';
import { equalOp, greaterEqualOp, greaterOp, lessEqualOp, lessOp, notEqualOp, whereOp } from './compare.ts';
import { concatOp } from './concat.ts';
import { conv2dInputGradientOp, conv2dKernelGradientOp, conv2dOp } from './conv2d.ts';
import { cosOp, erfOp, expm1Op, expOp, log1pOp, logOp, powOp, sinOp, sqrtOp, squareOp } from './functions.ts';
import { gatherOp, scatterAddOp } from './gather.ts';
import { matmulOp } from './matmul.ts';
import { maxPool2dOp, maxPool2dPlaceOp, maxPool2dTakeOp } from './maxPool2d.ts';
import { oneHotOp } from './oneHot.ts';
import { argmaxOp, argminOp, logsumexpOp, maxOp, meanOp, minOp, sumOp, varianceOp } from './reduce.ts';
import { reshapeOp } from './reshape.ts';
import { padOp, sliceOp } from './slice.ts';
import { logSoftmaxOp, softmaxOp } from './softmax.ts';
import { transposeOp } from './transpose.ts';

export const ops = {
  add: addOp, sub: subOp, mul: mulOp, div: divOp, neg: negOp, abs: absOp, sign: signOp, maximum: maximumOp, minimum: minimumOp,
  equal: equalOp, notEqual: notEqualOp, less: lessOp, lessEqual: lessEqualOp, greater: greaterOp, greaterEqual: greaterEqualOp, where: whereOp,
  exp: expOp, expm1: expm1Op, log: logOp, log1p: log1pOp, sqrt: sqrtOp, square: squareOp, sin: sinOp, cos: cosOp, erf: erfOp, pow: powOp,
  tanh: tanhOp, sigmoid: sigmoidOp, softplus: softplusOp, relu: reluOp, gelu: geluOp,
  sum: sumOp, mean: meanOp, max: maxOp, min: minOp, argmax: argmaxOp, argmin: argminOp, logsumexp: logsumexpOp, variance: varianceOp,
  softmax: softmaxOp, logSoftmax: logSoftmaxOp, matmul: matmulOp,
  conv2d: conv2dOp, conv2dInputGradient: conv2dInputGradientOp, conv2dKernelGradient: conv2dKernelGradientOp,
  maxPool2d: maxPool2dOp, maxPool2dPlace: maxPool2dPlaceOp, maxPool2dTake: maxPool2dTakeOp,
  averagePool2d: averagePool2dOp, averagePool2dSpread: averagePool2dSpreadOp,
  gather: gatherOp, scatterAdd: scatterAddOp, oneHot: oneHotOp,
  broadcastTo: broadcastToOp, sumTo: sumToOp, reshape: reshapeOp, transpose: transposeOp, slice: sliceOp, pad: padOp, concat: concatOp, cast: castOp,
};

/** The name of every operation there is. */
export type OpName = keyof typeof ops;

/** The parameters an operation takes. */
export type ParamsOf<N extends OpName> = (typeof ops)[N] extends Op<infer P> ? P : never;
