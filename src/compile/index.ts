export { compile } from './compile.ts';
export { compileStep, type CompiledStep } from './compileStep.ts';
export { simplify } from './simplify.ts';
