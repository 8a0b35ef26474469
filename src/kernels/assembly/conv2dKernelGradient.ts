/**
 * dw[o, c, u, v] = Σ_{n,i,j} dy[n, o, i, j] · x[n, c, i·s + u·d − p, j·s + v·d − p]: rows are o, columns (c, u, v), the sum
 * runs over positions, image after image. Images are dealt to parts that are summed apart and then added in order. Where
 * that fills tiles better or as well, rows and columns change places: the same sums in the same order, and patches are read
 * along positions, the way they lie in the image.
 */
import { multiplyBlock, multiplyPanels, Target, TILE_BUFFER } from './block';
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { positionOffsets, tapOffsets } from './conv2d';
import { packColumns, packRows, ramp } from './pack';
import { openScratch, reserve } from './scratch';
import { paddedColumns, paddedRows, tilesOf } from './tile';
import { copyVectors, fill, rowLength, Window } from './window';

/**
 * Chunk = one part of the images, one group, a few channels. `weights` is the result: one gradient per part, one
 * behind the other. blockColumns is a multiple of the taps.
 */
export function conv2dKernelGradient<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  const positions = call.outHeight * call.outWidth;
  const wide = call.inputs * taps(call);
  const columnBlocks = divideUp(wide, call.blockColumns);
  const first = (chunk % columnBlocks) * call.blockColumns;
  const n = min(call.blockColumns, wide - first);
  const group = chunk / columnBlocks % call.groups;
  const part = chunk / (columnBlocks * call.groups);
  const image0 = part * call.blockImages;
  const image1 = min(call.images, image0 + call.blockImages);
  const size = sizeof<T>();
  const m = call.outputs;

  openScratch(scratch);
  const to = changetype<Target>(reserve(offsetof<Target>()));
  const window = changetype<Window>(reserve(offsetof<Window>()));
  to.buffer = reserve(TILE_BUFFER);
  const outputs = reserve(<usize>m << 2);
  const patches = reserve(<usize>n << 2);
  const over = reserve(<usize>call.blockDepth << 2);
  const panels = call.blockDepth * <i32>size;
  const turned = tilesOf(n) * paddedColumns<T>(m) <= tilesOf(m) * paddedColumns<T>(n);
  const a = reserve(<usize>((turned ? n : paddedRows(m)) * panels) + 16);
  const b = reserve(<usize>(paddedColumns<T>(turned ? m : n) * panels));
  const broad = paddedColumns<T>(m);
  const sums = reserve(turned ? <usize>(n * broad) * size : 0);
  window.step = call.strideWidth;
  window.run = divideUp((call.outWidth - 1) * call.strideWidth + (call.kernelWidth - 1) * call.dilationWidth + 1, window.step);
  window.data = reserve(0);

  const result = call.weights + (<usize>((part * call.groups + group) * m) * wide + first) * size;
  to.c = turned ? sums : result;
  to.cRow = <usize>(turned ? broad : wide) * size;
  to.columns = 0;
  to.biasKind = 0;
  to.activation = 0;
  to.last = 0;
  ramp(outputs, m, 0, positions * <i32>size);
  for (let image = image0; image < image1; image++) {
    for (let k0 = 0; k0 < positions; k0 += call.blockDepth) {
      const k = min(call.blockDepth, positions - k0);
      const row0 = k0 / call.outWidth * call.strideHeight;
      const lastRow = (k0 + k - 1) / call.outWidth * call.strideHeight;
      window.rows = lastRow - row0 + (call.kernelHeight - 1) * call.dilationHeight + 1;
      const plane = (image * call.groups + group) * call.inputs + first / taps(call);
      fill(sizeof<T>(), window, call.x + <usize>plane * call.height * call.width * size, n / taps(call), call.height, call.width, row0 - call.padTop, -call.padLeft);
      const dy = call.y + (<usize>((image * call.groups + group) * m) * positions + k0) * size;
      tapOffsets(sizeof<T>(), patches, call, window, first, n);
      to.accumulate = i32(image > image0 || k0 > 0);
      if (turned) {
        const row = call.strideHeight * rowLength(window) * <i32>size;
        copyPatches(size, a, window.data, patches, n, call.kernelWidth, k0 % call.outWidth, k, call.outWidth, row);
        ramp(over, k, 0, <i32>size);
        packColumns<T>(b, dy, outputs, m, over, k);
        multiplyBlock<T>(n, broad, k, a, <usize>k * size, size, b, 32, <usize>k * 32, to, 0);
      } else {
        ramp(over, k, 0, <i32>size);
        packRows<T>(a, dy, outputs, m, over, k);
        positionOffsets(sizeof<T>(), over, call, window, k0, k, row0);
        packColumns<T>(b, window.data, patches, n, over, k);
        multiplyPanels<T>(m, n, k, a, b, to);
      }
    }
  }
  if (!turned) return;
  for (let o = 0; o < m; o++) {
    for (let i = 0; i < n; i++) {
      store<T>(result + <usize>(o * wide + i) * size, load<T>(sums + <usize>(i * broad + o) * size));
    }
  }
}

/**
 * For each of `count` offsets in a window, one behind the other, what it sees from the k positions from column `first` of a row
 * on; rows are `row` bytes apart. What another offset, `apart` places before, has seen a row further down is copied from there.
 */
function copyPatches(size: usize, to: usize, window: usize, offsets: usize, count: i32, apart: i32, first: i32, k: i32, width: i32, row: i32): void {
  const bytes = <usize>k * size;
  for (let i = 0; i < count; i++, to += bytes) {
    const at = offsets + (<usize>i << 2);
    const offset = load<i32>(at);
    const seen = k > width && i >= apart && load<i32>(at - (<usize>apart << 2)) === offset - row ? k - width : 0;
    copyVectors(to, to - <usize>apart * bytes + <usize>width * size, <usize>seen * size);
    let done = seen;
    let line = window + offset + (first + seen) / width * row;
    let column = (first + seen) % width;
    while (done < k) {
      const run = min(k - done, width - column);
      copyVectors(to + <usize>done * size, line + <usize>column * size, <usize>run * size);
      done += run;
      line += row;
      column = 0;
    }
  }
}
