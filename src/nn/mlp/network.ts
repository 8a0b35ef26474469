/** The network of a multilayer perceptron, and how it is trained. Knows no target. */
import { relu } from '../layers/activations.ts';
import { dense } from '../layers/dense.ts';
import { sequential, type Network } from '../layers/sequential.ts';
import { adamW } from '../optimizers/adam.ts';
import type { TrainOptions } from '../training/options.ts';
import type { MlpSettings } from './options.ts';

/** dense → relu → … → dense. */
export function mlpNetwork(inputs: number, hidden: readonly number[], outputs: number): Network {
  return sequential([inputs], ...([...hidden.flatMap((units) => [dense(units), relu()]), dense(outputs)] as never)) as unknown as Network;
}

/** Of how many numbers such a network is made. */
export function mlpSize(inputs: number, hidden: readonly number[], outputs: number): number {
  const widths = [inputs, ...hidden, outputs];
  return widths.slice(1).reduce((total, width, i) => total + width * (widths[i] + 1), 0);
}

/** The rows held out are at least one, and so are those left. */
export function trainOptionsOf(kind: string, rows: number, { learningRate, weightDecay, batchSize, epochs, patience, validation, seed }: MlpSettings): Omit<TrainOptions, 'loss' | 'validation'> & { readonly validation: number } {
  if (rows < 2) throw new RangeError(`${kind}: there must be at least two rows, one to learn from and one to judge by; there is ${rows}`);
  const held = Math.min(rows - 1, Math.max(1, Math.round(validation * rows)));
  return {
    optimizer: adamW({ learningRate, weightDecay }), epochs, seed, validation: held / rows, earlyStopping: { patience },
    batchSize: batchSize === 'auto' ? batchOf(rows) : batchSize,
  };
}

/** Small batches learn more from few rows; large ones cost less for many. */
function batchOf(rows: number): number {
  let size = 16;
  while (size < 256 && size * 64 <= rows) size *= 2;
  return size;
}
