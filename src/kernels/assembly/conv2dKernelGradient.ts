/**
 * dw[o, c, u, v] = Σ_{n,i,j} dy[n, o, i, j] · x[n, c, i·s + u·d − p, j·s + v·d − p]: rows are o, columns (c, u, v), the sum
 * runs over positions, image after image. Images are dealt to parts that are summed apart and then added in order.
 */
import { multiplyPanels, Target, TILE_BUFFER } from './block';
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { tapOffsets } from './conv2d';
import { packColumns, packRows, ramp } from './pack';
import { openScratch, reserve } from './scratch';
import { paddedRows, tileColumns } from './tile';
import { fill, rowLength, Window } from './window';

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
  const rows = reserve(<usize>m << 2);
  const columns = reserve(<usize>n << 2);
  const over = reserve(<usize>call.blockDepth << 2);
  const panels = call.blockDepth * <i32>size;
  const a = reserve(<usize>(paddedRows(m) * panels));
  const b = reserve(<usize>(divideUp(n, tileColumns<T>()) * tileColumns<T>() * panels));
  window.step = call.strideWidth;
  window.run = divideUp((call.outWidth - 1) * call.strideWidth + (call.kernelWidth - 1) * call.dilationWidth + 1, window.step);
  window.data = reserve(0);

  to.c = call.weights + (<usize>((part * call.groups + group) * m) * wide + first) * size;
  to.cRow = <usize>wide * size;
  to.columns = 0;
  to.biasKind = 0;
  to.activation = 0;
  to.last = 0;
  ramp(rows, m, 0, positions * <i32>size);
  for (let image = image0; image < image1; image++) {
    for (let k0 = 0; k0 < positions; k0 += call.blockDepth) {
      const k = min(call.blockDepth, positions - k0);
      const row0 = k0 / call.outWidth * call.strideHeight;
      const lastRow = (k0 + k - 1) / call.outWidth * call.strideHeight;
      window.rows = lastRow - row0 + (call.kernelHeight - 1) * call.dilationHeight + 1;
      const plane = (image * call.groups + group) * call.inputs + first / taps(call);
      fill<T>(window, call.x + <usize>plane * call.height * call.width * size, n / taps(call), call.height, call.width, row0 - call.padTop, -call.padLeft);
      ramp(over, k, 0, <i32>size);
      packRows<T>(a, call.y + (<usize>((image * call.groups + group) * m) * positions + k0) * size, rows, m, over, k);
      for (let i = 0; i < k; i++) {
        const position = k0 + i;
        const offset = (position / call.outWidth * call.strideHeight - row0) * rowLength(window) + position % call.outWidth;
        store<i32>(over + (<usize>i << 2), offset * <i32>size);
      }
      tapOffsets<T>(columns, call, window, first, n);
      packColumns<T>(b, window.data, columns, n, over, k);
      to.accumulate = i32(image > image0 || k0 > 0);
      multiplyPanels<T>(m, n, k, a, b, to);
    }
  }
}
