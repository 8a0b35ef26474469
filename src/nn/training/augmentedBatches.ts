/** Batches whose samples are changed at random, each by numbers of its own. Knows no augmentation by name. */
import { describe, sizeOf, type NdArray, type Shape } from '../../array/index.ts';
import type { Normalization } from '../../images/index.ts';
import { generator, generatorAt } from '../../random/index.ts';
import type { Augmentation } from '../augment/augmentation.ts';
import type { Batches } from './samples.ts';

/** @throws TypeError for what is no augmentation, or does not fit the samples */
export function readAugment(caller: string, augment: Augmentation | readonly Augmentation[] | undefined, shape: Shape, takesIndices: boolean): readonly Augmentation[] {
  const list: readonly Augmentation[] = augment === undefined ? [] : Array.isArray(augment) ? augment : [augment as Augmentation];
  for (const one of list) {
    if (typeof one?.change !== 'function' || typeof one.check !== 'function') throw new TypeError(`${caller}: augment must be an augmentation, such as randomShift({ pixels: 2 }), or a list of them; it is ${describe(one)}`);
    if (takesIndices) throw new TypeError(`${caller}: augment must be left out where samples are indices; ${one.name} changes numbers`);
    one.check(shape);
  }
  return list;
}

/**
 * What is drawn for a sample depends on the seed, the epoch, its place among the training samples and the place of the augmentation in the list: not on
 * the batch it is in, nor on what was drawn before.
 */
export class AugmentedBatches implements Batches {
  readonly #batches: Batches;
  readonly #augment: readonly Augmentation[];
  readonly #normalization: Normalization | undefined;
  readonly #key: Int32Array;

  constructor(batches: Batches, augment: readonly Augmentation[], normalization: Normalization | undefined, seed: number) {
    this.#batches = batches;
    this.#augment = augment;
    this.#normalization = normalization;
    this.#key = Int32Array.of(generator(seed, 'augment').bits(), 0);
  }

  begin(epoch: number): void {
    this.#key[1] = epoch;
  }

  ahead(order: Int32Array, first: number, count: number): void {
    this.#batches.ahead?.(order, first, count);
  }

  read(order: Int32Array, first: number, count: number): NdArray | Promise<NdArray> {
    const batch = this.#batches.read(order, first, count);
    return batch instanceof Promise ? batch.then((found) => this.#changed(found, order, first)) : this.#changed(batch, order, first);
  }

  #changed(batch: NdArray, order: Int32Array, first: number): NdArray {
    const [count, ...shape] = batch.shape;
    const size = sizeOf(shape);
    const data = batch.data as Float32Array | Float64Array;
    for (let i = 0; i < count; i++) {
      const sample = data.subarray(i * size, (i + 1) * size);
      this.#augment.forEach((one, stream) => one.change(sample, shape, generatorAt(this.#key, order[first + i], stream), this.#normalization));
    }
    return batch;
  }
}
