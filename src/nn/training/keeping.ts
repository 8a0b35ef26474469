/** Checkpoints of a training that wants some: their code is fetched then, and not by pages that want none. Knows no layer by name. */
import { NdArray, sizeOf, typedArrays, type Shape } from '../../array/index.ts';
import type * as checkpoints from '../checkpoint/index.ts';
import type { Network, Weights } from '../layers/sequential.ts';
import type { CheckpointSettings, Training, TrainOptions } from './options.ts';
import type { NumberType } from './samples.ts';
import type { Batch, TrainStep } from './step.ts';

export interface CheckpointPlace {
  readonly store: checkpoints.NamedStore;
  readonly code: typeof checkpoints;
  /** Lets other trainings write there. */
  readonly give: () => Promise<void>;
}

/** @throws FileError where nothing can be written, or another training writes: before images are measured and anything is trained */
export async function openPlace({ to }: CheckpointSettings): Promise<CheckpointPlace> {
  const code = await import('../checkpoint/index.ts');
  const store = code.storeOf(to);
  return { store, code, give: await store.take() };
}

/** @throws CheckpointError when what is there cannot be gone on from */
export async function openKeeper({ store, code }: CheckpointPlace, net: Network, training: Training, options: TrainOptions, start: Weights, step: TrainStep): Promise<checkpoints.Keeper> {
  const signature = await code.signatureOf(net, training, options, start, step.program(oneSample(net, training)));
  return code.keeperOf(store, training.checkpoint!, signature, step.carried(), training.epochs);
}

/** A batch of one, of the types and shapes that batches have. */
function oneSample(net: Network, { dtype, train: { targets, weights } }: Training): Batch {
  const zeros = (shape: Shape, type: NumberType): NdArray => new NdArray(new typedArrays[type](sizeOf(shape)), [1, ...shape]);
  return {
    x: zeros(net.inputShape, net.takesIndices ? 'int32' : dtype),
    target: zeros(targets.rows.shape, targets.rows.data instanceof Int32Array ? 'int32' : dtype),
    ...(weights && { weight: zeros([], dtype) }),
  };
}
