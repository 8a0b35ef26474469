/** Images in memory: what is read, in which parts and batches, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array, type NumericView } from '../array/index.ts';
import { generator } from '../random/index.ts';
import { Images } from './images.ts';
import { imagesOf, type PixelArray } from './imagesOf.ts';
import { readIdx } from './idx.ts';
import { memorySource } from './source.ts';

const bytes = (count: number, seed = 0): Uint8Array => {
  const { below } = generator(seed, 'pixels');
  return Uint8Array.from({ length: count }, () => below(256));
};

const tenOf = (channels: number): Images<string> =>
  imagesOf({ data: bytes(10 * channels * 6), shape: [10, channels, 2, 3] }, ['b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'c']);

describe('imagesOf', () => {
  test('takes grey images and images of channels; bytes go from 0 to 1, other numbers stay', async () => {
    const labels = [true, false];
    const cases: [PixelArray, number[], number[]][] = [
      [{ data: Uint8Array.of(0, 255, 51, 1), shape: [2, 1, 2] }, [1, 1, 2], [0, 1, 0.2, 1 / 255]],
      [{ data: new Uint8ClampedArray([0, 255]), shape: [2, 1, 1] }, [1, 1, 1], [0, 1]],
      [{ data: Uint16Array.of(65535, 13107), shape: [2, 1, 1, 1] }, [1, 1, 1], [1, 0.2]],
      [{ data: Int8Array.of(-3, 100), shape: [2, 1, 1] }, [1, 1, 1], [-3, 100]],
      [array([[[[0.5]], [[300]]], [[[-1]], [[1e-3]]]]), [2, 1, 1], [0.5, 300, -1, 1e-3]],
    ];
    for (const [pixels, shape, values] of cases) {
      const images = imagesOf(pixels, labels);
      expect([images.shape, images.count, images.classes, [...images.labels]]).toEqual([shape, 2, [false, true], [1, 0]]);
      expect((await images.read()).data).toEqual(Float32Array.from(values));
      expect(images.bytes).toBe(4 * values.length);
    }
  });

  test.each<[pixels: unknown, labels: unknown, message: string]>([
    [[[1]], ['a'], 'TypeError: imagesOf: pixels must be an array [images, height, width] or [images, channels, height, width]; they are an array of 1'],
    [{ data: Uint8Array.of(1, 2), shape: [2, 1] }, ['a', 'b'], 'TypeError: imagesOf: pixels must be an array [images, height, width] or [images, channels, height, width]; their shape is [2, 1]'],
    [{ data: new Uint8Array(0), shape: [0, 1, 1] }, [], 'RangeError: imagesOf: pixels must have at least one of everything; their shape is [0, 1, 1]'],
    [{ data: Uint8Array.of(1, 2), shape: [2, 1, 3] }, ['a', 'b'], 'RangeError: imagesOf: pixels must be as many as their shape says; the shape is [2, 1, 3], there are 2 numbers'],
    [{ data: Float32Array.of(1, 2, 3, Infinity), shape: [2, 1, 2] }, ['a', 'b'], 'RangeError: imagesOf: every pixel must be finite; number 1 of image 1 is Infinity'],
    [{ data: Uint8Array.of(1, 2), shape: [2, 1, 1] }, ['a'], 'RangeError: imagesOf: labels must have one element per row; it has 1, there are 2 rows'],
  ])('refuses what is no image: %j, %j', (pixels, labels, message) => {
    expect(thrown(() => imagesOf(pixels as PixelArray, labels as string[]))).toBe(message);
  });
});

describe('read', () => {
  test('gives images in any order, repeated, or a stretch of them', async () => {
    const images = tenOf(3);
    const all = await images.read();
    expect(all.shape).toEqual([10, 3, 2, 3]);
    const row = (i: number): number[] => [...all.data.subarray(18 * i, 18 * i + 18)];
    expect([...(await images.read([7, 0, 7])).data]).toEqual([...row(7), ...row(0), ...row(7)]);
    expect([...(await images.read({ from: 8, to: 10 })).data]).toEqual([...row(8), ...row(9)]);
    expect((await images.read([])).shape).toEqual([0, 3, 2, 3]);
  });

  test('takes many more images than are read at once', async () => {
    const data = bytes(1000);
    const images = imagesOf({ data, shape: [1000, 1, 1] }, Array.from(data, (value) => value > 99));
    const order = generator(1).permutation(1000);
    const done: number[] = [];
    const x = await images.read(order, { onProgress: (progress) => done.push(progress.done) });
    expect(x.data).toEqual(Float32Array.from(order, (i) => data[i] / 255));
    expect(done).toEqual([256, 512, 768, 1000]);
  });

  test('gives in float64 what float32 would round', async () => {
    const { mean, std } = { mean: [0.1], std: [0.3] };
    for (const data of [Float64Array.of(1 / 3, 1 + 2 ** -40), Uint8Array.of(1, 200), Uint16Array.of(1, 65534)]) {
      const images = imagesOf({ data, shape: [2, 1, 1] }, ['a', 'b']);
      const white = data instanceof Float64Array ? 1 : data instanceof Uint8Array ? 255 : 65535;
      const scaled = Float64Array.from(data, (value) => value / white);
      expect((await images.read(undefined, { into: new Float64Array(2) })).data).toEqual(scaled);
      const normalized = images.normalized({ mean, std });
      expect((await normalized.read()).data).toEqual(Float32Array.from(scaled, (x) => (x - 0.1) / 0.3)); // one does not spoil the other
      expect((await normalized.read(undefined, { into: new Float64Array(2) })).data).toEqual(scaled.map((x) => (x - 0.1) / 0.3));
    }
    expect(await rejected(tenOf(1).read([0], { into: [0] as never }))).toMatch(/^TypeError: read: into must be a Float32Array or Float64Array of \d+ numbers/);
  });

  test.each<[which: unknown, message: string]>([
    [[0, 10], 'RangeError: read: a place must be an integer from 0 to 9; number 1 is 10'],
    [[-1], 'RangeError: read: a place must be an integer from 0 to 9; number 0 is -1'],
    [[0.5], 'RangeError: read: a place must be an integer from 0 to 9; number 0 is 0.5'],
    [{ from: 3, to: 11 }, 'RangeError: read: a stretch must lie within the 10 images; it is from 3 to 11'],
    [{ from: 3, to: 2 }, 'RangeError: read: a stretch must lie within the 10 images; it is from 3 to 2'],
    [7, 'TypeError: read: images must be named by a list of places or { from, to }; got 7'],
  ])('refuses places that are not there: %j', async (which, message) => {
    expect(await rejected(tenOf(1).read(which as number[]))).toBe(message);
  });

  test('can be given up', async () => {
    expect(await rejected(tenOf(1).read(undefined, { signal: AbortSignal.abort(new Error('enough')) }))).toBe('Error: enough');
  });
});

describe('batches', () => {
  test('go through all images once, in order or shuffled by seed, the last one smaller', async () => {
    const images = tenOf(1);
    const all = await images.read();
    for (const options of [{}, { seed: 4 }]) {
      const seen: number[] = [];
      const sizes: number[] = [];
      for await (const { x, y, indices } of images.batches(4, options)) {
        expect([...y]).toEqual([...indices].map((i) => images.labels[i]));
        expect(x.data).toEqual((await images.read(indices)).data);
        expect([...x.data.subarray(0, 6)]).toEqual([...all.data.subarray(6 * indices[0], 6 * indices[0] + 6)]);
        seen.push(...indices);
        sizes.push(x.shape[0]);
      }
      expect(sizes).toEqual([4, 4, 2]);
      expect('seed' in options).toBe(String(seen) !== '0,1,2,3,4,5,6,7,8,9');
      expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  test('are the same for the same seed, and refuse sizes that are none', async () => {
    const orderOf = async (seed: number): Promise<number[]> => {
      const order: number[] = [];
      for await (const { indices } of tenOf(1).batches(3, { seed })) order.push(...indices);
      return order;
    };
    expect(await orderOf(5)).toEqual(await orderOf(5));
    expect(await orderOf(5)).not.toEqual(await orderOf(6));
    expect(await rejected(tenOf(1).batches(0).next())).toBe('RangeError: batches: batchSize must be an integer at least 1; it is 0');
    expect(await rejected(tenOf(1).batches(1, { seed: 0.5 }).next())).toMatch(/^RangeError: batches: seed must be an integer/);
  });
});

describe('parts', () => {
  test('by split have the mix of classes of the whole, share no image and keep its order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 2, maxLength: 5 }), fc.integer(), (counts, seed) => {
      const labels = counts.flatMap((count, c) => Array.from({ length: count }, () => c));
      const images = imagesOf({ data: Int32Array.from(labels, (_, i) => i), shape: [labels.length, 1, 1] }, labels);
      const { train, test } = images.split({ testSize: 0.25, seed });
      counts.forEach((count, c) => expect(Math.abs(test.labels.filter((label) => label === c).length - (count * test.count) / images.count)).toBeLessThan(1));
      expect([train.count + test.count, test.count]).toEqual([images.count, Math.ceil(images.count / 4)]);
    }), { numRuns: 30 });
  });

  test('of parts read their own images, with their names and normalization', async () => {
    const images = tenOf(1).normalized({ mean: [0.5], std: [2] });
    const { train, test } = images.split({ testSize: 4, stratify: false, seed: 2 });
    const inner = train.split({ testSize: 2, stratify: false }).test;
    expect([train.count, test.count, inner.count, inner.classes]).toEqual([6, 4, 2, ['a', 'b', 'c']]);
    const place = Number(inner.name(1).slice('image '.length));
    expect((await inner.read([1])).data).toEqual((await images.read([place])).data);
    expect(inner.labels[1]).toBe(images.labels[place]);
    expect(images.take({ from: 2, to: 4 }).name(1)).toBe('image 3');
    expect(images.take([9, 9]).count).toBe(2);
  });

  test('are refused where a class has a single image, or nothing would be left', () => {
    expect(thrown(() => tenOf(1).split())).toBe('RangeError: split: every class of stratify must have at least two rows, one for each part; class "c" has one');
    expect(thrown(() => tenOf(1).split({ testSize: 10, stratify: false }))).toMatch(/^RangeError: split: both parts must have at least one row/);
    expect(thrown(() => tenOf(1).take([10]))).toBe('RangeError: take: a place must be an integer from 0 to 9; number 0 is 10');
    expect(thrown(() => tenOf(1).name(-1))).toBe('RangeError: name: a place must be an integer from 0 to 9; number 0 is -1');
  });
});

describe('normalization', () => {
  test('is mean and standard deviation of each channel, and makes them 0 and 1', async () => {
    const count = 600;
    const data = Uint8Array.from(bytes(count * 12), (value, i) => (Math.floor(i / 4) % 3 === 1 ? value >> 3 : value));
    const images = imagesOf({ data, shape: [count, 3, 2, 2] }, Array.from({ length: count }, (_, i) => i % 2));
    const fitted = await images.fitNormalization();
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    const x = await images.normalized(fitted).read();
    for (let c = 0; c < 3; c++) {
      const raw = Array.from(data).filter((_, i) => Math.floor(i / 4) % 3 === c).map((value) => value / 255);
      const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
      expect(fitted.mean[c]).toBeCloseTo(mean, 13);
      expect(fitted.std[c]).toBeCloseTo(Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / raw.length), 13);
      const scaled = Array.from(x.data).filter((_, i) => Math.floor(i / 4) % 3 === c);
      expect(scaled.reduce((sum, value) => sum + value, 0) / scaled.length).toBeCloseTo(0, 6);
      expect(scaled.reduce((sum, value) => sum + value * value, 0) / scaled.length).toBeCloseTo(1, 6);
    }
  });

  test('of far-away numbers loses no digits, and of constant ones divides by 1', async () => {
    const images = imagesOf({ data: Float64Array.from([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3].flatMap((x) => [x, 7])), shape: [4, 2, 1, 1] }, [0, 1, 0, 1]);
    expect(await images.fitNormalization()).toEqual({ mean: [1e9 + 1.5, 7], std: [Math.sqrt(1.25), 1] });
  });

  test('replaces another one, and is of the images as they are without', async () => {
    const images = tenOf(2);
    const fitted = await images.fitNormalization();
    const twice = images.normalized({ mean: [9, 9], std: [9, 9] }).normalized(fitted);
    expect(twice.normalization).toEqual(fitted);
    expect((await twice.read()).data).toEqual((await images.normalized(fitted).read()).data);
    expect(await twice.fitNormalization()).toEqual(fitted);
  });

  test.each<[normalization: unknown, message: string]>([
    [undefined, 'TypeError: normalized: a normalization must be { mean, std }, each of one number per channel; it is undefined'],
    [{ mean: [0, 0], std: [1] }, 'TypeError: normalized: a normalization must be { mean, std }, each of one number per channel; the images have 1, mean has 2, std has 1'],
    [{ mean: [NaN], std: [1] }, 'RangeError: normalized: every mean must be finite; one is NaN'],
    [{ mean: [0], std: [0] }, 'RangeError: normalized: every std must be finite and above 0; one is 0'],
    [{ mean: ['0'], std: [1] }, 'RangeError: normalized: every mean must be finite; one is "0"'],
  ])('is refused when it is none: %j', (normalization, message) => {
    expect(thrown(() => tenOf(1).normalized(normalization as { mean: number[]; std: number[] }))).toBe(message);
  });

  test('tells how far it is, and can be given up', async () => {
    const images = new Images({ source: memorySource(bytes(700), [1, 1, 1], 255, String), classes: [0, 1], labels: new Int32Array(700) });
    const done: number[] = [];
    await images.fitNormalization({ onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual([256, 512, 700]);
    expect(await rejected(images.fitNormalization({ signal: AbortSignal.abort(new Error('enough')) }))).toBe('Error: enough');
  });
});

describe('readIdx', () => {
  test('reads numbers of any rank, from the middle of a buffer too', () => {
    const file = Uint8Array.of(99, 0, 0, 0x0b, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0xff, 0xfe, 1, 0);
    expect(readIdx(file.subarray(1))).toEqual({ data: Int16Array.of(-2, 256), shape: [2, 1] });
  });

  test.each<[bytes: unknown, message: string]>([
    ['x', 'TypeError: readIdx: bytes must be a Uint8Array; they are "x"'],
    [Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7), 'RangeError: readIdx: an IDX file must hold what its header says: 2 numbers (unsigned bytes), 10 bytes with the header; it has 9. Is it cut short?'],
    [Uint8Array.of(1, 2, 3), 'TypeError: readIdx: an IDX file must begin with two zero bytes, its type and its rank; it begins with the bytes 1 2 3'],
  ])('refuses what is no IDX: %j', (file, message) => {
    expect(thrown(() => readIdx(file as Uint8Array))).toBe(message);
  });

  test('reads any bytes or throws one of its own errors', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(8, 9, 11, 12, 13, 14, 15), fc.nat(5), (rest, type, rank) => {
      let found: { data: NumericView; shape: readonly number[] } | undefined;
      const message = thrown(() => {
        found = readIdx(Uint8Array.of(0, 0, type, rank, ...rest));
      });
      expect(found === undefined ? /^(Type|Range)Error: readIdx: /.test(message) : found.data.length === found.shape.reduce((a, b) => a * b, 1)).toBe(true);
    }));
  });
});

function thrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return 'nothing was thrown';
}

async function rejected(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'nothing failed', String);
}
