/** Adds partial results to a total in order, keeping what rounding loses: total + lost is as if summed in twice the precision. */

@unmanaged
export class FoldCall {
  kernel: i32;
  chunks: i32;
  /** Numbers in a part, an even number; the parts lie one after the other. */
  length: i32;
  parts: i32;
  from: usize;
  total: usize;
  lost: usize;
  /** Numbers per chunk, an even number. */
  block: i32;
}

/** The parts are added plainly, their sum to the total by Knuth's two-sum. */
export function fold(call: FoldCall, chunk: i32): void {
  const first = <usize>(chunk * call.block) << 3;
  const last = min(<usize>call.length << 3, first + (<usize>call.block << 3));
  const step = <usize>call.length << 3;
  for (let at = first; at < last; at += 16) {
    let sum = v128.load(call.from + at);
    let from = call.from + at;
    for (let part = 1; part < call.parts; part++) {
      from += step;
      sum = v128.add<f64>(sum, v128.load(from));
    }
    const before = v128.load(call.total + at);
    const after = v128.add<f64>(before, sum);
    const taken = v128.sub<f64>(after, before);
    const rest = v128.add<f64>(v128.sub<f64>(before, v128.sub<f64>(after, taken)), v128.sub<f64>(sum, taken));
    v128.store(call.total + at, after);
    v128.store(call.lost + at, v128.add<f64>(v128.load(call.lost + at), rest));
  }
}
