/** Products of matrices on host arrays: copies them in, multiplies, copies the result out. Knows no shapes. */
import { gemmWork } from '../kernels/index.ts';
import type { Activation } from '../kernels/index.ts';
import { copyIn, hostMachine } from './host.ts';
import type { Numbers } from './host.ts';
import { dtypeOf, runForResult } from './hostResult.testing.ts';

/** Numbers in a row, seen as matrices: element [item, row, column] at item·batch + row·row + column·column. */
export interface Operand<T> {
  readonly data: T;
  readonly row: number;
  readonly column: number;
  readonly batch?: number;
}

export interface GemmOptions<T> {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly a: Operand<T>;
  readonly b: Operand<T>;
  /** Added to every row of m (perRow) or every column of n (perColumn). */
  readonly bias?: { readonly data: T; readonly axis: 'perRow' | 'perColumn' };
  readonly activation?: Activation;
  /** At most so many threads; default all there are. */
  readonly threads?: number;
}

/**
 * c[i, j] = activation(Σ_k a[i, k]·b[k, j] + bias), for each item of the batch, row-major [batch, m, n].
 *
 * Sums run over k in order, in parts of 256 that are added in order: the same bits for any number of threads, any
 * place in the matrix and any strides.
 */
export function gemm<T extends Numbers>({ a, b, bias, threads, ...options }: GemmOptions<T>): T {
  const { m, n, batch = 1 } = options;
  const machine = hostMachine();
  return machine.scope(() => runForResult(a.data, batch * m * n, threads, (c) => gemmWork({
    ...options,
    a: { ...a, address: copyIn(machine, a.data) },
    b: { ...b, address: copyIn(machine, b.data) },
    c: { address: c, row: n, batch: m * n },
    bias: bias && { address: copyIn(machine, bias.data), axis: bias.axis },
  }, dtypeOf(a.data))));
}
