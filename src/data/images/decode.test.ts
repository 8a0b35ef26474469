/** PNG and JPEG files of every kind as samples, against the specification, Chromium and PyTorch. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { encode } from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { decode } from './decode.ts';
import { imageHeader } from './header.ts';
import { greyPng, pngOf, type PngOptions } from './png.testing.ts';
import { resize } from './resize.ts';
import { toSamples } from './samples.ts';

const fixture = <T>(name: string): T[] => JSON.parse(readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')) as T[];

async function samplesOf(bytes: Buffer, channels: number, white = 255): Promise<number[]> {
  const pixels = await decode(bytes);
  return [...toSamples(pixels, { shape: [channels, pixels.height, pixels.width], white })];
}

const mixed = (y: number, x: number, s: number): number => (y * 7919 + x * 104_729 + s * 1299) >>> 0;

describe.each([false, true])('interlaced: %s', (interlaced) => {
  const kinds: [string, Pick<PngOptions, 'type' | 'depth'>][] = [
    ['grey, 1 bit', { type: 0, depth: 1 }], ['grey, 2 bits', { type: 0, depth: 2 }], ['grey, 4 bits', { type: 0, depth: 4 }], ['grey', { type: 0 }],
    ['grey, 16 bits', { type: 0, depth: 16 }], ['colour', { type: 2 }], ['colour, 16 bits', { type: 2, depth: 16 }],
    ['grey with alpha', { type: 4 }], ['grey with alpha, 16 bits', { type: 4, depth: 16 }], ['colour with alpha', { type: 6 }], ['colour with alpha, 16 bits', { type: 6, depth: 16 }],
  ];
  test.each(kinds)('a PNG is read as the specification says: %s', async (_name, { type, depth = 8 }) => {
    const [height, width] = [11, 13];
    const range = 1 << depth;
    const sample = (y: number, x: number, s: number): number => mixed(y, x, s) % range;
    const bytes = pngOf({ height, width, type, depth, interlaced, sample });
    expect(imageHeader(bytes)).toEqual({ kind: 'png', height, width, colour: type === 2 || type === 6, deep: depth === 16, plainRgb: false });
    const white = depth === 16 ? 65535 : 255;
    const expected: number[] = [];
    for (let c = 0; c < 3; c++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const value = (sample(y, x, type === 2 || type === 6 ? c : 0) * white) / (range - 1);
          const alpha = type >= 4 ? sample(y, x, type === 4 ? 1 : 3) / (range - 1) : 1;
          expected.push(Math.round(alpha * value + (1 - alpha) * white));
        }
      }
    }
    // the expectation rounds in another order, so a half may fall to the other side
    const found = await samplesOf(bytes, 3, white);
    expect(found.length).toBe(expected.length);
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThanOrEqual(type >= 4 ? 1 : 0);
  });

  test.each([1, 2, 4, 8] as const)('a palette of %s bits is looked up, and its transparent entries lie over white', async (depth) => {
    const palette = [10, 20, 30, 200, 100, 0, 0, 0, 255, 9, 9, 9].slice(0, depth === 1 ? 6 : 12);
    const entries = palette.length / 3;
    const sample = (y: number, x: number): number => mixed(y, x, 0) % entries;
    const found = await samplesOf(pngOf({ height: 5, width: 9, type: 3, depth, interlaced, sample, palette, transparent: [255, 0] }), 3);
    const expected = [0, 1, 2].flatMap((c) => Array.from({ length: 45 }, (_, i) => {
      const entry = sample(Math.floor(i / 9), i % 9);
      return entry === 1 ? 255 : palette[3 * entry + c];
    }));
    expect(found).toEqual(expected);
  });
});

test('the colour that a PNG calls transparent is white', async () => {
  const bytes = pngOf({ height: 1, width: 3, type: 2, sample: (_, x, s) => [[1, 2, 3], [1, 2, 4], [9, 9, 9]][x][s], transparent: [1, 2, 3] });
  expect(await samplesOf(bytes, 3)).toEqual([255, 1, 9, 255, 2, 9, 255, 4, 9]);
});

test('grey is 0.299 R + 0.587 G + 0.114 B, rounded once', async () => {
  const colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [10, 200, 90], [1, 1, 1]];
  const found = await samplesOf(pngOf({ height: 2, width: 3, type: 2, sample: (y, x, s) => colours[3 * y + x][s] }), 1);
  expect(found).toEqual([76, 150, 29, 255, 131, 1]); // as Pillow's convert('L')
});

test('8 bits beside 16 are spread over all 16', async () => {
  expect(await samplesOf(greyPng(1, 3, (_, x) => [0, 1, 255][x]), 1, 65535)).toEqual([0, 257, 65535]);
});

test.each(fixture<{ name: string; height: number; width: number; jpeg: string; rgb: number[] }>('jpeg'))('a JPEG file of Chromium is read nearly as Chromium reads it: $name', async ({ name, height, width, jpeg, rgb }) => {
  const bytes = Buffer.from(jpeg, 'base64');
  expect(imageHeader(bytes)).toEqual({ kind: 'jpeg', height, width, colour: true, deep: false, plainRgb: false });
  const area = height * width;
  const found = await samplesOf(bytes, 3);
  const greys = await samplesOf(bytes, 1);
  const differences = found.map((value, i) => Math.abs(value - rgb[3 * (i % area) + Math.floor(i / area)]));
  const greyDifferences = greys.map((value, i) => Math.abs(value - (0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2])));
  // at half resolution Chromium smooths the colour between samples and we repeat it; brightness is the same
  expect(Math.max(...differences)).toBeLessThanOrEqual(name === '4:2:0' ? 17 : 3);
  expect(Math.max(...greyDifferences)).toBeLessThanOrEqual(name === '4:2:0' ? 4 : 1.5);
});

test('a JPEG that holds red, green and blue as they are keeps its colours', async () => {
  const plain = Buffer.from(encode({ height: 8, width: 8, data: Buffer.from(Array.from({ length: 64 }, () => [90, 90, 90, 255]).flat()) }, 100).data);
  const adobe = Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]);
  const bytes = Buffer.concat([plain.subarray(0, 2), adobe, plain.subarray(2)]);
  expect(imageHeader(bytes)?.plainRgb).toBe(true);
  expect((await samplesOf(bytes, 3)).slice(0, 1)).toEqual([90]);
  expect((await samplesOf(bytes, 3)).at(-1)).toBe(128); // Cb and Cr of grey, shown as green and blue
});

test.each(fixture<{ from: [number, number]; to: [number, number]; expected: number[] }>('resize'))('resizing $from to $to is PyTorch\'s antialiased bilinear', ({ from, to, expected }) => {
  const plane = Float64Array.from({ length: from[0] * from[1] }, (_, i) => (37 * i * i + 11 * i + 5) % 256);
  const found = resize(plane, ...from, ...to);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 9));
  expect(found.length).toBe(expected.length);
});

test('a resized image stays within the range of its samples, whatever the sizes', async () => {
  const length = fc.integer({ min: 1, max: 12 });
  await fc.assert(fc.asyncProperty(length, length, length, length, fc.constantFrom(0, 255), async (h, w, newHeight, newWidth, value) => {
    const pixels = await decode(greyPng(h, w, value));
    expect([...toSamples(pixels, { shape: [1, newHeight, newWidth], white: 255 })]).toEqual(Array.from({ length: newHeight * newWidth }, () => value));
  }), { numRuns: 30 });
});

const whole = {
  PNG: pngOf({ height: 6, width: 5, type: 2, sample: (y, x, s) => mixed(y, x, s) & 255 }),
  'an interlaced PNG': pngOf({ height: 6, width: 5, type: 2, interlaced: true, sample: (y, x, s) => mixed(y, x, s) & 255 }),
  JPEG: Buffer.from(encode({ height: 9, width: 10, data: Buffer.from(Array.from({ length: 360 }, (_, i) => mixed(i, 0, i) & 255)) }, 80).data),
};

test.each(Object.entries(whole))('%s that is cut anywhere is refused', async (_kind, bytes) => {
  for (let length = 0; length < bytes.length; length++) {
    const reason = await decode(bytes.subarray(0, length)).then(() => 'nothing', (error: unknown) => (error as Error).constructor.name);
    expect([length, reason]).toEqual([length, 'ImageProblem']);
  }
});

test.each(Object.entries(whole))('%s with wrong bytes is refused or read, and nothing worse', async (_kind, bytes) => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (changes) => {
    const broken = Buffer.from(bytes);
    for (const [at, value] of changes) broken[at] = value;
    const reason = await decode(broken).then(() => 'ImageProblem', (error: unknown) => (error as Error).constructor.name);
    expect(reason).toBe('ImageProblem');
  }), { numRuns: 60 });
});

test('a PNG file that is cut short is said to be', async () => {
  const whole = pngOf({ height: 9, width: 9, type: 0, sample: (y, x) => y * x });
  await expect(decode(whole.subarray(0, whole.length - 30))).rejects.toThrow('a PNG file must be whole and right; it is not (it is cut short)');
});
