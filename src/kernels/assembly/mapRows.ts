/**
 * One function applied to rows of numbers. There is a loop per function: the choice is made once a row, not once a
 * vector. Knows no strides.
 */
import { binary, Binary, select, SELECT } from './binary';
import { unary, Unary } from './unary';
import { lanes } from './vector';

/**
 * y = op(a, b, c) for n elements; y may be one of the operands. An operand's vectors lie `advance` bytes apart: 16, or 0
 * for one that repeats. The end of the row goes through a buffer of 64 bytes, by the same functions: an element's bits
 * do not depend on its place.
 */
export function applyToRow<T>(op: i32, n: i32, y: usize, a: usize, aAdvance: usize, b: usize, bAdvance: usize, c: usize, cAdvance: usize, buffer: usize): void {
  const vectors = <usize>(n / lanes<T>());
  if (vectors > 0) apply<T>(op, y + (vectors << 4), y, a, aAdvance, b, bAdvance, c, cAdvance);
  const rest = n % lanes<T>();
  if (rest === 0) return;
  const end = buffer + 48;
  copyEnd<T>(buffer, a + vectors * aAdvance, rest);
  if (op >= Binary.add) copyEnd<T>(buffer + 16, b + vectors * bAdvance, rest);
  if (op >= SELECT) copyEnd<T>(buffer + 32, c + vectors * cAdvance, rest);
  apply<T>(op, end + 16, end, buffer, 0, buffer + 16, 0, buffer + 32, 0);
  copyEnd<T>(y + (vectors << 4), end, rest);
}

function copyEnd<T>(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<T>(to + <usize>i * sizeof<T>(), load<T>(from + <usize>i * sizeof<T>()));
}

/** The functions of networks have loops of their own; the others share one each for one, two and three operands. */
function apply<T>(op: i32, end: usize, y: usize, a: usize, aAdvance: usize, b: usize, bAdvance: usize, c: usize, cAdvance: usize): void {
  switch (op) {
    case Unary.negative: ofOne<T>(Unary.negative, end, y, a, aAdvance); break;
    case Unary.squareRoot: ofOne<T>(Unary.squareRoot, end, y, a, aAdvance); break;
    case Unary.square: ofOne<T>(Unary.square, end, y, a, aAdvance); break;
    case Unary.relu: ofOne<T>(Unary.relu, end, y, a, aAdvance); break;
    case Unary.exponential: ofOne<T>(Unary.exponential, end, y, a, aAdvance); break;
    case Unary.logarithm: ofOne<T>(Unary.logarithm, end, y, a, aAdvance); break;
    case Unary.sigmoid: ofOne<T>(Unary.sigmoid, end, y, a, aAdvance); break;
    case Unary.tanh: ofOne<T>(Unary.tanh, end, y, a, aAdvance); break;
    case Binary.add: ofTwo<T>(Binary.add, end, y, a, aAdvance, b, bAdvance); break;
    case Binary.subtract: ofTwo<T>(Binary.subtract, end, y, a, aAdvance, b, bAdvance); break;
    case Binary.multiply: ofTwo<T>(Binary.multiply, end, y, a, aAdvance, b, bAdvance); break;
    case Binary.divide: ofTwo<T>(Binary.divide, end, y, a, aAdvance, b, bAdvance); break;
    case Binary.maximum: ofTwo<T>(Binary.maximum, end, y, a, aAdvance, b, bAdvance); break;
    case Binary.greater: ofTwo<T>(Binary.greater, end, y, a, aAdvance, b, bAdvance); break;
    case SELECT: ofThree<T>(end, y, a, aAdvance, b, bAdvance, c, cAdvance); break;
    default:
      if (op < Binary.add) ofOne<T>(op, end, y, a, aAdvance);
      else ofTwo<T>(op, end, y, a, aAdvance, b, bAdvance);
  }
}

// @ts-ignore: decorator
@inline
function ofOne<T>(op: i32, end: usize, y: usize, a: usize, aAdvance: usize): void {
  do {
    v128.store(y, unary<T>(op, v128.load(a)));
    a += aAdvance;
    y += 16;
  } while (y !== end);
}

// @ts-ignore: decorator
@inline
function ofTwo<T>(op: i32, end: usize, y: usize, a: usize, aAdvance: usize, b: usize, bAdvance: usize): void {
  do {
    v128.store(y, binary<T>(op, v128.load(a), v128.load(b)));
    a += aAdvance;
    b += bAdvance;
    y += 16;
  } while (y !== end);
}

// @ts-ignore: decorator
@inline
function ofThree<T>(end: usize, y: usize, a: usize, aAdvance: usize, b: usize, bAdvance: usize, c: usize, cAdvance: usize): void {
  do {
    v128.store(y, select<T>(v128.load(a), v128.load(b), v128.load(c)));
    a += aAdvance;
    b += bAdvance;
    c += cAdvance;
    y += 16;
  } while (y !== end);
}
