/** Derivations: forward and backward propagation of functions and models, written out. */
export { derive } from './derive.ts';
export { Derivation, type FormulaLine, type NoteLine, type PrintedLine, type Section, type SymbolRow, type TableLine } from './derivation.ts';
export type { DeriveOptions } from './traced.ts';
export { label } from './label.ts';
