import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnView, mergeMoments, momentsOf, noMoments } from './moments.ts';

const view = (values: readonly number[]): Parameters<typeof momentsOf>[0] => ({ data: Float64Array.from(values), offset: 0, stride: 1, length: values.length });

test('the deviation survives a mean that a plain sum gets wrong', () => {
  // a sum of 10⁵ numbers near 10¹⁵ loses its last four digits, so that the first mean lies off by more than the deviation
  const values = Array.from({ length: 100_001 }, (_, i) => 1e15 + (i === 0 ? 0 : i % 2));
  const { mean, deviation } = momentsOf(view(values));
  expect(mean).toBeCloseTo(1e15 + 0.5, 0);
  expect(Math.abs(deviation - 0.5)).toBeLessThan(1e-5);
});

test('missing values and rows of weight 0 are not looked at', () => {
  const all = momentsOf(view([1, NaN, 2, 1e9, 4]), Float64Array.of(1, 5, 1, 0, 1));
  expect(all).toEqual(momentsOf(view([1, 2, 4])));
  expect(all).toMatchObject({ weight: 3, min: 1, max: 4, constant: false });
  expect(momentsOf(view([NaN, 3]), Float64Array.of(1, 0))).toEqual({ weight: 0, mean: 0, deviation: 0, constant: true, min: 0, max: 0 });
});

test('equal values are constant exactly, values equal up to rounding are constant too', () => {
  expect(momentsOf(view([0.1, 0.1, 0.1]))).toMatchObject({ mean: 0.1, deviation: 0, constant: true });
  expect(momentsOf(view([0.3, 0.1 + 0.2, 0.3])).constant).toBe(true);
  expect(momentsOf(view([0.3, 0.3000001])).constant).toBe(false);
  expect(momentsOf(view([-1e-300, 1e-300])).constant).toBe(false);
});

test('a column of a matrix is seen in place', () => {
  expect(momentsOf(columnView({ data: Float64Array.of(1, 10, 3, 20), rows: 2, columns: 2 }, 1))).toMatchObject({ mean: 15, deviation: 5 });
});

test('parts put together are the whole, whatever the parts and the unit', () => {
  const number = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(NaN, 0, 1, 0.1, 1000));
  fc.assert(fc.property(fc.array(fc.array(fc.tuple(number, fc.constantFrom(0, 0.5, 1, 3)), { maxLength: 9 }), { maxLength: 6 }), fc.constantFrom(1e-200, 1, 1e200), (parts, unit) => {
    const found = parts.reduce((all, part) => mergeMoments(all, momentsOf(view(part.map(([x]) => x * unit)), Float64Array.from(part, ([, w]) => w))), noMoments);
    const rows = parts.flat();
    const whole = momentsOf(view(rows.map(([x]) => x * unit)), Float64Array.from(rows, ([, w]) => w));
    const size = 1e-14 * Math.max(Math.abs(whole.min), Math.abs(whole.max));
    const exact = ({ weight, min, max }: typeof whole): number[] => [weight, min + 0, max + 0]; // -0 is 0
    expect(exact(found)).toEqual(exact(whole));
    expect(Math.abs(found.mean - whole.mean)).toBeLessThanOrEqual(size);
    expect(Math.abs(found.deviation - whole.deviation)).toBeLessThanOrEqual(size);
  }));
});
