/** Convolution and its gradients as calls of their kernels: sizes in the kernels' words. Computes nothing. */
import { sizeOf, type Shape } from '../array/index.ts';
import {
  conv2dForwardWork, conv2dInputGradientWork, conv2dKernelGradientWork, conv2dPartsBytes, type Conv2dGeometry,
} from '../kernels/index.ts';
import type { ArrayType, Epilogue, Lowering } from '../program/index.ts';
import type { Conv2dParams } from './conv2dProducts.ts';

/** A third operand is a bias, one number per output channel. */
export function lowerConv2d([x, k, bias]: readonly ArrayType[], { shape, dtype }: ArrayType, params: Conv2dParams, epilogue?: Epilogue): Lowering | undefined {
  const g = geometry(x.shape, k.shape, shape, params);
  if (dtype === 'int32' || g === undefined) return undefined;
  if (bias !== undefined && (bias.shape.at(-3) !== shape[1] || sizeOf(bias.shape) !== shape[1])) return undefined;
  return {
    calls: ({ inputs, output }) => {
      const at = { x: inputs[0], weights: inputs[1], y: output, ...(bias === undefined ? {} : { bias: inputs[2] }) };
      return conv2dForwardWork(g, dtype, at, epilogue?.relu === true ? 'relu' : 'none');
    },
  };
}

export function lowerConv2dInputGradient({ shape, dtype }: ArrayType, k: Shape, y: Shape, params: Conv2dParams): Lowering | undefined {
  const g = geometry(shape, k, y, params);
  if (dtype === 'int32' || g === undefined) return undefined;
  return { calls: ({ inputs, output }) => conv2dInputGradientWork(g, dtype, { x: output, weights: inputs[1], y: inputs[0] }) };
}

export function lowerConv2dKernelGradient(x: Shape, { shape, dtype }: ArrayType, y: Shape, params: Conv2dParams): Lowering | undefined {
  const g = geometry(x, shape, y, params);
  if (dtype === 'int32' || g === undefined) return undefined;
  return {
    workBytes: conv2dPartsBytes(g, dtype),
    calls: ({ inputs, output, work }) => conv2dKernelGradientWork(g, dtype, { x: inputs[0], weights: output, y: inputs[1], parts: work }),
  };
}

/** undefined where nothing is to be added up: kernels take sizes of at least 1. */
function geometry(x: Shape, k: Shape, y: Shape, { stride, padding, dilation, groups }: Conv2dParams): Conv2dGeometry | undefined {
  if ([...x, ...k, ...y].includes(0)) return undefined;
  return {
    images: x[0], groups, inputs: k[1], outputs: k[0] / groups,
    height: x[2], width: x[3], kernelHeight: k[2], kernelWidth: k[3], outHeight: y[2], outWidth: y[3],
    strideHeight: stride[0], strideWidth: stride[1], padTop: padding[0], padLeft: padding[3], dilationHeight: dilation[0], dilationWidth: dilation[1],
  };
}
