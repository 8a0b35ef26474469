/** Computes one operation at once on arrays: by its kernels, or by its reference where it has none. Knows none by name. */
import { NdArray, sizeOf, typedArrays, type DType, type TypedArray } from '../array/index.ts';
import { runOnHost } from '../runtime/index.ts';
import type { Dims, Op } from './program.ts';

/** Operands that take more are left to the reference: a memory of kernels ends at 4 GiB. */
const mostBytes = 2_147_483_648;

let referencesOnly = false;

/**
 * The result, an array of the given shape and type. By kernels its bits are those of a compiled program.
 * @param shape  as op.shape says   @param dtype  as op.dtype says
 */
export function compute<P extends object>(op: Op<P>, inputs: readonly NdArray[], params: P, shape: Dims, dtype: DType): NdArray {
  const out = allocate(op.name, shape, dtype);
  const data = inputs.map((input) => input.data);
  if (!referencesOnly && isFull(inputs, out)) {
    const lowering = op.lower?.(inputs, { shape, dtype }, params);
    if (lowering !== undefined) {
      runOnHost(data, out, lowering.workBytes ?? 0, lowering.calls);
      return new NdArray(out, shape);
    }
    const expanded = op.expand?.(inputs, params);
    if (expanded !== undefined) return expanded;
  }
  op.reference(out, data, inputs.map((input) => input.shape), params, shape);
  return new NdArray(out, shape);
}

/** Runs `work` with every operation computed by its reference: the definition that kernels are held to. */
export function byReference<R>(work: () => R): R {
  const before = referencesOnly;
  referencesOnly = true;
  try {
    return work();
  } finally {
    referencesOnly = before;
  }
}

function allocate(name: string, shape: Dims, dtype: DType): TypedArray {
  const type = typedArrays[dtype];
  try {
    return new type(sizeOf(shape));
  } catch {
    throw new RangeError(`${name}: a result must fit into memory; [${shape.join(', ')}] ${dtype} takes ${sizeOf(shape) * type.BYTES_PER_ELEMENT} bytes, use smaller batches`);
  }
}

function isFull(inputs: readonly NdArray[], out: TypedArray): boolean {
  let bytes = out.byteLength;
  for (const { data } of inputs) {
    if (data.length === 0) return false;
    bytes += data.byteLength;
  }
  return out.length > 0 && bytes <= mostBytes;
}
