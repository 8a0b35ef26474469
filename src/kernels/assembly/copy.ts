/**
 * y = x element by element, both by strides, as it is or in another number type; and filling. What moves numbers only
 * is made of these: casting, repeating, transposing, cutting out, putting side by side.
 */
import { rowOffset, Strided } from './strided';

/** What becomes of an element. The codes are those of src/kernels/copyCalls.ts. */
namespace Copy {
  export const fourBytes: i32 = 0;
  export const eightBytes: i32 = 1;
  export const float32AsFloat64: i32 = 2;
  export const float64AsFloat32: i32 = 3;
  export const int32AsFloat32: i32 = 4;
  export const int32AsFloat64: i32 = 5;
  export const float32AsInt32: i32 = 6;
  export const float64AsInt32: i32 = 7;
}

@unmanaged
export class CopyCall {
  kernel: i32;
  chunks: i32;
  op: i32;
  /** Bytes of an element of x, and of y. */
  sizeX: i32;
  sizeY: i32;
  /** Lengths of the axes; leading ones are 1 when there are fewer. */
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

/** Chunk = some rows, or a stretch of the only row. x and y follow the call. */
export function copy(call: CopyCall, chunk: i32): void {
  const x = changetype<Strided>(changetype<usize>(call) + offsetof<CopyCall>());
  const y = changetype<Strided>(changetype<usize>(x) + offsetof<Strided>());
  const from = x.s5 * call.sizeX;
  const to = y.s5 * call.sizeY;
  if (call.blockRows === 0) {
    const first = chunk * call.blockColumns;
    copyRow(call.op, min(call.blockColumns, call.n5 - first), x.address + <usize>first * from, from, y.address + <usize>first * to, to);
    return;
  }
  const lengths = changetype<usize>(call) + offsetof<CopyCall>('n0');
  const last = min(call.n0 * call.n1 * call.n2 * call.n3 * call.n4, (chunk + 1) * call.blockRows);
  for (let row = chunk * call.blockRows; row < last; row++) {
    copyRow(call.op, call.n5, x.address + <usize>rowOffset(x, lengths, row) * call.sizeX, from, y.address + <usize>rowOffset(y, lengths, row) * call.sizeY, to);
  }
}

/** `n` elements, `from` bytes apart, to places `to` bytes apart. */
function copyRow(op: i32, n: i32, x: usize, from: usize, y: usize, to: usize): void {
  switch (op) {
    case Copy.fourBytes:
      if (from === 4 && to === 4 && n >= LONG) memory.copy(y, x, <usize>n << 2);
      else step<i32, i32>(n, x, from, y, to);
      return;
    case Copy.eightBytes:
      if (from === 8 && to === 8 && n >= LONG) memory.copy(y, x, <usize>n << 3);
      else step<i64, i64>(n, x, from, y, to);
      return;
    case Copy.float32AsFloat64: return step<f32, f64>(n, x, from, y, to);
    case Copy.float64AsFloat32: return step<f64, f32>(n, x, from, y, to);
    case Copy.int32AsFloat32: return step<i32, f32>(n, x, from, y, to);
    case Copy.int32AsFloat64: return step<i32, f64>(n, x, from, y, to);
    case Copy.float32AsInt32: return step<f32, i32>(n, x, from, y, to);
    case Copy.float64AsInt32: return step<f64, i32>(n, x, from, y, to);
    default: unreachable();
  }
}

/** Elements from which on the engine's own copy, slow to start, is the faster one. */
const LONG: i32 = 32;

// @ts-ignore: decorator
@inline
function step<S, T>(n: i32, x: usize, from: usize, y: usize, to: usize): void {
  for (let i = 0; i < n; i++, x += from, y += to) {
    const value = load<S>(x);
    if (isFloat<S>() && isInteger<T>()) store<i32>(y, wholeOf(<f64>value));
    else store<T>(y, <T>value);
  }
}

/** As ECMAScript stores a number into an Int32Array: cut towards 0, modulo 2³²; NaN and infinities become 0. */
function wholeOf(x: f64): i32 {
  return NativeMath.abs(x) < 9223372036854775808.0 ? <i32><i64>x : lowBits(x);
}

/** Of a whole number from 2⁶³ on, m·2ᵉ: the lower 32 bits. */
function lowBits(x: f64): i32 {
  const bits = reinterpret<u64>(x);
  const e = <i32>(bits >> 52 & 0x7ff) - 1075;
  if (e >= 32) return 0;
  const low = <i32>((bits & 0x000fffffffffffff | 0x0010000000000000) << e);
  return <i64>bits < 0 ? -low : low;
}

@unmanaged
export class FillCall {
  kernel: i32;
  chunks: i32;
  y: usize;
  /** Elements, of `size` bytes: 4, or 8. */
  length: i32;
  size: i32;
  /** The element's bits; those of a smaller one twice. */
  low: i32;
  high: i32;
  block: i32;
}

/** Chunk = a stretch of y. */
export function fill(call: FillCall, chunk: i32): void {
  const first = chunk * call.block;
  const bits = v128.splat<i64>(<u64>call.high << 32 | <u64>call.low & 0xffffffff);
  let y = call.y + <usize>first * call.size;
  const end = y + <usize>min(call.block, call.length - first) * call.size;
  for (; y + 16 <= end; y += 16) v128.store(y, bits);
  if (end - y >= 8) {
    store<i64>(y, v128.extract_lane<i64>(bits, 0));
    y += 8;
  }
  if (y < end) store<i32>(y, call.low);
}
