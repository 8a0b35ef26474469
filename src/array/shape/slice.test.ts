import fc from 'fast-check';
import { expect, test } from 'vitest';
import { padShape, sliceGeometry, sliceShape } from './slice.ts';

test('axes beyond the lists are taken whole, negative bounds count from the end', () => {
  expect(sliceShape([5, 6, 7], [1, -2])).toEqual([4, 2, 7]);
  expect(sliceShape([5, 6, 7], [0, 1], [-1, 3])).toEqual([4, 2, 7]);
  expect(sliceGeometry([5, 6], [1], [5], [2, 4])).toEqual({ begin: [1, 0], end: [5, 6], step: [2, 4], outputShape: [2, 2] });
});

test('a slice is as long as what JavaScript picks with the same bounds', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 5 }), (length, a, b, step) => {
    const [begin, end] = [Math.min(a, b, length), Math.min(Math.max(a, b), length)];
    const picked = Array.from({ length }, (_, i) => i).slice(begin, end).filter((_, i) => i % step === 0);
    expect(sliceShape([length], [begin], [end], [step])).toEqual([picked.length]);
  }));
});

test('bounds outside the axis are refused, never clipped', () => {
  const rule = 'slice: begin and end must lie within the axis, in this order';
  expect(() => sliceShape([5, 3], [2], [7])).toThrow(new RangeError(`${rule}; x [5,3] has 5 at axis 0, begin is 2, end is 7`));
  expect(() => sliceShape([5, 3], [0, 2], [5, 1])).toThrow(new RangeError(`${rule}; x [5,3] has 3 at axis 1, begin is 2, end is 1`));
  expect(() => sliceShape([5], [-6])).toThrow(new RangeError(`${rule}; x [5] has 5 at axis 0, begin is -6, end is 5`));
  expect(() => sliceShape([5], [0], [5], [0])).toThrow(new RangeError('slice: step must be a whole number ≥ 1; at axis 0 it is 0'));
  expect(() => sliceShape([5], [0, 0])).toThrow(new RangeError('slice: begin must have one entry per axis at most; x [5] has rank 1, begin is [0,0]'));
});

test('margins are added on both sides', () => {
  expect(padShape([5, 3], [[1, 2], [0, 4]])).toEqual([8, 7]);
  expect(() => padShape([5, 3], [[1, 2]])).toThrow(new TypeError('pad: one pair [before, after] per axis is needed; x [5,3] has rank 2, 1 pairs are given'));
  expect(() => padShape([5, 3], [[1, 2], [0, -1]])).toThrow(new RangeError('pad: margins must be two whole numbers ≥ 0; at axis 1 they are [0,-1]'));
});
