/**
 * A step of training as one program: forward, loss, backward, gradients shortened, parameters changed. Weights and what the
 * optimizer remembers stay in its memory. Knows no layer, loss or optimizer by name.
 */
import { NdArray } from '../../array/index.ts';
import { valueAndGrad } from '../../autodiff/index.ts';
import { compileStep } from '../../compile/index.ts';
import { div, mean, mul, randomUniform, sum } from '../../ops/index.ts';
import { traceFunction, type Program, type Tree } from '../../program/index.ts';
import { generator } from '../../random/index.ts';
import { clipByNorm } from '../clip.ts';
import type { FloatType, Mode } from '../layer.ts';
import type { LayerTrees, Network, Weights } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import { stepNumbers, type Memory, type Optimizer, type StepNumbers } from '../optimizers/optimizer.ts';
import { lossesOf } from './forward.ts';

export interface StepOptions {
  /** Of dropout. */
  readonly seed: number;
  readonly dtype: FloatType;
  /** The gradients' norm is at most this. Default: no limit. */
  readonly clipNorm?: number;
}

/** A batch: samples [n, …], truth, and, where samples have weights, these, [n]. */
export interface Batch {
  readonly x: NdArray;
  readonly target: NdArray;
  readonly weight?: NdArray;
}

export interface TrainStep {
  /** Makes a step, and says what the batch cost before it. */
  run(batch: Batch): number;
  /** How many steps have been made. */
  readonly steps: number;
  /** A copy of what has been learnt so far, and of what the optimizer remembers. */
  carried(): Carried;
  /** Goes on from another moment, as if its steps had been made. */
  restart(carried: Carried, steps: number): void;
  /** What a step computes for batches like this one. */
  program(batch: Batch): Program;
}

export type Carried = Weights & { readonly memory: Memory };

interface StepArguments {
  readonly batch: { readonly [name: string]: NdArray };
  readonly numbers: StepNumbers;
  readonly key: NdArray;
}

export function trainStep(net: Network, loss: Loss, optimizer: Optimizer, start: Weights, { seed, dtype, clipNorm }: StepOptions): TrainStep {
  const update = (carried: Carried, { batch, numbers, key }: StepArguments): readonly [Carried, NdArray] => {
    const { parameters, state, memory } = carried;
    const { x, target, weight } = batch;
    // applied twice, once for the gradient and once for the state; simplifying computes what is equal once
    const forward = (parameters: LayerTrees): ReturnType<Network['apply']> => net.apply({ parameters, state }, x, trainingMode(key));
    const [value, gradients] = differentiated((parameters) => meanLoss(lossesOf(loss, forward(parameters)[0], target), weight))(parameters);
    const limited = clipNorm === undefined ? gradients : clipByNorm(gradients, clipNorm);
    const [next, remembered] = optimizer.update(parameters, limited, memory, numbers);
    return [{ parameters: next, state: forward(parameters)[1], memory: remembered }, value];
  };
  const first: Carried = { ...start, memory: optimizer.init(start.parameters) };
  const step = compileStep(update as unknown as (carried: Tree, step: StepArguments) => readonly [Tree, NdArray], first as unknown as Tree);
  const words = Int32Array.of(generator(seed, 'dropout').bits(), 0);
  let steps = 0;
  const key = new NdArray(words, [2]);
  const numbersOf = numbersInPlace(optimizer, dtype);
  const argumentsOf = ({ x, target, weight }: Batch, step: number): StepArguments =>
    ({ batch: weight === undefined ? { x, target } : { x, target, weight }, numbers: numbersOf(step), key });
  return {
    run: (batch) => {
      words[1] = ++steps;
      return step.run(argumentsOf(batch, steps)).data[0];
    },
    get steps() { return steps; },
    carried: () => step.carried() as unknown as Carried,
    restart: (from, made) => {
      step.restart(from as unknown as Tree);
      steps = made;
    },
    program: (batch) => traceFunction('train', update as unknown as (...args: never[]) => unknown, [first, argumentsOf(batch, 1)]).program,
  };
}

/** As stepNumbers, in arrays that are used again. */
function numbersInPlace(optimizer: Optimizer, dtype: FloatType): (step: number) => StepNumbers {
  let arrays = stepNumbers(optimizer, 1, dtype);
  return (step) => {
    const numbers = optimizer.numbers(step);
    for (const name in numbers) {
      if (!Object.hasOwn(arrays, name)) return arrays = stepNumbers(optimizer, step, dtype);
      arrays[name].data[0] = numbers[name];
    }
    return arrays;
  };
}

/** The compiler cannot follow trees of any depth. */
const differentiated = valueAndGrad as unknown as (f: (parameters: LayerTrees) => NdArray) => (parameters: LayerTrees) => [NdArray, LayerTrees];

/** Σ wᵢ lᵢ / Σ wᵢ. */
export function meanLoss(losses: NdArray, weight: NdArray | undefined): NdArray {
  return weight === undefined ? mean(losses) : div(sum(mul(losses, weight)), sum(weight));
}

/** Random numbers by the step's key; every use of them is a stream of its own. */
function trainingMode(key: NdArray): Mode {
  let stream = 0;
  return { training: true, uniform: (shape, dtype) => randomUniform(key, [...shape], { stream: stream++, dtype }) };
}
