/** Operators besides those with published vectors: what files of ours and of common exporters use. Knows no graph. */
import { NdArray, type Shape } from '../../array/index.ts';
import { add, div, greater, mean, mul, notEqual, sqrt, sub, variance, where } from '../../ops/index.ts';
import { operators, type Operator } from './operators.ts';

const largest = 134_217_728; // numbers that an operator may make out of few

export const allOperators: Readonly<Record<string, Operator>> = {
  ...operators,
  Identity: ([x]) => x,
  Dropout: ([x]) => x,
  IsNaN: ([x]) => notEqual(x, x),
  LeakyRelu: ([x], { alpha = 0.01 }) => where(greater(x, 0), x, mul(x, alpha as number)),
  Not: ([x]) => sub(1, x),
  Shape: ([x], { start = 0, end = x.shape.length }) => {
    const lengths = (x.shape as readonly number[]).slice(start as number, end as number);
    return new NdArray(Int32Array.from(lengths), [lengths.length]);
  },
  LayerNormalization: ([x, scale, shift], { axis = -1, epsilon = 1e-5 }) => {
    const rank = x.shape.length;
    const from = ((axis as number) + rank) % rank;
    const axes = Array.from({ length: rank - from }, (_, i) => from + i);
    const [centre, spread]: NdArray[] = [mean(x, axes, { keepDims: true }), variance(x, axes, { keepDims: true })];
    const scaled: NdArray = mul(div(sub(x, centre), sqrt(add(spread, epsilon as number))), scale);
    return shift === undefined ? scaled : add(scaled, shift);
  },
  Gemm: (inputs, attributes) => (isPlainAffine(inputs, attributes) ? affine(inputs) : operators.Gemm(inputs, attributes)),
  Expand: bounded('Expand', ([, shape]) => Array.from(shape.data)),
  Pad: bounded('Pad', ([x, pads], { pads: older }) => {
    const ends = pads === undefined ? older as readonly number[] ?? [] : Array.from(pads.data);
    return [...x.shape, ends.reduce((product, end) => product * (1 + Math.abs(end)), 1)];
  }),
  OneHot: bounded('OneHot', ([indices, depth]) => [...indices.shape, depth.data[0]]),
};

/** A x with shape [n, k], b with [m, k], c with [m], all float64: what our linear models export. */
function isPlainAffine([a, b, c]: readonly NdArray[], { alpha = 1, beta = 1, transA = 0, transB = 0 }: Readonly<Record<string, unknown>>): boolean {
  return a.dtype === 'float64' && c !== undefined && c.shape.length === 1 && c.shape[0] === b.shape[0] && alpha === 1 && beta === 1 && transA === 0 && transB === 1 &&
    a.shape.length === 2 && b.shape.length === 2 && a.shape[1] === b.shape[1];
}

/** A Bᵀ + c, added in the order in which our linear models predict, c first: the same bits. */
function affine([a, b, c]: readonly NdArray[]): NdArray {
  const [rows, width] = a.shape as Shape;
  const outputs = b.shape[0] as number;
  const sums = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < outputs; k++) {
      let sum = c.data[k];
      for (let j = 0; j < width; j++) sum += a.data[i * width + j] * b.data[k * width + j];
      sums[i * outputs + k] = sum;
    }
  }
  return new NdArray(sums, [rows, outputs]);
}

/** A file of few bytes shall not fill the memory. */
function bounded(name: string, lengthsOf: (inputs: readonly NdArray[], attributes: Parameters<Operator>[1]) => readonly number[]): Operator {
  return (inputs, attributes) => {
    const size = lengthsOf(inputs, attributes).reduce((product, length) => product * Math.max(1, length), 1);
    if (!(size <= largest)) throw new RangeError(`${name} must make at most ${largest} numbers; it would make about ${size}`);
    return operators[name](inputs, attributes);
  };
}
