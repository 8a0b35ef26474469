/**
 * Rewritings of one equation that change no bit of its result: what the simplifier may do with each operation. Knows
 * operations by their names and parameters; computes nothing.
 *
 * What is not here changes bits. x + 0 is 0 for x = −0; x · 0 is NaN for x = ∞; (a + b) + c rounds otherwise than
 * a + (b + c); and what was repeated and added up again is a sum, not a product.
 */
import { broadcastShapes, NdArray, sameShape, type Shape } from '../array/index.ts';
import type { Equation, Var } from '../program/index.ts';

/** A variable of a program, or a constant. */
export type Operand = Var | NdArray;

/** The equation that defines an operand; undefined for a constant and an input. */
export type Definition = (operand: Operand) => Equation | undefined;

/** What an equation can be replaced by: an operand that has its value already, or an equation with the same output. */
export type Rewrite = (equation: Equation, define: Definition) => Operand | Equation | undefined;

/** One step of rewriting; undefined where nothing is to be done. */
export const rewrite: Rewrite = (equation, define) =>
  rules[equation.op.name]?.(equation, define) ?? withoutBroadcast(equation, define) ?? withScalars(equation);

/** Operations whose result does not depend on the order of two operands. */
export const commutative: ReadonlySet<string> = new Set(['add', 'mul', 'maximum', 'minimum', 'equal', 'notEqual']);

/** Operations that broadcast their operands themselves. */
const broadcasting: ReadonlySet<string> = new Set([
  'add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'pow', 'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'where',
]);

const rules: { readonly [name: string]: Rewrite | undefined } = {
  add: firstOf(
    neutral(1, (value, dtype) => Object.is(value, dtype === 'int32' ? 0 : -0)),
    neutral(0, (value, dtype) => Object.is(value, dtype === 'int32' ? 0 : -0)),
  ),
  sub: neutral(1, (value) => Object.is(value, 0)),
  mul: firstOf(neutral(1, (value) => value === 1), neutral(0, (value) => value === 1)),
  div: neutral(1, (value) => value === 1),
  neg: (equation, define) => operandOf('neg', equation, define),
  abs: without('neg', 'abs'),
  square: without('neg', 'abs'),
  relu: (equation, define) => (define(equation.inputs[0])?.op.name === 'relu' ? equation.inputs[0] : undefined),
  reshape: firstOf(toOwnShape, merged('reshape', (_, outer) => outer)),
  broadcastTo: firstOf(toOwnShape, merged('broadcastTo', (_, outer) => outer)),
  transpose: firstOf(
    merged('transpose', (inner, outer) => ({ axes: outer.axes.map((axis) => inner.axes[axis]) })),
    (equation) => ((equation.params as Axes).axes.every((axis, k) => axis === k) ? equation.inputs[0] : undefined),
  ),
  cast: castBack,
  matmul: transposedMatmul,
};

interface Axes {
  readonly axes: readonly number[];
}

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function firstOf(...rewrites: readonly Rewrite[]): Rewrite {
  return (equation, define) => {
    for (const each of rewrites) {
      const found = each(equation, define);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The other operand, where operand `index` is a constant that changes nothing and does not broadcast the other. */
function neutral(index: 0 | 1, isNeutral: (value: number, dtype: string) => boolean): Rewrite {
  return ({ inputs, output }) => {
    const [constant, other] = [inputs[index], inputs[1 - index]];
    if (!(constant instanceof NdArray) || !sameShape(other.shape, output.shape)) return undefined;
    return constant.data.every((value) => isNeutral(value, constant.dtype)) ? other : undefined;
  };
}

/** What the operation `name` was applied to, where the operand is one. */
function operandOf(name: string, { inputs }: Equation, define: Definition): Operand | undefined {
  const inner = define(inputs[0]);
  return inner?.op.name === name ? inner.inputs[0] : undefined;
}

/** f(g(x)) = f(x), for any g of `names`. */
function without(...names: readonly string[]): Rewrite {
  return (equation, define) => {
    const inner = define(equation.inputs[0]);
    return inner !== undefined && names.includes(inner.op.name) ? { ...equation, inputs: inner.inputs } : undefined;
  };
}

function toOwnShape({ inputs, output }: Equation): Operand | undefined {
  return sameShape(inputs[0].shape, output.shape) ? inputs[0] : undefined;
}

/** Two of the same operation, one behind the other, as one. */
function merged<P extends object>(name: string, combine: (inner: P & Axes, outer: P & Axes) => object): Rewrite {
  return (equation, define) => {
    const inner = define(equation.inputs[0]);
    if (inner?.op.name !== name) return undefined;
    return { ...equation, inputs: inner.inputs, params: combine(inner.params as P & Axes, equation.params as P & Axes) };
  };
}

/** Every float32 and every int32 is a float64: there and back again is where one was. */
function castBack({ inputs, output }: Equation, define: Definition): Operand | undefined {
  const [x] = inputs;
  if (x.dtype === output.dtype) return x;
  const inner = define(x);
  return inner?.op.name === 'cast' && x.dtype === 'float64' && inner.inputs[0].dtype === output.dtype ? inner.inputs[0] : undefined;
}

/** A product reads its operands by rows or by columns: a transpose of the last two axes before it is for nothing. */
function transposedMatmul(equation: Equation, define: Definition): Equation | undefined {
  const { transposeA, transposeB } = equation.params as Transposes;
  const [a, b] = equation.inputs.map((input) => {
    const inner = define(input);
    return inner?.op.name === 'transpose' && swapsLastTwo((inner.params as Axes).axes) ? inner.inputs[0] : undefined;
  });
  if (a === undefined && b === undefined) return undefined;
  return {
    ...equation,
    inputs: [a ?? equation.inputs[0], b ?? equation.inputs[1]],
    params: { transposeA: transposeA !== (a !== undefined), transposeB: transposeB !== (b !== undefined) },
  };
}

function swapsLastTwo(axes: readonly number[]): boolean {
  const rank = axes.length;
  return rank >= 2 && axes.every((axis, k) => axis === (k < rank - 2 ? k : 2 * rank - 3 - k));
}

/** An operation that broadcasts needs no repeated operand, as long as another one keeps the shape. */
function withoutBroadcast(equation: Equation, define: Definition): Equation | undefined {
  if (!broadcasting.has(equation.op.name)) return undefined;
  for (const [index, input] of equation.inputs.entries()) {
    const inner = define(input);
    if (inner?.op.name !== 'broadcastTo') continue;
    const smaller = withOperand(equation, index, inner.inputs[0]);
    if (smaller !== undefined) return smaller;
  }
  return undefined;
}

/** It needs no constant of many equal numbers either: one of them does. */
function withScalars(equation: Equation): Equation | undefined {
  if (!broadcasting.has(equation.op.name)) return undefined;
  for (const [index, input] of equation.inputs.entries()) {
    if (!(input instanceof NdArray) || input.shape.length === 0 || input.data.length === 0) continue;
    const [first] = input.data;
    if (!input.data.every((value) => Object.is(value, first))) continue;
    const smaller = withOperand(equation, index, new NdArray(input.data.slice(0, 1), []));
    if (smaller !== undefined) return smaller;
  }
  return undefined;
}

/** The equation with another operand, if its result keeps its shape. */
function withOperand(equation: Equation, index: number, operand: Operand): Equation | undefined {
  const inputs = equation.inputs.with(index, operand);
  const shape = inputs.map((each): Shape => each.shape).reduce((a, b) => broadcastShapes(equation.op.name, a, b));
  return sameShape(shape, equation.output.shape) ? { ...equation, inputs } : undefined;
}
