/**
 * A copy of the rows of an image that a block of work reads, with zeros around: after it no position is outside.
 * Columns are laid out by their remainder modulo the stride, so that neighbours in the output are neighbours in the
 * window whatever the stride is. Knows no kernels.
 */

@unmanaged
export class Window {
  /** Address of the copy; rows and row length, in elements: `step` runs of `run`. */
  data: usize;
  rows: i32;
  run: i32;
  step: i32;
}

/** Elements from row to row and from channel to channel. */
// @ts-ignore: decorator
@inline
export function rowLength(window: Window): i32 {
  return window.run * window.step;
}

// @ts-ignore: decorator
@inline
export function planeSize(window: Window): i32 {
  return window.rows * window.run * window.step;
}

/** Where column x of the padded image lies in a row. */
// @ts-ignore: decorator
@inline
export function columnAt(window: Window, x: i32): i32 {
  return (x % window.step) * window.run + x / window.step;
}

/**
 * Copies `channels` planes of height × width, of numbers of `size` bytes, at `source`. Row 0 of the window is row `top` of the image, column 0 is
 * column `left`; both may be negative.
 */
export function fill(size: usize, window: Window, source: usize, channels: i32, height: i32, width: i32, top: i32, left: i32): void {
  let to = window.data;
  const rowBytes = <usize>rowLength(window) * size;
  for (let c = 0; c < channels; c++) {
    for (let y = top; y < top + window.rows; y++) {
      const from = source + <usize>(y * width) * size;
      if (y < 0 || y >= height) clear(to, rowBytes);
      else if (window.step === 1) copyRow(size, to, window.run, from, width, left);
      else for (let q = 0; q < window.step; q++) copyRun(size, to + <usize>(q * window.run) * size, window, from, width, left + q);
      to += rowBytes;
    }
    source += <usize>(height * width) * size;
  }
}

// @ts-ignore: decorator
@inline
function copyRow(size: usize, to: usize, count: i32, from: usize, width: i32, left: i32): void {
  const before = min(max(-left, 0), count);
  const inside = max(min(count, width - left) - before, 0);
  const start = to + <usize>before * size;
  const end = start + <usize>inside * size;
  clear(to, start - to);
  copyVectors(start, from + (left + before) * <i32>size, end - start);
  clear(end, to + <usize>count * size - end);
}

/**
 * Rows are short: a call of memory.copy costs more than they do. Written are whole vectors, the last of which may reach over
 * the end, to where the next row is written next; and read, of the next row, or behind the array.
 */
// @ts-ignore: decorator
@inline
export function copyVectors(to: usize, from: usize, bytes: usize): void {
  for (const end = to + bytes; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}

/** Zeros, as copyVectors. */
function clear(to: usize, bytes: usize): void {
  for (const end = to + bytes; to < end; to += 16) v128.store(to, v128.splat<i32>(0));
}

/** Every `step`-th number of a row from column `left` on, zeros where there is none. */
function copyRun(size: usize, to: usize, window: Window, from: usize, width: i32, left: i32): void {
  const step = window.step;
  const first = min(window.run, left < 0 ? (step - 1 - left) / step : 0);
  const last = max(first, min(window.run, (width - left + step - 1) / step));
  const end = to + <usize>last * size;
  const whole = to + <usize>window.run * size;
  clear(to, <usize>first * size);
  to += <usize>first * size;
  let at = from + <usize>(left + first * step) * size;
  if (size === 4 && step === 2) {
    // the last vector reads one number more than it needs: of the next row, or behind the array
    for (; to + 16 <= end; to += 16, at += 32) v128.store(to, v128.shuffle<f32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6));
  }
  for (; to < end; to += size, at += <usize>step * size) {
    if (size === 4) store<i32>(to, load<i32>(at));
    else store<i64>(to, load<i64>(at));
  }
  clear(end, whole - end);
}
