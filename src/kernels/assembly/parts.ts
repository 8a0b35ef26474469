/** Adds partial results, in order: to[i] = parts[0][i] + parts[1][i] + … */

@unmanaged
export class PartsCall {
  kernel: i32;
  chunks: i32;
  length: i32;
  parts: i32;
  from: usize;
  to: usize;
}

export function addParts<T>(call: PartsCall): void {
  const bytes = <usize>call.length * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    let sum = load<T>(call.from + i);
    for (let part = 1; part < call.parts; part++) sum += load<T>(call.from + <usize>part * bytes + i);
    store<T>(call.to + i, sum);
  }
}
