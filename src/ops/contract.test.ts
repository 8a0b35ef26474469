import { expect, test } from 'vitest';
import { array, NdArray, type TypedArray } from '../array/index.ts';
import { bind, byReference, isVar, record, type Op } from '../program/index.ts';
import { cases, operandsOf, type Case } from './cases.testing.ts';
import { ops } from './index.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })));

test('every operation is in the table under its own name', () => {
  for (const [name, op] of Object.entries(ops)) expect(op.name).toBe(name);
});

test.each(all)('$name: traced and computed results have one shape and type, and that of the reference', ({ op, one }) => {
  const operands = operandsOf(one);
  const program = record((inputs) => [bind(op, inputs, one.params)], operands);
  const computed = bind(op, operands, one.params);
  expect([computed.shape, computed.dtype]).toEqual([program.outputs[0].shape, program.outputs[0].dtype]);
  expect(isVar(program.outputs[0])).toBe(true);
});

test.each(all)('$name: the reference writes every number, whatever was there, and leaves its operands alone', ({ op, one }) => {
  const operands = operandsOf(one);
  const before = operands.map(({ data }) => data.slice());
  const expected = byReference(() => bind(op, operands, one.params));
  const out = expected.data.slice().fill(77);
  op.reference(out, operands.map(({ data }) => data), one.shapes, one.params, expected.shape);
  expect(out).toEqual(expected.data);
  expect(operands.map(({ data }) => data)).toEqual(before);
});

test.each(all.filter(({ op }) => !['cast', 'oneHot', 'randomUniform'].includes(op.name)))('$name: float32 is the float64 result, rounded once', ({ op, one }) => {
  const operands = operandsOf(one).map((operand) => (operand.dtype === 'int32' ? operand : as(Float32Array, operand)));
  const single = byReference(() => bind(op, operands, one.params));
  const double = byReference(() => bind(op, operands.map((operand) => (operand.dtype === 'int32' ? operand : as(Float64Array, operand))), one.params));
  expect(single.data).toEqual(double.dtype === 'float64' ? Float32Array.from(double.data) : double.data);
});

test.each(all.filter(({ op, one }) => !['cast', 'oneHot'].includes(op.name) && one.shapes.length > 1))('$name: operands of several types are refused', ({ op, one }) => {
  const operands = operandsOf(one);
  operands[operands.length - 1] = operands.at(-1)!.dtype === 'int32' ? as(Float64Array, operands.at(-1)!) : as(Float32Array, operands.at(-1)!);
  expect(() => bind(op, operands, one.params)).toThrow(/^\w+: (operands|a and b) must have one number type; they are float64.* and float32|^\w+: indices must be int32; they are float64/);
});

test('every operation prints its parameters', () => {
  const alike = new Set(['mean', 'max', 'min', 'argmin', 'logsumexp', 'variance', 'logSoftmax']); // to others that are shown
  const printed = all.filter(({ op, one }) => Object.keys(one.params).length > 0 && !alike.has(op.name))
    .map(({ op, one }) => String(record((inputs) => [bind(op, inputs, one.params)], operandsOf(one))).split('\n')[1].trim());
  expect(printed).toMatchInlineSnapshot(`
    [
      "b:[] = sum(a; axes 0, 1)",
      "b:[2, 2] = sum(a; axis 1)",
      "b:[1, 3, 1] = sum(a; axes 0, 2, keepDims)",
      "b:[4] = sum(a; axes none)",
      "b:[] int32 = argmax(a; axes 0, 1)",
      "b:[2, 2] int32 = argmax(a; axis 1)",
      "b:[1, 3, 1] int32 = argmax(a; axes 0, 2, keepDims)",
      "b:[4] int32 = argmax(a; axes none)",
      "b:[4] = softmax(a; axis 0)",
      "b:[2, 3, 2] = softmax(a; axis 1)",
      "b:[2, 5] = softmax(a; axis 1)",
      "c:[2, 4] = matmul(a, b)",
      "c:[2, 4] = matmul(a, b; left transposed)",
      "c:[2, 4] = matmul(a, b; right transposed)",
      "c:[2, 4] = matmul(a, b; left transposed, right transposed)",
      "c:[2, 3, 2, 2] = matmul(a, b)",
      "c:[3, 2, 1] = matmul(a, b; left transposed, right transposed)",
      "c:[2, 2] = matmul(a, b)",
      "c:[2, 3, 3, 2] = conv2d(a, b; stride 1)",
      "c:[1, 2, 4, 3] = conv2d(a, b; stride [2, 1], padding [1, 0, 2, 1], dilation [1, 2])",
      "c:[1, 2, 3, 4] = conv2d(a, b; stride 1, padding 1, groups 2)",
      "c:[2, 2, 4, 3] = conv2dInputGradient(a, b; stride 1)",
      "c:[1, 2, 5, 4] = conv2dInputGradient(a, b; stride [2, 1], padding [1, 0, 2, 1], dilation [1, 2])",
      "c:[1, 4, 3, 3] = conv2dInputGradient(a, b; stride 1, padding 1, groups 2)",
      "c:[3, 2, 2, 2] = conv2dKernelGradient(a, b; stride 1)",
      "c:[2, 2, 2, 2] = conv2dKernelGradient(a, b; stride [2, 1], padding [1, 0, 2, 1], dilation [1, 2])",
      "c:[2, 2, 3, 2] = conv2dKernelGradient(a, b; stride 1, padding 1, groups 2)",
      "b:[2, 2, 2, 2] = maxPool2d(a; size 2, stride 2)",
      "b:[1, 2, 5, 3] = maxPool2d(a; size [3, 2], stride [1, 2], padding [2, 1, 1, 0])",
      "c:[2, 2, 4, 5] = maxPool2dPlace(a, b; size 2, stride 2)",
      "c:[1, 2, 4, 5] = maxPool2dPlace(a, b; size [3, 2], stride [1, 2], padding [2, 1, 1, 0])",
      "c:[2, 2, 2, 2] = maxPool2dTake(a, b; size 2, stride 2)",
      "c:[1, 2, 5, 3] = maxPool2dTake(a, b; size [3, 2], stride [1, 2], padding [2, 1, 1, 0])",
      "b:[2, 2, 2, 2] = averagePool2d(a; size 2, stride 2)",
      "b:[1, 2, 5, 3] = averagePool2d(a; size [3, 2], stride [1, 2], padding [2, 1, 1, 0])",
      "b:[1, 2, 5, 3] = averagePool2d(a; size [3, 2], stride [1, 2], padding [2, 1, 1, 0], padding not counted)",
      "b:[2, 2, 4, 5] = averagePool2dSpread(a; size 2, stride 2)",
      "b:[1, 2, 4, 5] = averagePool2dSpread(a; size [3, 2], stride [1, 2], padding [2, 1, 1, 0], padding not counted)",
      "c:[5, 3] = gather(a, b; axis 0)",
      "c:[2, 2, 2, 2] = gather(a, b; axis 1)",
      "c:[] = gather(a, b; axis 0)",
      "c:[4, 3] = scatterAdd(a, b; axis 0, length 4)",
      "c:[2, 3, 2] = scatterAdd(a, b; axis 1, length 3)",
      "b:[4, 3] float32 = oneHot(a; depth 3)",
      "b:[2, 2, 2] float64 = oneHot(a; depth 2)",
      "b:[3, 7] float32 = randomUniform(a; stream 0, float32)",
      "b:[5] float64 = randomUniform(a; stream 3, float64)",
      "b:[] float32 = randomUniform(a; stream 1, float32)",
      "b:[2, 3] = broadcastTo(a)",
      "b:[4, 2, 3] = broadcastTo(a)",
      "b:[2] = broadcastTo(a)",
      "b:[3] = sumTo(a)",
      "b:[2, 1] = sumTo(a)",
      "b:[] = sumTo(a)",
      "b:[3, 2] = reshape(a)",
      "b:[] = reshape(a)",
      "b:[3, 2] = transpose(a; axes [1, 0])",
      "b:[4, 2, 3] = transpose(a; axes [2, 0, 1])",
      "b:[2, 3] = slice(a; from [1, 0] step [1, 2])",
      "b:[0] = slice(a; from [3])",
      "b:[4, 5] = pad(a; at [1, 0] step [1, 2], value 0)",
      "b:[4] = pad(a; at [1], value 7)",
      "c:[3, 3] = concat(a, b; axis 0)",
      "d:[2, 4, 2] = concat(a, b, c; axis 1)",
      "b:[3] = cast(a; float64)",
    ]
  `);
});

function as(type: { from(numbers: ArrayLike<number>): TypedArray }, { data, shape }: NdArray): NdArray {
  return new NdArray(type.from(data), shape);
}

test('cast rounds to float32, cuts to int32, and takes the rest as it is', () => {
  const x = array([1.1, -1.9, 3e9]);
  expect(bind(ops.cast, [x], { dtype: 'float32', from: 'float64' }).data).toEqual(Float32Array.of(1.1, -1.9, 3e9));
  expect(bind(ops.cast, [x], { dtype: 'int32', from: 'float64' }).data).toEqual(Int32Array.of(1, -1, 3e9));
});
