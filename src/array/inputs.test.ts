import { expect, test } from 'vitest';
import { isMatrixInput, readMatrix, readVector, readWeights, takeRows } from './inputs.ts';
import { array } from './ndarray.ts';

const read = (input: unknown, rules = {}): unknown => readMatrix('ridge.fit', 'X', input as number[][], rules);

test('rows of numbers, typed rows, an NdArray and { data, shape } are the same matrix', () => {
  const expected = { data: Float64Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
  expect(read([[1, 2], [3, 4]])).toEqual(expected);
  expect(read([Float32Array.of(1, 2), Int8Array.of(3, 4)])).toEqual(expected);
  expect(read(array([[1, 2], [3, 4]]))).toEqual(expected);
  expect(read({ data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] })).toEqual(expected);
});

test('a matrix that is none is refused, naming the offending place', () => {
  const refusals: [unknown, string][] = [
    [[], 'ridge.fit: X must have at least one row; it has none'],
    [[[], []], 'ridge.fit: X must have at least one column; it is [2, 0]'],
    [[[1, 2], [3]], 'ridge.fit: rows of X must have equal lengths; row 0 has 2, row 1 has 1'],
    [[[1, 2], [3, '4']], 'ridge.fit: X must hold numbers; X[1][1] is "4"'],
    [[[1, null]], 'ridge.fit: X must hold numbers; X[0][1] is null'],
    [[1, 2], 'ridge.fit: X must be a matrix, an array of rows; X[0] is 1'],
    // a hole in the middle is no row of zeros
    [Object.assign([], { 0: [1], 2: [3] }), 'ridge.fit: X must be a matrix, an array of rows; X[1] is undefined'],
    [[[1, 2], null], 'ridge.fit: X must be a matrix, an array of rows; X[1] is null'],
    [[[1, 2], [3, NaN]], 'ridge.fit: every number must be finite; X[1][1] is NaN; fill missing values first, for example with imputer()'],
    [[[Infinity]], 'ridge.fit: every number must be finite; X[0][0] is Infinity'],
    [null, 'ridge.fit: X must be a matrix: rows of numbers, an NdArray or { data, shape: [rows, columns] }; it is null'],
    ['1,2', 'ridge.fit: X must be a matrix: rows of numbers, an NdArray or { data, shape: [rows, columns] }; it is "1,2"'],
    [array([1, 2]), 'ridge.fit: X must be a matrix: rows of numbers, an NdArray or { data, shape: [rows, columns] }; its shape is [2]'],
    [{ data: Float64Array.of(1, 2, 3), shape: [2, 2] }, 'ridge.fit: X.data must hold rows × columns numbers; shape [2, 2], 3 numbers'],
  ];
  for (const [input, message] of refusals) expect(() => read(input), message).toThrow(message);
});

test('the columns of the fit are required', () => {
  expect(() => read([[1, 2]], { columns: 3 })).toThrow('ridge.fit: X must have the 3 columns of the fit; it is [1, 2]');
});

test('NaN passes as a missing value only where that is allowed; infinity never', () => {
  expect(read([[NaN]], { allowMissing: true })).toMatchObject({ rows: 1 });
  expect(() => read([[-Infinity]], { allowMissing: true })).toThrow('X[0][0] is -Infinity');
});

test('a vector that is none is refused', () => {
  const vector = (input: unknown, length?: [number, string]): unknown => readVector('r2', 'y', input as number[], length);
  expect(vector([1, 2])).toEqual(Float64Array.of(1, 2));
  expect(() => vector([1], [2, 'X'])).toThrow('r2: y must have one element per row of X; y has 1, X has 2 rows');
  expect(() => vector([])).toThrow('r2: y must have at least one element; it has none');
  expect(() => vector(['a'])).toThrow('r2: y must hold numbers; y[0] is "a"');
  expect(() => vector(3)).toThrow('r2: y must be an array of numbers or a typed array; it is 3');
  expect(() => vector(BigInt64Array.of(1n))).toThrow('r2: y must be an array of numbers or a typed array; it is BigInt64Array(1)');
});

test('matrix and vector inputs are told apart', () => {
  expect([[[1]], array([[1]]), [Float64Array.of(1)]].map((input) => isMatrixInput(input))).toEqual([true, true, true]);
  expect([[1], Float64Array.of(1), []].map((input) => isMatrixInput(input))).toEqual([false, false, false]);
});

test('weights are none, or at least 0 and not all 0', () => {
  expect(readWeights('ridge.fit', undefined, 2)).toBeUndefined();
  expect(readWeights('ridge.fit', [0, 2], 2)).toEqual(Float64Array.of(0, 2));
  expect(() => readWeights('ridge.fit', [1], 2)).toThrow('ridge.fit: sampleWeight must have one element per row of X; sampleWeight has 1, X has 2 rows');
  expect(() => readWeights('r2', [1, -1], 2, 'yTrue')).toThrow('r2: weights must be at least 0; sampleWeight[1] is -1');
  expect(() => readWeights('ridge.fit', [0, 0], 2)).toThrow('ridge.fit: at least one weight must be above 0; all 2 are 0');
});

test('takeRows copies the rows asked for, in that order', () => {
  const X = readMatrix('t', 'X', [[1, 2], [3, 4], [5, 6]]);
  expect(takeRows(X, [2, 0])).toEqual({ data: Float64Array.of(5, 6, 1, 2), rows: 2, columns: 2 });
});
