/**
 * The run-time shape rules, one per operation: shapes in, shape out, or an error that names the operands. What `ops/`
 * calls first. The same rules as types, with the same messages, lie in `../types/`.
 */
export { isCount, sameShape, type Shape, showShape, sizeOf } from './shape.ts';
export { type Axes, resolveAxes, resolveAxis } from './axes.ts';
export { broadcastShapes, broadcastToShape, repeatedAxes } from './broadcast.ts';
export { matmulShape } from './matmul.ts';
export { checkConv2dBias, conv2dGeometry, type Conv2dGeometry, type Conv2dShapeOptions } from './conv2d.ts';
export { conv2dOutputShape } from './conv2dOutputShape.ts';
export { pool2dGeometry, type Pool2dGeometry, type Pool2dShapeOptions, poolOutputShape } from './pool2d.ts';
export type { Padding, Sides, Size, SlidingWindow } from './window.ts';
export { expandDimsShape, flattenShape, reshapeShape, squeezeShape } from './reshape.ts';
export { invertPermutation, resolvePermutation, transposeShape } from './transpose.ts';
export { reduceShape } from './reduce.ts';
export { concatShape, stackShape } from './concat.ts';
export { padShape, sliceGeometry, type SliceGeometry, sliceShape } from './slice.ts';
export { gatherShape, oneHotShape } from './gather.ts';
