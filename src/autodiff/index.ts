export { grad, valueAndGrad, type Gradient, type Gradients } from './grad.ts';
export { checkGradient, type CheckGradientOptions, type GradientEntry, type GradientReport } from './checkGradient.ts';
export { backward } from './backward.ts';
