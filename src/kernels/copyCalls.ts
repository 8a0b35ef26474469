/** The calls that move, convert and fill numbers, for arrays at given addresses. Knows no operation, only strides. */
import type { KernelArguments } from './calls.ts';
import { inTurn, type KernelWork } from './gemmCall.ts';
import { bytesOf } from './gemmPlan.ts';
import { joinAxes } from './joinAxes.ts';
import type { StridedAt } from './mapCalls.ts';
import type { KernelNumber } from './numberTypes.ts';

/** Codes, as assembly/copy.ts has them: what becomes of an element, by the types of x and y. */
const conversions: Readonly<Record<KernelNumber, Readonly<Record<KernelNumber, number>>>> = {
  float32: { float32: 0, float64: 2, int32: 6 },
  float64: { float32: 3, float64: 1, int32: 7 },
  int32: { float32: 4, float64: 5, int32: 0 },
};

/** Axes a call has. */
const mostAxes = 6;

/** Elements worth a chunk of their own. */
const chunkElements = 16384;

/**
 * y = x for every index of `shape`; what else lies between y's elements is left as it is. Where the types differ, a
 * number is rounded to the nearest float32, or cut towards 0 and taken modulo 2³² for int32, NaN being 0.
 */
export function copyWork(from: KernelNumber, to: KernelNumber, shape: readonly number[], x: StridedAt, y: StridedAt): KernelWork {
  if (shape.includes(0)) return { calls: [], scratchBytes: 0 };
  const joined = joinAxes(shape, [x.strides, y.strides]);
  if (joined.shape.length > mostAxes) {
    const [length, ...rest] = joined.shape;
    const inner = (i: number, k: number, dtype: KernelNumber, { address }: StridedAt): StridedAt => {
      const [stride, ...strides] = joined.strides[k];
      return { address: address + i * stride * bytesOf[dtype], strides };
    };
    return inTurn(Array.from({ length }, (_, i) => copyWork(from, to, rest, inner(i, 0, from, x), inner(i, 1, to, y))));
  }
  const n = [...Array.from({ length: mostAxes - joined.shape.length }, () => 1), ...joined.shape];
  const inner = n[mostAxes - 1];
  const rows = n.slice(0, -1).reduce((a, b) => a * b, 1);
  const blockRows = rows === 1 ? 0 : Math.max(1, Math.floor(chunkElements / inner));
  const chunks = rows === 1 ? Math.ceil(inner / chunkElements) : Math.ceil(rows / blockRows);
  const words: Record<string, number> = { op: conversions[from][to], sizeX: bytesOf[from], sizeY: bytesOf[to], blockRows, blockColumns: chunkElements, x: x.address, y: y.address };
  n.forEach((length, axis) => { words[`n${axis}`] = length; });
  ['x', 'y'].forEach((letter, i) => {
    for (let axis = 0; axis < mostAxes; axis++) words[`${letter}${axis}`] = joined.strides[i][axis - mostAxes + joined.shape.length] ?? 0;
  });
  return { calls: [{ kernel: 'copy', chunks, words: words as KernelArguments<'copy'> }], scratchBytes: 0 };
}

/** `length` numbers at `y`, all of them `value`. */
export function fillWork(dtype: KernelNumber, value: number, length: number, y: number): KernelWork {
  if (length === 0) return { calls: [], scratchBytes: 0 };
  const [low, high] = bitsOf(dtype, value);
  const block = 4 * chunkElements;
  return { calls: [{ kernel: 'fill', chunks: Math.ceil(length / block), words: { y, length, size: bytesOf[dtype], low, high, block } }], scratchBytes: 0 };
}

/** The two words of a number, lower half first; a number of one word twice. */
export function bitsOf(dtype: KernelNumber, value: number): readonly [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === 'float64') {
    view.setFloat64(0, value, true);
    return [view.getInt32(0, true), view.getInt32(4, true)];
  }
  if (dtype === 'float32') view.setFloat32(0, value, true);
  else view.setInt32(0, value, true);
  const bits = view.getInt32(0, true);
  return [bits, bits];
}
