/**
 * dx[n, c, h, w] = Σ_{o,u,v} w[o, c, u, v] · dy[n, o, i, j] over the (i, j) with i·s + u·d − p = h (and so for j, w). Positions
 * h + p with the same remainder modulo the stride meet the same kernel rows u: for each of these phases it is a product
 * of matrices, rows are c, columns positions, the sum runs over (o, u, v) of the phase.
 */
import { multiplyPanels, Target, TILE_BUFFER } from './block';
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { nest, packColumns, packRows, ramp } from './pack';
import { openScratch, reserve } from './scratch';
import { paddedColumns, paddedRows } from './tile';
import { fill, planeSize, rowLength, Window } from './window';

/** One axis of one phase: which kernel rows meet it, which positions of x it holds. */
@unmanaged
class Phase {
  /** Kernel rows (or columns) in the phase: first, distance between two, how many. */
  tap: i32;
  tapStep: i32;
  taps: i32;
  /** How far up in dy, counted from a position, the first of them looks; and how much further each next one. */
  shift: i32;
  shiftStep: i32;
  /** Positions a of the phase: first, count. Position a is row a·stride + remainder − pad of x. */
  first: i32;
  count: i32;
}

/** Chunk = a share of each phase's positions, one group, a few images. */
export function conv2dInputGradient<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  const columnBlocks = divideUp(divideUp(call.height, call.strideHeight) * divideUp(call.width, call.strideWidth), call.blockColumns);
  const share = chunk % columnBlocks;
  const group = chunk / columnBlocks % call.groups;
  const image0 = chunk / (columnBlocks * call.groups) * call.blockImages;
  openScratch(scratch);
  const down = changetype<Phase>(reserve(offsetof<Phase>()));
  const across = changetype<Phase>(reserve(offsetof<Phase>()));
  const start = reserve(0);
  for (let r = 0; r < call.strideHeight; r++) {
    setPhase(down, r, call.strideHeight, call.dilationHeight, call.kernelHeight, call.padTop, call.height);
    for (let q = 0; q < call.strideWidth; q++) {
      setPhase(across, q, call.strideWidth, call.dilationWidth, call.kernelWidth, call.padLeft, call.width);
      const first = share * call.blockColumns;
      const n = min(call.blockColumns, down.count * across.count - first);
      openScratch(start);
      if (n > 0) phaseBlock<T>(call, group, image0, down, across, r, q, first, n);
    }
  }
}

/** Kernel rows u with u·dilation ≡ remainder (mod stride): every (stride / gcd)-th, if any. */
function setPhase(phase: Phase, remainder: i32, stride: i32, dilation: i32, size: i32, pad: i32, length: i32): void {
  phase.taps = 0;
  phase.tapStep = 1;
  phase.tap = 0;
  for (let u = 0; u < size; u++) {
    if (u * dilation % stride !== remainder) continue;
    if (phase.taps === 0) phase.tap = u;
    if (phase.taps === 1) phase.tapStep = u - phase.tap;
    phase.taps++;
  }
  phase.shift = (phase.tap * dilation - remainder) / stride;
  phase.shiftStep = phase.tapStep * dilation / stride;
  phase.first = max(0, divideUp(pad - remainder, stride));
  phase.count = pad + length - 1 < remainder ? 0 : max(0, (pad + length - 1 - remainder) / stride - phase.first + 1);
}

function phaseBlock<T>(call: Conv2dCall, group: i32, image0: i32, down: Phase, across: Phase, r: i32, q: i32, first: i32, n: i32): void {
  const size = sizeof<T>();
  const m = call.inputs;
  const perOutput = down.taps * across.taps;
  const depth = call.outputs * perOutput;
  const image1 = min(call.images, image0 + call.blockImages);
  const to = changetype<Target>(reserve(offsetof<Target>()));
  const window = changetype<Window>(reserve(offsetof<Window>()));
  to.buffer = reserve(TILE_BUFFER);
  const places = reserve(<usize>n << 2);
  const rows = reserve(<usize>m << 2);
  const columns = reserve(<usize>n << 2);
  const over = reserve(<usize>call.blockDepth << 2);
  const panels = call.blockDepth * <i32>size;
  const a = reserve(<usize>(paddedRows(m) * panels));
  const b = reserve(<usize>(paddedColumns<T>(n) * panels));
  const row0 = first / across.count;
  const spread = max(0, down.taps - 1) * down.shiftStep;
  const sideways = max(0, across.taps - 1) * across.shiftStep;
  window.rows = (first + n - 1) / across.count - row0 + spread + 1;
  window.step = 1;
  window.run = across.count + sideways;
  window.data = reserve(0);

  to.cRow = <usize>(call.height * call.width) * size;
  to.columns = call.strideHeight === 1 && call.strideWidth === 1 ? 0 : places;
  to.biasKind = 0;
  to.activation = 0;
  to.last = 0;
  ramp(rows, m, 0, taps(call) * <i32>size);
  const row = rowLength(window) * <i32>size;
  const h = down.first * call.strideHeight + r - call.padTop;
  const w = across.first * call.strideWidth + q - call.padLeft;
  nest(places, first, n, down.count, across.count, (h * call.width + w) * <i32>size, 0, call.strideHeight * call.width * <i32>size, call.strideWidth * <i32>size);
  nest(columns, first, n, down.count, across.count, -row0 * row, 0, row, size);
  const offset = to.columns === 0 ? <usize>first * size : 0;
  if (depth === 0) memory.fill(a, 0, <usize>(paddedRows(m)) * size);
  if (depth === 0) memory.fill(b, 0, <usize>(paddedColumns<T>(n)) * size);
  for (let k0 = 0; k0 === 0 || k0 < depth; k0 += call.blockDepth) {
    const k = min(call.blockDepth, depth - k0);
    const output0 = perOutput === 0 ? 0 : k0 / perOutput;
    const outputs = k === 0 ? 0 : (k0 + k - 1) / perOutput - output0 + 1;
    const tap = down.tap * call.kernelWidth + across.tap;
    nest(over, k0, k, down.taps, across.taps, tap * <i32>size, m * taps(call) * <i32>size, down.tapStep * call.kernelWidth * <i32>size, across.tapStep * <i32>size);
    if (k > 0) packRows<T>(a, call.weights + <usize>(group * call.outputs * m * taps(call)) * size, rows, m, over, k);
    const plane = planeSize(window) * <i32>size;
    nest(over, k0, k, down.taps, across.taps, spread * row + sideways * <i32>size - output0 * plane, plane, -down.shiftStep * row, -across.shiftStep * <i32>size);
    to.accumulate = i32(k0 > 0);
    for (let image = image0; image < image1; image++) {
      const first = (image * call.groups + group) * call.outputs + output0;
      const dy = call.y + <usize>first * call.outHeight * call.outWidth * size;
      fill(sizeof<T>(), window, dy, outputs, call.outHeight, call.outWidth, down.first + row0 - down.shift - spread, across.first - across.shift - sideways);
      if (k > 0) packColumns<T>(b, window.data, columns, n, over, k);
      to.c = call.x + <usize>((image * call.groups + group) * m) * to.cRow + offset;
      multiplyPanels<T>(m, n, max(k, 1), a, b, to);
    }
  }
}
