/** What is done to a finished tile before it is left: a bias is added and an activation applied. Knows no matrices. */
import { rectified } from './vector';

export namespace Bias {
  export const none: i32 = 0;
  export const perRow: i32 = 1;
  export const perColumn: i32 = 2;
}

export namespace Activation {
  export const none: i32 = 0;
  export const relu: i32 = 1;
}

/** Where the bias of the tile at (row, column) starts. */
// @ts-ignore: decorator
@inline
export function biasAt<T>(kind: i32, bias: usize, row: i32, column: i32): usize {
  return bias + <usize>(kind === Bias.perRow ? row : column) * sizeof<T>();
}

/** The same for a vector of which every lane has the same bias. */
// @ts-ignore: decorator
@inline
export function finishVector<T>(x: v128, biasKind: i32, bias: v128, activation: i32): v128 {
  if (biasKind !== Bias.none) x = v128.add<T>(x, bias);
  if (activation === Activation.relu) x = rectified<T>(x);
  return x;
}
