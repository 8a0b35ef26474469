/** Derivations: forward and backward propagation of functions and models, written out. */
export { derive } from './derive.ts';
export { Derivation, type FormulaLine, type NoteLine, type PrintedLine, type Section, type SymbolRow, type TableLine } from './derivation.ts';
export type { DeriveOptions } from './traced.ts';
export type { DeriveLinearOptions } from './models/linear.ts';
export type { DeriveLogisticOptions } from './models/logistic.ts';
export type { DeriveKMeansOptions } from './models/kMeans.ts';
export type { DeriveNetworkOptions } from './models/network.ts';
export type { RowsOptions } from './models/rowsOfModel.ts';
export type { Call, Expression, Factor, Named, Numeral, Product, Sum } from './expression/expression.ts';
export { label } from './label.ts';
