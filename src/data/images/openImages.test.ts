/** Folders of images and IDX files: what is found, in which order, and every bad one with the sentence it gets. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode } from 'jpeg-js';
import { afterAll, describe, expect, test } from 'vitest';
import { openImages, type OpenImagesOptions } from './openImages.ts';
import { greyPng, pngOf } from './png.testing.ts';

// not the folder of the tables' tests, which load DuckDB
const all = mkdtempSync(join(tmpdir(), 'glissade-images-'));
afterAll(() => rmSync(all, { recursive: true }));
let folders = 0;

/** A new folder with these files; undefined makes an empty folder. */
function folderOf(files: Readonly<Record<string, string | Uint8Array | undefined>>): string {
  const root = join(all, String(folders++));
  mkdirSync(root);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(content === undefined ? join(root, name) : dirname(join(root, name)), { recursive: true });
    if (content !== undefined) writeFileSync(join(root, name), content);
  }
  return root;
}

async function failure(work: () => Promise<unknown>, root = '\0'): Promise<string> {
  try {
    await work();
  } catch (error) {
    return String(error).replaceAll(root, 'R');
  }
  return 'nothing failed';
}

const jpeg = (height: number, width: number, value: number): Uint8Array =>
  encode({ height, width, data: Buffer.from(Array.from({ length: height * width }, () => [value, value, value, 255]).flat()) }, 100).data;

/** An IDX file: type, lengths, numbers as bytes. */
function idx(type: number, shape: readonly number[], numbers: readonly number[] | Uint8Array): Buffer {
  const lengths = Buffer.alloc(4 * shape.length);
  shape.forEach((length, axis) => lengths.writeUInt32BE(length, 4 * axis));
  return Buffer.concat([Buffer.from([0, 0, type, shape.length]), lengths, Buffer.from(numbers)]);
}

const pixels = idx(8, [4, 1, 2], [0, 255, 1, 2, 3, 4, 5, 6]);
const labels = idx(8, [4], [7, 3, 7, 3]);

describe('a folder', () => {
  const animals = folderOf({
    'dog/b.PNG': greyPng(2, 3, 50), 'dog/a.png': greyPng(2, 3, 51), 'dog/.hidden.png': 'x', 'dog/notes.txt': 'x',
    'cat/2.png': greyPng(2, 3, 102), 'cat/10.JPG': jpeg(2, 3, 204), 'cat/old/deep/1.jpeg': jpeg(2, 3, 0),
    'README.md': 'x', '.git/x.png': 'x', 'Zebra/1.png': greyPng(2, 3, 255),
  });

  test('has a class for each sub-folder, at any depth, sorted by code unit; what is hidden or no image is counted', async () => {
    const images = await openImages(animals, { channels: 1 });
    expect(images.classes).toEqual(['Zebra', 'cat', 'dog']);
    expect(Array.from({ length: images.count }, (_, i) => images.name(i))).toEqual(['Zebra/1.png', 'cat/10.JPG', 'cat/2.png', 'cat/old/deep/1.jpeg', 'dog/a.png', 'dog/b.PNG']);
    expect([...images.labels]).toEqual([0, 1, 1, 1, 2, 2]);
    expect([images.shape, images.count, images.skipped, images.bytes]).toEqual([[1, 2, 3], 6, 4, 4 * 6 * 6]);
    const x = await images.read();
    expect(x.shape).toEqual([6, 1, 2, 3]);
    expect(x.dtype).toBe('float32');
    expect(Array.from({ length: 6 }, (_, i) => Math.round(255 * x.data[6 * i]))).toEqual([255, 204, 102, 0, 51, 50]);
  });

  test('gives the same pixels with memory for all images, for one and for none', async () => {
    const whole = await (await openImages(animals)).read([5, 1, 1, 0]);
    for (const memory of [6, 0]) {
      const images = await openImages(animals, { memory });
      for (let pass = 0; pass < 2; pass++) expect((await images.read([5, 1, 1, 0])).data).toEqual(whole.data);
    }
  });

  test('of grey files is grey and of any colour red, green, blue, unless channels says otherwise', async () => {
    const colour = pngOf({ height: 1, width: 1, type: 2, sample: (_y, _x, s) => [255, 0, 51][s] });
    const root = folderOf({ 'a/1.png': greyPng(1, 1, 102), 'b/1.png': colour });
    const mixed = await (await openImages(root)).read();
    expect(mixed.shape).toEqual([2, 3, 1, 1]);
    expect([...mixed.data].map((value) => Math.round(value * 255))).toEqual([102, 102, 102, 255, 0, 51]);
    expect((await (await openImages(root, { channels: 1 })).read()).shape).toEqual([2, 1, 1, 1]);
    const grey = folderOf({ 'a/1.png': greyPng(1, 1, 102), 'b/1.png': greyPng(1, 1, 0) });
    expect((await openImages(grey)).shape).toEqual([1, 1, 1]);
    expect((await (await openImages(grey, { channels: 3 })).read()).data).toHaveLength(6);
  });

  test('with a file of 16 bits keeps them', async () => {
    const root = folderOf({ 'a/1.png': pngOf({ height: 1, width: 2, type: 0, depth: 16, sample: (_, x) => [1, 65535][x] }), 'b/1.png': greyPng(1, 2, 1) });
    expect((await (await openImages(root)).read()).data).toEqual(Float32Array.of(1 / 65535, 1, 1 / 255, 1 / 255));
  });

  test('of different sizes is resized by size', async () => {
    const root = folderOf({ 'a/1.png': greyPng(4, 4, 10), 'b/1.png': greyPng(3, 9, (_, x) => 20 * x) });
    const x = await (await openImages(root, { size: [2, 3] })).read();
    expect(x.shape).toEqual([2, 1, 2, 3]);
    expect(x.data.subarray(0, 6)).toEqual(new Float32Array(6).fill(10 / 255));
    // a triangle of three pixels to each side, cut at the edges
    expect([...x.data.subarray(6, 9)].map((value) => Math.round(255 * value))).toEqual([25, 80, 135]);
  });

  test('with train, test and val around the classes is opened as these parts', async () => {
    const root = folderOf({ 'train/a/1.png': greyPng(1, 1, 1), 'train/b/1.png': greyPng(1, 1, 2), 'Test/b/1.png': greyPng(1, 1, 3), 'val/a/1.png': greyPng(1, 1, 4), 'stray.png': 'x' });
    const images = await openImages(root);
    expect([images.count, images.classes, images.skipped]).toEqual([2, ['a', 'b'], 1]);
    expect([images.test?.count, [...images.test!.labels], images.test?.name(0)]).toEqual([1, [1], 'Test/b/1.png']);
    expect((await images.validation!.read()).data).toEqual(Float32Array.of(4 / 255));
    const scaled = images.normalized({ mean: [1 / 255], std: [1 / 255] });
    expect((await scaled.test!.read()).data[0]).toBeCloseTo(2, 6);
  });

  test('follows links, but not in a circle', async () => {
    const root = folderOf({ 'a/1.png': greyPng(1, 1, 1), 'b/1.png': greyPng(1, 1, 2) });
    symlinkSync(join(root, 'a/1.png'), join(root, 'b/2.png'));
    symlinkSync(root, join(root, 'b/up'));
    symlinkSync(join(root, 'b'), join(root, 'b/itself'));
    const images = await openImages(root);
    expect([images.count, images.name(2)]).toEqual([3, 'b/2.png']);
  });

  test('one class alone is enough to be measured on', async () => {
    const images = await openImages(folderOf({ 'a/1.png': greyPng(1, 1, 1), 'a/2.png': greyPng(1, 1, 2) }));
    expect([images.classes, [...images.labels]]).toEqual([['a'], [0, 0]]);
  });

  const cut = greyPng(3, 3, 9).subarray(0, -20);
  const bad: [rule: string, files: Record<string, string | Uint8Array | undefined>, message: string, options?: OpenImagesOptions][] = [
    ['an empty folder', {}, 'FileError: openImages: R: a folder of images must have a sub-folder for each class; it has none, and no image'],
    ['images without classes', { '1.png': greyPng(1, 1, 1), '2.png': 'x' }, 'FileError: openImages: R: a folder of images must have a sub-folder for each class; it has none, and 2 images of no class'],
    ['a class without images', { 'a/1.png': greyPng(1, 1, 1), 'b/1.gif': 'x' }, 'FileError: openImages: R: every sub-folder must hold the images of a class (.png, .jpg, .jpeg); "b" holds none'],
    ['a training part without classes', { train: undefined, 'test/a/1.png': 'x' }, 'FileError: openImages: R/train: a folder of images must have a sub-folder for each class; it has none'],
    ['two folders for one part', { 'train/a/1.png': 'x', 'val/a/1.png': 'x', 'valid/a/1.png': 'x' }, 'FileError: openImages: R: there must be one folder for each part; several are for validation (train, val, valid)'],
    ['a new class in the test part', { 'train/a/1.png': greyPng(1, 1, 1), 'train/b/1.png': greyPng(1, 1, 1), 'test/c/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: every class must be among those of the training part (a, b); test/c/1.png is of class "c"'],
    ['two sizes', { 'a/1.png': greyPng(2, 3, 1), 'a/2.png': greyPng(2, 3, 1), 'b/1.png': jpeg(4, 3, 1) }, 'FileError: openImages: all images must have one size; a/1.png is 2×3 (height × width), b/1.png is 4×3. Say which with { size: [height, width] }, and they are resized'],
    ['text named .png', { 'a/1.png': 'hello', 'b/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: a/1.png: an image must be a PNG or JPEG file by its content, too; it begins with the bytes 104 101 108 108'],
    ['an empty file', { 'a/1.png': '', 'b/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: a/1.png: an image must be a PNG or JPEG file by its content, too; the file is empty'],
    ['a header cut short', { 'a/1.png': cut.subarray(0, 20), 'b/1.jpg': '' }, 'FileError: openImages: a/1.png: an image must be whole; the file ends within its header'],
    ['no height', { 'a/1.png': pngOf({ height: 0, width: 5, type: 0, sample: () => 0 }), 'b/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: a/1.png: an image must have a height and a width; it is 0×5'],
    ['a huge image', { 'a/1.png': hugePng(), 'b/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: a/1.png: an image must have at most 100 million pixels; it is 100000×100000'],
    ['a JPEG of a rare kind', { 'a/1.jpg': patched(jpeg(8, 8, 1), 0xc0, 0xc9), 'b/1.png': greyPng(1, 1, 1) }, 'FileError: openImages: a/1.jpg: a JPEG file must be baseline or progressive; this is a rare kind (lossless, hierarchical or arithmetic)'],
    ['labels beside a folder', { 'a/1.png': greyPng(1, 1, 1) }, 'TypeError: openImages: labels is for IDX files; R is a folder, and its sub-folders are the classes', { labels: 'x' }],
  ];
  test.each(bad)('is refused: %s', async (_rule, files, message, options) => {
    const root = folderOf(files);
    expect(await failure(() => openImages(root, options), root)).toBe(message);
  });

  test('with a corrupt file is opened, and reading it names the file', async () => {
    const root = folderOf({ 'a/1.png': cut, 'b/1.png': greyPng(3, 3, 1), 'b/2.jpg': Buffer.from(jpeg(3, 3, 1)).subarray(0, -9) });
    const images = await openImages(root);
    expect(await failure(() => images.read())).toMatch(/^FileError: read: a\/1\.png: a PNG file must be whole and right; it is not \(.+\)$/);
    expect(await failure(() => images.read([1, 2]))).toMatch(/^FileError: read: b\/2\.jpg: a JPEG file must be whole and right; it is not \(.+\)$/);
    expect((await images.read([1])).data).toHaveLength(27);
  });

  test('with a file that cannot be read names it, when it is opened and later', async () => {
    const root = folderOf({ 'a/1.png': greyPng(1, 1, 1), 'b/1.png': greyPng(1, 1, 1) });
    const images = await openImages(root);
    rmSync(join(root, 'b/1.png'));
    expect(await failure(() => images.read())).toBe('FileError: read: b/1.png: there is no such file or folder');
    symlinkSync(join(root, 'nowhere'), join(root, 'b/1.png'));
    expect(await failure(() => openImages(root))).toBe('FileError: openImages: b/1.png: there is no such file or folder');
  });

  test('of many files tells how far it is, and can be given up', async () => {
    const png = greyPng(1, 1, 1);
    const root = folderOf(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i % 2}/${i}.png`, png])));
    const seen: number[] = [];
    const images = await openImages(root, { onProgress: ({ label, done, total }) => seen.push(label === 'looking at images' && total === 300 ? done : -1) });
    expect([images.count, seen.length, seen[0], seen.at(-1)]).toEqual([300, 300, 1, 300]);
    const reading: number[] = [];
    await images.read(undefined, { onProgress: ({ done }) => reading.push(done) });
    expect(reading).toEqual([256, 300]);
    const controller = new AbortController();
    const opening = openImages(root, { signal: controller.signal, onProgress: ({ done }) => done === 100 && controller.abort(new Error('enough')) });
    expect(await failure(() => opening)).toBe('Error: enough');
    expect(await failure(() => images.read(undefined, { signal: AbortSignal.abort(new Error('enough')) }))).toBe('Error: enough');
  });
});

describe('IDX', () => {
  test('in a folder with the names of MNIST is opened, compressed or not, with its test part', async () => {
    const root = folderOf({
      'train-images-idx3-ubyte.gz': gzipSync(pixels), 'train-labels-idx1-ubyte': labels, 't10k-images.idx3-ubyte': idx(8, [1, 1, 2], [255, 0]), 't10k-labels-idx1-ubyte.gz': gzipSync(idx(8, [1], [7])),
    });
    const images = await openImages(root);
    expect([images.classes, [...images.labels], images.shape, images.count]).toEqual([[3, 7], [1, 0, 1, 0], [1, 1, 2], 4]);
    expect((await images.read([0, 3])).data).toEqual(Float32Array.of(0, 1, 5 / 255, 6 / 255));
    expect([[...images.test!.labels], images.name(2)]).toEqual([[1], 'image 2 of train-images-idx3-ubyte.gz']);
    expect((await images.test!.read()).data).toEqual(Float32Array.of(1, 0));
  });

  test('is opened by the file of its images; labels lie beside it or are named', async () => {
    const root = folderOf({ 'my-images.idx3': pixels, 'my-labels.idx1.gz': gzipSync(labels), 'other': labels });
    expect((await openImages(join(root, 'my-images.idx3'))).classes).toEqual([3, 7]);
    expect((await openImages(join(root, 'my-images.idx3'), { labels: join(root, 'other') })).count).toBe(4);
  });

  test.each<[name: string, type: number, bytes: (numbers: number[]) => Uint8Array, scale: number]>([
    ['unsigned bytes', 0x08, (numbers) => Uint8Array.from(numbers), 255],
    ['signed bytes', 0x09, (numbers) => new Uint8Array(Int8Array.from(numbers).buffer), 1],
    ['16 bits', 0x0b, (numbers) => bigEndian(numbers, 2, (view, at, x) => view.setInt16(at, x)), 1],
    ['32 bits', 0x0c, (numbers) => bigEndian(numbers, 4, (view, at, x) => view.setInt32(at, x)), 1],
    ['float32', 0x0d, (numbers) => bigEndian(numbers, 4, (view, at, x) => view.setFloat32(at, x)), 1],
    ['float64', 0x0e, (numbers) => bigEndian(numbers, 8, (view, at, x) => view.setFloat64(at, x)), 1],
  ])('of %s and rank 4 is read, from memory and, where that is too small, from the file', async (_name, type, bytes, scale) => {
    const numbers = Array.from({ length: 24 }, (_, i) => (7 * i) % 100);
    const root = folderOf({ 'images-idx4': idx(type, [3, 2, 2, 2], bytes(numbers)), 'labels-idx1': idx(8, [3], [1, 2, 1]) });
    const expected = Float32Array.from([...numbers.slice(16), ...numbers.slice(0, 16)], (x) => x / scale);
    for (const memory of [1e6, 0]) {
      const images = await openImages(join(root, 'images-idx4'), { memory });
      expect(images.shape).toEqual([2, 2, 2]);
      expect((await images.read([2, 0, 1])).data).toEqual(expected);
    }
  });

  const images = 'train-images-idx3-ubyte';
  const bad: [rule: string, files: Record<string, Uint8Array | string>, message: string, options?: OpenImagesOptions][] = [
    ['cut short', { [images]: pixels.subarray(0, -1) }, `FileError: openImages: ${images}: an IDX file must hold what its header says: 4 × 1 × 2 numbers (unsigned bytes), 24 bytes with the header; it has 23. Is it cut short?`],
    ['cut within its header', { [images]: pixels.subarray(0, 10) }, `FileError: openImages: ${images}: an IDX file of rank 3 must begin with 16 bytes of header; it has 10`],
    ['empty', { [images]: '' }, `FileError: openImages: ${images}: an IDX file must begin with two zero bytes, its type and its rank; it begins with nothing`],
    ['with more than its header says', { [images]: Buffer.concat([pixels, Buffer.from([1])]) }, `FileError: openImages: ${images}: an IDX file must hold what its header says: 4 × 1 × 2 numbers (unsigned bytes), 24 bytes with the header; it has 25`],
    ['with lengths beyond all memory', { [images]: idx(8, [0xffffffff, 0xffffffff, 0xffffffff], [1]) }, `FileError: openImages: ${images}: an IDX file must hold what its header says: 4294967295 × 4294967295 × 4294967295 numbers (unsigned bytes), 7.9228162458924105e+28 bytes with the header; it has 17. Is it cut short?`],
    ['of an unknown type', { [images]: idx(10, [4, 1, 2], [1]) }, `FileError: openImages: ${images}: the type of an IDX file must be one of 8, 9, 11, 12, 13, 14 (0x08 to 0x0E); it is 10`],
    ['of rank 0', { [images]: Buffer.from([0, 0, 8, 0, 1]) }, `FileError: openImages: ${images}: the rank of an IDX file must be at least 1; it is 0`],
    ['of rank 2', { [images]: idx(8, [4, 2], [0, 0, 0, 0, 0, 0, 0, 0]) }, `FileError: openImages: ${images}: pixels must be an array [images, height, width] or [images, channels, height, width]; their shape is [4, 2]`],
    ['that is something else', { [images]: 'hello' }, `FileError: openImages: ${images}: an IDX file must begin with two zero bytes, its type and its rank; it begins with the bytes 104 101 108 108`],
    ['compressed without .gz', { [images]: gzipSync(pixels) }, `FileError: openImages: ${images}: an IDX file must begin with two zero bytes, its type and its rank; this is compressed by gzip (name it .gz)`],
    ['without images', { [images]: idx(8, [0, 1, 2], []) }, `FileError: openImages: ${images}: pixels must have at least one of everything; their shape is [0, 1, 2]`],
    ['with fewer images than labels', { [images]: idx(8, [3, 1, 2], [1, 2, 3, 4, 5, 6]) }, `FileError: openImages: there must be one label per image; ${images} has 3 images, train-labels-idx1-ubyte has 4 labels`],
    ['with a pixel that is no number', { [images]: idx(13, [4, 1, 1], [0, 0, 0, 0, 0x7f, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }, `FileError: openImages: ${images}: every pixel must be finite; number 0 of image 1 is NaN`],
    ['.gz cut short', { [`${images}.gz`]: gzipSync(pixels).subarray(0, -12) }, `FileError: openImages: ${images}.gz: a .gz file must be whole gzip; it is not (unexpected end of file)`],
    ['.gz of a file cut short', { [`${images}.gz`]: gzipSync(pixels.subarray(0, -2)) }, `FileError: openImages: ${images}.gz: an IDX file must hold what its header says: 4 × 1 × 2 numbers (unsigned bytes), 24 bytes with the header; it has 22. Is it cut short?`],
    ['.gz with more than its header says', { [`${images}.gz`]: gzipSync(Buffer.concat([pixels, Buffer.alloc(9)])) }, `FileError: openImages: ${images}.gz: an IDX file must hold what its header says: 4 × 1 × 2 numbers (unsigned bytes), 24 bytes with the header; it has at least 33`],
    ['.gz larger than memory', { [`${images}.gz`]: gzipSync(pixels) }, `FileError: openImages: ${images}.gz: a compressed file must fit into { memory }, 7 bytes; its header promises 8. Decompress it (gunzip), and images are read as they are needed, or raise { memory }`, { memory: 7 }],
    ['with labels of rank 2', { [images]: pixels, 'train-labels-idx1-ubyte': idx(8, [2, 2], [1, 2, 3, 4]) }, 'FileError: openImages: train-labels-idx1-ubyte: labels must be whole numbers, one per image; the file holds [2, 2] numbers (Uint8Array(4))'],
    ['with a new class in its test part', { [images]: pixels, 't10k-images-idx3-ubyte': pixels, 't10k-labels-idx1-ubyte': idx(8, [4], [7, 3, 9, 7]) }, 'FileError: openImages: t10k-labels-idx1-ubyte: every class must be among those of the training part; 9 is not'],
    ['with a test part of another shape', { [images]: pixels, 't10k-images-idx3-ubyte': idx(8, [1, 2, 1], [1, 2]), 't10k-labels-idx1-ubyte': idx(8, [1], [7]) }, `FileError: openImages: training and test images must have one shape; ${images} has [1, 1, 2], t10k-images-idx3-ubyte has [1, 2, 1]`],
    ['with images for training but no labels for testing', { [images]: pixels, 't10k-images-idx3-ubyte': pixels }, 'FileError: openImages: R: images and labels must lie together; t10k-images-idx3-ubyte has no labels'],
    ['of two data sets', { [images]: pixels, 'emnist-letters-train-images-idx3-ubyte': pixels }, 'FileError: openImages: R: a folder must hold one data set; this one has "", "emnist-letters-". Name the file with the images instead'],
    ['with a size', { [images]: pixels }, 'TypeError: openImages: size is for folders of PNG and JPEG files; R is IDX', { size: [2, 2] }],
  ];
  test.each(bad)('is refused: %s', async (_rule, files, message, options) => {
    const root = folderOf({ 'train-labels-idx1-ubyte': labels, ...files });
    expect(await failure(() => openImages(root, options), root)).toBe(message);
  });

  test('is refused without training part or labels', async () => {
    const root = folderOf({ 't10k-images-idx3-ubyte': pixels, 't10k-labels-idx1-ubyte': labels });
    expect(await failure(() => openImages(root), root)).toBe('FileError: openImages: R: there must be images for training (train-images-idx3-ubyte); there are only t10k-images-idx3-ubyte and its labels');
    const alone = folderOf({ 'my-images': pixels, pictures: pixels });
    const message = (name: string): string => `FileError: openImages: ${name}: the labels must be in a file beside it, 'labels' in its name for 'images'; there is none. Say where with { labels: path }`;
    expect(await failure(() => openImages(join(alone, 'my-images')))).toBe(message('my-images'));
    expect(await failure(() => openImages(join(alone, 'pictures')))).toBe(message('pictures'));
  });

  test('that shrinks after it was opened is noticed', async () => {
    const root = folderOf({ 'images-idx3': pixels, 'labels-idx1': labels });
    const opened = await openImages(join(root, 'images-idx3'), { memory: 0 });
    writeFileSync(join(root, 'images-idx3'), readFileSync(join(root, 'images-idx3')).subarray(0, 20));
    expect(await failure(() => opened.read(), root)).toBe('FileError: read: R/images-idx3: the file must stay as it was when it was opened; it ends before image 0 of images-idx3');
    expect((await opened.read([0])).data).toEqual(Float32Array.of(0, 1));
  });
});

test.each<[options: unknown, message: string]>([
  [{ chanels: 1 }, 'TypeError: openImages: unknown option "chanels"; the options are channels, size, labels, unlabelled, memory, signal, onProgress'],
  [{ unlabelled: 1 }, 'TypeError: openImages: unlabelled must be true or false; it is 1'],
  [{ unlabelled: true, labels: 'a' }, 'TypeError: openImages: labels must be left out where unlabelled is true; it is the name of a file'],
  [{ channels: 4 }, 'TypeError: openImages: channels must be 1 (grey) or 3 (red, green, blue); it is 4'],
  [{ size: 32 }, 'TypeError: openImages: size must be [height, width]; it is 32'],
  [{ size: [32, 0] }, 'RangeError: openImages: the width must be an integer at least 1 and at most 16384; it is 0'],
  [{ labels: 3 }, 'TypeError: openImages: labels must be the name of a file; it is 3'],
  [{ memory: -1 }, 'RangeError: openImages: memory must be a number at least 0; it is -1'],
])('wrong options are refused: %j', async (options, message) => {
  expect(await failure(() => openImages('x', options as OpenImagesOptions))).toBe(message);
});

test('images to predict need no class: a folder of any kind, one file, an IDX file of images alone', async () => {
  const root = folderOf({ 'b.png': greyPng(1, 2, 7), 'deep/a.png': greyPng(1, 2, 9), 'note.txt': Buffer.from('x'), 'my-images': Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 255, 0]), empty: Buffer.alloc(0) });
  const folder = await openImages(root, { unlabelled: true });
  expect([folder.count, folder.classes, [...folder.labels], folder.name(0), folder.name(1)]).toEqual([2, [], [-1, -1], 'b.png', 'deep/a.png']);
  const one = await openImages(join(root, 'deep/a.png'), { unlabelled: true, size: [2, 4], channels: 3 });
  expect([one.shape, one.name(0), (await one.read()).data.length]).toEqual([[3, 2, 4], 'a.png', 24]);
  const idx = await openImages(join(root, 'my-images'), { unlabelled: true });
  expect([idx.count, [...(await idx.read()).data], idx.name(1)]).toEqual([2, [1, 0], 'image 1 of my-images']);
  expect(await failure(() => openImages(join(root, 'b.png')), root)).toBe('FileError: openImages: R/b.png: an image by itself has no class; put it into the folder of its class, or say { unlabelled: true }');
  const none = folderOf({ 'a.txt': Buffer.from('x') });
  expect(await failure(() => openImages(none, { unlabelled: true }), none)).toBe('FileError: openImages: R: there must be an image (.png, .jpg, .jpeg) in the folder or below; there is none');
});

test('what is not there, or no name, is refused', async () => {
  expect(await failure(() => openImages('/nowhere'))).toBe('FileError: openImages: /nowhere: there is no such file or folder');
  expect(await failure(() => openImages(''))).toBe('TypeError: openImages: path must be the name of a folder or file; it is ""');
  expect(await failure(() => openImages('/dev/null'))).toBe('FileError: openImages: /dev/null must be a folder or a regular file');
  expect(await failure(() => openImages('x', { signal: AbortSignal.abort(new Error('enough')) }))).toBe('Error: enough');
});

function bigEndian(numbers: readonly number[], size: number, set: (view: DataView, at: number, x: number) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * size));
  numbers.forEach((x, i) => set(view, i * size, x));
  return new Uint8Array(view.buffer);
}

function hugePng(): Buffer {
  const png = greyPng(1, 1, 1);
  png.writeUInt32BE(100_000, 16);
  png.writeUInt32BE(100_000, 20);
  return png;
}

/** A JPEG whose frame has another marker. */
function patched(bytes: Uint8Array, from: number, to: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf(Buffer.from([0xff, from])) + 1] = to;
  return copy;
}
