/** Derivations: forward and backward propagation of functions and models, written out. */
export { derive } from './derive.ts';
export { Derivation, type PrintedLine } from './derivation.ts';
export type { FormulaLine, NoteLine, Section, SymbolRow, TableLine } from './parts.ts';
export type { FormulaBlock, SectionBlocks, SymbolBlock } from './pages/inBlocks.ts';
export type { Way } from './line.ts';
export type { DeriveOptions } from './traced.ts';
export type { DeriveLinearOptions } from './models/linear.ts';
export type { DeriveLogisticOptions } from './models/logistic.ts';
export type { DeriveKMeansOptions } from './models/kMeans.ts';
export type { DeriveNetworkOptions } from './models/network.ts';
export type { RowsOptions } from './models/rowsOfModel.ts';
export type { Call, Expression, Factor, Named, Numeral, Product, Sum } from './expression/expression.ts';
export { label } from './label.ts';
