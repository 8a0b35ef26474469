/** Images as samples of a network: which fit it, their pixels in batches, read ahead of the steps. Knows no file and no layer. */
import { countCodes, describe, NdArray, sameShape, showShape, sizeOf, typedArrays, type Label, type NumericView } from '../../array/index.ts';
import { whiteOf, writerOf, type Images, type ImageShape, type Normalization } from '../../images/index.ts';
import type { FloatType } from '../layer.ts';
import type { Network } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import { BatchReader, readShaped, type Batches, type Rows, type SamplesInput } from './samples.ts';
import { readTargets, type Targets } from './targets.ts';

/** By what it can do: the class itself would bring all that makes parts of images into every page that predicts. */
export function isImages<L extends Label>(value: Images<L> | object | null | undefined): value is Images<L> {
  const { read, labels, classes } = (value ?? {}) as Partial<Images<L>>;
  return typeof read === 'function' && labels instanceof Int32Array && Array.isArray(classes);
}

/** @throws TypeError for a network of other samples; RangeError for no image */
export function checkImages(caller: string, { shape, count }: Images, { inputShape, takesIndices }: Network): void {
  if (takesIndices) throw new TypeError(`${caller}: images must go to a network that takes pixels; this one begins with an embedding, which takes indices`);
  if (!sameShape(shape, inputShape)) {
    const [channels, height, width] = shape;
    const hint = inputShape.length === 1 && inputShape[0] === sizeOf(shape)
      ? `begin with sequential([${shape.join(', ')}], flatten(), …)`
      : `open them with { ${channels === inputShape[0] ? '' : 'channels, '}size }, or begin the network with sequential([${channels}, ${height}, ${width}], …)`;
    throw new TypeError(`${caller}: images must be ${showShape(inputShape)}, as the network has it; they are ${showShape(shape)}, ${hint}`);
  }
  if (count === 0) throw new RangeError(`${caller}: there must be at least one image; there is none`);
}

/**
 * The classes of images, as the loss takes them.
 * @throws TypeError for a loss about numbers; RangeError for classes that are none of `known`, or too many or few
 */
export function imageTargets(caller: string, { classes, labels, count }: Images, { outputShape }: Network, loss: Loss, dtype: FloatType, known?: readonly Label[]): Targets {
  if (loss.target === 'numbers') throw new TypeError(`${caller}: the loss must be about classes, which images have, such as crossEntropy(); it is ${loss.name}`);
  if (loss.target === 'shares' && sizeOf(outputShape) !== 1) throw new TypeError(`${caller}: for ${loss.name} on images the network must end in one number; it ends in ${showShape(outputShape)}, crossEntropy() takes one per class`);
  return readTargets(caller, Array.from(labels, (code) => classes[code]), count, outputShape, loss, dtype, known, 'labels');
}

/** @throws RangeError when a class has no image to learn from */
export function checkEveryClass(caller: string, { classes, labels }: Images): void {
  const empty = countCodes(labels, classes.length).indexOf(0);
  if (empty >= 0) throw new RangeError(`${caller}: every class must have images to learn from; ${describe(classes[empty])} has none`);
}

/** @param normalization  of images, in place of one that they have */
export function batchesOf(x: Rows | Images, dtype: FloatType, normalization: Normalization | undefined, signal?: AbortSignal): Batches {
  return isImages(x) ? new ImageBatches(normalization === undefined ? x : x.normalized(normalization), dtype, signal) : new BatchReader(x);
}

/** Pixels in batches, in arrays that are used by turns: a batch is good while the next one is read. */
class ImageBatches implements Batches {
  readonly #images: Images;
  readonly #double: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #free = new Map<number, NdArray[]>();
  #next: { readonly order: Int32Array; readonly first: number; readonly count: number; readonly batch: Promise<NdArray> } | undefined;

  /** @param images  with the normalization that is wanted */
  constructor(images: Images, dtype: FloatType, signal: AbortSignal | undefined) {
    this.#images = images;
    this.#double = dtype === 'float64';
    this.#signal = signal;
  }

  ahead(order: Int32Array, first: number, count: number): void {
    const batch = this.#start(order, first, count);
    batch.catch(() => undefined); // when nobody asks for it any more
    this.#next = { order, first, count, batch };
  }

  read(order: Int32Array, first: number, count: number): Promise<NdArray> {
    const next = this.#next;
    this.#next = undefined;
    return next?.order === order && next.first === first && next.count === count ? next.batch : this.#start(order, first, count);
  }

  async #start(order: Int32Array, first: number, count: number): Promise<NdArray> {
    const batch = this.#place(count);
    await this.#images.read(order.subarray(first, first + count), { into: batch.data as Float32Array | Float64Array, ...(this.#signal && { signal: this.#signal }) });
    return batch;
  }

  #place(count: number): NdArray {
    const { shape } = this.#images;
    const length = count * sizeOf(shape);
    let free = this.#free.get(count);
    if (free === undefined) {
      const make = (): NdArray => new NdArray(this.#double ? new Float64Array(length) : new Float32Array(length), [count, ...shape]);
      this.#free.set(count, free = [make(), make()]);
    }
    free.push(free.shift()!);
    return free[0];
  }
}

/**
 * Pixels that are in memory, as images of the training were read: unsigned bytes and 16-bit numbers from black to white as 0 to
 * 1, then (x − mean) / std.
 */
export function readPixels(caller: string, input: SamplesInput, shape: ImageShape, normalization: Normalization, dtype: FloatType): Rows {
  const { data, shape: found } = readShaped(caller, 'x', input, shape);
  const size = sizeOf(shape);
  const into = new typedArrays[dtype](data.length);
  const write = writerOf(shape, whiteOf(data as NumericView), normalization, dtype);
  for (let at = 0; at < data.length; at += size) write(data as NumericView, at, into, at);
  return { data: into, count: found[0], shape };
}
