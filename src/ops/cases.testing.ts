/** Sample cases of every operation: an operation without an entry here does not compile. */
import { array, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { generator } from '../random/index.ts';
import type { OpName, ParamsOf } from './index.ts';

export interface Case<P> {
  /** The operands' shapes. */
  readonly shapes: readonly Shape[];
  readonly params: P;
  /** Where the floats lie. Default [−2, 2]. They keep a distance from each other and from 0, so that no kink is near. */
  readonly domain?: readonly [number, number];
  /** Operands of indices: operand → how many there are to choose from. */
  readonly indices?: Readonly<Record<number, number>>;
  /** Operands of 0 and 1. */
  readonly masks?: readonly number[];
}

const elementwise = [{ shapes: [[2, 3]], params: {} }, { shapes: [[]], params: {} }, { shapes: [[0]], params: {} }];
const positive = elementwise.map((one) => ({ ...one, domain: [0.2, 3] as const }));
const broadcasting = [[[2, 3], [2, 3]], [[2, 3], [3]], [[], [2, 2]], [[4, 1, 2], [3, 1]], [[1, 3], [2, 1, 1]], [[0, 2], [1]]].map((shapes) => ({ shapes, params: {} }));
const reductions = [
  { shapes: [[2, 3]], params: { axes: [0, 1], keepDims: false } }, { shapes: [[2, 3, 2]], params: { axes: [1], keepDims: false } },
  { shapes: [[2, 3, 2]], params: { axes: [0, 2], keepDims: true } }, { shapes: [[4]], params: { axes: [], keepDims: false } },
];
const rows = [{ shapes: [[4]], params: { axis: 0 } }, { shapes: [[2, 3, 2]], params: { axis: 1 } }, { shapes: [[2, 5]], params: { axis: 1 } }];
const plain = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 } as const;
const strided = { stride: [2, 1], padding: [1, 0, 2, 1], dilation: [1, 2], groups: 1 } as const;
const grouped = { ...plain, padding: [1, 1, 1, 1], groups: 2 } as const;
const touching = { size: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] } as const;
const overlapping = { size: [3, 2], stride: [1, 2], padding: [2, 1, 1, 0] } as const;

/** Per operation, at least one case. */
export const cases: { readonly [N in OpName]: readonly [Case<ParamsOf<N>>, ...Case<ParamsOf<N>>[]] } = {
  add: some(broadcasting), sub: some(broadcasting), mul: some(broadcasting), maximum: some(broadcasting), minimum: some(broadcasting),
  div: some(broadcasting.map((one) => ({ ...one, domain: [0.5, 2] }))),
  pow: some(broadcasting.map((one) => ({ ...one, domain: [0.5, 2] }))),
  equal: some(broadcasting), notEqual: some(broadcasting), less: some(broadcasting), lessEqual: some(broadcasting), greater: some(broadcasting), greaterEqual: some(broadcasting),
  where: [{ shapes: [[2, 3], [2, 3], [2, 3]], params: {}, masks: [0] }, { shapes: [[3], [2, 1], []], params: {}, masks: [0] }],
  neg: some(elementwise), abs: some(elementwise), sign: some(elementwise), exp: some(elementwise), expm1: some(elementwise), square: some(elementwise),
  sin: some(elementwise), cos: some(elementwise), erf: some(elementwise), tanh: some(elementwise), sigmoid: some(elementwise),
  softplus: some(elementwise), relu: some(elementwise), gelu: some(elementwise),
  log: some(positive), log1p: some(positive), sqrt: some(positive),
  sum: some(reductions), mean: some(reductions), max: some(reductions), min: some(reductions), argmax: some(reductions), argmin: some(reductions),
  logsumexp: some(reductions), variance: some(reductions),
  softmax: some(rows), logSoftmax: some(rows),
  matmul: [
    { shapes: [[2, 3], [3, 4]], params: { transposeA: false, transposeB: false } }, { shapes: [[3, 2], [3, 4]], params: { transposeA: true, transposeB: false } },
    { shapes: [[2, 3], [4, 3]], params: { transposeA: false, transposeB: true } }, { shapes: [[3, 2], [4, 3]], params: { transposeA: true, transposeB: true } },
    { shapes: [[2, 1, 2, 3], [3, 3, 2]], params: { transposeA: false, transposeB: false } }, { shapes: [[2, 2], [3, 1, 2]], params: { transposeA: true, transposeB: true } },
    { shapes: [[2, 0], [0, 2]], params: { transposeA: false, transposeB: false } },
  ],
  conv2d: [
    { shapes: [[2, 2, 4, 3], [3, 2, 2, 2]], params: plain }, { shapes: [[1, 2, 5, 4], [2, 2, 2, 2]], params: strided }, { shapes: [[1, 4, 3, 3], [2, 2, 3, 2]], params: grouped },
  ],
  conv2dInputGradient: [
    { shapes: [[2, 3, 3, 2], [3, 2, 2, 2]], params: { ...plain, shape: [2, 2, 4, 3] } }, { shapes: [[1, 2, 4, 3], [2, 2, 2, 2]], params: { ...strided, shape: [1, 2, 5, 4] } },
    { shapes: [[1, 2, 3, 4], [2, 2, 3, 2]], params: { ...grouped, shape: [1, 4, 3, 3] } },
  ],
  conv2dKernelGradient: [
    { shapes: [[2, 2, 4, 3], [2, 3, 3, 2]], params: { ...plain, shape: [3, 2, 2, 2] } }, { shapes: [[1, 2, 5, 4], [1, 2, 4, 3]], params: { ...strided, shape: [2, 2, 2, 2] } },
    { shapes: [[1, 4, 3, 3], [1, 2, 3, 4]], params: { ...grouped, shape: [2, 2, 3, 2] } },
  ],
  maxPool2d: [{ shapes: [[2, 2, 4, 5]], params: touching }, { shapes: [[1, 2, 4, 5]], params: overlapping }],
  maxPool2dPlace: [{ shapes: [[2, 2, 2, 2], [2, 2, 4, 5]], params: touching }, { shapes: [[1, 2, 5, 3], [1, 2, 4, 5]], params: overlapping }],
  maxPool2dTake: [{ shapes: [[2, 2, 4, 5], [2, 2, 4, 5]], params: touching }, { shapes: [[1, 2, 4, 5], [1, 2, 4, 5]], params: overlapping }],
  averagePool2d: [{ shapes: [[2, 2, 4, 5]], params: { ...touching, countPadding: true } }, { shapes: [[1, 2, 4, 5]], params: { ...overlapping, countPadding: true } }, { shapes: [[1, 2, 4, 5]], params: { ...overlapping, countPadding: false } }],
  averagePool2dSpread: [{ shapes: [[2, 2, 2, 2]], params: { ...touching, countPadding: true, shape: [2, 2, 4, 5] } }, { shapes: [[1, 2, 5, 3]], params: { ...overlapping, countPadding: false, shape: [1, 2, 4, 5] } }],
  gather: [{ shapes: [[4, 3], [5]], params: { axis: 0 }, indices: { 1: 4 } }, { shapes: [[2, 3, 2], [2, 2]], params: { axis: 1 }, indices: { 1: 3 } }, { shapes: [[4], []], params: { axis: 0 }, indices: { 1: 4 } }],
  scatterAdd: [{ shapes: [[5, 3], [5]], params: { axis: 0, length: 4 }, indices: { 1: 4 } }, { shapes: [[2, 2, 2, 2], [2, 2]], params: { axis: 1, length: 3 }, indices: { 1: 3 } }],
  oneHot: [{ shapes: [[4]], params: { depth: 3, dtype: 'float32' }, indices: { 0: 3 } }, { shapes: [[2, 2]], params: { depth: 2, dtype: 'float64' }, indices: { 0: 2 } }],
  randomUniform: [{ shapes: [[2]], params: { shape: [3, 7], stream: 0, dtype: 'float32' }, indices: { 0: 1000 } }, { shapes: [[2]], params: { shape: [5], stream: 3, dtype: 'float64' }, indices: { 0: 1000 } }, { shapes: [[2]], params: { shape: [], stream: 1, dtype: 'float32' }, indices: { 0: 9 } }],
  broadcastTo: [{ shapes: [[3]], params: { shape: [2, 3] } }, { shapes: [[2, 1]], params: { shape: [4, 2, 3] } }, { shapes: [[]], params: { shape: [2] } }],
  sumTo: [{ shapes: [[2, 3]], params: { shape: [3] } }, { shapes: [[4, 2, 3]], params: { shape: [2, 1] } }, { shapes: [[2]], params: { shape: [] } }],
  reshape: [{ shapes: [[2, 3]], params: { shape: [3, 2] } }, { shapes: [[1]], params: { shape: [] } }],
  transpose: [{ shapes: [[2, 3]], params: { axes: [1, 0] } }, { shapes: [[2, 3, 4]], params: { axes: [2, 0, 1] } }],
  slice: [{ shapes: [[4, 5]], params: { begin: [1, 0], step: [1, 2], shape: [2, 3] } }, { shapes: [[3]], params: { begin: [3], step: [1], shape: [0] } }],
  pad: [{ shapes: [[2, 3]], params: { begin: [1, 0], step: [1, 2], shape: [4, 5], value: 0 } }, { shapes: [[2]], params: { begin: [1], step: [1], shape: [4], value: 7 } }],
  concat: [{ shapes: [[2, 3], [1, 3]], params: { axis: 0 } }, { shapes: [[2, 1, 2], [2, 3, 2], [2, 0, 2]], params: { axis: 1 } }],
  cast: [{ shapes: [[3]], params: { dtype: 'float64', from: 'float64' } }],
};

/** The operands of a case: floats at distinct places of the domain, indices, masks. */
export function operandsOf<P>({ shapes, domain = [-2, 2], indices = {}, masks = [] }: Case<P>, seed = 0): NdArray[] {
  const random = generator(seed, 'cases');
  const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const places = random.permutation(total);
  let used = 0;
  return shapes.map((shape, operand) => {
    const numbers = Float64Array.from({ length: sizeOf(shape) }, () => {
      const place = places[used++];
      if (operand in indices) return random.below(indices[operand]);
      return masks.includes(operand) ? place % 2 : domain[0] + ((domain[1] - domain[0]) * (place + 0.3)) / total;
    });
    return array(operand in indices ? Int32Array.from(numbers) : numbers, shape);
  });
}

function some<P>(list: readonly Case<P>[]): readonly [Case<P>, ...Case<P>[]] {
  return list as unknown as readonly [Case<P>, ...Case<P>[]];
}
