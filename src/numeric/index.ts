export { exp, geometricSpace, log } from './elementary.ts';
export { explainedShare, variance, weightedMean } from './variance.ts';
export { expm1, log1p, sigmoid, softplus, tanh } from './hyperbolic.ts';
export { inversePower } from './inversePower.ts';
export { cos, sin } from './trigonometric.ts';
export { erf, erfc, gelu } from './erf.ts';
export { pow, powersOf } from './power.ts';
