/** The derivation of a function of arrays. Knows no model. */
import { NdArray } from '../array/index.ts';
import { traceScalar } from '../autodiff/index.ts';
import { checkKnown } from '../estimator/index.ts';
import { Derivation } from './derivation.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from './deriveFunction.ts';
import { checkWord, isWrittenAs, twice } from './notation/names.ts';
import { introOf } from './reading.ts';

export interface DeriveOptions {
  /** What arrays are called, one for each array of the arguments in order. Default: as the function calls its parameters. */
  readonly names?: readonly string[];
  /** Arguments that are data, by name: nothing is differentiated by them, and their first axis counts samples, written m. Default none. */
  readonly data?: readonly string[];
  /** What the result is called. Default 'C'. */
  readonly cost?: string;
  /** Adds the numbers of every step, for the arguments as they are. Default false. */
  readonly numbers?: boolean;
  /** Adds the numbers of every step for one sample of the data: which, from 0. */
  readonly sample?: number;
  readonly title?: string;
}

export function deriveTraced(f: (...args: never[]) => NdArray, inputs: readonly unknown[], options: DeriveOptions = {}): Derivation {
  checkKnown('derive', options, ['names', 'data', 'cost', 'numbers', 'sample', 'title']);
  if (!Array.isArray(inputs)) throw new TypeError('derive: inputs must be the list of arguments of f, as [x]; it is no list');
  const { program, args: flats } = traceScalar('derive', f, inputs);
  const leaves = flats.flatMap((flat) => flat.leaves);
  const own = program.inputs.map(({ name }, i) => name ?? `x${i + 1}`);
  const { names = own, data = [], cost = 'C', numbers = false, sample, title = 'Derivation' } = options;
  if (names.length !== leaves.length) throw new RangeError(`derive: names must be one for each array; there are ${leaves.length} arrays, ${own.join(', ')}, and ${names.length} names`);
  for (const name of names) checkWord('names', name);
  checkWord('names', cost);
  names.forEach((name, i) => {
    const other = names.slice(0, i).find((one) => isWrittenAs(one, name));
    if (other !== undefined) throw new RangeError(`derive: names must differ from each other; ${twice(name, other)}`);
  });
  const unknown = data.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`derive: data must be names of arguments: ${names.join(', ')}; ${JSON.stringify(unknown)} is none`);
  const samples = leaves.find((leaf, i) => data.includes(names[i]) && leaf.shape.length > 0)?.shape[0];
  if (sample !== undefined) checkSample('derive', sample, samples);
  const args = leaves.map((leaf, i): Argument => {
    const perSample = data.includes(names[i]) && leaf.shape.length > 0 && leaf.shape[0] === samples;
    const value = perSample && sample !== undefined ? rowOf(leaf, sample) : leaf;
    return { name: names[i], shape: value.shape, dtype: leaf.dtype, role: data.includes(names[i]) || leaf.dtype === 'int32' ? 'data' : 'parameter', perSample, value };
  });
  const traced = (arrays: readonly NdArray[]): NdArray => {
    let used = 0;
    return f(...(flats.map(({ leaves, rebuild }) => rebuild(arrays.slice(used, (used += leaves.length)))) as never[]));
  };
  const withNumbers = numbers || sample !== undefined;
  const derived = deriveFunction({ f: traced, args, cost, numbers: withNumbers });
  return new Derivation({
    title, intro: introOf(derived), symbols: symbolsOf(args, derived, withNumbers), sections: sectionsOf(derived), sizes: derived.sizes, constants: derived.constants,
  });
}

/** One slice along the first axis, which stays with length 1. */
export function rowOf(x: NdArray, index: number): NdArray {
  const size = x.data.length / x.shape[0];
  return new NdArray(x.data.slice(index * size, (index + 1) * size), [1, ...x.shape.slice(1)]);
}

export function checkSample(caller: string, sample: number, samples: number | undefined): void {
  if (samples === undefined) throw new RangeError(`${caller}: a sample must be one of the data; no argument is named as data`);
  if (!Number.isInteger(sample) || sample < 0 || sample >= samples) throw new RangeError(`${caller}: sample must be a whole number from 0 to ${samples - 1}; it is ${sample}`);
}
