import { describe, expect, test } from 'vitest';
import { generator } from '../random/index.ts';
import { frameOf } from '../table/index.ts';
import { compareRegressions } from './compareRegressions.ts';
import type { Comparison } from './result.ts';

const n = 80;
const random = generator(1, 'compare');
const column = (): number[] => Array.from({ length: n }, () => 2 * random.uniform() - 1);
const [a, b, c] = [column(), column(), column()];
const noise = column();
const y = a.map((value, i) => 3 * value - 2 * b[i] + 2 * noise[i]);

/** The comparison with the target in another unit. */
function inUnit(unit: number): Promise<Comparison> {
  return compareRegressions(frameOf({ a, b, c, y: y.map((value) => unit * value) }), { target: 'y' });
}

describe('the unit of the target', () => {
  test.each([1 / 1024, 1024, 1024 * 1024 * 1024])('y times %d is compared and chosen as y is', async (unit) => {
    const [one, other] = await Promise.all([inUnit(1), inUnit(unit)]);
    expect(other.models.map(({ chosen }) => chosen)).toEqual(one.models.map(({ chosen }) => chosen));
    for (const [i, { name, cv }] of other.models.entries()) {
      // the elastic net's l1Ratio is rounded to two digits
      expect(Math.abs(cv.mean / unit / one.models[i].cv.mean - 1), name).toBeLessThan(name === 'elastic-net' ? 2e-3 : 1e-9);
    }
  });
});

test('a column that a few texts keep from being numeric is named with them', async () => {
  const rooms = a.map((_, i) => (i === 7 || i === 9 ? 'n.k.' : i === 3 ? '?2' : String(1 + (i % 4))));
  const kind = a.map((_, i) => ['1a', '2b', '3'][i % 3]);
  const { almostNumeric } = await compareRegressions(frameOf({ a, rooms, kind, y }), { target: 'y' });
  expect(almostNumeric).toEqual([{ column: 'rooms', numbers: 77, values: 80, texts: ['n.k.', '?2'] }]);
  await expect(compareRegressions(frameOf({ a, rooms }), { target: 'rooms' })).rejects.toThrow(
    'compareRegressions: regression needs a numeric target; 77 of 80 values of "rooms" are numbers, but not "n.k.", "?2". Correct them, or leave them empty',
  );
});

describe('what cannot be compared is refused', () => {
  test('a constant target', async () => {
    await expect(compareRegressions(frameOf({ a, y: a.map(() => 5) }), { target: 'y' })).rejects.toThrow(
      'compareRegressions: the target must vary; all 80 values of "y" are 5. Choose another target',
    );
  });

  test('an infinite number, by the row that it has in the table', async () => {
    const target = y.map((value, i) => (i % 7 === 0 ? null : value));
    await expect(compareRegressions(frameOf({ a: a.map((value, i) => (i === 41 ? Infinity : value)), y: target }), { target: 'y' })).rejects.toThrow(
      'compareRegressions: every number must be finite; row 41 of "a" is Infinity. Correct it, leave it empty, or drop the column',
    );
  });
});

test('a network that is asked for is judged beside the others, kept, and says how large it is', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const table = frameOf({ x: rows.map((i) => i / 30 - 1), y: rows.map((i) => (i / 30 - 1) * (i / 30 - 1)) });
  const labels: string[] = [];
  const found = await compareRegressions(table, { target: 'y', model: 'mlp', folds: 2, mlp: { hidden: [3], epochs: 2, batchSize: 64 }, onProgress: ({ label }) => labels.push(label) });
  expect(found.models.map(({ name, chosen }) => [name, chosen])).toEqual([['linear', false], ['ridge', false], ['lasso', false], ['elastic-net', false], ['mlp', true]]);
  const mlp = found.models[4];
  expect([mlp.degreesOfFreedom, mlp.options.hidden, mlp.options.epochs, mlp.options.seed, found.model.model.kind, found.path]).toEqual([10, [3], 2, 0, 'mlpRegressor', undefined]);
  expect(found.why).toMatch(/^The network was asked for: error [\d.]+, against [\d.]+ for the mean\./);
  expect(labels).toEqual(expect.arrayContaining([expect.stringMatching(/^fold 2 of 2: mlp, epoch 2, validation loss/), expect.stringMatching(/^fitting on all rows: epoch 1,/)]));
  expect(found.importance).toEqual([{ column: 'x', growth: { mean: expect.any(Number), std: expect.any(Number), folds: expect.objectContaining({ length: 5 }) } }]);
  await expect(compareRegressions(table, { target: 'y', mlp: { hidden: [3] } })).rejects.toThrow("compareRegressions: mlp must be left out unless model is 'mlp'; model is \"auto\"");
});

test('a handful of rows that are alike in every column does not end the comparison: its learning curve begins later', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ x: Number(i % 4 === 0), y: (i % 4 === 0 ? 5 : 0) + (i % 3) }));
  const { curve, models } = await compareRegressions(frameOf(rows), { target: 'y', folds: 2 });
  expect(models).toHaveLength(4);
  expect(curve.values.length).toBeLessThan(5);
  expect(curve.values.at(-1)).toBe(12);
});
