/** What all element-by-element operations share: shape rule, loops, reading. Knows none of them by name. */
import { broadcastShapes, type NdArray } from '../array/index.ts';
import { bind, within, type Entry, type Op } from '../program/index.ts';
import { addUp, oneType } from './broadcast.ts';
import { throughFloat64 } from './cast.ts';
import { lowerElementwise } from './elementwiseLowering.ts';
import { readArray, readFloat, readOperands, asFloat } from './operand.ts';
import { broadcastStrides, walk } from './strides.ts';

export type NoParams = Readonly<Record<string, never>>;
export const none: NoParams = {};

type UnaryVjp = (g: NdArray, x: NdArray, y: NdArray) => NdArray;

/**
 * y = f(x).
 * @param vjp  ∂L/∂x, given g = ∂L/∂y; null where f is constant almost everywhere
 * @param int  f for int32, where float64 is not enough. Default f
 */
export function unaryOp(name: string, f: (x: number) => number, vjp: UnaryVjp | null, int: (x: number) => number = f): Op<NoParams> {
  const op: Op<NoParams> = {
    name,
    shape: ([x]) => x,
    dtype: ([dtype]) => dtype,
    reference: (out, [x]) => {
      const of = out instanceof Int32Array ? int : f;
      for (let i = 0; i < out.length; i++) out[i] = of(x[i]);
    },
    vjp: (_, g, [x], y) => (vjp === null ? null : vjp(g, x, y)),
    lower: (inputs, output) => lowerElementwise(name, inputs, output),
    expand: (inputs) => throughFloat64(inputs, (floats) => bind(op, floats, none)),
  };
  return op;
}

type BinaryVjp = (g: NdArray, a: NdArray, b: NdArray, y: NdArray) => NdArray | null;

/**
 * y = f(a, b), broadcasting.
 * @param vjps  ∂L/∂a and ∂L/∂b, in y's shape: what was repeated is added up here
 * @param int  f for int32, where float64 is not enough. Default f
 */
export function binaryOp(name: string, f: (a: number, b: number) => number, vjps: readonly [BinaryVjp, BinaryVjp] | null, int: (a: number, b: number) => number = f): Op<NoParams> {
  const op: Op<NoParams> = {
    name,
    shape: ([a, b]) => broadcastShapes(name, a, b),
    dtype: oneType(name),
    reference: (out, [a, b], [aShape, bShape], _, shape) => {
      const of = out instanceof Int32Array ? int : f;
      walk(shape, [broadcastStrides(aShape, shape), broadcastStrides(bShape, shape)], (i, at) => { out[i] = of(a[at[0]], b[at[1]]); });
    },
    vjp: (index, g, inputs, y) => {
      const cotangent = vjps?.[index](g, inputs[0], inputs[1], y) ?? null;
      return cotangent === null ? null : addUp(cotangent, inputs[index].shape);
    },
    lower: (inputs, output) => lowerElementwise(name, inputs, output),
    expand: (inputs) => throughFloat64(inputs, (floats) => bind(op, floats, none)),
  };
  return op;
}

/** Applies a unary operation that keeps int32. */
export function unary(op: Op<NoParams>, x: unknown, entry: Entry): NdArray {
  return within(entry, () => bind(op, [readArray(op.name, 'x', x)], none));
}

/** Applies a unary operation whose result is no whole number: int32 becomes float64. */
export function unaryFloat(op: Op<NoParams>, x: unknown, entry: Entry): NdArray {
  return within(entry, () => bind(op, [readFloat(op.name, 'x', x)], none));
}

/** Applies a binary operation to arrays and numbers, brought to one number type. */
export function binary(op: Op<NoParams>, a: unknown, b: unknown, entry: Entry): NdArray {
  return within(entry, () => bind(op, readOperands(op.name, ['a', 'b'], [a, b]), none));
}

/** As binary, for a result that is no whole number: int32 becomes float64. */
export function binaryFloat(op: Op<NoParams>, a: unknown, b: unknown, entry: Entry): NdArray {
  return within(entry, () => bind(op, readOperands(op.name, ['a', 'b'], [a, b]).map(asFloat), none));
}

