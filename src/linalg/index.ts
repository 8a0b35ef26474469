export { gram, gramOf, type Gram, type GramOptions, type Pause } from './gram.ts';
export { gradientPass, type CentredModel, type Gradients } from './gradientPass.ts';
export { choleskyFactor, choleskyInverse, choleskySolve, type Cholesky } from './cholesky.ts';
export { solveLeastSquares, solveLeastSquaresOfBlocks, type LeastSquaresProblem, type LeastSquaresSolution } from './leastSquares.ts';
export { residualPass, type Iterate, type System } from './residual.ts';
export { symmetricEigen, type SymmetricEigen } from './symmetricEigen.ts';
