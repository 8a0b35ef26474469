/**
 * Products of columns, less a shift and weighted, summed over a part of the rows: the upper triangle of ZᵀZ with
 * Z = √w·[X·scale − shift, Y·scale − shift, 1], in tiles of 4 × 4. The column of ones gives the sums of the others.
 */
import { MR, tile } from './tile';

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
  /** For each part of the rows the tiles (i, j ≥ i) one after the other, i in the outer loop, 16 numbers each. */
  products: usize;
  partRows: i32;
  /** Columns of Z in a block, a multiple of 4; rows that are summed in registers. */
  blockColumns: i32;
  depth: i32;
}

const TILE: usize = 128;
/** Between panels, so that they do not all fall into the same sets of the cache. */
const GAP: usize = 64;

/** Chunk = a part of the rows and a pair of blocks of columns. What targets have in common is left out, but for their squares and sums. */
export function gram(call: GramCall, chunk: i32, scratch: usize): void {
  const panels = (call.features + call.targets + 1 + 3) >> 2;
  const blockPanels = call.blockColumns >> 2;
  const blocks = (panels + blockPanels - 1) / blockPanels;
  const pairs = (blocks * (blocks + 1)) >> 1;
  const part = chunk / pairs;
  let right = 0;
  let left = chunk % pairs;
  for (; left > right; right++) left -= right + 1;

  const first = part * call.partRows;
  const last = min(call.rows, first + call.partRows);
  const products = call.products + <usize>part * ((panels * (panels + 1)) >> 1) * TILE;
  const b = scratch + <usize>blockPanels * panelBytes(call.depth);
  const leftFrom = left * blockPanels, leftTo = min(panels, leftFrom + blockPanels);
  const rightFrom = right * blockPanels, rightTo = min(panels, rightFrom + blockPanels);
  for (let row = first; row < last; row += call.depth) {
    const k = min(call.depth, last - row);
    packBlock(call, scratch, leftFrom, leftTo, row, k);
    if (left !== right) packBlock(call, b, rightFrom, rightTo, row, k);
    const rightPanels = left === right ? scratch : b;
    for (let j = rightFrom; j < rightTo; j++) {
      const panel = rightPanels + <usize>(j - rightFrom) * panelBytes(k);
      for (let i = leftFrom; i < min(j + 1, leftTo); i++) {
        if (4 * i >= call.features && i !== j && j !== panels - 1) continue;
        const at = products + <usize>(((i * (2 * panels - i + 1)) >> 1) + j - i) * TILE;
        tile<f64>(k, scratch + <usize>(i - leftFrom) * panelBytes(k), panel, at, 32, row > first);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function panelBytes(k: i32): usize {
  return <usize>k * MR * 8 + GAP;
}

/** Panels of four columns of Z, `k` rows from `row` on. */
function packBlock(call: GramCall, to: usize, from: i32, end: i32, row: i32, k: i32): void {
  const roots = call.roots === 0 ? 0 : call.roots + (<usize>row << 3);
  const whole = max(from, min(end, call.features >> 2));
  const x = call.x + <usize>(row * call.features + (from << 2)) * 8;
  const scales = call.scales === 0 ? 0 : call.scales + (<usize>from << 5);
  packFours(to, x, <usize>call.features << 3, k, whole - from, scales, call.shifts + (<usize>from << 5), roots);
  for (let panel = whole; panel < end; panel++) {
    const at = to + <usize>(panel - from) * panelBytes(k);
    for (let lane = 0; lane < 4; lane++) packOne(call, at + (<usize>lane << 3), (panel << 2) + lane, row, k, roots);
  }
}

/** `panels` times four columns that lie side by side, row after row, as they lie in memory. */
function packFours(to: usize, from: usize, step: usize, k: i32, panels: i32, scales: usize, shifts: usize, roots: usize): void {
  const end = shifts + (<usize>panels << 5);
  const panel = panelBytes(k);
  for (const last = to + <usize>k * 32; to < last; to += 32, from += step) {
    let x = from;
    let z = to;
    if (scales === 0 && roots === 0) {
      for (let shift = shifts; shift < end; shift += 32, x += 32, z += panel) {
        v128.store(z, v128.sub<f64>(v128.load(x), v128.load(shift)));
        v128.store(z, v128.sub<f64>(v128.load(x, 16), v128.load(shift, 16)), 16);
      }
      continue;
    }
    const root = roots === 0 ? f64x2.splat(1) : v128.load_splat<f64>(roots);
    if (roots !== 0) roots += 8;
    let scale = scales;
    for (let shift = shifts; shift < end; shift += 32, x += 32, z += panel) {
      let z0 = v128.load(x), z1 = v128.load(x, 16);
      if (scales !== 0) {
        z0 = v128.mul<f64>(z0, v128.load(scale));
        z1 = v128.mul<f64>(z1, v128.load(scale, 16));
        scale += 32;
      }
      v128.store(z, v128.mul<f64>(root, v128.sub<f64>(z0, v128.load(shift))));
      v128.store(z, v128.mul<f64>(root, v128.sub<f64>(z1, v128.load(shift, 16))), 16);
    }
  }
}

/** Any column of Z: of X, of Y, the ones, or the zeros that fill the last panel. */
function packOne(call: GramCall, to: usize, column: i32, row: i32, k: i32, roots: usize): void {
  const targets = column - call.features;
  const end = to + <usize>k * 32;
  if (targets >= call.targets) {
    const value: f64 = targets === call.targets ? 1 : 0;
    for (; to < end; to += 32) {
      store<f64>(to, roots === 0 ? value : value * load<f64>(roots));
      if (roots !== 0) roots += 8;
    }
    return;
  }
  const width = targets < 0 ? call.features : call.targets;
  let from = (targets < 0 ? call.x + (<usize>column << 3) : call.y + (<usize>targets << 3)) + <usize>(row * width) * 8;
  const scale: f64 = call.scales === 0 ? 1 : load<f64>(call.scales + (<usize>column << 3));
  const shift = load<f64>(call.shifts + (<usize>column << 3));
  for (; to < end; to += 32, from += <usize>width << 3) {
    let z = load<f64>(from) * scale - shift;
    if (roots !== 0) {
      z *= load<f64>(roots);
      roots += 8;
    }
    store<f64>(to, z);
  }
}
