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
