import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NdArray, sizeOf, type DType, type Shape } from '../array/index.ts';
import { operators, type Attributes } from '../exchange/onnx/operators.ts';
import { record } from '../program/index.ts';
import { ops } from './index.ts';

type Operand = readonly [shape: Shape, place: number, type?: DType | 'bool'];
type Vector = readonly [operator: string, name: string, attributes: Attributes, inputs: readonly (Operand | null)[], outputs: readonly Operand[]];

interface Fixture {
  readonly vectors: readonly Vector[];
  readonly arrays: readonly (readonly (number | string)[])[];
}

const { vectors, arrays } = JSON.parse(readFileSync(new URL('__fixtures__/onnx.json', import.meta.url), 'utf8')) as Fixture;
const constructors = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Int32Array } as const;

// ONNX's own float32 results are rounded at every step, ours once. Where they stand for one function of each number,
// both may miss it by an ulp or so
const functions = ['Cos', 'Elu', 'Erf', 'Exp', 'Gelu', 'Log', 'Mish', 'Pow', 'Reciprocal', 'Sigmoid', 'Sin', 'Softplus', 'Softsign', 'Sqrt', 'Tan', 'Tanh'];
// where terms are added up, their error is one of the terms' size: some ulps of the greatest number there
const sums = [
  'AveragePool', 'BatchNormalization', 'Conv', 'Gemm', 'GlobalAveragePool', 'LogSoftmax', 'MatMul', 'Mean', 'MeanVarianceNormalization', 'ReduceL1',
  'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMean', 'ReduceSum', 'ReduceSumSquare', 'Softmax', 'Sum',
];

function read([shape, place, type = 'float32']: Operand): NdArray {
  return new NdArray(constructors[type].from(arrays[place].slice(0, sizeOf(shape)).map(Number)), shape);
}

function run([operator, , attributes, inputs, outputs]: Vector): readonly NdArray[] {
  const operands = inputs.map((input) => (input === null ? undefined : read(input))) as readonly NdArray[];
  const found = operators[operator](operands, { ...attributes, outputs: outputs.length });
  return found instanceof NdArray || !Array.isArray(found) ? [found as NdArray] : found as readonly NdArray[];
}

/** The numbers that differ by more than the operator may, as pairs. */
function differing(operator: string, found: NdArray, expected: NdArray): (readonly number[])[] {
  const ulp = expected.dtype === 'float32' ? 2 ** -23 : 2 ** -52;
  const pairs = Array.from(expected.data, (value, i) => [found.data[i], value] as const);
  const greatest = Math.max(0, ...pairs.map(([, b]) => Math.abs(b)).filter(Number.isFinite));
  return pairs.filter(([a, b]) => {
    const allowed = functions.includes(operator) ? 2 * ulp * Math.abs(b) : sums.includes(operator) ? 4 * ulp * greatest : 0;
    return !(Object.is(a, b) || a === b || (Number.isFinite(b) && Math.abs(a - b) <= allowed));
  });
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test.each(Object.keys(operators))('the vectors that ONNX published of %s are met, in numbers, shape and type', (operator) => {
  const own = vectors.filter(([name]) => name === operator);
  expect(own.length).toBeGreaterThan(0);
  for (const vector of own) {
    const found = run(vector);
    expect(found.length, vector[1]).toBe(vector[4].length);
    vector[4].forEach((output, i) => {
      const expected = read(output);
      // ONNX compares to booleans, we to 1 and 0 in the type of what is compared
      const type = output[2] === 'bool' ? read(vector[3][0] as Operand).dtype : expected.dtype;
      expect([found[i].shape, found[i].dtype], vector[1]).toEqual([expected.shape, type]);
      expect(differing(operator, found[i], expected), vector[1]).toEqual([]);
    });
  }
});

test('no operator loses vectors', () => {
  expect(count(vectors.map(([operator]) => operator))).toEqual({
    Abs: 1, Add: 6, ArgMax: 8, ArgMin: 8, AveragePool: 7, BatchNormalization: 7, Cast: 4, Clip: 10, Concat: 13, Conv: 25, Cos: 2, Div: 3, Elu: 4,
    Equal: 2, Erf: 1, Exp: 3, Expand: 6, Flatten: 11, Gather: 5, Gelu: 2, Gemm: 12, GlobalAveragePool: 2, GlobalMaxPool: 2, Greater: 2,
    GreaterOrEqual: 2, Less: 2, LessOrEqual: 2, Log: 2, LogSoftmax: 10, MatMul: 4, Max: 8, MaxPool: 8, Mean: 3, MeanVarianceNormalization: 1,
    Min: 8, Mish: 1, Mul: 3, Neg: 2, OneHot: 3, Pad: 5, Pow: 11, Reciprocal: 2, ReduceL1: 9, ReduceL2: 9, ReduceLogSum: 5, ReduceLogSumExp: 9,
    ReduceMax: 9, ReduceMean: 10, ReduceMin: 9, ReduceSum: 14, ReduceSumSquare: 9, Relu: 3, Reshape: 10, Sigmoid: 3, Sign: 2, Sin: 2, Slice: 7,
    Softmax: 10, Softplus: 3, Softsign: 2, Split: 17, Sqrt: 3, Squeeze: 2, Sub: 3, Sum: 3, Tan: 2, Tanh: 3, Transpose: 8, Unsqueeze: 7, Where: 2,
  });
});

test('every operation meets vectors, but those that ONNX has not, and the gradients', () => {
  const met = vectors.flatMap((vector) => {
    const { equations } = record(() => run(vector), []);
    return [...new Set(equations.map(({ op }) => op.name))];
  });
  const unmet = Object.keys(ops).filter((name) => !met.includes(name));
  expect(unmet).toEqual([
    'notEqual', 'log1p', 'conv2dInputGradient', 'conv2dKernelGradient', 'maxPool2dPlace', 'maxPool2dTake', 'averagePool2dSpread', 'scatterAdd', 'randomUniform', 'sumTo',
  ]);
});
