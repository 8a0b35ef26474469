import { expect, test } from 'vitest';
import { readClasses, readLabels, type Labels } from './labels.ts';

test.each<[string, Labels, unknown[], number[]]>([
  ['numbers ascending', Int32Array.of(10, 2, -1, 2), [-1, 2, 10], [2, 1, 0, 1]],
  ['strings by code unit', ['b', 'a', 'Z', '10', '9'], ['10', '9', 'Z', 'a', 'b'], [4, 3, 2, 0, 1]],
  ['false before true', [true, false, true], [false, true], [1, 0, 1]],
])('classes are sorted: %s', (_, y, classes, codes) => {
  const coded = readClasses('fit', 'y', y, y.length);
  expect(coded.labels).toEqual(classes);
  expect([...coded.codes]).toEqual(codes);
  expect([...coded.counts]).toEqual(classes.map((_, c) => codes.filter((code) => code === c).length));
});

test('−0 and 0 are one class, and labels that need no order keep that of their rows', () => {
  expect(readClasses('fit', 'y', [-0, 0, 1], 3).labels).toHaveLength(2);
  expect(readLabels('split', 'groups', ['b', 'a', 'b'], 3).labels).toEqual(['b', 'a']);
});

test.each<[string, Labels, Error]>([
  ['mixed kinds', ['1', 1 as unknown as string], new TypeError('fit: y must hold labels of one kind; "1" is a string, 1 a number')],
  ['infinity', [1, 2, Infinity], new RangeError('fit: every number must be finite; y[2] is Infinity')],
  ['NaN', [1, NaN], new TypeError('fit: y must hold strings, numbers or booleans, none missing; y[1] is NaN')],
  ['what is missing', ['a', null as unknown as string], new TypeError('fit: y must hold strings, numbers or booleans, none missing; y[1] is null')],
  ['a string', 'ab' as unknown as string[], new TypeError('fit: y must be an array of strings, numbers or booleans; it is "ab"')],
])('classes refuse %s', (_, y, error) => {
  expect(() => readClasses('fit', 'y', y, y.length)).toThrow(error);
});
