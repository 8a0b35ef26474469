export { exp, geometricSpace, log } from './elementary.ts';
export { explainedShare, variance, weightedMean } from './variance.ts';
