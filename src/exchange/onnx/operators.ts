/** ONNX's operators said with our operations, those that ONNX publishes test vectors of. Knows no graph. */
import { sizeOf, type NdArray, type Padding } from '../../array/index.ts';
import {
  abs, add, argmax, argmin, averagePool2d, broadcastTo, cast, concat, conv2d, cos, div, equal, erf, exp, expandDims, expm1, flatten, gather, gelu, greater,
  greaterEqual, less, lessEqual, log, logSoftmax, logsumexp, matmul, max, maximum, maxPool2d, mean, min, minimum, mul, neg, oneHot, pad, pow,
  relu, reshape, sigmoid, sign, sin, slice, softmax, softplus, sqrt, square, squeeze, sub, sum, tanh, transpose, variance, where,
  type Conv2dOptions,
} from '../../ops/index.ts';

/** The attributes of a node, read by name. */
export interface Attributes {
  readonly [name: string]: number | string | readonly number[] | undefined;
}

/** An operator: attributes and operands, of which optional ones may be missing, to its outputs. */
export type Operator = (inputs: readonly NdArray[], attributes: Attributes) => NdArray | readonly NdArray[];

type Unary = (x: NdArray) => NdArray;
type Binary = (a: NdArray, b: NdArray | number) => NdArray;
/** The axes are known at run time only, so no type of them is asked for. */
type Reduction = (x: NdArray, axes: never, options: { readonly keepDims: boolean }) => NdArray;

/** Per operator of ONNX that our operations express. */
export const operators: Readonly<Record<string, Operator>> = {
  Abs: of(abs), Cos: of(cos), Erf: of(erf), Exp: of(exp), Gelu: of(gelu), Log: of(log), Neg: of(neg), Relu: of(relu), Sigmoid: of(sigmoid),
  Sign: of(sign), Sin: of(sin), Softplus: of(softplus), Sqrt: of(sqrt), Tanh: of(tanh),
  Add: two(add), Sub: two(sub), Mul: two(mul), Div: two(div), Equal: two(equal), Greater: two(greater), GreaterOrEqual: two(greaterEqual),
  Less: two(less), LessOrEqual: two(lessEqual),
  Max: (inputs) => inputs.reduce((a, b) => maximum(a, b)),
  Min: (inputs) => inputs.reduce((a, b) => minimum(a, b)),
  Sum: (inputs) => inputs.reduce((a, b) => add(a, b)),
  Mean: (inputs) => div(inputs.reduce((a, b) => add(a, b)), inputs.length),
  // ONNX keeps the base's type, ours makes floats of whole numbers
  Pow: ([a, b]) => cast(pow(a, b), a.dtype),
  Where: ([condition, a, b]) => where(condition, a, b),
  Clip: ([x, low, high], { min: least = -Infinity, max: most = Infinity }) => minimum(maximum(x, low ?? (least as number)), high ?? (most as number)),
  Cast: ([x], { to }) => cast(x, to === 11 ? 'float64' : to === 6 || to === 7 ? 'int32' : 'float32'),
  Elu: ([x], { alpha = 1 }) => where(greater(x, 0), x, mul(expm1(x), alpha as number)),
  Mish: ([x]) => mul(x, tanh(softplus(x))),
  Reciprocal: ([x]) => div(1, x),
  Softsign: ([x]) => div(x, add(abs(x), 1)),
  Tan: ([x]) => div(sin(x), cos(x)),

  ReduceSum: reduction(sum), ReduceMean: reduction(mean), ReduceMax: reduction(max), ReduceMin: reduction(min), ReduceLogSumExp: reduction(logsumexp),
  ReduceL1: reduction((x, axes, options) => sum(abs(x), axes, options)),
  ReduceL2: reduction((x, axes, options) => sqrt(sum(square(x), axes, options))),
  ReduceLogSum: reduction((x, axes, options) => log(sum(x, axes, options))),
  ReduceSumSquare: reduction((x, axes, options) => sum(square(x), axes, options)),
  ArgMax: ([x], { axis = 0, keepdims = 1 }) => argmax(x, axis as number, { keepDims: keepdims === 1 }),
  ArgMin: ([x], { axis = 0, keepdims = 1 }) => argmin(x, axis as number, { keepDims: keepdims === 1 }),
  GlobalAveragePool: ([x]) => mean(x, [2, 3], { keepDims: true }),
  GlobalMaxPool: ([x]) => max(x, [2, 3], { keepDims: true }),
  Softmax: ([x], { axis = -1 }) => softmax(x, axis as number),
  LogSoftmax: ([x], { axis = -1 }) => logSoftmax(x, axis as number),
  MeanVarianceNormalization: ([x], { axes = [0, 2, 3] }) => {
    const [centre, spread] = [mean(x, axes as number[], { keepDims: true }), variance(x, axes as number[], { keepDims: true })];
    return div(sub(x, centre), sqrt(spread));
  },
  BatchNormalization: batchNormalization,

  MatMul: ([a, b]) => matmul(a, b),
  Gemm: ([a, b, c], { alpha = 1, beta = 1, transA = 0, transB = 0 }) => {
    const product = mul(matmul(a, b, { transposeA: transA === 1, transposeB: transB === 1 }), alpha as number);
    return c === undefined ? product : add(product, mul(c, beta as number));
  },
  Conv: ([x, kernel, bias], attributes) => onPlanes(x, (image) => {
    const weights = kernel.shape.length === 3 ? expandDims(kernel, 2) : kernel;
    const { stride, padding, dilation } = windowOf(image, weights.shape.slice(2), attributes);
    const settings: Conv2dOptions = { stride, padding, dilation, groups: (attributes['group'] ?? 1) as number };
    return conv2d(image, weights, bias === undefined ? settings : { ...settings, bias });
  }),
  MaxPool: ([x], attributes) => onPlanes(x, (image) => {
    const { size, stride, padding } = windowOf(image, attributes['kernel_shape'] as readonly number[], attributes);
    return maxPool2d(image, size, { stride, padding });
  }),
  AveragePool: ([x], attributes) => onPlanes(x, (image) => {
    const { size, stride, padding } = windowOf(image, attributes['kernel_shape'] as readonly number[], attributes);
    return averagePool2d(image, size, { stride, padding, countPadding: attributes['count_include_pad'] === 1 });
  }),

  Transpose: ([x], { perm }) => (perm === undefined ? transpose(x) : transpose(x, perm as number[])),
  Flatten: ([x], { axis = 1 }) => (axis === 1 ? flatten(x) : reshape(x, [sizeOf(x.shape.slice(0, axis as number)), -1])),
  Reshape: ([x, shape], { allowzero }) => reshape(x, list(shape).map((length, axis) => (length === 0 && allowzero !== 1 ? x.shape[axis] : length))),
  Squeeze: ([x, axes]) => (axes === undefined ? squeeze(x) : squeeze(x, list(axes))),
  Unsqueeze: ([x, axes]) => {
    const rank = x.shape.length + axes.shape[0];
    return list(axes).map((axis) => (axis + rank) % rank).sort((a, b) => a - b).reduce<NdArray>((y, axis) => expandDims(y, axis as number), x);
  },
  // ONNX broadcasts both ways: a length of 1 leaves that of x
  Expand: ([x, shape]) => {
    const [own, wanted] = [x.shape as readonly number[], list(shape)];
    const rank = Math.max(own.length, wanted.length);
    return broadcastTo(x, Array.from({ length: rank }, (_, axis) => Math.max(own[axis - rank + own.length] ?? 1, wanted[axis - rank + wanted.length] ?? 1)));
  },
  Concat: (inputs, { axis }) => concat(inputs, axis as number),
  Split: split,
  Slice: slicing,
  Pad: padding,
  Gather: ([x, indices], { axis = 0 }) => gather(x, indices, axis as number),
  OneHot: ([indices, depth, values], { axis = -1 }) => {
    const [off, on] = values.data;
    const last = oneHot(cast(indices, 'int32'), depth.data[0], { dtype: values.dtype });
    const rank = last.shape.length;
    const order = Array.from({ length: rank - 1 }, (_, i) => i);
    order.splice(((axis as number) + rank) % rank, 0, rank - 1);
    return add(mul(transpose(last, order), on - off), off);
  },
};

function of(f: Unary): Operator {
  return ([x]) => f(x);
}

function two(f: Binary): Operator {
  return ([a, b]) => f(a, b);
}

/** The axes are an operand in newer operators, an attribute in older ones; none means all, or with `noop_with_empty_axes` none. */
function reduction(f: Reduction): Operator {
  return ([x, operand], { axes = operand === undefined ? [] : list(operand), keepdims = 1, noop_with_empty_axes: noop = 0 }) => {
    const named = axes as readonly number[];
    return f(x, (named.length === 0 && noop === 0 ? 'all' : named) as never, { keepDims: keepdims === 1 });
  };
}

function list(x: NdArray): number[] {
  return Array.from(x.data);
}

/** Windows of ONNX may run along one axis: it becomes the width of an image of height 1. */
function onPlanes(x: NdArray, f: (image: NdArray) => NdArray): NdArray {
  return x.shape.length === 3 ? squeeze(f(expandDims(x, 2)), 2) : f(x);
}

/** Lists with an entry per axis, as pairs [height, width]; pads are all beginnings, then all ends. */
function windowOf(image: NdArray, kernel: readonly number[], { strides, dilations, pads, auto_pad: auto }: Attributes): {
  readonly size: [number, number]; readonly stride: [number, number]; readonly dilation: [number, number]; readonly padding: Padding;
} {
  const pair = (given: unknown, fallback: number): [number, number] => {
    const entries = (given ?? [fallback, fallback]) as readonly number[];
    return entries.length === 1 ? [fallback, entries[0]] : [entries[0], entries[1]];
  };
  const [size, stride, dilation] = [pair(kernel, 1), pair(strides, 1), pair(dilations, 1)];
  const ends = (pads ?? []) as readonly number[];
  const [top, left, bottom, right] = ends.length === 4 ? ends : ends.length === 2 ? [0, ends[0], 0, ends[1]] : [0, 0, 0, 0];
  if (auto === 'SAME_UPPER') return { size, stride, dilation, padding: 'same' };
  if (auto !== 'SAME_LOWER') return { size, stride, dilation, padding: [top, right, bottom, left] };
  // as 'same', with the odd one above and to the left
  const [rows, columns] = [0, 1].map((i) => {
    const length = image.shape[2 + i] as number;
    return Math.max((Math.ceil(length / stride[i]) - 1) * stride[i] + dilation[i] * (size[i] - 1) + 1 - length, 0);
  });
  return { size, stride, dilation, padding: [Math.ceil(rows / 2), Math.floor(columns / 2), Math.floor(rows / 2), Math.ceil(columns / 2)] };
}

/** y = scale · (x − mean) / √(variance + ε) + bias, per channel; in training by the batch's own moments, which also move the running ones. */
function batchNormalization([x, scale, bias, centre, spread]: readonly NdArray[], { epsilon = 1e-5, momentum = 0.9, training_mode: training }: Attributes): readonly NdArray[] {
  const perChannel = (v: NdArray): NdArray => reshape(v, [-1, ...x.shape.slice(2).map(() => 1)]);
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const [m, v] = training === 1 ? [mean(x, others), variance(x, others)] : [centre, spread];
  const factor = div(scale, sqrt(add(v, epsilon as number))); // in the order of our own layer
  const y = add(mul(sub(x, perChannel(m)), perChannel(factor)), perChannel(bias));
  const moved = (running: NdArray, now: NdArray): NdArray => add(mul(running, momentum as number), mul(now, 1 - (momentum as number)));
  return training === 1 ? [y, moved(centre, m), moved(spread, v)] : [y];
}

/** ONNX cuts what lies outside the axis off; ours refuses it. */
function slicing([x, starts, ends, axes, steps]: readonly NdArray[]): NdArray {
  const rank = x.shape.length;
  const [begin, end, step] = [x.shape.map(() => 0), [...x.shape] as number[], x.shape.map(() => 1)];
  (axes === undefined ? list(starts).map((_, i) => i) : list(axes)).forEach((named, i) => {
    const axis = (named + rank) % rank;
    const length = end[axis];
    const inside = (place: number): number => Math.min(Math.max(place < 0 ? place + length : place, 0), length);
    [begin[axis], end[axis], step[axis]] = [inside(starts.data[i]), inside(ends.data[i]), steps?.data[i] ?? 1];
    end[axis] = Math.max(begin[axis], end[axis]);
  });
  return slice(x, begin, end, step);
}

function padding([x, pads, value, axes]: readonly NdArray[], attributes: Attributes): NdArray {
  const rank = x.shape.length;
  const ends = pads === undefined ? attributes['pads'] as readonly number[] : list(pads);
  const margins = x.shape.map(() => [0, 0] as [number, number]);
  const named = axes === undefined ? margins.map((_, axis) => axis) : list(axes);
  named.forEach((axis, i) => { margins[(axis + rank) % rank] = [ends[i], ends[named.length + i]]; });
  return pad(x, margins, value?.data[0] ?? (attributes['value'] as number | undefined) ?? 0);
}

/** In as many parts as there are outputs, the last of which may be shorter, or in parts of the lengths given. */
function split([x, lengths]: readonly NdArray[], { axis = 0, num_outputs: count, split: older, outputs }: Attributes): readonly NdArray[] {
  const total = x.shape[axis as number] as number;
  const parts = (count ?? outputs) as number;
  const part = Math.ceil(total / parts);
  const given = lengths === undefined ? older as readonly number[] | undefined : list(lengths);
  const sizes = given ?? Array.from({ length: parts }, (_, i) => Math.min(part, total - i * part));
  let from = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? from : 0));
    from += length;
    return slice(x, begin, x.shape.map((whole, i) => (i === axis ? from : whole as number)));
  });
}
