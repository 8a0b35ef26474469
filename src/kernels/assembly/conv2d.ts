/**
 * y[n, o, i, j] = Σ_{c,u,v} w[o, c, u, v] · x[n, c, i·s + u·d − p, j·s + v·d − p], as a product of matrices: rows are o,
 * columns are positions (i, j), the sum runs over (c, u, v). The matrix of patches exists only a block at a time, as
 * the packed panels the micro-kernel reads.
 */
import { multiplyPanels, Target, TILE_BUFFER } from './block';
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { packColumns, packRows, ramp } from './pack';
import { openScratch, reserve } from './scratch';
import { paddedRows, tileColumns } from './tile';
import { columnAt, fill, planeSize, rowLength, Window } from './window';

/** Chunk = one block of positions of one group in a few images. */
export function conv2d<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  const positions = call.outHeight * call.outWidth;
  const columnBlocks = divideUp(positions, call.blockColumns);
  const first = (chunk % columnBlocks) * call.blockColumns;
  const n = min(call.blockColumns, positions - first);
  const group = chunk / columnBlocks % call.groups;
  const image0 = chunk / (columnBlocks * call.groups) * call.blockImages;
  const image1 = min(call.images, image0 + call.blockImages);
  const size = sizeof<T>();
  const m = call.outputs;
  const depth = call.inputs * taps(call);

  openScratch(scratch);
  const to = changetype<Target>(reserve(offsetof<Target>()));
  const window = changetype<Window>(reserve(offsetof<Window>()));
  to.buffer = reserve(TILE_BUFFER);
  const rows = reserve(<usize>m << 2);
  const columns = reserve(<usize>n << 2);
  const over = reserve(<usize>call.blockDepth << 2);
  const panels = call.blockDepth * <i32>size;
  const a = reserve(<usize>(paddedRows(m) * panels));
  const b = reserve(<usize>(divideUp(n, tileColumns<T>()) * tileColumns<T>() * panels));
  const row0 = first / call.outWidth * call.strideHeight;
  const lastRow = (first + n - 1) / call.outWidth * call.strideHeight;
  window.rows = lastRow - row0 + (call.kernelHeight - 1) * call.dilationHeight + 1;
  window.step = call.strideWidth;
  window.run = divideUp((call.outWidth - 1) * call.strideWidth + (call.kernelWidth - 1) * call.dilationWidth + 1, window.step);
  window.data = reserve(0);

  to.cRow = <usize>positions * size;
  to.columns = 0;
  to.biasKind = call.biasKind;
  to.bias = call.bias + <usize>(group * m) * size;
  to.activation = call.activation;
  ramp(rows, m, 0, depth * <i32>size);
  for (let j = 0; j < n; j++) {
    const position = first + j;
    const offset = (position / call.outWidth * call.strideHeight - row0) * rowLength(window) + position % call.outWidth;
    store<i32>(columns + (<usize>j << 2), offset * <i32>size);
  }
  for (let k0 = 0; k0 < depth; k0 += call.blockDepth) {
    const k = min(call.blockDepth, depth - k0);
    const channel0 = k0 / taps(call);
    const channels = (k0 + k - 1) / taps(call) - channel0 + 1;
    ramp(over, k, 0, <i32>size);
    packRows<T>(a, call.weights + <usize>(group * m * depth + k0) * size, rows, m, over, k);
    tapOffsets<T>(over, call, window, k0, k);
    to.accumulate = i32(k0 > 0);
    to.last = i32(k0 + k === depth);
    for (let image = image0; image < image1; image++) {
      const plane = (image * call.groups + group) * call.inputs + channel0;
      const x = call.x + <usize>plane * call.height * call.width * size;
      fill<T>(window, x, channels, call.height, call.width, row0 - call.padTop, -call.padLeft);
      packColumns<T>(b, window.data, columns, n, over, k);
      to.c = call.y + (<usize>((image * call.groups + group) * m) * positions + first) * size;
      multiplyPanels<T>(m, n, k, a, b, to);
    }
  }
}

/** Byte offsets of (c, u, v), number k0 and on, in a window whose first channel is that of k0. */
export function tapOffsets<T>(table: usize, call: Conv2dCall, window: Window, k0: i32, count: i32): void {
  const channel0 = k0 / taps(call);
  for (let i = 0; i < count; i++) {
    const channel = (k0 + i) / taps(call);
    const tap = (k0 + i) % taps(call);
    const down = tap / call.kernelWidth * call.dilationHeight;
    const across = tap % call.kernelWidth * call.dilationWidth;
    const offset = (channel - channel0) * planeSize(window) + down * rowLength(window) + columnAt(window, across);
    store<i32>(table + (<usize>i << 2), offset * <i32>sizeof<T>());
  }
}
