import { expect, test } from 'vitest';
import { generator } from '../random/index.ts';
import { choleskyFactor, choleskyInverse, choleskySolve } from './cholesky.ts';

const A = Float64Array.of(4, 2, -2, 2, 5, 3, -2, 3, 11);

test('choleskyFactor splits A into L Lᵀ', () => {
  const { lower } = choleskyFactor(A, 3)!;
  expect([0, 3, 4, 6, 7, 8].map((e) => lower[e])).toEqual([2, 1, 2, -1, 2, Math.sqrt(6)]);
});

test('choleskySolve solves, choleskyInverse inverts, and neither changes its input', () => {
  const factor = choleskyFactor(A, 3)!;
  const b = Float64Array.of(4, 10, 12);
  const x = choleskySolve(factor, b);
  [1, 1, 1].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 14));
  expect([...b]).toEqual([4, 10, 12]);
  const inverse = choleskyInverse(factor);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let product = 0;
      for (let k = 0; k < 3; k++) product += A[i * 3 + k] * inverse[k * 3 + j];
      expect(product).toBeCloseTo(i === j ? 1 : 0, 14);
    }
  }
});

test('a matrix that is not positive definite, or nearly not, has no factor', () => {
  expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
  expect(choleskyFactor(Float64Array.of(1, 0, 0, 0), 2)).toBeUndefined();
  expect(choleskyFactor(Float64Array.of(1, 1, 1, 1 + 1e-13), 2, 1e-12)).toBeUndefined();
  expect(choleskyFactor(Float64Array.of(NaN), 1)).toBeUndefined();
});

/** ZᵀZ of 2·size random rows. */
function randomProducts(size: number, seed: number): Float64Array {
  const random = generator(seed, 'cholesky');
  const Z = Array.from({ length: 2 * size }, () => Array.from({ length: size }, () => random.normal()));
  return Float64Array.from({ length: size * size }, (_, e) => Z.reduce((sum, z) => sum + z[Math.floor(e / size)] * z[e % size], 0));
}

test('factors of every size, even and odd, give the matrix back, read its lower half alone, and have an inverse', () => {
  for (let size = 1; size <= 12; size++) {
    const matrix = randomProducts(size, size);
    const factor = choleskyFactor(matrix.map((value, e) => (e % size > Math.floor(e / size) ? NaN : value)), size)!;
    const { lower } = factor;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k <= j; k++) product += lower[i * size + k] * lower[j * size + k];
        expect(Math.abs(product - matrix[i * size + j])).toBeLessThan(1e-13 * Math.sqrt(matrix[i * (size + 1)] * matrix[j * (size + 1)]));
      }
    }
    const inverse = choleskyInverse(factor);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let product = 0;
        for (let k = 0; k < size; k++) product += matrix[i * size + k] * inverse[k * size + j];
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-11);
        expect(inverse[i * size + j]).toBe(inverse[j * size + i]);
      }
    }
  }
});
