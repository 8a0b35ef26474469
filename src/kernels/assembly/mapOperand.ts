/** How an operand of an elementwise call is read, and the copying of one that does not lie in order. Knows no function. */
import { lengthAt, rowOffset, Strided } from './strided';

/** Lies in the results' order. */
export const IN_ORDER: i32 = 0;
/** One number for all elements. */
export const SCALAR: i32 = 1;
/** Anything else: copied block by block. */
export const STRIDED: i32 = 2;

@unmanaged
export class MapOperand extends Strided {
  mode: i32;
}

/** Copies the elements from the `first`-th on, in row-major order of the six lengths at `lengths`. */
export function gather<T>(operand: MapOperand, lengths: usize, first: i32, count: i32, target: usize): void {
  const inner = lengthAt(lengths, 5);
  let row = first / inner;
  let column = first - row * inner;
  while (count > 0) {
    const run = min(inner - column, count);
    copyRun<T>(target, operand.address + <usize>(rowOffset(operand, lengths, row) + column * operand.s5) * sizeof<T>(), operand.s5, run);
    target += <usize>run * sizeof<T>();
    count -= run;
    column = 0;
    row++;
  }
}

function copyRun<T>(target: usize, source: usize, step: i32, count: i32): void {
  const end = target + <usize>count * sizeof<T>();
  const whole = target + (<usize>count * sizeof<T>() & ~15);
  if (step === 0) {
    const x = v128.load_splat<T>(source);
    for (; target < whole; target += 16) v128.store(target, x);
  } else if (step === 1) {
    for (; target < whole; target += 16, source += 16) v128.store(target, v128.load(source));
  }
  const stride = <usize>step * sizeof<T>();
  for (; target < end; target += sizeof<T>(), source += stride) store<T>(target, load<T>(source));
}
