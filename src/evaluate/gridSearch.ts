/** Tries every combination of given options. */
import { describe, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { ClassificationModel, Classifier, OneTarget, RegressionModel, Regressor } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import type { RowOptions, TableClassificationModel, TableClassifier, TableRegressionModel, TableRegressor, TableTarget } from './dataset.ts';
import { search, type Search, type SearchOptions } from './search.ts';

/** For each option the values to try. */
export type Grid = Readonly<Record<string, readonly unknown[]>>;
/** One value for each option of a grid: what `make` is called with. */
export type Chosen<G extends Grid> = { -readonly [Name in keyof G]: G[Name][number] };

/**
 * Cross-validates the estimator for every combination of the grid's values on the same splits, and fits the best on
 * all rows. The last option varies fastest.
 * @param make  options → estimator: `ridge`, or `(options) => pipeline(standardScaler(), ridge(options))`
 * @param grid  { alpha: [0.1, 1, 10] }; names and kinds of values are checked against `make` by the compiler
 * @param options  splits kFold(5), metric rootMeanSquaredError (for a classifier stratifiedKFold(5), logLoss), complexity
 *   (for the one-standard-error rule), groups, sampleWeight, signal, onProgress; for a table also target and features
 * @throws RangeError when an option has no value to try, or no candidate has a finite score; an error in a fold names
 *   fold and options
 * @example const { best, model } = await gridSearch(ridge, { alpha: [0.1, 1, 10] }, X, y);
 */
export async function gridSearch<const G extends Grid, M extends ClassificationModel>(
  make: (options: Chosen<G>) => Classifier<M>, grid: G, X: MatrixInput, y: Labels, options?: SearchOptions<Chosen<G>> & RowOptions,
): Promise<Search<Chosen<G>, M>>;
export async function gridSearch<const G extends Grid>(
  make: (options: Chosen<G>) => TableClassifier, grid: G, table: Table, options: SearchOptions<Chosen<G>> & TableTarget,
): Promise<Search<Chosen<G>, TableClassificationModel>>;
export async function gridSearch<const G extends Grid, M extends RegressionModel>(
  make: (options: Chosen<G>) => Regressor<M>, grid: G, X: MatrixInput, y: VectorInput, options?: SearchOptions<Chosen<G>> & RowOptions,
): Promise<Search<Chosen<G>, OneTarget<M>>>;
export async function gridSearch<const G extends Grid, M extends RegressionModel>(
  make: (options: Chosen<G>) => Regressor<M>, grid: G, X: MatrixInput, y: MatrixInput, options?: SearchOptions<Chosen<G>> & RowOptions,
): Promise<Search<Chosen<G>, M>>;
export async function gridSearch<const G extends Grid, M extends RegressionModel>(
  make: (options: Chosen<G>) => Regressor<M>, grid: G, X: MatrixInput, y: VectorInput | MatrixInput, options?: SearchOptions<Chosen<G>> & RowOptions,
): Promise<Search<Chosen<G>, M>>;
export async function gridSearch<const G extends Grid>(
  make: (options: Chosen<G>) => TableRegressor, grid: G, table: Table, options: SearchOptions<Chosen<G>> & TableTarget,
): Promise<Search<Chosen<G>, TableRegressionModel>>;
export async function gridSearch<G extends Grid>(
  make: (options: Chosen<G>) => unknown, grid: G, data: MatrixInput | Table, ...rest: readonly unknown[]
): Promise<Search<Chosen<G>, unknown>> {
  return search('gridSearch', make, combinations(grid), data, rest, []);
}

function combinations<G extends Grid>(grid: G): Chosen<G>[] {
  if (typeof grid !== 'object' || grid === null) throw new TypeError(`gridSearch: grid must be an object of arrays, such as { alpha: [0.1, 1] }; it is ${describe(grid)}`);
  let partial: [string, unknown][][] = [[]];
  for (const [name, values] of Object.entries(grid) as [string, unknown][]) {
    if (!Array.isArray(values)) throw new TypeError(`gridSearch: every option must have an array of values to try; ${name} is ${describe(values)}`);
    if (values.length === 0) throw new RangeError(`gridSearch: every option must have at least one value to try; ${name} has none`);
    partial = partial.flatMap((chosen) => values.map((value): [string, unknown][] => [...chosen, [name, value]]));
  }
  return partial.map((chosen) => Object.fromEntries(chosen) as Chosen<G>);
}
