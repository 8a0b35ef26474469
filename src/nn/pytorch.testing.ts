/** Parameters as PyTorch has them, in numbers that the scripts beside the fixtures make too. */
import { array, NdArray, sizeOf, type Shape } from '../array/index.ts';
import type { FloatType } from './layer.ts';
import type { LayerTrees, Network } from './layers/sequential.ts';
import { leavesOf, mapTree } from './tree.ts';

/** Lehmer's generator: the same numbers as in the scripts, exact in float32. */
export function numbers(seed: number, shape: Shape, scale: number): NdArray {
  let state = seed;
  return array(Float64Array.from({ length: sizeOf(shape) }, () => {
    state = (state * 16807) % 2147483647;
    return (((state % 2001) - 1000) / 1024) * scale;
  }), shape);
}

/** Numbers of seeds 1, 2, …, in PyTorch's layout, in the place of the parameters that a network begins with. */
export function parametersOf(net: Network, dtype: FloatType, scale: number): LayerTrees {
  const { parameters } = net.init(0, dtype);
  const kernels = areKernels(net, leavesOf(parameters));
  let seed = 0;
  return mapTree(({ shape }) => {
    const kernel = kernels[seed++];
    const values = turned(numbers(seed, kernel ? shape.toReversed() : shape, scale), kernel);
    return array(values.data, values.shape, { dtype });
  }, parameters);
}

/** The arrays of parameters, or of gradients of them, in PyTorch's layout. */
export function asPyTorch(net: Network, parameters: LayerTrees): NdArray[] {
  const leaves = leavesOf(parameters);
  const kernels = areKernels(net, leaves);
  return leaves.map((one, i) => turned(one, kernels[i]));
}

/** Matrices are dense kernels, but for the table of an embedding, which comes first. */
function areKernels(net: Network, leaves: readonly NdArray[]): boolean[] {
  return leaves.map(({ shape }, i) => shape.length === 2 && !(net.takesIndices && i === 0));
}

/** A dense kernel lies the other way round in PyTorch. */
function turned({ data, shape }: NdArray, isKernel: boolean): NdArray {
  if (!isKernel) return new NdArray(data, shape);
  const [rows, columns] = shape;
  return new NdArray(data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]), [columns, rows]);
}
