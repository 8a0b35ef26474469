/**
 * y[n, o, i, j] = Σ_{c,u,v} w[o, c, u, v] · x[n, c, i·s + u·d − p, j·s + v·d − p], as a product of matrices: rows are o,
 * columns are positions (i, j), the sum runs over (c, u, v). The matrix of patches exists only a block at a time, as
 * the packed panels the micro-kernel reads.
 */
import { multiplyPanels, Target, TILE_BUFFER } from './block';
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { nest, packColumns, packRows, ramp } from './pack';
import { openScratch, reserve } from './scratch';
import { paddedColumns, paddedRows } from './tile';
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
  const b = reserve(<usize>(paddedColumns<T>(n) * panels));
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
  positionOffsets(sizeof<T>(), columns, call, window, first, n, row0);
  for (let k0 = 0; k0 < depth; k0 += call.blockDepth) {
    const k = min(call.blockDepth, depth - k0);
    const channel0 = k0 / taps(call);
    const channels = (k0 + k - 1) / taps(call) - channel0 + 1;
    ramp(over, k, 0, <i32>size);
    packRows<T>(a, call.weights + <usize>(group * m * depth + k0) * size, rows, m, over, k);
    tapOffsets(sizeof<T>(), over, call, window, k0, k);
    to.accumulate = i32(k0 > 0);
    to.last = i32(k0 + k === depth);
    for (let image = image0; image < image1; image++) {
      const plane = (image * call.groups + group) * call.inputs + channel0;
      const x = call.x + <usize>plane * call.height * call.width * size;
      fill(sizeof<T>(), window, x, channels, call.height, call.width, row0 - call.padTop, -call.padLeft);
      packColumns<T>(b, window.data, columns, n, over, k);
      to.c = call.y + (<usize>((image * call.groups + group) * m) * positions + first) * size;
      multiplyPanels<T>(m, n, k, a, b, to);
    }
  }
}

/** Byte offsets of output positions, number `first` and on, in a window whose first row is `row0` of the padded image. */
export function positionOffsets(size: i32, table: usize, call: Conv2dCall, window: Window, first: i32, count: i32, row0: i32): void {
  const row = rowLength(window) * size;
  nest(table, first, count, call.outHeight, call.outWidth, -row0 * row, 0, call.strideHeight * row, size);
}

/** Byte offsets of (c, u, v), number k0 and on, in a window whose first channel is that of k0. */
export function tapOffsets(size: i32, table: usize, call: Conv2dCall, window: Window, k0: i32, count: i32): void {
  const plane = planeSize(window) * size;
  const down = call.dilationHeight * rowLength(window) * size;
  nest(table, k0, count, call.kernelHeight, call.kernelWidth, -(k0 / taps(call)) * plane, plane, down, window.step === 1 ? call.dilationWidth * size : 0);
  if (window.step === 1) return;
  // columns are laid out by their remainders
  for (let i = 0; i < count; i++) {
    const at = table + (<usize>i << 2);
    store<i32>(at, load<i32>(at) + columnAt(window, (k0 + i) % call.kernelWidth * call.dilationWidth) * size);
  }
}
