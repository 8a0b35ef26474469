/**
 * The calls that kernels understand, as the host writes them: 32-bit words, in the order of the classes in assembly/.
 * Knows no memory and no threads.
 */

const gemm = [
  'm', 'n', 'k', 'a', 'aRow', 'aColumn', 'aBatch', 'b', 'bRow', 'bColumn', 'bBatch', 'c', 'cRow', 'cBatch',
  'accumulate', 'biasKind', 'bias', 'activation', 'blockRows', 'blockColumns', 'blockDepth', 'inPlace',
] as const;

const conv2d = [
  'images', 'groups', 'inputs', 'outputs', 'height', 'width', 'kernelHeight', 'kernelWidth', 'outHeight', 'outWidth',
  'strideHeight', 'strideWidth', 'padTop', 'padLeft', 'dilationHeight', 'dilationWidth',
  'x', 'weights', 'y', 'biasKind', 'bias', 'activation', 'blockColumns', 'blockImages', 'blockDepth',
] as const;

const map = ['length', 'chunkLength', 'blockLength', 'n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'operands', 'registers', 'steps'] as const;

const reduce = [
  'op', 'x', 'y', 'rows', 'columns', 'columnStep', 'length', 'blockRows', 'blockColumns',
  'kept0', 'kept1', 'kept2', 'kept3', 'kept4', 'kept5', 'keptStep0', 'keptStep1', 'keptStep2', 'keptStep3', 'keptStep4', 'keptStep5',
  'reduced0', 'reduced1', 'reduced2', 'reduced3', 'reduced4', 'reduced5',
  'reducedStep0', 'reducedStep1', 'reducedStep2', 'reducedStep3', 'reducedStep4', 'reducedStep5',
] as const;

const pool2d = [
  'op', 'planes', 'height', 'width', 'sizeHeight', 'sizeWidth', 'outHeight', 'outWidth', 'strideHeight', 'strideWidth',
  'padTop', 'padLeft', 'countPadding', 'x', 'v', 'y', 'blockPlanes',
] as const;

const copy = [
  'op', 'sizeX', 'sizeY', 'n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'blockRows', 'blockColumns',
  'x', 'x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'y', 'y0', 'y1', 'y2', 'y3', 'y4', 'y5',
] as const;

const fill = ['y', 'length', 'size', 'low', 'high', 'block'] as const;

const gram = [
  'rows', 'features', 'targets', 'x', 'y', 'roots', 'scales', 'shifts', 'products', 'partRows', 'blockPanels', 'depth',
] as const;

const fold = ['length', 'parts', 'from', 'total', 'lost', 'block'] as const;

const residual = ['rows', 'features', 'targets', 'x', 'y', 'weights', 'center', 'coef', 'offset', 'sums', 'partRows'] as const;

const checkIndices = ['indices', 'count', 'length', 'place', 'found'] as const;

const gather = ['x', 'indices', 'y', 'before', 'length', 'count', 'bytes', 'block'] as const;

const scatterAdd = ['g', 'indices', 'y', 'sums', 'before', 'count', 'length', 'after', 'blockBefore', 'blockLength'] as const;

const oneHot = ['indices', 'y', 'count', 'depth', 'size', 'low', 'high', 'block'] as const;

const nearest = [
  'metric', 'rows', 'width', 'clusters', 'groups', 'blockRows', 'firstBlock',
  'x', 'weights', 'centers', 'begins', 'groupOf', 'rank', 'drift', 'safe', 'labels', 'distances', 'lower', 'parts',
] as const;

const candidates = ['metric', 'rows', 'width', 'count', 'blockRows', 'x', 'weights', 'candidates', 'closest', 'distances', 'costs'] as const;

const uniform = ['key', 'y', 'length', 'stream', 'block'] as const;

const logistic = ['rows', 'features', 'outputs', 'x', 'codes', 'weights', 'theta', 'sums', 'curvature', 'partRows'] as const;

const columns = ['rows', 'features', 'x', 'weights', 'center', 'factor', 'sums', 'partRows'] as const;

const parts = ['length', 'parts', 'from', 'to'] as const;

/** Kernel → its number. */
export const kernels = {
  gemmFloat32: 0, gemmFloat64: 1,
  conv2dFloat32: 2, conv2dFloat64: 3,
  conv2dInputGradientFloat32: 4, conv2dInputGradientFloat64: 5,
  conv2dKernelGradientFloat32: 6, conv2dKernelGradientFloat64: 7,
  addPartsFloat32: 8, addPartsFloat64: 9,
  depthwiseFloat32: 10, depthwiseFloat64: 11,
  depthwiseInputGradientFloat32: 12, depthwiseInputGradientFloat64: 13,
  depthwiseKernelGradientFloat32: 14, depthwiseKernelGradientFloat64: 15,
  mapFloat32: 16, mapFloat64: 17,
  reduceFloat32: 18, reduceFloat64: 19,
  pool2dFloat32: 20, pool2dFloat64: 21,
  mapInt32: 22,
  copy: 23, fill: 24,
  argReduceFloat32: 25, argReduceFloat64: 26, argReduceInt32: 27,
  gramFloat64: 28, foldFloat64: 29, residualFloat64: 30,
  checkIndices: 31, gather: 32, scatterAddFloat32: 33, scatterAddFloat64: 34, scatterAddInt32: 35, oneHot: 36,
  nearestFloat64: 37, candidatesFloat64: 38,
  uniformFloat32: 39, uniformFloat64: 40,
  logisticFloat64: 41, momentsFloat64: 42, standardiseFloat64: 43,
} as const;

export type KernelName = keyof typeof kernels;

/** The words that follow [number, chunks], by what the kernel's name starts with. Addresses in bytes, strides in elements. */
const families = { gemm, conv2d, depthwise: conv2d, addParts: parts, map, reduce, argReduce: reduce, pool2d, copy, fill, gram, fold, residual, checkIndices, gather, scatterAdd, oneHot, nearest, candidates, uniform, logistic, moments: columns, standardise: columns };

type Words<K extends KernelName> =
  K extends `gemm${string}` ? typeof gemm
  : K extends `conv2d${string}` | `depthwise${string}` ? typeof conv2d
  : K extends `addParts${string}` ? typeof parts
  : K extends `reduce${string}` | `argReduce${string}` ? typeof reduce
  : K extends `pool2d${string}` ? typeof pool2d
  : K extends 'copy' ? typeof copy
  : K extends 'fill' ? typeof fill
  : K extends `gram${string}` ? typeof gram
  : K extends `fold${string}` ? typeof fold
  : K extends `residual${string}` ? typeof residual
  : K extends 'checkIndices' ? typeof checkIndices
  : K extends 'gather' ? typeof gather
  : K extends `scatterAdd${string}` ? typeof scatterAdd
  : K extends 'oneHot' ? typeof oneHot
  : K extends `nearest${string}` ? typeof nearest
  : K extends `candidates${string}` ? typeof candidates
  : K extends `uniform${string}` ? typeof uniform
  : K extends `logistic${string}` ? typeof logistic
  : K extends `moments${string}` | `standardise${string}` ? typeof columns
  : typeof map;

export type KernelArguments<K extends KernelName> = { readonly [word in Words<K>[number]]: number };

export type Refuse = (place: number, found: number) => Error;

/** Bytes from the start of a call of checkIndices to its last two words: the place, −1 where nothing is to be refused, and what is there. */
export const refusedBytes: number = 4 * (2 + checkIndices.indexOf('place'));

/**
 * A kernel, its arguments, and in how many chunks, which may run at the same time, it is cut. Where a call has lists
 * of any length (operands and steps of map), their words follow the others. checkIndices may find that the run was in
 * vain: then `refuse`, given its last two words, makes the error to be thrown.
 */
export type KernelCall = {
  readonly [K in KernelName]: { readonly kernel: K; readonly chunks: number; readonly words: KernelArguments<K>; readonly tail?: readonly number[]; readonly refuse?: Refuse };
}[KernelName];

/** Kernel → the names of its words. */
const namesOf = Object.fromEntries(Object.keys(kernels).map((kernel) =>
  [kernel, Object.entries<readonly string[]>(families).find(([family]) => kernel.startsWith(family))![1]])) as Record<KernelName, readonly string[]>;

/** The words of a call, to be written at any address that is a multiple of 4. */
export function encodeCall({ kernel, chunks, words, tail = [] }: KernelCall): Int32Array {
  const names = namesOf[kernel];
  const values: Readonly<Record<string, number>> = words;
  const encoded = new Int32Array(2 + names.length + tail.length);
  encoded[0] = kernels[kernel];
  encoded[1] = chunks;
  for (let i = 0; i < names.length; i++) encoded[2 + i] = values[names[i]];
  encoded.set(tail, 2 + names.length);
  return encoded;
}
