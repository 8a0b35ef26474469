export { array, NdArray, type DType, type Nested, type NumericView, type TypedArray } from './ndarray.ts';
export { describe } from './describe.ts';
export {
  isMatrixInput, readMatrix, readVector, readWeights, takeRows, toNdArray,
  type InputRules, type Matrix, type MatrixInput, type VectorInput,
} from './inputs.ts';
