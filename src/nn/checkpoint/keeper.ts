/** Writes a training's moments when it is time, and gives the last one back to the training that it is of. Knows no file. */
import type { CheckpointSettings } from '../training/options.ts';
import type { Moment } from '../training/moment.ts';
import type { Carried } from '../training/step.ts';
import { BadCheckpoint, open, toBytes } from './checkpoint.ts';
import { CheckpointError } from './error.ts';
import { differences, learningRates, type Signature } from './signature.ts';
import type { NamedStore } from './store.ts';

export interface Keeper {
  /** How far this training came before; undefined when it is new. */
  readonly found: Moment | undefined;
  /** True when it is time for a checkpoint, within an epoch. Called once per batch. */
  due(): boolean;
  write(moment: Moment): Promise<void>;
}

/**
 * @param like  weights and memory of this training, for their structure   @param epochs  how many are wanted
 * @throws CheckpointError for a damaged checkpoint, or one of another training; FileError where it cannot be read
 */
export async function keeperOf(store: NamedStore, { everyBatches, everySeconds, startOver }: CheckpointSettings, training: Signature, like: Carried, epochs: number): Promise<Keeper> {
  const bytes = startOver ? undefined : await store.read();
  const found = bytes && await resumed(store, bytes, training, like, epochs);
  let [batches, since] = [0, performance.now()];
  return {
    found,
    due: () => ++batches >= everyBatches || performance.now() - since >= everySeconds * 1000,
    write: async (moment) => {
      await store.write(toBytes(moment, training));
      [batches, since] = [0, performance.now()];
    },
  };
}

async function resumed(store: NamedStore, bytes: Uint8Array, training: Signature, like: Carried, epochs: number): Promise<Moment> {
  let moment: Moment;
  try {
    const opened = open(bytes);
    const differ = differences(opened.training, training);
    if (differ.length > 0) {
      const more = differ.length > 3 ? `; and ${differ.length - 3} more` : '';
      const names = differ.map(({ name }) => name);
      const schedule = names.includes(learningRates) ? '. A schedule that falls over all epochs, such as cosineDecay, is another one for more of them' : '';
      throw new CheckpointError(
        `${store.name} must be a checkpoint of this training; it differs in ${differ.slice(0, 3).map(({ words }) => words).join('; ')}${more}`,
        `Give another place, or begin anew with startOver: true${schedule}`, { differences: names },
      );
    }
    moment = opened.moment(like);
  } catch (error) {
    if (!(error instanceof BadCheckpoint)) throw error;
    const previous = await store.previous();
    const kept = previous === undefined ? '' : `rename ${previous}, the checkpoint before it, to ${store.name}, or `;
    throw new CheckpointError(`${store.name} ${error.message}`, `To go on, ${kept}begin anew with startOver: true`, { previous });
  }
  if (moment.history.length > epochs) throw new CheckpointError(`epochs must be at least those that have been trained; ${store.name} has ${moment.history.length}, epochs is ${epochs}`);
  return moment;
}
