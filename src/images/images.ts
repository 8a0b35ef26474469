/** Labelled images of one shape, read when they are needed. Knows neither files nor formats. */
import { describe, NdArray, type Label } from '../array/index.ts';
import { checkFlag, checkKnown, checkNumber, checkSeed, pauser, type RunOptions } from '../estimator/index.ts';
import { trainTestIndices } from '../evaluate/index.ts';
import { generator } from '../random/index.ts';
import { checkNormalization, fitNormalization, writerOf, type Normalization, type WriteImage } from './normalization.ts';
import { sizeOf, type ImageShape, type PixelSource } from './source.ts';

/** Some of the images: their places, in any order and repeated as you like, or a stretch from `from` to before `to`. */
export type Which = Int32Array | readonly number[] | { readonly from: number; readonly to: number };

export interface ImageBatch {
  /** [images, channels, height, width] */
  readonly x: NdArray<[number, number, number, number]>;
  /** Per image, the index of its class. */
  readonly y: Int32Array;
  /** Per image, its place among the images. */
  readonly indices: Int32Array;
}

export interface BatchOptions extends RunOptions {
  /** Shuffles by this seed; another one for another order. Default: no shuffling. */
  readonly seed?: number;
}

export interface ReadImagesOptions extends RunOptions {
  /**
   * Where the pixels are written to, and the result's data: count · channels · height · width numbers. A Float64Array gets what float32 would round.
   * Default a new Float32Array.
   */
  readonly into?: Float32Array | Float64Array;
}

export interface SplitImagesOptions {
  /** A share of the images, above 0 and below 1, or a number of images. Default 0.25; a share is rounded up. */
  readonly testSize?: number;
  /** Default 0. */
  readonly seed?: number;
  /** The same mix of classes in both parts, to within one image per class. Default true. */
  readonly stratify?: boolean;
}

/** What an `Images` is made of. */
export interface ImagesParts<L extends Label> {
  readonly source: PixelSource;
  readonly classes: readonly L[];
  /** Per image of these, its class. */
  readonly labels: Int32Array;
  /** Per image of these, its place in the source. Default all of it. */
  readonly places?: Int32Array;
  readonly normalization?: Normalization;
  readonly skipped?: number;
  readonly test?: Images<L>;
  readonly validation?: Images<L>;
}

/**
 * Images as data to learn from. Pixels are read as float32: 8-bit samples are divided by 255 and 16-bit ones by 65,535, so that
 * black is 0 and white is 1; numbers of other types stay as they are. A `normalized` one then gives (x − mean) / std.
 * Immutable; subsets share the pixels.
 * @typeParam L  the kind of label
 */
export class Images<L extends Label = Label> {
  /** Distinct and sorted. */
  readonly classes: readonly L[];
  /** Per image, the index of its class. */
  readonly labels: Int32Array;
  /** Of one image: channels, height, width. Channels are 1 (grey) or 3 (red, green, blue) in files. */
  readonly shape: ImageShape;
  readonly count: number;
  /** What `read` does to pixels beyond scaling; undefined when nothing. */
  readonly normalization: Normalization | undefined;
  /** Files of the folder that were left out: hidden, or neither PNG nor JPEG. */
  readonly skipped: number;
  /** The part that the publisher of the data set aside for testing, where there is one. */
  readonly test: Images<L> | undefined;
  /** The same for validation. */
  readonly validation: Images<L> | undefined;
  readonly #source: PixelSource;
  readonly #places: Int32Array;
  readonly #writers: { float32?: WriteImage; float64?: WriteImage } = {};

  /** @internal Use `openImages` or `imagesOf`. */
  constructor({ source, classes, labels, places, normalization, skipped, test, validation }: ImagesParts<L>) {
    this.#source = source;
    this.#places = places ?? Int32Array.from({ length: source.count }, (_, i) => i);
    this.classes = classes;
    this.labels = labels;
    this.shape = source.shape;
    this.count = labels.length;
    this.normalization = normalization;
    this.skipped = skipped ?? 0;
    this.test = test;
    this.validation = validation;
  }

  /** The memory that `read()` of everything takes: 4 · count · channels · height · width. */
  get bytes(): number {
    return 4 * this.count * sizeOf(this.shape);
  }

  /** What image `index` is called: its path below the folder, or its number. */
  name(index: number): string {
    return this.#source.name(this.#places[this.#checked('name', [index])[0]]);
  }

  /**
   * The pixels of all images, or of some.
   * @returns [images, channels, height, width], float32, or of the type of `into`
   * @throws RangeError for places that are not there; FileError for a file that cannot be read, naming it
   */
  async read(which?: Which, options: ReadImagesOptions = {}): Promise<NdArray<[number, number, number, number]>> {
    checkKnown('read', options, ['into', 'signal', 'onProgress']);
    const { signal, onProgress } = options;
    const indices = this.#indices('read', which);
    const size = sizeOf(this.shape);
    const into = options.into ?? new Float32Array(indices.length * size);
    if (!(into instanceof Float32Array || into instanceof Float64Array) || into.length !== indices.length * size) {
      throw new TypeError(`read: into must be a Float32Array or Float64Array of ${indices.length * size} numbers, ${indices.length} images of ${size}; it is ${describe(into)}`);
    }
    const numbers = into instanceof Float32Array ? 'float32' : 'float64';
    const write = this.#writers[numbers] ??= writerOf(this.shape, this.#source.white, this.normalization, numbers);
    const pause = pauser(signal);
    for (let start = 0; start < indices.length; start += chunk) {
      const places = indices.subarray(start, start + chunk).map((index) => this.#places[index]);
      await this.#source.fetch(places, (place, samples, offset) => write(samples, offset, into, (start + place) * size), { ...(signal && { signal }) });
      await pause();
      onProgress?.({ label: 'reading images', done: start + places.length, total: indices.length });
    }
    return new NdArray(into, [indices.length, ...this.shape]);
  }

  /**
   * All images once, in batches: in order, or shuffled by a seed. The last batch may be smaller.
   * @example
   * ```ts
   * import { imagesOf } from 'glissade';
   * const images = imagesOf({ data: new Uint8Array(5 * 4), shape: [5, 2, 2] }, ['a', 'b', 'a', 'b', 'a']);
   * for await (const { x, y } of images.batches(2, { seed: 1 })) console.log(x.shape[0], y.length);
   * // 2 2
   * // 2 2
   * // 1 1
   * ```
   */
  async *batches(batchSize: number, options: BatchOptions = {}): AsyncGenerator<ImageBatch, void> {
    checkNumber('batches', 'batchSize', batchSize, { integer: true, min: 1 });
    checkKnown('batches', options, ['seed', 'signal', 'onProgress']);
    const { seed, signal, onProgress } = options;
    if (seed !== undefined) checkSeed('batches', seed);
    const order = seed === undefined ? this.#indices('batches') : generator(seed, 'batches').permutation(this.count);
    for (let start = 0; start < this.count; start += batchSize) {
      const indices = order.slice(start, start + batchSize);
      const x = await this.read(indices, { ...(signal && { signal }) });
      onProgress?.({ label: 'reading images', done: start + indices.length, total: this.count });
      yield { x, y: indices.map((index) => this.labels[index]), indices };
    }
  }

  /** Some of the images, in the order given. All classes stay, even those without an image. */
  take(which: Which): Images<L> {
    return this.#at(this.#indices('take', which));
  }

  /**
   * Two parts at random, by default with the same mix of classes; both keep the order of the images.
   * @throws RangeError when a part would be empty, or a class has a single image
   */
  split(options: SplitImagesOptions = {}): { readonly train: Images<L>; readonly test: Images<L> } {
    checkKnown('split', options, ['testSize', 'seed', 'stratify']);
    const { stratify = true, ...rest } = options;
    checkFlag('split', 'stratify', stratify);
    const classOfEach = Array.from(this.labels, (code) => this.classes[code]);
    const { trainIndices, testIndices } = trainTestIndices('split', this.count, { ...rest, ...(stratify && { stratify: classOfEach }) });
    return { train: this.#at(trainIndices), test: this.#at(testIndices) };
  }

  /**
   * Mean and standard deviation of each channel over all pixels of these images, as scaled by `read` without
   * normalization. Fit it on the training part, and give it to every part: `normalized`.
   */
  async fitNormalization(options: RunOptions = {}): Promise<Normalization> {
    checkKnown('fitNormalization', options, ['signal', 'onProgress']);
    return fitNormalization(this.#source, this.#places, options);
  }

  /** The same images, read as (x − mean) / std by channel; also `test` and `validation`. In place of a normalization they have. */
  normalized(normalization: Normalization): Images<L> {
    const { test, validation } = this;
    return new Images({
      source: this.#source, classes: this.classes, labels: this.labels, places: this.#places, skipped: this.skipped,
      normalization: checkNormalization('normalized', normalization, this.shape[0]),
      ...(test && { test: test.normalized(normalization) }),
      ...(validation && { validation: validation.normalized(normalization) }),
    });
  }

  #at(indices: Int32Array): Images<L> {
    return new Images({
      source: this.#source, classes: this.classes, labels: indices.map((index) => this.labels[index]), places: indices.map((index) => this.#places[index]),
      ...(this.normalization && { normalization: this.normalization }),
    });
  }

  #indices(caller: string, which: Which = { from: 0, to: this.count }): Int32Array {
    if (which instanceof Int32Array || Array.isArray(which)) return this.#checked(caller, which);
    const { from, to } = which as { from: number; to: number };
    if (!Number.isInteger(from) || !Number.isInteger(to)) throw new TypeError(`${caller}: images must be named by a list of places or { from, to }; got ${describe(which)}`);
    if (from < 0 || to < from || to > this.count) throw new RangeError(`${caller}: a stretch must lie within the ${this.count} images; it is from ${from} to ${to}`);
    return Int32Array.from({ length: to - from }, (_, i) => from + i);
  }

  #checked(caller: string, indices: Int32Array | readonly number[]): Int32Array {
    const bad = indices.findIndex((index) => !Number.isInteger(index) || index < 0 || index >= this.count);
    if (bad >= 0) throw new RangeError(`${caller}: a place must be an integer from 0 to ${this.count - 1}; number ${bad} is ${describe(indices[bad])}`);
    return Int32Array.from(indices);
  }
}

const chunk = 256; // images between two looks at the signal
