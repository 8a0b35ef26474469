/**
 * Slices taken by index, added by index, and ones set by index. An index out of range reads and writes nothing, so that
 * memory stays whole; checkIndices, which is run before, tells the host of it.
 */

/** Its last two words are written: the place of the first index out of range, −1 if there is none, and what it is. */
@unmanaged
export class CheckCall {
  kernel: i32;
  chunks: i32;
  indices: usize;
  count: i32;
  length: i32;
  place: i32;
  found: i32;
}

export function checkIndices(call: CheckCall): void {
  const limit = v128.splat<u32>(call.length);
  let k = 0;
  while (k + 4 <= call.count && !v128.any_true(v128.ge<u32>(v128.load(call.indices + (<usize>k << 2)), limit))) k += 4;
  for (; k < call.count; k++) {
    const index = load<i32>(call.indices + (<usize>k << 2));
    if (<u32>index < <u32>call.length) continue;
    call.found = index;
    call.place = k;
    return;
  }
  call.place = -1;
}

@unmanaged
export class GatherCall {
  kernel: i32;
  chunks: i32;
  x: usize;
  indices: usize;
  y: usize;
  /** x is so many times `length` slices of so many bytes, y as many times `count`. */
  before: i32;
  length: i32;
  count: i32;
  bytes: i32;
  /** Slices of a chunk. */
  block: i32;
}

/** Chunk = some slices of y. */
export function gather(call: GatherCall, chunk: i32): void {
  const bytes = <usize>call.bytes;
  const last = min(call.before * call.count, (chunk + 1) * call.block);
  let y = call.y + <usize>(chunk * call.block) * bytes;
  for (let slice = chunk * call.block; slice < last;) {
    const first = slice % call.count;
    const end = min(call.count, first + last - slice);
    const all = call.x + <usize>(slice / call.count * call.length) * bytes;
    for (let k = first; k < end; k++, y += bytes) {
      const index = load<i32>(call.indices + (<usize>k << 2));
      if (<u32>index >= <u32>call.length) continue;
      const x = all + <usize>index * bytes;
      if (bytes === 4) store<i32>(y, load<i32>(x));
      else if (bytes === 8) store<i64>(y, load<i64>(x));
      else memory.copy(y, x, bytes);
    }
    slice += end - first;
  }
}

@unmanaged
export class ScatterCall {
  kernel: i32;
  chunks: i32;
  g: usize;
  indices: usize;
  y: usize;
  /** Where f32 is added up as f64. */
  sums: usize;
  /** g is so many times `count` slices of `after` elements, y as many times `length`. */
  before: i32;
  count: i32;
  length: i32;
  after: i32;
  /** A chunk takes so many of the first, and of each so many slices of y. */
  blockBefore: i32;
  blockLength: i32;
}

/**
 * Chunk = some slices of y, each the sum of those of g whose index it has, in their order, whoever else is at work. f32 is
 * summed in f64 and rounded once.
 */
export function scatterAdd<T>(call: ScatterCall, chunk: i32): void {
  const across = (call.length + call.blockLength - 1) / call.blockLength;
  const low = chunk % across * call.blockLength;
  const high = min(call.length, low + call.blockLength);
  const first = chunk / across * call.blockBefore;
  const last = min(call.before, first + call.blockBefore);
  for (let a = first; a < last; a++) {
    const at = a * call.length * call.after;
    const g = call.g + <usize>(a * call.count * call.after) * sizeof<T>();
    if (sizeof<T>() === 4 && isFloat<T>()) {
      const sums = call.sums + (<usize>at << 3);
      addSlices<f32, f64>(call, low, high, g, sums);
      for (let i = low * call.after; i < high * call.after; i++) store<f32>(call.y + (<usize>(at + i) << 2), <f32>load<f64>(sums + (<usize>i << 3)));
    } else {
      addSlices<T, T>(call, low, high, g, call.y + <usize>at * sizeof<T>());
    }
  }
}

// @ts-ignore: decorator
@inline
function addSlices<S, T>(call: ScatterCall, low: i32, high: i32, g: usize, sums: usize): void {
  const after = call.after;
  memory.fill(sums + <usize>(low * after) * sizeof<T>(), 0, <usize>((high - low) * after) * sizeof<T>());
  for (let k = 0; k < call.count; k++, g += <usize>after * sizeof<S>()) {
    const index = load<i32>(call.indices + (<usize>k << 2));
    if (index < low || index >= high) continue;
    const to = sums + <usize>(index * after) * sizeof<T>();
    for (let i: usize = 0; i < <usize>after; i++) {
      store<T>(to + i * sizeof<T>(), load<T>(to + i * sizeof<T>()) + <T>load<S>(g + i * sizeof<S>()));
    }
  }
}

@unmanaged
export class OneHotCall {
  kernel: i32;
  chunks: i32;
  indices: usize;
  y: usize;
  count: i32;
  depth: i32;
  /** Bytes of an element of y, and the bits of 1; of four bytes, the lower half. */
  size: i32;
  low: i32;
  high: i32;
  /** Rows of a chunk. */
  block: i32;
}

/** Chunk = some rows of y, `depth` elements each: zeros, and a one where the row's index says. */
export function oneHot(call: OneHotCall, chunk: i32): void {
  const first = chunk * call.block;
  const last = min(call.count, first + call.block);
  const bytes = <usize>call.depth * call.size;
  let y = call.y + <usize>first * bytes;
  memory.fill(y, 0, <usize>(last - first) * bytes);
  for (let k = first; k < last; k++, y += bytes) {
    const index = load<i32>(call.indices + (<usize>k << 2));
    if (<u32>index >= <u32>call.depth) continue;
    const to = y + <usize>index * call.size;
    store<i32>(to, call.low);
    if (call.size === 8) store<i32>(to, call.high, 4);
  }
}
