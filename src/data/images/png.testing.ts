/** Writes PNG files of every kind, byte by byte from the specification, so that reading them is tested against something else. */
import { deflateSync } from 'node:zlib';

export interface PngOptions {
  readonly height: number;
  readonly width: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly depth?: 1 | 2 | 4 | 8 | 16;
  readonly interlaced?: boolean;
  /** Sample s of the pixel in row y, column x. */
  readonly sample: (y: number, x: number, s: number) => number;
  /** Red, green, blue of each entry. */
  readonly palette?: readonly number[];
  /** Of a palette one alpha per entry; of grey or colour the samples that are transparent. */
  readonly transparent?: readonly number[];
}

export function pngOf(options: PngOptions): Buffer {
  const { height, width, type, depth = 8, interlaced = false, palette, transparent } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlaced ? 1 : 0], 8);
  const passes = interlaced ? adam7 : [[0, 0, 1, 1]];
  const rows = Buffer.concat(passes.map(([y0, x0, dy, dx]) => pass(options, range(y0, height, dy), range(x0, width, dx))));
  const compressed = deflateSync(rows);
  const half = compressed.length >> 1;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
    ...(transparent ? [chunk('tRNS', type === 3 ? Buffer.from(transparent) : Buffer.from(transparent.flatMap((value) => [value >> 8, value & 255])))] : []),
    chunk('tEXt', Buffer.from('Comment\0made by a test')),
    chunk('IDAT', compressed.subarray(0, half)), // in two pieces, as encoders of large images do
    chunk('IDAT', compressed.subarray(half)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A grey PNG of one value, or of one per pixel. */
export function greyPng(height: number, width: number, value: number | ((y: number, x: number) => number)): Buffer {
  return pngOf({ height, width, type: 0, sample: typeof value === 'number' ? () => value : value });
}

const adam7 = [[0, 0, 8, 8], [0, 4, 8, 8], [4, 0, 8, 4], [0, 2, 4, 4], [2, 0, 4, 2], [0, 1, 2, 2], [1, 0, 2, 1]];
const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** One pass: packed rows, each filtered in another way. */
function pass({ type, depth = 8, sample }: PngOptions, ys: readonly number[], xs: readonly number[]): Buffer {
  if (xs.length === 0) return Buffer.alloc(0);
  const samples = samplesOf[type];
  const step = Math.max(1, (samples * depth) >> 3);
  const length = Math.ceil((xs.length * samples * depth) / 8);
  let above = Buffer.alloc(length);
  return Buffer.concat(ys.map((y, row) => {
    const bytes = Buffer.alloc(length);
    xs.forEach((x, column) => {
      for (let s = 0; s < samples; s++) {
        const value = sample(y, x, s);
        const bit = (column * samples + s) * depth;
        if (depth === 16) bytes.writeUInt16BE(value, bit / 8);
        else bytes[bit >> 3] |= value << (8 - depth - (bit & 7));
      }
    });
    const filter = row % 5;
    const filtered = bytes.map((byte, i) => byte - predicted(filter, bytes[i - step] ?? 0, above[i], i < step ? 0 : above[i - step]));
    above = bytes;
    return Buffer.concat([Buffer.from([filter]), filtered]);
  }));
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  if (filter < 3) return [0, left, up][filter];
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - upLeft;
  const distances = [left, up, upLeft].map((value) => Math.abs(estimate - value));
  return distances[0] <= distances[1] && distances[0] <= distances[2] ? left : distances[1] <= distances[2] ? up : upLeft;
}

function range(start: number, end: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** zlib's, which Node has only from version 22.2 on. */
function crc32(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
