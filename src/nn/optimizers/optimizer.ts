/** What an optimizer is: how parameters change by their gradients. Knows none by name. */
import { NdArray, typedArrays } from '../../array/index.ts';
import type { Tree } from '../../program/index.ts';
import { mapTree } from '../tree.ts';

/** Numbers that change from step to step, as arrays of shape []. */
export type StepNumbers = Readonly<Record<string, NdArray>>;

/** What an optimizer remembers of earlier gradients: trees like the parameters, by name. */
export type Memory = Readonly<Record<string, Tree>>;

/** Pure functions of arrays, so that a step, forward, backward and with the change of the parameters, is one program. */
export interface Optimizer {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What it remembers before the first step. */
  init(parameters: Tree): Memory;
  /** Computed outside of the program, in float64. @param step  from 1 */
  numbers(step: number): Readonly<Record<string, number>>;
  /** [parameters, memory] after a step. */
  update<P extends Tree>(parameters: P, gradients: P, memory: Memory, numbers: StepNumbers): readonly [P, Memory];
}

/** A tree of zeros like `parameters`. */
export function zerosLike<P extends Tree>(parameters: P): P {
  return mapTree(({ data, shape }) => new NdArray(data.slice().fill(0), shape), parameters);
}

/** The numbers of a step as arrays that a program takes. */
export function stepNumbers(optimizer: Pick<Optimizer, 'numbers'>, step: number, dtype: 'float32' | 'float64'): StepNumbers {
  return Object.fromEntries(Object.entries(optimizer.numbers(step)).map(([name, value]) => [name, new NdArray(typedArrays[dtype].of(value), [])]));
}
