/** A network outside of training: its outputs for samples, and what they cost. The weights stay in the program's memory. */
import { describe, showShape, type NdArray } from '../../array/index.ts';
import { compileStep, type CompiledStep } from '../../compile/index.ts';
import type { Tree } from '../../program/index.ts';
import type { Network, Weights } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';

/** Samples of a run. */
export const forwardBatch = 128;

interface Given {
  readonly x: NdArray;
  readonly target?: NdArray;
}

interface Found {
  readonly output: NdArray;
  /** One per sample, where there was a target. */
  readonly losses?: NdArray;
}

export interface Forward {
  /** Takes the weights of another time. */
  load(weights: Weights): void;
  run(batch: Given): Found;
}

/** [n]. @throws TypeError where a loss of the user's own gives something else: a mean of it would be none of samples */
export function lossesOf(loss: Loss, output: NdArray, target: NdArray): NdArray {
  const losses = loss.of(output, target);
  const [count] = output.shape;
  if (!Array.isArray(losses?.shape)) throw new TypeError(`train: the loss must give an array; ${loss.name} gives ${describe(losses)}`);
  if (losses.shape.length !== 1 || losses.shape[0] !== count) throw new TypeError(`train: the loss must give one number for each sample, [${count}]; ${loss.name} gives ${showShape(losses.shape)}`);
  return losses;
}

export function forward(net: Network, loss: Loss, weights: Weights): Forward {
  const step = compileStep(((weights: Weights, { x, target }: Given) => {
    const [output] = net.apply(weights, x);
    return [weights, target === undefined ? { output } : { output, losses: lossesOf(loss, output, target) }];
  }) as unknown as (weights: Tree, batch: Given) => readonly [Tree, Found], weights as unknown as Tree) as CompiledStep<Tree, readonly [Given], Found>;
  return { load: (next) => step.restart(next as unknown as Tree), run: (batch) => step.run(batch) };
}
