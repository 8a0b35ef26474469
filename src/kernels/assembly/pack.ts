/**
 * Copies a block of an operand into panels, the order in which the micro-kernel reads it. An element lies at
 * `source + along[i] + over[k]`, both byte offsets from tables: a matrix, its transpose and the patches of an image
 * are all packed by these lines. Knows no shapes.
 */
import { fivesOf, tileColumns } from './tile';
import { lanes } from './vector';

/** Rows of the left operand, in panels of as many as their tile has (tile.ts): for each k, those rows' elements. */
export function packRows<T>(target: usize, source: usize, along: usize, count: i32, over: usize, k: i32): void {
  const fives = fivesOf(count);
  for (let i = 0, panel = 0; i < count; panel++) {
    const width = panel < fives ? 5 : 4;
    packPanel<T>(target, source, along + (<usize>i << 2), min(width, count - i), over, k, width);
    target += <usize>(width * k) * sizeof<T>();
    i += width;
  }
}

/** Columns of the right operand, in panels of two vectors. */
export function packColumns<T>(target: usize, source: usize, along: usize, count: i32, over: usize, k: i32): void {
  const width = tileColumns<T>();
  for (let i = 0; i < count; i += width) {
    const offsets = along + (<usize>i << 2);
    if (count - i >= 4 * width && isRun<T>(offsets, 4 * width)) {
      packFour(target, source + load<i32>(offsets), over, k);
      target += <usize>(3 * width * k) * sizeof<T>();
      i += 3 * width;
    } else if (count - i >= width && isRun<T>(offsets, width)) packTwo<T>(target, source + load<i32>(offsets), over, k);
    else packPanel<T>(target, source, offsets, min(width, count - i), over, k, width);
    target += <usize>(width * k) * sizeof<T>();
  }
}

/** `width` numbers for each k, of which the first `count` are there; the others are zeros. */
function packPanel<T>(target: usize, source: usize, along: usize, count: i32, over: usize, k: i32, width: i32): void {
  const step = <usize>width * sizeof<T>();
  if (count < width) memory.fill(target, 0, step * k);
  let i = 0;
  for (; i + lanes<T>() <= count; i += lanes<T>()) packFull<T>(target + <usize>i * sizeof<T>(), step, source, along + (<usize>i << 2), over, k);
  for (; i < count; i++) packOne<T>(target + <usize>i * sizeof<T>(), step, source + load<i32>(along + (<usize>i << 2)), over, k);
}

/** Four panels at once, whose 128 bytes per k lie side by side: so a line of the cache is read once, and in order. */
function packFour(target: usize, from: usize, over: usize, k: i32): void {
  const end = over + (<usize>k << 2);
  const panel = <usize>k << 5;
  let second = target + panel, third = second + panel, fourth = third + panel;
  while (over < end) {
    const at = from + load<i32>(over);
    v128.store(target, v128.load(at));
    v128.store(target, v128.load(at, 16), 16);
    v128.store(second, v128.load(at, 32));
    v128.store(second, v128.load(at, 48), 16);
    v128.store(third, v128.load(at, 64));
    v128.store(third, v128.load(at, 80), 16);
    v128.store(fourth, v128.load(at, 96));
    v128.store(fourth, v128.load(at, 112), 16);
    target += 32;
    second += 32;
    third += 32;
    fourth += 32;
    over += 4;
  }
}

/** Two vectors per k that lie side by side: the commonest case, a plain matrix on the right. */
function packTwo<T>(target: usize, from: usize, over: usize, k: i32): void {
  const end = over + (<usize>k << 2);
  while (over < end) {
    const at = from + load<i32>(over);
    v128.store(target, v128.load(at));
    v128.store(target, v128.load(at, 16), 16);
    target += 32;
    over += 4;
  }
}

/** One vector per k, all lanes used. Neighbours in memory are loaded as a vector, or half of one, along or (transposed) over k. */
function packFull<T>(target: usize, step: usize, source: usize, along: usize, over: usize, k: i32): void {
  const left = source + load<i32>(along);
  if (consecutive<T>(along)) {
    const end = over + (<usize>k << 2);
    if (k & 1) {
      v128.store(target, v128.load(left + load<i32>(over)));
      target += step;
      over += 4;
    }
    for (; over < end; over += 8) {
      v128.store(target, v128.load(left + load<i32>(over)));
      v128.store(target + step, v128.load(left + load<i32>(over, 4)));
      target += 2 * step;
    }
    return;
  }
  if (sizeof<T>() === 4 && load<i32>(along, 4) === load<i32>(along) + 4 && load<i32>(along, 12) === load<i32>(along, 8) + 4) {
    // a row of an image ends in the middle
    const right = source + load<i32>(along, 8);
    for (const end = over + (<usize>k << 2); over < end; over += 4) {
      const at = load<i32>(over);
      v128.store(target, v128.load_lane<u64>(right + at, v128.load_zero<u64>(left + at), 1));
      target += step;
    }
    return;
  }
  const rest = k % lanes<T>();
  const end = over + (<usize>(k - rest) << 2);
  while (over < end) {
    if (consecutive<T>(over)) packTransposed<T>(target, step, source + load<i32>(over), along);
    else packGathered<T>(target, step, source, along, over, lanes<T>());
    target += step * lanes<T>();
    over += <usize>lanes<T>() << 2;
  }
  packGathered<T>(target, step, source, along, over, rest);
}

/** One number per k. */
function packOne<T>(target: usize, step: usize, from: usize, over: usize, k: i32): void {
  const end = over + (<usize>k << 2);
  while (over < end) {
    store<T>(target, load<T>(from + load<i32>(over)));
    target += step;
    over += 4;
  }
}

// @ts-ignore: decorator
@inline
function packGathered<T>(target: usize, step: usize, source: usize, along: usize, over: usize, k: i32): void {
  for (let i = 0; i < k; i++) {
    const from = source + load<i32>(over + (<usize>i << 2));
    for (let lane = 0; lane < lanes<T>(); lane++) {
      store<T>(target + <usize>lane * sizeof<T>(), load<T>(from + load<i32>(along + (<usize>lane << 2))));
    }
    target += step;
  }
}

/** A square of lanes × lanes numbers, rows in memory becoming lanes. */
// @ts-ignore: decorator
@inline
function packTransposed<T>(target: usize, step: usize, source: usize, along: usize): void {
  const r0 = v128.load(source + load<i32>(along));
  const r1 = v128.load(source + load<i32>(along, 4));
  if (sizeof<T>() === 8) {
    v128.store(target, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(target + step, v128.shuffle<f64>(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(source + load<i32>(along, 8));
  const r3 = v128.load(source + load<i32>(along, 12));
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(target + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(target + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(target + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** True when as many offsets as a vector has lanes name neighbours in memory. */
// @ts-ignore: decorator
@inline
function consecutive<T>(offsets: usize): bool {
  const first = load<i32>(offsets);
  const second = load<i32>(offsets, 4) === first + sizeof<T>();
  if (sizeof<T>() === 8) return second;
  return second && load<i32>(offsets, 8) === first + 8 && load<i32>(offsets, 12) === first + 12;
}

/** The same for so many offsets. */
function isRun<T>(offsets: usize, count: i32): bool {
  const end = offsets + (<usize>(count - 1) << 2);
  for (; offsets < end; offsets += 4) if (load<i32>(offsets, 4) !== load<i32>(offsets) + <i32>sizeof<T>()) return false;
  return true;
}

/** Fills a table with start, start + step, … */
export function ramp(table: usize, count: i32, start: i32, step: i32): void {
  for (let i = 0; i < count; i++) store<i32>(table + (<usize>i << 2), start + i * step);
}

/**
 * Fills a table with start + plane·planeStep + row·rowStep + column·columnStep for `count` (plane, row, column) in turn, the columns
 * running fastest, from the `first`-th on. Counts, where division would cost more than the work that the table is for.
 */
export function nest(table: usize, first: i32, count: i32, rows: i32, columns: i32, start: i32, planeStep: i32, rowStep: i32, columnStep: i32): void {
  if (count <= 0) return;
  let column = first % columns;
  let row = first / columns % rows;
  let at = start + first / columns / rows * planeStep + row * rowStep + column * columnStep;
  for (const end = table + (<usize>count << 2); table < end; table += 4) {
    store<i32>(table, at);
    at += columnStep;
    if (++column < columns) continue;
    column = 0;
    at += rowStep - columns * columnStep;
    if (++row < rows) continue;
    row = 0;
    at += planeStep - rows * rowStep;
  }
}
