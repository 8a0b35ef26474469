/** What each of some candidates for a centre would bring: every row's distance to the nearest centre with it, and their sum. */
import { Absolutes, distance, Squares } from './distance';

@unmanaged
export class CandidatesCall {
  kernel: i32;
  chunks: i32;
  /** 0: distances are sums of squares, 1: of absolute values. */
  metric: i32;
  rows: i32;
  width: i32;
  count: i32;
  blockRows: i32;
  x: usize;
  /** One f64 per row; 0: every row counts once. */
  weights: usize;
  /** [count, width] */
  candidates: usize;
  /** f64 per row: the distance to the centres there are; 0: there is none. */
  closest: usize;
  /** [count, rows], out */
  distances: usize;
  /** [chunks, count], out: Σ weight · distance over the chunk. */
  costs: usize;
}

/** Chunk = `blockRows` rows. */
export function candidates(call: CandidatesCall, chunk: i32): void {
  if (call.metric === 0) tryRows<Squares>(call, chunk);
  else tryRows<Absolutes>(call, chunk);
}

function tryRows<M>(call: CandidatesCall, chunk: i32): void {
  const width = call.width;
  const count = call.count;
  const first = chunk * call.blockRows;
  const last = min(call.rows, first + call.blockRows);
  const rowBytes = <usize>width << 3;
  const costs = call.costs + (<usize>(chunk * count) << 3);
  memory.fill(costs, 0, <usize>count << 3);
  for (let i = first; i < last; i++) {
    const x = call.x + <usize>i * rowBytes;
    const weight = call.weights === 0 ? 1 : load<f64>(call.weights + (<usize>i << 3));
    const known = call.closest === 0 ? f64.MAX_VALUE : load<f64>(call.closest + (<usize>i << 3));
    for (let c = 0; c < count; c++) {
      const near = min(known, distance<M>(x, call.candidates + <usize>c * rowBytes, width));
      store<f64>(call.distances + (<usize>c * <usize>call.rows + <usize>i << 3), near);
      const cost = costs + (<usize>c << 3);
      store<f64>(cost, load<f64>(cost) + weight * near);
    }
  }
}
