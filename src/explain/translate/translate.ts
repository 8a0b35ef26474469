/**
 * What each operation of the catalogue is in a formula: a row per operation, so that none can be forgotten. How formulas are
 * written is in notation/.
 */
import { NdArray, type DType, type Shape } from '../../array/index.ts';
import type { OpName, PadParams, ParamsOf, ReduceParams } from '../../ops/index.ts';
import type { Equation, Var } from '../../program/index.ts';
import { minus, negative, over, plus, power, times } from '../expression/algebra.ts';
import { alignedShape, call, isNumber, isScalar, named, numeral, sameNumbers, type Expression } from '../expression/expression.ts';
import { chosen, functionOf, matmulOf, reduceCall, summed, transposed } from '../expression/forms.ts';
import { constantOf, type Sizes } from './constants.ts';
import { convolution, inputGradient, kernelGradient } from './convolution.ts';
import { exact, mapped, onesLike, operand, reshaped, restricted, together, type Operand } from './operand.ts';

interface Given<P> {
  readonly operands: readonly Operand[];
  readonly params: P;
  /** Shape and type of the result. */
  readonly shape: Shape;
  readonly dtype: DType;
  readonly sizes: Sizes;
}

type Row<P> = (given: Given<P>) => Operand;

/** The formula of an equation's result, given those of its operands. */
export function translate({ op, params, output }: Equation, operands: readonly Operand[], sizes: Sizes): Operand {
  const row = (rows as Readonly<Record<string, Row<object> | undefined>>)[op.name] ?? whole((inputs) => call('other', inputs, output.shape, { name: op.name }));
  return row({ operands, params, shape: output.shape, dtype: output.dtype, sizes });
}

/** An operand that is a constant: a number, or an array under the name that it is given. */
export function translateConstant(value: NdArray, nameOf: (value: NdArray) => string, sizes: Sizes): Operand {
  const [first] = value.data;
  const uniform = value.data.length > 0 && value.data.every((each) => Object.is(each, first));
  return operand(uniform ? constantOf(first, value.dtype, sizes) : named(nameOf(value), value.shape), value.shape);
}

export function isConstant(input: Var | NdArray): input is NdArray {
  return input instanceof NdArray;
}

type Rows = { readonly [N in OpName]: Row<ParamsOf<N>> };

/** Place by place, after broadcasting. */
function placewise(combine: (...parts: Expression[]) => Expression): Row<object> {
  return ({ operands, shape }) => together(operands, shape, combine);
}

/** Of each number. */
function each(f: (x: Expression) => Expression): Row<object> {
  return ({ operands: [x] }) => mapped(x, f);
}

function ofEach(name: string): Row<object> {
  return each((x) => functionOf(name, x));
}

function comparison(relation: string): Row<object> {
  return placewise((a, b) => call('compare', [a, b], alignedShape(a.shape, b.shape), { relation }));
}

/** Made of whole arrays. */
function whole<P>(make: (inputs: readonly Expression[], given: Given<P>) => Expression): Row<P> {
  return (given) => operand(make(given.operands.map(exact), given), given.shape);
}

/** A call of an operation with whole arrays. */
function called(head: string): Row<object> {
  return whole((inputs, { params, shape }) => call(head, inputs, shape, params));
}

const rows: Rows = {
  add: placewise(plus), sub: placewise(minus), mul: placewise(times), div: placewise(over), neg: each(negative),
  abs: ofEach('abs'), sign: ofEach('sign'), exp: ofEach('exp'), log: ofEach('log'), sin: ofEach('sin'), cos: ofEach('cos'), erf: ofEach('erf'),
  tanh: ofEach('tanh'), sigmoid: ofEach('sigmoid'), relu: ofEach('relu'),
  expm1: each((x) => minus(functionOf('exp', x), numeral(1))),
  log1p: each((x) => functionOf('log', plus(numeral(1), x))),
  sqrt: each((x) => power(x, 0.5)),
  square: each((x) => power(x, 2)),
  softplus: each((x) => functionOf('log', plus(numeral(1), functionOf('exp', x)))),
  // x Φ(x), Φ written with the error function
  gelu: each((x) => times(numeral(0.5), x, plus(numeral(1), functionOf('erf', times(numeral(Math.SQRT1_2), x))))),
  pow: placewise((a, b) => (isNumber(b) && Math.abs(b.value) <= 4 && (Number.isInteger(b.value) || Math.abs(b.value) === 0.5) ? power(a, b.value) : call('pow', [a, b], alignedShape(a.shape, b.shape), {}))),
  maximum: placewise((a, b) => call('maximum', [a, b], alignedShape(a.shape, b.shape), {})),
  minimum: placewise((a, b) => call('minimum', [a, b], alignedShape(a.shape, b.shape), {})),
  equal: comparison('='), notEqual: comparison('≠'), less: comparison('<'), lessEqual: comparison('≤'), greater: comparison('>'), greaterEqual: comparison('≥'),
  where: placewise(chosen),
  sum: (given) => along(given, 'sum'),
  mean: (given) => mapped(along(given, 'sum'), (sum) => times(countedOut(given), sum)),
  max: (given) => along(given, 'max'), min: (given) => along(given, 'min'), argmax: (given) => along(given, 'argmax'), argmin: (given) => along(given, 'argmin'),
  logsumexp: ({ operands: [x], ...given }) => mapped(along({ ...given, operands: [mapped(x, (z) => functionOf('exp', z))] }, 'sum'), (sum) => functionOf('log', sum)),
  variance: (given) => {
    const { operands: [x], params: { axes } } = given;
    const kept = { ...given, params: { axes, keepDims: true }, shape: x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)) };
    const squares = together([x, rows.mean(kept)], x.shape, (value, mean) => power(minus(value, mean), 2));
    return rows.mean({ ...given, operands: [squares] });
  },
  softmax: called('softmax'),
  logSoftmax: whole(([x], { params, shape }) => functionOf('log', call('softmax', [x], shape, params))),
  matmul: whole(([a, b], { operands, params: { transposeA, transposeB } }) => {
    const [left, right] = [transposeA ? transposed(a) : a, transposeB ? transposed(b) : b];
    // a matrix of a single number scales
    const isScale = ({ formula, shape }: Operand): boolean => isScalar(formula) && shape.every((length) => length === 1);
    if (isScale(operands[0])) return times(operands[0].formula, right);
    if (isScale(operands[1])) return times(operands[1].formula, left);
    return matmulOf(left, right);
  }),
  conv2d: whole(([x, k], { params, shape }) => convolution(x, k, shape, params)),
  conv2dInputGradient: whole(([g, k], { params }) => inputGradient(g, k, params)),
  conv2dKernelGradient: whole(([x, g], { params }) => kernelGradient(x, g, params)),
  maxPool2d: called('maxPool'), maxPool2dPlace: called('place'), maxPool2dTake: called('takeFrom'),
  averagePool2d: called('averagePool'), averagePool2dSpread: called('spread'),
  gather: called('gather'), scatterAdd: called('scatter'),
  oneHot: whole((inputs, { params: { depth }, shape }) => call('onehot', inputs, shape, { depth })),
  randomUniform: called('uniform'),
  // repeated where it is used, by broadcasting
  broadcastTo: ({ operands: [{ formula, lies }], shape }) => ({ formula, shape, lies: [...onesLike(shape.slice(0, shape.length - lies.length)), ...lies] }),
  sumTo: ({ operands: [x], shape, ...given }) => {
    const missing = x.shape.length - shape.length;
    const axes = x.shape.flatMap((length, axis) => (axis < missing || (shape[axis - missing] === 1 && length !== 1) ? [axis] : []));
    const { formula, lies } = along({ ...given, operands: [x], params: { axes, keepDims: true }, shape }, 'sum');
    return { formula, shape, lies: lies.slice(missing) };
  },
  reshape: (given) => {
    const { operands: [x], shape } = given;
    // only axes of length 1 come and go
    if (sameNumbers(x.shape, shape)) return { formula: x.formula, shape, lies: restricted(x.shape, shape, x.lies) };
    if (isScalar(x.formula)) return operand(x.formula, shape);
    return whole<object>(([array]) => reshaped(array, shape))(given);
  },
  transpose: (given) => {
    const { operands: [x], params: { axes }, shape } = given;
    const swapsLast = axes.length >= 2 && axes.every((axis, k) => axis === (k < axes.length - 2 ? k : 2 * axes.length - 3 - k));
    if (isScalar(x.formula)) return operand(x.formula, shape);
    // no number changes its place
    const long = axes.filter((axis) => x.shape[axis] !== 1);
    if (!swapsLast && long.every((axis, k) => k === 0 || long[k - 1] < axis)) return { formula: x.formula, shape, lies: axes.map((axis) => x.lies[axis]) };
    return whole<object>(([array]) => (swapsLast ? transposed(array) : call('permuted', [array], shape, { axes })))(given);
  },
  // a single number has no axes to cut or pad
  slice: (given) => (given.shape.length === 0 ? given.operands[0] : called('slice')(given)),
  pad: (given) => (given.shape.length === 0 ? given.operands[0] : whole<PadParams>(([x], { params: { begin, step, value }, shape, dtype, sizes }) =>
    call('pad', [x, constantOf(dtype === 'int32' ? Math.trunc(value) : value, dtype, sizes)], shape, { begin, step, shape }))(given)),
  concat: whole((inputs, { params: { axis }, shape }) => call('concat', inputs, shape, { axis })),
  // number types are no matter of formulas; that whole numbers are cut off is
  cast: ({ operands: [x], params: { dtype, from } }) => (dtype === 'int32' && from !== 'int32' ? mapped(x, (z) => functionOf('cut', z)) : x),
};

/** Reduces along the axes where the formula has them; where it is the same all along, a sum is so many times it, the greatest is it. */
function along({ operands: [x], params: { axes, keepDims }, shape, sizes }: Given<ReduceParams>, head: 'sum' | 'max' | 'min' | 'argmax' | 'argmin'): Operand {
  const isPlace = head.startsWith('arg');
  const repeated = axes.filter((axis) => x.lies[axis] === 1 && x.shape[axis] !== 1);
  const taken = axes.filter((axis) => x.lies[axis] !== 1);
  // places are counted in what is repeated, too
  const given = isPlace && repeated.length > 0 && taken.length > 0 ? operand(exact(x), x.shape) : x;
  const inFormula = axesIn(given, axes);
  const kept = given.lies.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const rest = given.formula.shape.map((length, axis) => (inFormula.includes(axis) ? 1 : length));
  const formula = reduced(given.formula, inFormula, head);
  const lies = restricted(rest, kept, formula.shape);
  const count = head !== 'sum' ? [] : repeated.map((axis) => constantOf(x.shape[axis], 'float64', sizes));
  return { formula: times(...count, formula), shape, lies: keepDims ? lies : lies.filter((_, axis) => !axes.includes(axis)) };
}

function reduced(x: Expression, axes: readonly number[], head: string): Expression {
  if (axes.length === 0) return head.startsWith('arg') ? numeral(0) : x;
  if (head !== 'sum') return reduceCall(head, x, axes);
  return summed(x, x.shape.every((length, axis) => length === 1 || axes.includes(axis)) ? 'all' : axes);
}

/** The axes of the formula that are these of the array. */
function axesIn({ formula, lies }: Operand, axes: readonly number[]): readonly number[] {
  const own = formula.shape.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  return lies.flatMap((length, axis) => (length === 1 ? [] : [axis])).flatMap((axis, k) => (axes.includes(axis) ? [own[k]] : []));
}

/** 1 / the number of numbers that are averaged. */
function countedOut({ operands: [x], params: { axes }, sizes }: Given<ReduceParams>): Expression {
  return axes.reduce((share, axis) => times(share, power(constantOf(x.shape[axis], 'float64', sizes), -1)), numeral(1) as Expression);
}
