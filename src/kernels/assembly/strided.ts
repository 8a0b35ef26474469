/** An operand that is read or written by strides along up to six axes. Knows no function. */

/** An address and the elements between neighbours along each axis, outermost first. */
@unmanaged
export class Strided {
  address: usize;
  s0: i32;
  s1: i32;
  s2: i32;
  s3: i32;
  s4: i32;
  s5: i32;
}

/** Elements from the operand's first to the first of a row (the last axis), for the six lengths at `lengths`. */
export function rowOffset(operand: Strided, lengths: usize, row: i32): i32 {
  let offset = 0;
  for (let axis = 4; axis >= 0 && row > 0; axis--) {
    const length = lengthAt(lengths, axis);
    if (length === 1) continue;
    const above = row / length;
    offset += (row - above * length) * load<i32>(changetype<usize>(operand) + offsetof<Strided>('s0') + (<usize>axis << 2));
    row = above;
  }
  return offset;
}

// @ts-ignore: decorator
@inline
export function lengthAt(lengths: usize, axis: i32): i32 {
  return load<i32>(lengths + (<usize>axis << 2));
}
