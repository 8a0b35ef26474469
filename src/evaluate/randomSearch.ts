/** Tries options drawn at random. */
import { describe, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkNumber, checkSeed, type ClassificationModel, type Classifier, type OneTarget, type RegressionModel, type Regressor } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { isTable, type Table } from '../table/index.ts';
import type { RowOptions, TableClassificationModel, TableClassifier, TableRegressionModel, TableRegressor, TableTarget } from './dataset.ts';
import type { Distribution } from './distributions.ts';
import { search, type Search, type SearchOptions } from './search.ts';

/** For each option what to draw it from. */
export type Distributions = Readonly<Record<string, Distribution<unknown>>>;
/** One draw for each option: what `make` is called with. */
export type Drawn<D extends Distributions> = { -readonly [Name in keyof D]: D[Name] extends Distribution<infer T> ? T : never };

export interface RandomSearchOptions<O> extends SearchOptions<O> {
  /** How many candidates to draw. Default 20. */
  readonly iterations?: number;
  /** Of the candidates; the splits have their own. Default 0. */
  readonly seed?: number;
}

/**
 * As `gridSearch`, with candidates drawn at random: better than a grid when few of many options matter. Each option
 * has its own stream of random numbers, so adding one leaves the draws of the others as they were.
 * @param distributions  { alpha: logUniform(1e-3, 1e3), fitIntercept: choice([true, false]) }
 * @param options  iterations 20, seed 0, and those of `gridSearch`
 * @see Bergstra & Bengio (2012), Random search for hyper-parameter optimization, JMLR 13
 */
export async function randomSearch<D extends Distributions, M extends ClassificationModel>(
  make: (options: Drawn<D>) => Classifier<M>, distributions: D, X: MatrixInput, y: Labels, options?: RandomSearchOptions<Drawn<D>> & RowOptions,
): Promise<Search<Drawn<D>, M>>;
export async function randomSearch<D extends Distributions>(
  make: (options: Drawn<D>) => TableClassifier, distributions: D, table: Table, options: RandomSearchOptions<Drawn<D>> & TableTarget,
): Promise<Search<Drawn<D>, TableClassificationModel>>;
export async function randomSearch<D extends Distributions, M extends RegressionModel>(
  make: (options: Drawn<D>) => Regressor<M>, distributions: D, X: MatrixInput, y: VectorInput, options?: RandomSearchOptions<Drawn<D>> & RowOptions,
): Promise<Search<Drawn<D>, OneTarget<M>>>;
export async function randomSearch<D extends Distributions, M extends RegressionModel>(
  make: (options: Drawn<D>) => Regressor<M>, distributions: D, X: MatrixInput, y: MatrixInput, options?: RandomSearchOptions<Drawn<D>> & RowOptions,
): Promise<Search<Drawn<D>, M>>;
export async function randomSearch<D extends Distributions, M extends RegressionModel>(
  make: (options: Drawn<D>) => Regressor<M>, distributions: D, X: MatrixInput, y: VectorInput | MatrixInput, options?: RandomSearchOptions<Drawn<D>> & RowOptions,
): Promise<Search<Drawn<D>, M>>;
export async function randomSearch<D extends Distributions>(
  make: (options: Drawn<D>) => TableRegressor, distributions: D, table: Table, options: RandomSearchOptions<Drawn<D>> & TableTarget,
): Promise<Search<Drawn<D>, TableRegressionModel>>;
export async function randomSearch<D extends Distributions>(
  make: (options: Drawn<D>) => unknown, distributions: D, data: MatrixInput | Table, ...rest: readonly unknown[]
): Promise<Search<Drawn<D>, unknown>> {
  const caller = 'randomSearch';
  const { iterations = 20, seed = 0 } = (rest[isTable(data) ? 0 : 1] ?? {}) as RandomSearchOptions<Drawn<D>>;
  checkNumber(caller, 'iterations', iterations, { integer: true, min: 1 });
  checkSeed(caller, seed);
  return search(caller, make, draws(caller, distributions, iterations, seed), data, rest, ['iterations', 'seed']);
}

function draws<D extends Distributions>(caller: string, distributions: D, iterations: number, seed: number): Drawn<D>[] {
  if (typeof distributions !== 'object' || distributions === null) {
    throw new TypeError(`${caller}: distributions must be an object, such as { alpha: logUniform(0.001, 1000) }; it is ${describe(distributions)}`);
  }
  const streams = Object.entries(distributions).map(([name, distribution]) => {
    if (typeof distribution?.sample !== 'function') throw new TypeError(`${caller}: every option must have a distribution, such as choice([1, 2]); ${name} is ${describe(distribution)}`);
    const random = generator(seed, `${caller}.${name}`);
    return (): [string, unknown] => [name, distribution.sample(random)];
  });
  return Array.from({ length: iterations }, () => Object.fromEntries(streams.map((next) => next())) as Drawn<D>);
}
