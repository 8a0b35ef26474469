import { expect, test } from 'vitest';
import { array, NdArray, type Nested } from './ndarray.ts';

test('nested numbers give their shape, and toNested gives them back', () => {
  const cube: Nested = [[[1, 2], [3, 4], [5, 6]]];
  expect(array(cube).shape).toEqual([1, 3, 2]);
  expect(array(cube).toNested()).toEqual(cube);
  expect(array([[1, 2]], { dtype: 'float32' }).data).toEqual(Float32Array.of(1, 2));
  expect(array([]).shape).toEqual([0]);
});

test('a typed array takes a shape and keeps its type', () => {
  expect(array(Float32Array.of(1, 2, 3, 4), [2, 2])).toMatchObject({ shape: [2, 2], dtype: 'float32' });
  expect(array(Uint8Array.of(1, 2), [2])).toMatchObject({ dtype: 'float64' });
  expect(array(Float64Array.of(1.5), [1], { dtype: 'int32' }).data).toEqual(Int32Array.of(1));
});

test('the values are copied', () => {
  const values = Float64Array.of(1, 2);
  const copy = array(values, [2]);
  values[0] = 9;
  expect(copy.data[0]).toBe(1);
});

test('what has no shape is refused with its place', () => {
  expect(() => array([[1, 2], [3]])).toThrow('array: rows must have equal lengths; [1] has length 1, the first of its kind has length 2');
  expect(() => array([[1], [2, 3]] as Nested)).toThrow('[1] has length 2, the first of its kind has length 1');
  expect(() => array([1, 'x'] as unknown as number[])).toThrow('array: every element must be a number; at [1] it is "x"');
  expect(() => array([1, 2, 3, 4] as never, [2, 2])).toThrow('array: a shape belongs to a typed array, that of nested numbers is read off them; [2, 2] came with an array of 4, reshape the array instead');
  expect(() => new NdArray(Float64Array.of(1, 2, 3), [2, 2])).toThrow('NdArray: data must hold the product of the shape; shape [2, 2] needs 4 numbers, data has 3');
});
