/** The shape of a matrix product, batched: y[…,i,j] = Σₖ a[…,i,k] · b[…,k,j]. */
import { broadcastAxes } from './broadcast.ts';
import { type Shape, showShape } from './shape.ts';

/**
 * [...batch, n, k] × [...batch, k, m] → [...batch, n, m]; the batch axes broadcast.
 * @throws TypeError when an operand has fewer than two axes, the inner sizes differ or the batch axes do not broadcast
 */
export function matmulShape(a: Shape, b: Shape): number[] {
  for (const [name, shape] of [['a', a], ['b', b]] as const) {
    if (shape.length < 2) throw new TypeError(`matmul: ${name} must have at least 2 axes; ${name} ${showShape(shape)} has ${shape.length}`);
  }
  const [n, k] = a.slice(-2);
  const [k2, m] = b.slice(-2);
  if (k !== k2) throw new TypeError(`matmul: inner sizes must be equal; a ${showShape(a)} has ${k}, b ${showShape(b)} has ${k2}`);
  const batch = broadcastAxes(a.slice(0, -2), b.slice(0, -2), (axis, one, other) =>
    `matmul: batch axes must broadcast, sizes equal or one of them 1; a ${showShape(a)} and b ${showShape(b)} have ${one} and ${other} at axis ${axis}`, 2);
  return [...batch, n, m];
}
