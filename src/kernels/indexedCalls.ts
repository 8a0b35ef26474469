/** The calls that take, add and set slices by index, for arrays at given addresses. Knows no operation by name. */
import type { KernelCall, Refuse } from './calls.ts';
import { bitsOf } from './copyCalls.ts';
import type { KernelWork } from './gemmCall.ts';
import { bytesOf } from './gemmPlan.ts';
import { suffixes, type KernelNumber } from './numberTypes.ts';

/** Indices, int32, `count` of them, and what to throw when number `place` of them is not from 0 to the axis' length − 1. */
export interface IndicesAt {
  readonly address: number;
  readonly count: number;
  readonly refuse: Refuse;
}

/** An array seen as `before` × `length` × `after`, indexed along the middle. */
export interface IndexedSizes {
  readonly before: number;
  readonly length: number;
  readonly after: number;
}

/** Elements worth a chunk of their own. */
const chunkElements = 16384;

/** A scatter is cut into at most so many ranges of slices: each looks at all indices. */
const mostRanges = 8;

/** y[a, k, b] = x[a, indices[k], b]. */
export function gatherWork(dtype: KernelNumber, { before, length, after }: IndexedSizes, at: { x: number; indices: IndicesAt; y: number }): KernelWork {
  const { count } = at.indices;
  if (before * count * after === 0) return { calls: check(at.indices, length), scratchBytes: 0 };
  const block = Math.max(1, Math.floor(chunkElements / after));
  const words = { x: at.x, indices: at.indices.address, y: at.y, before, length, count, bytes: after * bytesOf[dtype], block };
  return { calls: [...check(at.indices, length), { kernel: 'gather', chunks: Math.ceil(before * count / block), words }], scratchBytes: 0 };
}

/** Bytes at `sums` that a scatter needs beside its result. */
export function scatterAddBytes(dtype: KernelNumber, { before, length, after }: IndexedSizes): number {
  return dtype === 'float32' ? 8 * before * length * after : 0;
}

/** y[a, i, b] = Σ g[a, k, b] over the k whose index is i, in order: float32 in float64, rounded once; int32 modulo 2³². */
export function scatterAddWork(dtype: KernelNumber, { before, length, after }: IndexedSizes, at: { g: number; indices: IndicesAt; y: number; sums: number }): KernelWork {
  const { count } = at.indices;
  if (before * length * after === 0) return { calls: check(at.indices, length), scratchBytes: 0 };
  const work = (count + length) * after;
  const blockBefore = Math.max(1, Math.min(before, Math.floor(2 * chunkElements / work)));
  const ranges = Math.max(1, Math.min(after < 4 ? 2 : mostRanges, length, Math.floor(work / chunkElements)));
  const blockLength = Math.ceil(length / ranges);
  const chunks = Math.ceil(before / blockBefore) * Math.ceil(length / blockLength);
  const words = { g: at.g, indices: at.indices.address, y: at.y, sums: at.sums, before, count, length, after, blockBefore, blockLength };
  return { calls: [...check(at.indices, length), { kernel: `scatterAdd${suffixes[dtype]}`, chunks, words }], scratchBytes: 0 };
}

/** y[k, i] = 1 where indices[k] = i, else 0. */
export function oneHotWork(dtype: KernelNumber, depth: number, at: { indices: IndicesAt; y: number }): KernelWork {
  const { address, count } = at.indices;
  const [low, high] = bitsOf(dtype, 1);
  const block = Math.max(1, Math.floor(chunkElements / depth));
  const words = { indices: address, y: at.y, count, depth, size: bytesOf[dtype], low, high, block };
  return { calls: count === 0 ? [] : [...check(at.indices, depth), { kernel: 'oneHot', chunks: Math.ceil(count / block), words }], scratchBytes: 0 };
}

/** By one thread: the first that is out of range is to be found. */
function check({ address, count, refuse }: IndicesAt, length: number): KernelCall[] {
  return count === 0 ? [] : [{ kernel: 'checkIndices', chunks: 1, words: { indices: address, count, length, place: -1, found: 0 }, refuse }];
}
