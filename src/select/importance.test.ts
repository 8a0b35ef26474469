import { expect, test } from 'vitest';
import { rootMeanSquaredError } from '../evaluate/index.ts';
import { frameOf, type Frame } from '../table/index.ts';
import { importanceOf } from './importance.ts';

const rows = Array.from({ length: 400 }, (_, i) => i);
const frame = frameOf({ a: rows.map((i) => (i * 37) % 101), b: rows.map((i) => (i * 53) % 89), kind: rows.map((i) => (i % 3 === 0 ? 'x' : 'y')), unused: rows.map((i) => i) });
const predict = (of: Frame): Float64Array => {
  const [a, kind] = [of.column('a'), of.column('kind')];
  return Float64Array.from({ length: of.rowCount }, (_, i) => 3 * (a as { values: Float64Array }).values[i] + 50 * (kind as { codes: Int32Array }).codes[i]);
};
const truth = predict(frame);
const loss = async (some: Frame): Promise<number> => rootMeanSquaredError(truth, predict(some));

test('columns are ordered by how much the loss grows without them; one that is not used does nothing', async () => {
  const found = (await importanceOf(frame, ['unused', 'kind', 'a', 'b'], loss, 0, {}))!;
  expect(found.map(({ column }) => column)).toEqual(['a', 'kind', 'b', 'unused']);
  // shuffled, two independent draws: √2 standard deviations
  const sd = 3 * Math.sqrt((101 * 101 - 1) / 12);
  expect(found[0].growth.mean / (Math.SQRT2 * sd)).toBeCloseTo(1, 1);
  expect(found[3].growth).toMatchObject({ mean: 0, std: 0 });
  expect(found[0].growth.folds).toHaveLength(5);
  expect(await importanceOf(frame, ['unused', 'kind', 'a', 'b'], loss, 0, {})).toEqual(found);
  expect(await importanceOf(frame, ['a'], loss, 1, {})).not.toEqual([found[0]]);
});

test('very many columns, or a single row, are not judged; aborting ends it', async () => {
  expect(await importanceOf(frame, Array.from({ length: 201 }, (_, i) => `c${i}`), loss, 0, {})).toBeUndefined();
  expect(await importanceOf(frame.take(Int32Array.of(0)), ['a'], loss, 0, {})).toBeUndefined();
  await expect(importanceOf(frame, ['a'], loss, 0, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
});
