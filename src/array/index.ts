export { array, NdArray, typedArrays, type DType, type Nested, type NumericView, type Result, type TypedArray } from './ndarray.ts';
export { describe } from './describe.ts';
export {
  checkMatrix, isMatrixInput, readMatrix, readVector, readWeights, takeRows, toNdArray,
  type InputRules, type Matrix, type MatrixInput, type VectorInput,
} from './inputs.ts';
export { blocksOf, checkedBlocks, isRowBlocks, rowsOf, targetOf, type RowBlock, type RowBlocks } from './rowBlocks.ts';
export { countCodes, readClasses, readLabels, type Coded, type Label, type Labels } from './labels.ts';
// the run-time shape rules, which every operation of ops/ asks first
export {
  type Axes, broadcastShapes, broadcastToShape, checkConv2dBias, concatShape, conv2dGeometry, type Conv2dGeometry, conv2dOutputShape,
  type Conv2dShapeOptions, expandDimsShape, flattenShape, gatherShape, invertPermutation, isCount, matmulShape, oneHotShape, type Padding,
  padShape, pool2dGeometry, type Pool2dGeometry, type Pool2dShapeOptions, poolOutputShape, reduceShape, repeatedAxes, reshapeShape,
  resolveAxes, resolveAxis, resolvePermutation, sameShape, type Shape, showShape, type Sides, type Size, sizeOf, sliceGeometry,
  type SliceGeometry, sliceShape, squeezeShape, stackShape, transposeShape, type SlidingWindow,
} from './shape/index.ts';
// the same rules as types: how operations are typed is written in types/index.ts
export type {
  Arg, AxisRule, Bad, BroadcastRule, BroadcastToRule, ConcatRule, Conv2dBias, Conv2dBiasRule, Conv2dRule, ExpandDimsRule, FlattenRule, GatherRule, Good,
  MatMulRule, OneHotRule, Only, PadRule, Plain, Pool2dRule, ReduceRule, ReshapeRule, Rule, Shaped, ShapeOf, ShapesOf, Show, SliceRule, SqueezeRule,
  StackRule, TransposeRule, Two, Unknown,
} from './types/index.ts';
