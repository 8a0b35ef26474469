export { Var, type Dims, type Equation, type Op, type Program } from './program.ts';
export { asArray, bind, isTracing, isVar, record, type InputSpec } from './trace.ts';
export { namedLike, trace, traceFunction, type Traced } from './traceFunction.ts';
export { at, outside, shortPlace, within, type Entry } from './place.ts';
export { evaluate, inline } from './inline.ts';
export { check } from './check.ts';
export { prune } from './prune.ts';
export { makeProgram, print, type PrintOptions } from './print.ts';
export { flatten, type Flat, type Tree } from './tree.ts';
