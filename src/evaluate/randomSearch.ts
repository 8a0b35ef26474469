/** Tries options drawn at random. */
import { describe, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkNumber, type RegressionModel, type Regressor } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { isTable, type Table } from '../table/index.ts';
import type { RowOptions, TableRegressionModel, TableRegressor, TableTarget } from './dataset.ts';
import type { Distribution } from './distributions.ts';
import { search, type Search, type SearchOptions } from './search.ts';
import { checkSeed } from './splitter.ts';

/** For each option what to draw it from. */
export type Distributions<O> = { readonly [Name in keyof O]: Distribution<O[Name]> };

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
export async function randomSearch<O extends object, M extends RegressionModel>(
  make: (options: O) => Regressor<M>, distributions: Distributions<O>, X: MatrixInput, y: VectorInput | MatrixInput, options?: RandomSearchOptions<O> & RowOptions,
): Promise<Search<O, M>>;
export async function randomSearch<O extends object>(
  make: (options: O) => TableRegressor, distributions: Distributions<O>, table: Table, options: RandomSearchOptions<O> & TableTarget,
): Promise<Search<O, TableRegressionModel>>;
export async function randomSearch<O extends object>(
  make: (options: O) => unknown, distributions: Distributions<O>, data: MatrixInput | Table, ...rest: readonly unknown[]
): Promise<Search<O, unknown>> {
  const caller = 'randomSearch';
  const { iterations = 20, seed = 0 } = (rest[isTable(data) ? 0 : 1] ?? {}) as RandomSearchOptions<O>;
  checkNumber(caller, 'iterations', iterations, { integer: true, min: 1 });
  checkSeed(caller, seed);
  return search(caller, make, draws(caller, distributions, iterations, seed), data, rest, ['iterations', 'seed']);
}

function draws<O extends object>(caller: string, distributions: Distributions<O>, iterations: number, seed: number): O[] {
  if (typeof distributions !== 'object' || distributions === null) {
    throw new TypeError(`${caller}: distributions must be an object, such as { alpha: logUniform(0.001, 1000) }; it is ${describe(distributions)}`);
  }
  const streams = (Object.entries(distributions) as [string, Distribution<unknown>][]).map(([name, distribution]) => {
    if (typeof distribution?.sample !== 'function') throw new TypeError(`${caller}: every option must have a distribution, such as choice([1, 2]); ${name} is ${describe(distribution)}`);
    const random = generator(seed, `${caller}.${name}`);
    return (): [string, unknown] => [name, distribution.sample(random)];
  });
  return Array.from({ length: iterations }, () => Object.fromEntries(streams.map((next) => next())) as O);
}
