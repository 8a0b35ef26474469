/** What is done to a finished tile before it is left: a bias is added and an activation applied. Knows no matrices. */
import { larger } from './vector';
import { MR } from './tile';

export namespace Bias {
  export const none: i32 = 0;
  export const perRow: i32 = 1;
  export const perColumn: i32 = 2;
}

export namespace Activation {
  export const none: i32 = 0;
  export const relu: i32 = 1;
}

/** c[r, j] = activation(c[r, j] + bias), in place on a full tile. */
export function finish<T>(c: usize, cRow: usize, biasKind: i32, bias: usize, activation: i32): void {
  for (let r = 0; r < MR; r++) {
    for (let v = 0; v < 2; v++) {
      const at = c + <usize>r * cRow + (<usize>v << 4);
      let x = v128.load(at);
      if (biasKind === Bias.perRow) x = v128.add<T>(x, v128.load_splat<T>(bias + <usize>r * sizeof<T>()));
      if (biasKind === Bias.perColumn) x = v128.add<T>(x, v128.load(bias + (<usize>v << 4)));
      if (activation === Activation.relu) x = larger<T>(x, v128.splat<T>(0));
      v128.store(at, x);
    }
  }
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
  if (activation === Activation.relu) x = larger<T>(x, v128.splat<T>(0));
  return x;
}
