import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryColumn, columnOf, Frame, type FrameColumn } from '../table/index.ts';
import { plain, testFolder } from './folder.testing.ts';
import { open } from './open.ts';
import { writeCsv } from './writeCsv.ts';

const { pathOf } = testFolder();

test('values are written so that they read back, quotes only where needed', async () => {
  const path = pathOf('written.csv');
  await writeCsv(path, {
    'a, "b"': [0.1, -0, null, 1e-320, Infinity],
    word: ['x', 'a;b', '', 'line\nline', null],
    ok: [true, false, null, true, true],
    day: [new Date(0), new Date('2024-01-31T12:00:00Z'), new Date('1969-12-31T23:59:59.999Z'), null, new Date('0001-01-01')],
  });
  expect(readFileSync(path, 'utf8')).toBe([
    '"a, ""b""",word,ok,day', '0.1,x,true,1970-01-01', '-0,"a;b",false,2024-01-31T12:00:00Z',
    ',,,1969-12-31T23:59:59.999000Z', '1e-320,"line\nline",true,', 'Infinity,,true,0001-01-01', '',
  ].join('\n'));
});

test('frames are written one after the other, under one header', async () => {
  const path = pathOf('frames.csv');
  const part = (from: number, to: number): Frame => new Frame([columnOf('x', Array.from({ length: to - from }, (_, i) => from + i)), categoryColumn('w', Array.from({ length: to - from }, (_, i) => `w${from + i}`))], to - from);
  await writeCsv(path, (async function* frames() {
    for (let from = 0; from < 20_000; from += 7000) yield part(from, Math.min(20_000, from + 7000));
  })());
  await writeCsv(pathOf('frame.csv'), part(0, 20_000));
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(pathOf('frame.csv'), 'utf8'));
});

test('a stream is written and left open', async () => {
  const sink = new PassThrough({ highWaterMark: 1000 });
  const written = text(sink);
  await writeCsv(sink, { a: Array.from({ length: 50_000 }, (_, i) => i) });
  expect(sink.writableEnded).toBe(false);
  sink.end();
  expect((await written).split('\n').slice(0, 2).concat((await written).split('\n').slice(-2))).toEqual(['a', '0', '49999', '']);
});

test('a failure leaves no file behind', async () => {
  await expect(writeCsv(pathOf('none/x.csv'), { a: [1] })).rejects.toThrow(/^writeCsv: .*x\.csv: there is no such file or folder$/);
  const broken = { name: 'x', type: 'numeric', values: new Proxy(new Float64Array(3), { get: (values, key) => { if (key === '2') throw new Error('broken'); return Reflect.get(values, key) as unknown; } }) } as FrameColumn;
  await expect(writeCsv(pathOf('broken.csv'), new Frame([broken], 3))).rejects.toThrow('broken');
  expect(existsSync(pathOf('broken.csv'))).toBe(false);
  expect(readdirSync(pathOf('')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

const microsecondsPerDay = 86_400_000_000;
const missing = fc.constant(null);
const words = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', ',', ';', '"', '\n', '\r\n', '\t', '|', "'", 'é', '😀', '#', '\\'), minLength: 1, maxLength: 6 });

/** Cells that CSV can tell apart: a text that reads as a number, a date or nothing comes back as that. */
const word = words.filter((cell) => cell.trim() !== '' && !/^[\s\d]+$/.test(cell));
const cells = (n: number): fc.Arbitrary<FrameColumn> => {
  const column = (cell: fc.Arbitrary<number | string | boolean | null>, make: (values: (number | string | boolean | null)[]) => FrameColumn): fc.Arbitrary<FrameColumn> =>
    fc.array(fc.oneof({ weight: 5, arbitrary: cell }, { weight: 1, arbitrary: missing }), { minLength: n, maxLength: n }).filter((values) => values.some((value) => value !== null)).map(make);
  return fc.oneof(
    column(fc.double({ noNaN: true }), (values) => columnOf('x', values)),
    column(fc.boolean(), (values) => columnOf('x', values)),
    column(word, (values) => categoryColumn('x', values as (string | null)[])),
    column(fc.integer({ min: -2.8e15, max: 2.8e15 }), (values) => ({ name: 'x', type: 'date', values: Float64Array.from(values, (value) => (value === null ? NaN : (value as number) / microsecondsPerDay)) })),
  );
};

const frames = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc.tuple(fc.array(cells(n), { minLength: 1, maxLength: 4 }), fc.uniqueArray(words.filter((name) => name.trim() !== '' && !/^[\s\d,]+$/.test(name)), { minLength: 4, maxLength: 4 }))
    .map(([columns, names]) => new Frame(columns.map((column, i) => ({ ...column, name: names[i] })), n)));

test('what is written is what is opened, column for column', async () => {
  const path = pathOf('trip.csv');
  await fc.assert(fc.asyncProperty(frames, async (frame) => {
    await writeCsv(path, frame);
    await using table = await open(path);
    expect((await table.read()).columns).toEqual(frame.columns);
  }), { numRuns: 40 });
});

test('a single column with missing values keeps its rows', async () => {
  await writeCsv(pathOf('alone.csv'), { a: [null, 1, null] });
  expect(await plain(pathOf('alone.csv'))).toEqual({ a: ['numeric', null, 1, null] });
});
