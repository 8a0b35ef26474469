/** Products of matrices on host arrays: copies them in, multiplies, copies the result out. Knows no shapes. */
import { planGemm } from '../kernels/index.ts';
import type { GemmPlan, KernelCall } from '../kernels/index.ts';
import { hostMachine } from './host.ts';
import { runShared } from './threads.ts';
import type { Machine } from './machine.ts';

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
  readonly activation?: 'none' | 'relu';
  /** At most so many threads; default all there are. */
  readonly threads?: number;
}

export const biasKinds = { none: 0, perRow: 1, perColumn: 2 } as const;
export const activations = { none: 0, relu: 1 } as const;

/**
 * c[i, j] = activation(Σ_k a[i, k]·b[k, j] + bias), for each item of the batch, row-major [batch, m, n].
 *
 * Sums run over k in order, in parts of 256 that are added in order: the same bits for any number of threads, any
 * place in the matrix and any strides.
 */
export function gemm<T extends Float32Array | Float64Array>(options: GemmOptions<T>): T {
  const { m, n, batch = 1, a, b, bias, threads } = options;
  const dtype = a.data instanceof Float32Array ? 'float32' : 'float64';
  const plan = planGemm(m, n, options.k, batch, dtype);
  const machine = hostMachine();
  return machine.scope(() => {
    const addresses = { a: copyIn(machine, a.data), b: copyIn(machine, b.data), bias: bias === undefined ? 0 : copyIn(machine, bias.data) };
    const c = machine.allocate(batch * m * n * a.data.BYTES_PER_ELEMENT);
    const table = machine.writeTable([gemmCall(options, plan, addresses, c)]);
    runShared(machine, table, plan.scratchBytes, threads);
    return copyOut(machine, a.data, c, batch * m * n);
  });
}

/** The call of one product whose operands lie at the given addresses. */
function gemmCall<T extends Float32Array | Float64Array>(
  { m, n, k, a, b, bias, activation = 'none' }: GemmOptions<T>, plan: GemmPlan,
  addresses: { readonly a: number; readonly b: number; readonly bias: number }, c: number,
): KernelCall {
  return {
    kernel: a.data instanceof Float32Array ? 'gemmFloat32' : 'gemmFloat64',
    chunks: plan.chunks,
    words: {
      m, n, k,
      a: addresses.a, aRow: a.row, aColumn: a.column, aBatch: a.batch ?? 0,
      b: addresses.b, bRow: b.row, bColumn: b.column, bBatch: b.batch ?? 0,
      c, cRow: n, cBatch: m * n, accumulate: 0,
      biasKind: biasKinds[bias?.axis ?? 'none'], bias: addresses.bias, activation: activations[activation],
      blockRows: plan.blockRows, blockColumns: plan.blockColumns, blockDepth: plan.blockDepth,
    },
  };
}

export function copyIn(machine: Machine, data: Float32Array | Float64Array): number {
  const address = machine.allocate(data.byteLength);
  if (data instanceof Float32Array) machine.float32(address, data.length).set(data);
  else machine.float64(address, data.length).set(data);
  return address;
}

/** A copy, of the type of `like`. */
export function copyOut<T extends Float32Array | Float64Array>(machine: Machine, like: T, address: number, length: number): T {
  return (like instanceof Float32Array ? machine.float32(address, length).slice() : machine.float64(address, length).slice()) as T;
}
