/** The call of a product of matrices, for operands at given addresses. Knows no memory but the addresses it is told. */
import type { KernelCall } from './calls.ts';
import { isSmallGemm, planGemm } from './gemmPlan.ts';
import type { KernelFloat } from './gemmPlan.ts';

/** Calls, and the bytes every thread that runs them needs for itself. */
export interface KernelWork {
  readonly calls: readonly KernelCall[];
  readonly scratchBytes: number;
}

/** One after the other. */
export function inTurn(works: readonly KernelWork[]): KernelWork {
  return { calls: works.flatMap(({ calls }) => calls), scratchBytes: Math.max(0, ...works.map(({ scratchBytes }) => scratchBytes)) };
}

/** Codes of the epilogue, as assembly/epilogue.ts has them. */
export const biasKinds = { none: 0, perRow: 1, perColumn: 2 } as const;
export const activations = { none: 0, relu: 1 } as const;
export type BiasKind = keyof typeof biasKinds;
export type Activation = keyof typeof activations;

/** A matrix, or `batch` elements apart several: [i, j] lies at address + (i·row + j·column) elements. */
export interface MatrixAt {
  readonly address: number;
  readonly row: number;
  readonly column: number;
  readonly batch?: number;
}

export interface GemmWork {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly a: MatrixAt;
  readonly b: MatrixAt;
  /** Rows lie `row` elements apart, columns side by side. */
  readonly c: { readonly address: number; readonly row: number; readonly batch?: number };
  /** Add to what c holds; default false. */
  readonly accumulate?: boolean;
  readonly bias?: { readonly address: number; readonly axis: BiasKind };
  readonly activation?: Activation;
}

/** c = activation(a·b (+ c) + bias). */
export function gemmWork(work: GemmWork, dtype: KernelFloat): KernelWork {
  return encodeGemm(work.n === 1 && work.c.row === 1 ? transposed(work) : work, dtype);
}

/** cᵀ = bᵀ·aᵀ, the same sums: a column fills one number in eight of a tile, a row one in four. */
function transposed({ m, n, a, b, bias, ...others }: GemmWork): GemmWork {
  const turn = ({ row, column, ...rest }: MatrixAt): MatrixAt => ({ ...rest, row: column, column: row });
  const axis = { none: 'none', perRow: 'perColumn', perColumn: 'perRow' } as const;
  return { ...others, m: n, n: m, a: turn(b), b: turn(a), bias: bias && { ...bias, axis: axis[bias.axis] } };
}

function encodeGemm(work: GemmWork, dtype: KernelFloat): KernelWork {
  const { m, n, k, batch = 1, a, b, c, accumulate = false, bias, activation = 'none' } = work;
  const { blockRows, blockColumns, blockDepth, chunks, scratchBytes } = planGemm(m, n, k, batch, dtype);
  const inPlace = b.column === 1 && (a.row === 1 || a.column === 1) && isSmallGemm(m, n, k, dtype);
  const words = {
    m, n, k,
    a: a.address, aRow: a.row, aColumn: a.column, aBatch: a.batch ?? 0,
    b: b.address, bRow: b.row, bColumn: b.column, bBatch: b.batch ?? 0,
    c: c.address, cRow: c.row, cBatch: c.batch ?? 0, accumulate: Number(accumulate),
    biasKind: biasKinds[bias?.axis ?? 'none'], bias: bias?.address ?? 0, activation: activations[activation],
    blockRows, blockColumns, blockDepth, inPlace: Number(inPlace),
  };
  return { calls: [{ kernel: dtype === 'float32' ? 'gemmFloat32' : 'gemmFloat64', chunks, words }], scratchBytes };
}
