/** gather takes slices of an array by index, scatterAdd adds slices into one: each is the other's gradient. */
import { gatherShape, resolveAxis, sameShape, showShape, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { gatherWork, scatterAddBytes, scatterAddWork, type IndexedSizes, type IndicesAt } from '../kernels/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { checkIndexType, checkIndices, outOfRange } from './indices.ts';
import { readArray } from './operand.ts';
import type { GatherArg, GatherOf } from './signature.ts';

export interface GatherParams {
  readonly axis: number;
}

export interface ScatterParams extends GatherParams {
  /** The length of the axis added into. */
  readonly length: number;
}

export const gatherOp: Op<GatherParams> = {
  name: 'gather',
  shape: ([x, indices], { axis }) => gatherShape(x, indices, axis),
  dtype: ([x, indices]) => {
    checkIndexType('gather', indices);
    return x;
  },
  reference: (out, [x, indices], [xShape, indexShape], { axis }) => {
    const length = xShape[axis];
    eachSlice('gather', indices, length, sizeOf(xShape.slice(0, axis)), sizeOf(indexShape), sizeOf(xShape.slice(axis + 1)), (to, from) => { out[to] = x[from]; });
  },
  vjp: (index, g, [x, indices], _, { axis }) => (index === 0 ? bind(scatterAddOp, [g, indices], { axis, length: x.shape[axis] }) : null),
  lower: ([x, indices], _, { axis }) => {
    const sizes = sizesAt(x.shape, axis);
    return { calls: (at) => gatherWork(x.dtype, sizes, { x: at.inputs[0], indices: indicesAt('gather', at.inputs[1], indices.shape, sizes.length), y: at.output }) };
  },
};

/** Zeros, with each slice of g added where its index says. */
export const scatterAddOp: Op<ScatterParams> = {
  name: 'scatterAdd',
  shape: ([g, indices], { axis, length }) => {
    const found = g.slice(axis, axis + indices.length);
    if (!sameShape(found, indices)) {
      throw new TypeError(`scatterAdd: g must have the shape of the indices from axis ${axis} on; g is ${showShape(g)}, the indices ${showShape(indices)}`);
    }
    return [...g.slice(0, axis), length, ...g.slice(axis + indices.length)];
  },
  dtype: ([g, indices]) => {
    checkIndexType('scatterAdd', indices);
    return g;
  },
  reference: (out, [g, indices], [gShape, indexShape], { axis, length }) => {
    const sums = new Float64Array(out.length);
    const after = sizeOf(gShape.slice(axis + indexShape.length));
    eachSlice('scatterAdd', indices, length, sizeOf(gShape.slice(0, axis)), sizeOf(indexShape), after, (from, to) => { sums[to] += g[from]; });
    out.set(sums);
  },
  vjp: (index, h, [, indices], _, { axis }) => (index === 0 ? bind(gatherOp, [h, indices], { axis }) : null),
  lower: ([, indices], { shape, dtype }, { axis }) => {
    const sizes = sizesAt(shape, axis);
    return {
      workBytes: scatterAddBytes(dtype, sizes),
      calls: (at) => scatterAddWork(dtype, sizes, { g: at.inputs[0], indices: indicesAt('scatterAdd', at.inputs[1], indices.shape, sizes.length), y: at.output, sums: at.work }),
    };
  },
  describe: ({ axis, length }) => `axis ${axis}, length ${length}`,
};

/**
 * Slices of x by index: y[a…, i…, b…] = x[a…, indices[i…], b…], with a… before the axis and b… behind it. Looking up
 * rows of an embedding is `gather(table, words)`.
 * @param indices  int32, of any shape, from 0 to the axis' length − 1   @param axis  default 0
 * @throws TypeError for indices that are not int32; RangeError for an index out of range or an axis that does not exist
 * @example
 * ```ts
 * import { array, gather } from 'glissade';
 * const rows = gather(array([[1, 2], [3, 4]]), array([1, 1, 0], { dtype: 'int32' }));
 * rows.toNested(); // [[3, 4], [3, 4], [1, 2]]
 * ```
 */
export function gather<X extends NdArray, I extends NdArray, const A extends number = 0>(x: X, indices: GatherArg<X, I, A>, axis: A = 0 as A): GatherOf<X, I, A> {
  return within(gather, () => {
    const input = readArray('gather', 'x', x);
    return bind(gatherOp, [input, readArray('gather', 'indices', indices)], { axis: resolveAxis('gather', input.shape, axis) });
  }) as GatherOf<X, I, A>;
}

/** Calls `visit(inMany, inOne)` for every number of every slice: its place among the slices, and in the indexed array. */
function eachSlice(name: string, indices: ArrayLike<number>, length: number, before: number, count: number, after: number, visit: (inMany: number, inOne: number) => void): void {
  checkIndices(name, indices, length);
  for (let a = 0; a < before; a++) {
    for (let k = 0; k < count; k++) {
      for (let b = 0; b < after; b++) visit((a * count + k) * after + b, (a * length + indices[k]) * after + b);
    }
  }
}

/** Of the array that is indexed. */
function sizesAt(shape: Shape, axis: number): IndexedSizes {
  return { before: sizeOf(shape.slice(0, axis)), length: shape[axis], after: sizeOf(shape.slice(axis + 1)) };
}

function indicesAt(name: string, address: number, shape: Shape, length: number): IndicesAt {
  return { address, count: sizeOf(shape), refuse: outOfRange(name, length) };
}
