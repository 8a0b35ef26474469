/**
 * Pooling, plane by plane: what lies under each place of a window becomes one number, or gets one number back. Padding
 * is not read. For each plane x and v lie on the image, y on the places; `place` and `spread` write the image.
 */
import { placePairs, takePairs } from './pool2dPairs';
import { lanes } from './vector';

export namespace Pool2d {
  /** y = v where the greatest of x is: the first of equals, the first NaN. With v = x, max pooling. */
  export const take: i32 = 0;
  /** v += y there. */
  export const place: i32 = 1;
  /** y = Σ v / n. */
  export const average: i32 = 2;
  /** v += y / n. */
  export const spread: i32 = 3;
  /** v += y there, if x is greater than 0. */
  export const placePositive: i32 = 4;
}

@unmanaged
export class Pool2dCall {
  kernel: i32;
  chunks: i32;
  op: i32;
  planes: i32;
  height: i32;
  width: i32;
  sizeHeight: i32;
  sizeWidth: i32;
  outHeight: i32;
  outWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padTop: i32;
  padLeft: i32;
  /** 1: n is the window's size; 0: what of it lies on the image. */
  countPadding: i32;
  x: usize;
  v: usize;
  y: usize;
  blockPlanes: i32;
}

/** Chunk = some planes. */
export function pool2d<T>(call: Pool2dCall, chunk: i32): void {
  const last = min(call.planes, (chunk + 1) * call.blockPlanes);
  const image = <usize>(call.height * call.width) * sizeof<T>();
  const outputs = <usize>(call.outHeight * call.outWidth) * sizeof<T>();
  const row = <usize>call.width * sizeof<T>();
  const inPairs = isInPairs(call) && call.outWidth >= lanes<T>();
  for (let plane = chunk * call.blockPlanes; plane < last; plane++) {
    const v = call.v + <usize>plane * image;
    const x = call.x + <usize>plane * image;
    const y = call.y + <usize>plane * outputs;
    if (inPairs && call.op === Pool2d.take) {
      takePairs<T>(x, v, y, call.outHeight, call.outWidth, row);
      continue;
    }
    const places = call.op === Pool2d.place || call.op === Pool2d.placePositive;
    if (inPairs && places) {
      // a last row or column that no window holds
      if ((call.height | call.width) & 1) memory.fill(v, 0, image);
      placePairs<T>(x, v, y, call.outHeight, call.outWidth, row, call.op === Pool2d.placePositive);
      continue;
    }
    if (places || call.op === Pool2d.spread) memory.fill(v, 0, image);
    poolPlane<T>(call, x, v, y);
  }
}

/** Windows of 2 × 2 side by side, on whole images. */
// @ts-ignore: decorator
@inline
function isInPairs(call: Pool2dCall): bool {
  return call.sizeHeight === 2 && call.sizeWidth === 2 && call.strideHeight === 2 && call.strideWidth === 2
    && (call.padTop | call.padLeft) === 0 && 2 * call.outHeight <= call.height && 2 * call.outWidth <= call.width
    && call.height - 2 * call.outHeight < 2 && call.width - 2 * call.outWidth < 2;
}

function poolPlane<T>(call: Pool2dCall, x: usize, v: usize, y: usize): void {
  const step = <usize>call.width * sizeof<T>();
  for (let i = 0; i < call.outHeight; i++) {
    const row = i * call.strideHeight - call.padTop;
    const top = max(row, 0);
    const rows = min(row + call.sizeHeight, call.height) - top;
    for (let j = 0; j < call.outWidth; j++, y += sizeof<T>()) {
      const column = j * call.strideWidth - call.padLeft;
      const left = max(column, 0);
      const columns = min(column + call.sizeWidth, call.width) - left;
      const corner = <usize>(top * call.width + left) * sizeof<T>();
      const count = call.countPadding ? call.sizeHeight * call.sizeWidth : rows * columns;
      switch (call.op) {
        case Pool2d.take: store<T>(y, load<T>(v + greatest<T>(x, corner, rows, columns, step))); break;
        case Pool2d.place:
        case Pool2d.placePositive: {
          const at = greatest<T>(x, corner, rows, columns, step);
          if (call.op === Pool2d.place || load<T>(x + at) > 0) store<T>(v + at, load<T>(v + at) + load<T>(y));
          break;
        }
        case Pool2d.average: store<T>(y, <T>(total<T>(v + corner, rows, columns, step) / <f64>count)); break;
        default: addTo<T>(<T>(<f64>load<T>(y) / <f64>count), v + corner, rows, columns, step);
      }
    }
  }
}

/** The byte offset, from x, of the first greatest or the first NaN of a window whose corner has the byte offset `corner`. */
// @ts-ignore: decorator
@inline
function greatest<T>(x: usize, corner: usize, rows: i32, columns: i32, step: usize): usize {
  let at = corner;
  let best = load<T>(x + corner);
  for (let r = 0; r < rows; r++, corner += step) {
    const end = corner + <usize>columns * sizeof<T>();
    for (let offset = corner; offset < end; offset += sizeof<T>()) {
      const value = load<T>(x + offset);
      // greater, or one is NaN. Written so because branches and scalar select and max took twice as long in V8
      const wins = i32(!(value <= best)) & i32(best === best);
      best = v128.extract_lane<T>(v128.max<T>(v128.splat<T>(best), v128.splat<T>(value)), 0);
      at ^= (at ^ offset) & -<usize>wins;
    }
  }
  return at;
}

/** In f64, to be rounded once. */
// @ts-ignore: decorator
@inline
function total<T>(from: usize, rows: i32, columns: i32, step: usize): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < rows; r++, from += step) {
    const end = from + <usize>columns * sizeof<T>();
    for (let at = from; at < end; at += sizeof<T>()) sum += <f64>load<T>(at);
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function addTo<T>(share: T, to: usize, rows: i32, columns: i32, step: usize): void {
  for (let r = 0; r < rows; r++, to += step) {
    const end = to + <usize>columns * sizeof<T>();
    for (let at = to; at < end; at += sizeof<T>()) store<T>(at, load<T>(at) + share);
  }
}
