/**
 * Products of columns, less a shift and weighted, summed over a part of the rows: the upper triangle of ZᵀZ with
 * Z = √w·[X·scale − shift, Y·scale − shift, 1], in tiles of 3 × 3. The column of ones gives the sums of the others.
 */
import { dots, TILE, WIDTH } from './dots';

/** One call as the host writes it (src/kernels/calls.ts). X and Y are row-major and dense. */
@unmanaged
export class GramCall {
  kernel: i32;
  chunks: i32;
  rows: i32;
  /** Columns of X and of Y. */
  features: i32;
  targets: i32;
  x: usize;
  y: usize;
  /** √weight of every row, or 0. */
  roots: usize;
  /** features + targets numbers, or 0 when all are 1. */
  scales: usize;
  /** features + targets numbers. */
  shifts: usize;
  /** For each part of the rows the tiles (i, j ≥ i) one after the other, i in the outer loop, 10 numbers each, the last 0. */
  products: usize;
  partRows: i32;
  /** Panels of three columns of Z in a block; rows that are summed in registers, an even number. */
  blockPanels: i32;
  depth: i32;
}

/** Chunk = a part of the rows and a pair of blocks of columns. What targets have in common is left out, but for their squares and sums. */
export function gram(call: GramCall, chunk: i32, scratch: usize): void {
  const panels = (call.features + call.targets + WIDTH) / WIDTH;
  const blockPanels = call.blockPanels;
  const blocks = (panels + blockPanels - 1) / blockPanels;
  const pairs = (blocks * (blocks + 1)) >> 1;
  const part = chunk / pairs;
  let right = 0;
  let left = chunk % pairs;
  for (; left > right; right++) left -= right + 1;

  const first = part * call.partRows;
  const last = min(call.rows, first + call.partRows);
  const products = call.products + <usize>part * ((panels * (panels + 1)) >> 1) * TILE;
  const step = panelBytes(call);
  const b = scratch + <usize>blockPanels * step;
  const leftFrom = left * blockPanels, leftTo = min(panels, leftFrom + blockPanels);
  const rightFrom = right * blockPanels, rightTo = min(panels, rightFrom + blockPanels);
  for (let row = first; row < last; row += call.depth) {
    const k = min(call.depth, last - row);
    packBlock(call, scratch, leftFrom, leftTo, row, k);
    if (left !== right) packBlock(call, b, rightFrom, rightTo, row, k);
    const rightPanels = left === right ? scratch : b;
    for (let j = rightFrom; j < rightTo; j++) {
      const panel = rightPanels + <usize>(j - rightFrom) * step;
      for (let i = leftFrom; i < min(j + 1, leftTo); i++) {
        if (WIDTH * i >= call.features && i !== j && j !== panels - 1) continue;
        const at = products + <usize>(((i * (2 * panels - i + 1)) >> 1) + j - i) * TILE;
        dots((k + 1) >> 1, scratch + <usize>(i - leftFrom) * step, panel, at, row > first);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function panelBytes(call: GramCall): usize {
  return <usize>(call.depth * WIDTH) << 3;
}

/** Panels of three columns of Z, `k` rows from `row` on, as pairs of rows; if one is missing in the last pair, zeros. */
function packBlock(call: GramCall, to: usize, from: i32, end: i32, row: i32, k: i32): void {
  const whole = max(from, min(end, call.features / WIDTH));
  const paired = k & ~1;
  packWhole(call, to, from, whole, row, paired);
  for (let panel = from; panel < end; panel++, to += panelBytes(call)) {
    const done = panel < whole ? paired : 0;
    if (done === k) continue;
    const at = to + <usize>(done * WIDTH << 3);
    for (let lane = 0; lane < WIDTH; lane++) packOne(call, at + (<usize>lane << 4), WIDTH * panel + lane, row + done, k - done);
  }
}

/** Panels of columns of X, an even number of rows. */
function packWhole(call: GramCall, to: usize, from: i32, end: i32, row: i32, k: i32): void {
  const step = <usize>call.features << 3;
  const panel = panelBytes(call);
  const shifts = call.shifts + <usize>(WIDTH * from << 3);
  const lastShift = call.shifts + <usize>(WIDTH * end << 3);
  let x = call.x + <usize>(row * call.features + WIDTH * from) * 8;
  let roots = call.roots === 0 ? 0 : call.roots + (<usize>row << 3);
  const scales = call.scales === 0 ? 0 : call.scales + <usize>(WIDTH * from << 3);
  for (const last = to + <usize>(k * WIDTH << 3); to < last; to += 48, x += 2 * step) {
    let z = to;
    let at = x;
    if (scales === 0 && roots === 0) {
      for (let shift = shifts; shift < lastShift; shift += 24, at += 24, z += panel) {
        v128.store(z, f64x2.sub(two(at, step), v128.load_splat<f64>(shift)));
        v128.store(z, f64x2.sub(two(at + 8, step), v128.load_splat<f64>(shift, 8)), 16);
        v128.store(z, f64x2.sub(two(at + 16, step), v128.load_splat<f64>(shift, 16)), 32);
      }
      continue;
    }
    const root = roots === 0 ? f64x2.splat(1) : v128.load(roots);
    if (roots !== 0) roots += 16;
    let scale = scales;
    for (let shift = shifts; shift < lastShift; z += panel - 48) {
      for (const next = z + 48; z < next; z += 16, at += 8, shift += 8) {
        let pair = two(at, step);
        if (scales !== 0) {
          pair = f64x2.mul(pair, v128.load_splat<f64>(scale));
          scale += 8;
        }
        v128.store(z, f64x2.mul(root, f64x2.sub(pair, v128.load_splat<f64>(shift))));
      }
    }
  }
}

/** A number and the one below it. */
// @ts-ignore: decorator
@inline
function two(x: usize, step: usize): v128 {
  return v128.load_lane<f64>(x + step, v128.load_zero<f64>(x), 1);
}

/** Any column of Z: of X, of Y, the ones, or the zeros that fill the last panel. */
function packOne(call: GramCall, to: usize, column: i32, row: i32, k: i32): void {
  const targets = column - call.features;
  let roots = call.roots === 0 ? 0 : call.roots + (<usize>row << 3);
  const own = targets < call.targets;
  const width = targets < 0 ? call.features : call.targets;
  let from = (targets < 0 ? call.x + (<usize>column << 3) : call.y + (<usize>targets << 3)) + <usize>(row * width) * 8;
  const scale: f64 = own && call.scales !== 0 ? load<f64>(call.scales + (<usize>column << 3)) : 1;
  const shift = own ? load<f64>(call.shifts + (<usize>column << 3)) : 0;
  const constant: f64 = targets === call.targets ? 1 : 0;
  // from a pair's first number to its second are 8 bytes, from there to the next pair 40
  let next: usize = 8;
  for (let i = 0; i < k; i++, to += next, next = 48 - next, from += <usize>width << 3) {
    let z = own ? load<f64>(from) * scale - shift : constant;
    if (roots !== 0) {
      z *= load<f64>(roots);
      roots += 8;
    }
    store<f64>(to, z);
  }
  if ((k & 1) !== 0) store<f64>(to, 0);
}
