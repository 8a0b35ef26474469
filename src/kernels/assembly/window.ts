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
 * Copies `channels` planes of height × width at `source`. Row 0 of the window is row `top` of the image, column 0 is
 * column `left`; both may be negative.
 */
export function fill<T>(window: Window, source: usize, channels: i32, height: i32, width: i32, top: i32, left: i32): void {
  let to = window.data;
  const rowBytes = <usize>rowLength(window) * sizeof<T>();
  for (let c = 0; c < channels; c++) {
    for (let y = top; y < top + window.rows; y++) {
      const from = source + <usize>(y * width) * sizeof<T>();
      if (y < 0 || y >= height) memory.fill(to, 0, rowBytes);
      else if (window.step === 1) copyRow<T>(to, window.run, from, width, left);
      else for (let q = 0; q < window.step; q++) copyRun<T>(to + <usize>(q * window.run) * sizeof<T>(), window, from, width, left + q);
      to += rowBytes;
    }
    source += <usize>(height * width) * sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function copyRow<T>(to: usize, count: i32, from: usize, width: i32, left: i32): void {
  const before = min(max(-left, 0), count);
  const inside = max(min(count, width - left) - before, 0);
  for (let i = 0; i < before; i++) store<T>(to + <usize>i * sizeof<T>(), 0);
  const start = from + (left + before) * <i32>sizeof<T>();
  const target = to + <usize>before * sizeof<T>();
  memory.copy(target, start, <usize>inside * sizeof<T>());
  for (let i = before + inside; i < count; i++) store<T>(to + <usize>i * sizeof<T>(), 0);
}

// @ts-ignore: decorator
@inline
function copyRun<T>(to: usize, window: Window, from: usize, width: i32, left: i32): void {
  for (let i = 0, x = left; i < window.run; i++, x += window.step) {
    store<T>(to + <usize>i * sizeof<T>(), x >= 0 && x < width ? load<T>(from + <usize>x * sizeof<T>()) : <T>0);
  }
}
