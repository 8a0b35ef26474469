export { grad, traceScalar, valueAndGrad, type Gradient, type Gradients } from './grad.ts';
export { checkGradient, type CheckGradientOptions, type GradientEntry, type GradientReport } from './checkGradient.ts';
export { adjoints, backward, type Adjoints } from './backward.ts';
