/** What an augmentation is: a change of samples, drawn at random, in training only. Knows none by name. */
import type { Shape } from '../../array/index.ts';
import type { Normalization } from '../../images/index.ts';
import type { Generator } from '../../random/index.ts';

/** Your own is any object like this. */
export interface Augmentation {
  readonly name: string;
  /** What it was made with, as plain data. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Throws for samples of a shape that it cannot change. */
  check(shape: Shape): void;
  /**
   * Changes a sample in place.
   * @param sample  its numbers, row-major   @param random  drawn from for this sample and epoch alone
   * @param normalization  what the pixels were normalised by: x is (pixel − mean) / std of its channel. Undefined for numbers as they are
   */
  change(sample: Float32Array | Float64Array, shape: Shape, random: Generator, normalization: Normalization | undefined): void;
}

/** @throws TypeError unless samples are [channels, height, width] */
export function checkImageShape(caller: string, shape: Shape): void {
  if (shape.length !== 3) throw new TypeError(`${caller}: samples must be images, [channels, height, width]; they are [${shape.join(', ')}]`);
}
