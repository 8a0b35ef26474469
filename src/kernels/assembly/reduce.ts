/**
 * The sum, maximum or minimum along some axes of a strided operand, or the place of an extreme. Where a kept axis lies side by side in x, several
 * results are computed at once, otherwise one after the other; an element of the result has the same bits either way.
 */
import { finish, push } from './pairwise';
import { BLOCK, neutral, reduceColumns, reduceRow, Reduction, TILE_BYTES, WIDE } from './reduceBlock';
import { lanes } from './vector';

/** Lengths and strides (elements), outermost first; leading lengths are 1 when there are fewer. */
@unmanaged
class Axes {
  n0: i32;
  n1: i32;
  n2: i32;
  n3: i32;
  n4: i32;
  n5: i32;
  s0: i32;
  s1: i32;
  s2: i32;
  s3: i32;
  s4: i32;
  s5: i32;
}

@unmanaged
export class ReduceCall {
  kernel: i32;
  chunks: i32;
  op: i32;
  x: usize;
  y: usize;
  /** y is rows × columns; the columns are its last axis, `columnStep` elements apart in x. */
  rows: i32;
  columns: i32;
  columnStep: i32;
  /** Elements that become one. */
  length: i32;
  blockRows: i32;
  blockColumns: i32;
}

/** The thread's bytes: a block's offsets, its elements, eight tiles of partial results, 32 levels. */
const ELEMENTS: usize = 512;
const PARTIAL: usize = ELEMENTS + 1024;
const LEVELS: usize = PARTIAL + 8 * TILE_BYTES;

/** Chunk = some rows, some columns. The kept axes but the last, then the reduced axes follow the call. */
export function reduce<T>(call: ReduceCall, chunk: i32, scratch: usize): void {
  const kept = changetype<Axes>(changetype<usize>(call) + offsetof<ReduceCall>());
  const reduced = changetype<Axes>(changetype<usize>(kept) + offsetof<Axes>());
  const across = (call.columns + call.blockColumns - 1) / call.blockColumns;
  const firstColumn = chunk % across * call.blockColumns;
  const lastColumn = min(call.columns, firstColumn + call.blockColumns);
  const firstRow = chunk / across * call.blockRows;
  const lastRow = min(call.rows, firstRow + call.blockRows);
  const sideBySide = call.columnStep === 1 && call.length !== 0;
  const wide = WIDE * lanes<T>();
  for (let row = firstRow; row < lastRow; row++) {
    const x = call.x + <usize>offsetOf(kept, row) * sizeof<T>();
    const y = call.y + <usize>row * <usize>call.columns * sizeof<T>();
    let j = firstColumn;
    if (sideBySide) {
      for (; j + wide <= lastColumn; j += wide) tile<T>(call, reduced, x + <usize>j * sizeof<T>(), WIDE, y + <usize>j * sizeof<T>(), scratch);
      for (; j + lanes<T>() <= lastColumn; j += lanes<T>()) tile<T>(call, reduced, x + <usize>j * sizeof<T>(), 1, y + <usize>j * sizeof<T>(), scratch);
    }
    for (; j < lastColumn; j++) one<T>(call, reduced, x + <usize>(j * call.columnStep) * sizeof<T>(), y + <usize>j * sizeof<T>(), scratch);
  }
}

/** `vectors` vectors of results, whose elements lie side by side from `x` on. */
function tile<T>(call: ReduceCall, reduced: Axes, x: usize, vectors: i32, y: usize, scratch: usize): void {
  let blocks = 0;
  for (let first = 0; first < call.length; first += BLOCK) {
    const count = min(BLOCK, call.length - first);
    for (let j = 0; j < count;) {
      const run = runOf(reduced, first + j, count - j);
      let offset = <usize>offsetOf(reduced, first + j) * sizeof<T>();
      for (const end = j + run; j < end; j++, offset += <usize>reduced.s5 * sizeof<T>()) store<usize>(scratch + (<usize>j << 2), offset);
    }
    reduceColumns<T>(call.op, x, scratch, count, vectors, scratch + PARTIAL);
    push<T>(call.op, scratch + LEVELS, blocks++, vectors, scratch + PARTIAL);
  }
  memory.copy(y, finish<T>(call.op, scratch + LEVELS, blocks, vectors), <usize>vectors << 4);
}

/** One result, of the elements from `x` on. */
function one<T>(call: ReduceCall, reduced: Axes, x: usize, y: usize, scratch: usize): void {
  if (call.length <= BLOCK) {
    const result = call.length === 0 ? neutral<T>(call.op) : block<T>(call.op, reduced, x, 0, call.length, scratch);
    store<T>(y, first<T>(result));
    return;
  }
  let blocks = 0;
  for (let at = 0; at < call.length; at += BLOCK) {
    v128.store(scratch + PARTIAL, block<T>(call.op, reduced, x, at, min(BLOCK, call.length - at), scratch));
    push<T>(call.op, scratch + LEVELS, blocks++, 1, scratch + PARTIAL);
  }
  store<T>(y, load<T>(finish<T>(call.op, scratch + LEVELS, blocks, 1)));
}

/** `count` elements from the `at`-th on, copied together unless they lie side by side. */
// @ts-ignore: decorator
@inline
function block<T>(op: i32, reduced: Axes, x: usize, at: i32, count: i32, scratch: usize): v128 {
  if (reduced.s5 === 1 && runOf(reduced, at, count) === count) {
    return reduceRow<T>(op, x + <usize>offsetOf(reduced, at) * sizeof<T>(), count, scratch);
  }
  let to = scratch + ELEMENTS;
  for (let j = 0; j < count;) {
    const run = runOf(reduced, at + j, count - j);
    let from = x + <usize>offsetOf(reduced, at + j) * sizeof<T>();
    const end = j + run;
    if (reduced.s5 === 1) for (; j + lanes<T>() <= end; j += lanes<T>(), to += 16, from += 16) v128.store(to, v128.load(from));
    for (; j < end; j++, to += sizeof<T>(), from += <usize>reduced.s5 * sizeof<T>()) store<T>(to, load<T>(from));
  }
  return reduceRow<T>(op, scratch + ELEMENTS, count, scratch);
}

// @ts-ignore: decorator
@inline
function first<T>(x: v128): T {
  return v128.extract_lane<T>(x, 0);
}

/**
 * As reduce, but the result, an i32, is the place of the greatest (op max) or least element among those that become one:
 * the first of equals, the first NaN.
 */
export function argReduce<T>(call: ReduceCall, chunk: i32, scratch: usize): void {
  const kept = changetype<Axes>(changetype<usize>(call) + offsetof<ReduceCall>());
  const reduced = changetype<Axes>(changetype<usize>(kept) + offsetof<Axes>());
  const across = (call.columns + call.blockColumns - 1) / call.blockColumns;
  const firstColumn = chunk % across * call.blockColumns;
  const lastColumn = min(call.columns, firstColumn + call.blockColumns);
  const firstRow = chunk / across * call.blockRows;
  const lastRow = min(call.rows, firstRow + call.blockRows);
  const wide = call.columnStep === 1 ? TOGETHER : 1;
  for (let row = firstRow; row < lastRow; row++) {
    const x = call.x + <usize>offsetOf(kept, row) * sizeof<T>();
    const y = call.y + (<usize>(row * call.columns) << 2);
    for (let j = firstColumn; j < lastColumn; j += wide) {
      argTile<T>(call, reduced, x + <usize>(j * call.columnStep) * sizeof<T>(), min(wide, lastColumn - j), y + (<usize>j << 2), scratch);
    }
  }
}

/** Columns that argReduce goes down together. */
const TOGETHER: i32 = 32;

/** `count` results, whose elements lie side by side from `x` on. `best` has room for so many elements. */
function argTile<T>(call: ReduceCall, reduced: Axes, x: usize, count: i32, y: usize, best: usize): void {
  if (count === 1) {
    store<i32>(y, argOne<T>(call, reduced, x));
    return;
  }
  const bytes = <usize>count * sizeof<T>();
  memory.copy(best, x, bytes);
  memory.fill(y, 0, <usize>count << 2);
  for (let k = 1; k < call.length;) {
    const run = runOf(reduced, k, call.length - k);
    let from = x + <usize>offsetOf(reduced, k) * sizeof<T>();
    for (const end = k + run; k < end; k++, from += <usize>reduced.s5 * sizeof<T>()) {
      for (let j: usize = 0; j < bytes; j += sizeof<T>()) {
        const value = load<T>(from + j);
        const least = load<T>(best + j);
        // one comparison, unless there is a NaN
        if (call.op === Reduction.max ? value <= least : value >= least) continue;
        if (least !== least) continue;
        store<T>(best + j, value);
        store<i32>(y + j / sizeof<T>() * 4, k);
      }
    }
  }
}

function argOne<T>(call: ReduceCall, reduced: Axes, x: usize): i32 {
  let best = load<T>(x);
  let place = 0;
  for (let k = 1; k < call.length;) {
    const run = runOf(reduced, k, call.length - k);
    let from = x + <usize>offsetOf(reduced, k) * sizeof<T>();
    for (const end = k + run; k < end; k++, from += <usize>reduced.s5 * sizeof<T>()) {
      const value = load<T>(from);
      if ((call.op === Reduction.max ? value <= best : value >= best) || best !== best) continue;
      best = value;
      place = k;
    }
  }
  return place;
}

/** How many of `count` elements from the `index`-th on lie on the same stretch of the last axis. */
// @ts-ignore: decorator
@inline
function runOf(axes: Axes, index: i32, count: i32): i32 {
  return index + count <= axes.n5 ? count : min(count, axes.n5 - index % axes.n5);
}

/** Elements from the first to the `index`-th in row-major order. */
// @ts-ignore: decorator
@inline
function offsetOf(axes: Axes, index: i32): i32 {
  return index < axes.n5 ? index * axes.s5 : distantOffsetOf(axes, index);
}

/** Divisions are dear, and most operands have few axes. */
function distantOffsetOf(axes: Axes, index: i32): i32 {
  let offset = index % axes.n5 * axes.s5;
  index /= axes.n5;
  if (index < axes.n4) return offset + index * axes.s4;
  offset += index % axes.n4 * axes.s4;
  index /= axes.n4;
  if (index < axes.n3) return offset + index * axes.s3;
  offset += index % axes.n3 * axes.s3;
  index /= axes.n3;
  offset += index % axes.n2 * axes.s2;
  index /= axes.n2;
  return offset + index % axes.n1 * axes.s1 + index / axes.n1 * axes.s0;
}
