/**
 * What each operation of the catalogue is in a formula: a row per operation, so that none can be forgotten. How formulas are
 * written is in notation/.
 */
import { NdArray, type Shape } from '../../array/index.ts';
import type { OpName, ParamsOf, ReduceParams } from '../../ops/index.ts';
import type { Equation, Var } from '../../program/index.ts';
import { minus, negative, over, plus, power, times } from '../expression/algebra.ts';
import { alignedShape, call, isNumber, isScalar, named, numeral, sameNumbers, type Expression } from '../expression/expression.ts';
import { chosen, functionOf, matmulOf, reduceCall, summed, transposed } from '../expression/forms.ts';
import { constantOf, type Sizes } from './constants.ts';
import { convolution, inputGradient, kernelGradient } from './convolution.ts';
import { exact, reshaped, together, type Operand } from './operand.ts';

interface Given<P> {
  readonly operands: readonly Operand[];
  readonly params: P;
  /** Of the result. */
  readonly shape: Shape;
  readonly sizes: Sizes;
}

type Row<P> = (given: Given<P>) => Expression;

/** The formula of an equation's result, given those of its operands. */
export function translate({ op, params, output }: Equation, operands: readonly Operand[], sizes: Sizes): Expression {
  const row = (rows as Readonly<Record<string, Row<object> | undefined>>)[op.name];
  const given = { operands, params, shape: output.shape, sizes };
  return row === undefined ? call('other', operands.map(exact), output.shape, { name: op.name }) : row(given);
}

/** An operand that is a constant: a number, or an array under the name that it is given. */
export function translateConstant(value: NdArray, nameOf: (value: NdArray) => string, sizes: Sizes): Operand {
  const [first] = value.data;
  const uniform = value.data.length > 0 && value.data.every((each) => Object.is(each, first));
  return { formula: uniform ? constantOf(first, value.dtype, sizes) : named(nameOf(value), value.shape), shape: value.shape };
}

export function isConstant(input: Var | NdArray): input is NdArray {
  return input instanceof NdArray;
}

type Rows = { readonly [N in OpName]: Row<ParamsOf<N>> };

/** Place by place, after broadcasting. */
function placewise(combine: (...parts: Expression[]) => Expression): Row<object> {
  return ({ operands, shape }) => combine(...together(operands, shape));
}

function ofEach(name: string): Row<object> {
  return ({ operands: [x] }) => functionOf(name, x.formula);
}

function comparison(relation: string): Row<object> {
  return placewise((a, b) => call('compare', [a, b], alignedShape(a.shape, b.shape), { relation }));
}

/** A call of an operation with whole arrays. */
function whole(head: string): Row<object> {
  return ({ operands, params, shape }) => call(head, operands.map(exact), shape, params);
}

/** Of a single number each: that, at place 0. */
function extreme(head: string): Row<ReduceParams> {
  return (given) => {
    if (given.params.axes.length > 0) return along(given, (x, axes) => reduceCall(head, x, axes));
    return head.startsWith('arg') ? numeral(0) : given.operands[0].formula;
  };
}

const rows: Rows = {
  add: placewise(plus), sub: placewise(minus), mul: placewise(times), div: placewise(over), neg: ({ operands: [x] }) => negative(x.formula),
  abs: ofEach('abs'), sign: ofEach('sign'), exp: ofEach('exp'), log: ofEach('log'), sin: ofEach('sin'), cos: ofEach('cos'), erf: ofEach('erf'),
  tanh: ofEach('tanh'), sigmoid: ofEach('sigmoid'), relu: ofEach('relu'),
  expm1: ({ operands: [x] }) => minus(functionOf('exp', x.formula), numeral(1)),
  log1p: ({ operands: [x] }) => functionOf('log', plus(numeral(1), x.formula)),
  sqrt: ({ operands: [x] }) => power(x.formula, 0.5),
  square: ({ operands: [x] }) => power(x.formula, 2),
  softplus: ({ operands: [x] }) => functionOf('log', plus(numeral(1), functionOf('exp', x.formula))),
  // x Φ(x), Φ written with the error function
  gelu: ({ operands: [x], sizes }) => times(numeral(0.5), x.formula, plus(numeral(1), functionOf('erf', times(constantOf(Math.SQRT1_2, 'float64', sizes), x.formula)))),
  pow: placewise((a, b) => (isNumber(b) && Math.abs(b.value) <= 4 && (Number.isInteger(b.value) || Math.abs(b.value) === 0.5) ? power(a, b.value) : call('pow', [a, b], alignedShape(a.shape, b.shape), {}))),
  maximum: placewise((a, b) => call('maximum', [a, b], alignedShape(a.shape, b.shape), {})),
  minimum: placewise((a, b) => call('minimum', [a, b], alignedShape(a.shape, b.shape), {})),
  equal: comparison('='), notEqual: comparison('≠'), less: comparison('<'), lessEqual: comparison('≤'), greater: comparison('>'), greaterEqual: comparison('≥'),
  where: placewise(chosen),
  sum: (given) => along(given, summed),
  mean: (given) => times(numeral(1), countedOut(given), along(given, summed)),
  max: extreme('max'), min: extreme('min'), argmax: extreme('argmax'), argmin: extreme('argmin'),
  logsumexp: (given) => functionOf('log', along({ ...given, operands: [{ ...given.operands[0], formula: functionOf('exp', given.operands[0].formula) }] }, summed)),
  variance: (given) => {
    const [{ formula, shape }] = given.operands;
    const kept = { ...given, params: { axes: given.params.axes, keepDims: true }, shape: shape.map((length, axis) => (given.params.axes.includes(axis) ? 1 : length)) };
    const mean = { formula: rows.mean(kept), shape: kept.shape };
    const [x, centre] = together([{ formula, shape }, mean], shape);
    return rows.mean({ ...given, operands: [{ formula: power(minus(x, centre), 2), shape }] });
  },
  softmax: whole('softmax'),
  logSoftmax: ({ operands: [x], params, shape }) => functionOf('log', call('softmax', [exact(x)], shape, params)),
  matmul: ({ operands: [a, b], params: { transposeA, transposeB } }) => {
    const [left, right] = [transposeA ? transposed(exact(a)) : exact(a), transposeB ? transposed(exact(b)) : exact(b)];
    // a matrix of a single number scales
    if (isScalar(a.formula) && a.shape.every((length) => length === 1)) return times(a.formula, right);
    if (isScalar(b.formula) && b.shape.every((length) => length === 1)) return times(b.formula, left);
    return matmulOf(left, right);
  },
  conv2d: ({ operands: [x, k], params, shape }) => convolution(exact(x), exact(k), shape, params),
  conv2dInputGradient: ({ operands: [g, k], params }) => inputGradient(exact(g), exact(k), params),
  conv2dKernelGradient: ({ operands: [x, g], params }) => kernelGradient(exact(x), exact(g), params),
  maxPool2d: whole('maxPool'), maxPool2dPlace: whole('place'), maxPool2dTake: whole('takeFrom'),
  averagePool2d: whole('averagePool'), averagePool2dSpread: whole('spread'),
  gather: whole('gather'), scatterAdd: whole('scatter'),
  oneHot: ({ operands, params: { depth }, shape }) => call('onehot', operands.map(exact), shape, { depth }),
  randomUniform: whole('uniform'),
  // repeated where it is used, by broadcasting
  broadcastTo: ({ operands: [x] }) => x.formula,
  sumTo: ({ operands: [x], shape, ...given }) => {
    const missing = x.shape.length - shape.length;
    const axes = x.shape.flatMap((length, axis) => (axis < missing || (shape[axis - missing] === 1 && length !== 1) ? [axis] : []));
    return along({ ...given, operands: [x], params: { axes, keepDims: true }, shape }, summed);
  },
  reshape: ({ operands: [x], shape }) => {
    if (sameNumbers(x.shape, shape)) return x.formula;
    if (isScalar(x.formula)) return x.formula;
    const array = exact(x);
    return shape.length === 2 && x.shape.length > 2 && shape[0] === x.shape[0] ? call('flat', [array], shape, {}) : reshaped(array, shape);
  },
  transpose: ({ operands: [x], params: { axes }, shape }) => {
    const swapsLast = axes.length >= 2 && axes.every((axis, k) => axis === (k < axes.length - 2 ? k : 2 * axes.length - 3 - k));
    if (isScalar(x.formula)) return x.formula;
    return swapsLast ? transposed(exact(x)) : call('permuted', [exact(x)], shape, { axes });
  },
  slice: whole('slice'), pad: whole('pad'),
  concat: ({ operands, params: { axis }, shape }) => call('concat', operands.map(exact), shape, { axis }),
  // number types are no matter of formulas; that whole numbers are cut off is
  cast: ({ operands: [x], params: { dtype, from } }) => (dtype === 'int32' && from !== 'int32' ? functionOf('cut', x.formula) : x.formula),
};

/** Reduces along the axes where the formula has them; where it is the same all along, a sum is so many times it. */
function along({ operands: [x], params: { axes }, sizes }: Given<ReduceParams>, reduce: (x: Expression, axes: readonly number[] | 'all') => Expression): Expression {
  const isSum = reduce === summed;
  const lies = x.formula.shape.length <= x.shape.length && [...x.formula.shape].every((length, axis) => {
    const own = x.shape[axis + x.shape.length - x.formula.shape.length];
    return length === own || length === 1;
  });
  if (isSum && axes.length === x.shape.length && sameNumbers(x.formula.shape, x.shape) && !isScalar(x.formula)) return reduce(x.formula, 'all');
  const formula = lies ? x.formula : exact(x);
  const missing = x.shape.length - formula.shape.length;
  const here = axes.filter((axis) => axis >= missing && (formula.shape[axis - missing] !== 1 || x.shape[axis] === 1)).map((axis) => axis - missing);
  const repeated = axes.filter((axis) => axis < missing || (formula.shape[axis - missing] === 1 && x.shape[axis] !== 1));
  if (!isSum && repeated.length > 0) return along({ operands: [{ formula: exact(x), shape: x.shape }], params: { axes, keepDims: true }, shape: x.shape, sizes }, reduce);
  const count = repeated.reduce((product, axis) => times(product, constantOf(x.shape[axis], 'float64', sizes)), numeral(1) as Expression);
  const isAll = isSum && formula.shape.every((length, axis) => length === 1 || here.includes(axis)) && formula.shape.some((length) => length !== 1);
  const long = isSum ? here.filter((axis) => formula.shape[axis] !== 1) : here;
  return times(count, reduce(formula, isAll ? 'all' : long));
}

/** 1 / the number of numbers that are averaged. */
function countedOut({ operands: [x], params: { axes }, sizes }: Given<ReduceParams>): Expression {
  return axes.reduce((share, axis) => times(share, power(constantOf(x.shape[axis], 'float64', sizes), -1)), numeral(1) as Expression);
}

