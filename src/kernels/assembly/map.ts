/**
 * y = f(a), f(a, b) or a choice, element by element. Operands are read by strides, so that broadcasting and transposing
 * copy nothing; y is filled in order. The functions themselves are unary.ts and binary.ts.
 */
import { binary, select, SELECT, Binary } from './binary';
import { unary } from './unary';
import { lanes } from './vector';

/** An operand's address and the elements between neighbours along each of y's axes, outermost first. */
@unmanaged
class Strided {
  address: usize;
  s0: i32;
  s1: i32;
  s2: i32;
  s3: i32;
  s4: i32;
  s5: i32;
}

@unmanaged
export class MapCall {
  kernel: i32;
  chunks: i32;
  op: i32;
  y: usize;
  /** Lengths of y's axes; leading ones are 1 when there are fewer. */
  n0: i32;
  n1: i32;
  n2: i32;
  n3: i32;
  n4: i32;
  n5: i32;
  /** A chunk takes so many rows (the last axis), or, when it is 0, so much of the only row. */
  blockRows: i32;
  blockColumns: i32;
}

/** Chunk = some rows, or a stretch of the only row. The operands a, b, c follow the call. */
export function map<T>(call: MapCall, chunk: i32, scratch: usize): void {
  const a = changetype<Strided>(changetype<usize>(call) + offsetof<MapCall>());
  const b = changetype<Strided>(changetype<usize>(a) + offsetof<Strided>());
  const c = changetype<Strided>(changetype<usize>(b) + offsetof<Strided>());
  if (call.blockRows === 0) {
    const first = chunk * call.blockColumns;
    mapRow<T>(call.op, min(call.blockColumns, call.n5 - first), at<T>(a, first * a.s5), a.s5, at<T>(b, first * b.s5), b.s5, at<T>(c, first * c.s5), c.s5, call.y + <usize>first * sizeof<T>(), scratch);
    return;
  }
  const last = min(call.n0 * call.n1 * call.n2 * call.n3 * call.n4, (chunk + 1) * call.blockRows);
  for (let row = chunk * call.blockRows; row < last; row++) {
    mapRow<T>(call.op, call.n5, rowOf<T>(a, call, row), a.s5, rowOf<T>(b, call, row), b.s5, rowOf<T>(c, call, row), c.s5, call.y + <usize>row * call.n5 * sizeof<T>(), scratch);
  }
}

// @ts-ignore: decorator
@inline
function at<T>(operand: Strided, elements: i32): usize {
  return operand.address + <usize>elements * sizeof<T>();
}

function rowOf<T>(operand: Strided, call: MapCall, row: i32): usize {
  let offset = row % call.n4 * operand.s4;
  row /= call.n4;
  offset += row % call.n3 * operand.s3;
  row /= call.n3;
  offset += row % call.n2 * operand.s2;
  row /= call.n2;
  return at<T>(operand, offset + row % call.n1 * operand.s1 + row / call.n1 * operand.s0);
}

function mapRow<T>(op: i32, n: i32, a: usize, aStep: i32, b: usize, bStep: i32, c: usize, cStep: i32, y: usize, scratch: usize): void {
  let j = 0;
  for (; j + lanes<T>() <= n; j += lanes<T>()) {
    v128.store(y + <usize>j * sizeof<T>(), apply<T>(op, fetch<T>(a, aStep, j, lanes<T>(), scratch), b, bStep, c, cStep, j, lanes<T>(), scratch));
  }
  if (j === n) return;
  // the end of the row through a buffer, by the same functions: an element's bits do not depend on its place
  v128.store(scratch, apply<T>(op, fetch<T>(a, aStep, j, n - j, scratch), b, bStep, c, cStep, j, n - j, scratch));
  for (let i = 0; j < n; i++, j++) store<T>(y + <usize>j * sizeof<T>(), load<T>(scratch + <usize>i * sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function apply<T>(op: i32, x: v128, b: usize, bStep: i32, c: usize, cStep: i32, j: i32, count: i32, scratch: usize): v128 {
  if (op < Binary.add) return unary<T>(op, x);
  const other = fetch<T>(b, bStep, j, count, scratch);
  if (op < SELECT) return binary<T>(op, x, other);
  return select<T>(x, other, fetch<T>(c, cStep, j, count, scratch));
}

/** `count` elements from the j-th on. */
// @ts-ignore: decorator
@inline
function fetch<T>(from: usize, step: i32, j: i32, count: i32, scratch: usize): v128 {
  if (step === 0) return v128.load_splat<T>(from);
  if (step === 1 && count === lanes<T>()) return v128.load(from + <usize>j * sizeof<T>());
  for (let i = 0; i < count; i++) store<T>(scratch + <usize>i * sizeof<T>(), load<T>(from + <usize>((j + i) * step) * sizeof<T>()));
  return v128.load(scratch);
}
