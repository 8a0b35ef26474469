import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetricEigen } from './symmetricEigen.ts';

/** The largest |A − Σ λ v vᵀ| and |V Vᵀ − I|. */
function errors(A: Float64Array, d: number): { rebuilt: number; orthogonal: number } {
  const { values, vectors } = symmetricEigen(A, d);
  let rebuilt = 0;
  let orthogonal = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      let dot = 0;
      for (let k = 0; k < d; k++) {
        sum += values[k] * vectors[k * d + i] * vectors[k * d + j];
        dot += vectors[i * d + k] * vectors[j * d + k];
      }
      rebuilt = Math.max(rebuilt, Math.abs(sum - A[i * d + j]));
      orthogonal = Math.max(orthogonal, Math.abs(dot - (i === j ? 1 : 0)));
    }
  }
  return { rebuilt, orthogonal };
}

test('the eigenvectors are orthonormal and rebuild the matrix, for any symmetric matrix', () => {
  const cases = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.constantFrom(0, 0.5), fc.constantFrom(1e-12, 1, 1e12));
  fc.assert(fc.property(cases, fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })), ([d, sparse, size], stream) => {
    const A = new Float64Array(d * d);
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) {
      const value = stream.next().value as number;
      A[i * d + j] = A[j * d + i] = Math.abs(value) < sparse ? 0 : size * value;
    }
    const { rebuilt, orthogonal } = errors(A, d);
    expect(rebuilt).toBeLessThanOrEqual(1e-14 * d * size);
    expect(orthogonal).toBeLessThanOrEqual(1e-14 * d);
  }), { numRuns: 200 });
});

test('numbers that are next to nothing beside the others do not spoil them', () => {
  const A = Float64Array.of(-1.5e-323, -1, -8.7e-303, -1, -8.9e-306, 2e-323, -8.7e-303, 2e-323, -0.5);
  const { rebuilt, orthogonal } = errors(A, 3);
  expect(Math.max(rebuilt, orthogonal)).toBeLessThan(1e-15);
});

test('a small matrix has the eigenvalues known from the textbook, ascending', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3);
  [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((wanted, i) => expect(values[i]).toBeCloseTo(wanted, 14));
  expect(Math.abs(vectors[1])).toBeCloseTo(Math.SQRT1_2, 14);
});

test('a hundred eigenvalues of 0 are found, too, where all that is left is rounding', () => {
  const d = 120;
  const A = new Float64Array(d * d);
  for (let i = 0; i < 60; i++) {
    const row = Float64Array.from({ length: d }, (_, j) => ((i * j) % 3) - 0.97 + (j === 17 ? i : 0));
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) A[j * d + k] += row[j] * row[k];
  }
  const { rebuilt, orthogonal } = errors(A, d);
  expect(rebuilt).toBeLessThan(1e-14 * d * A[17 * d + 17]);
  expect(orthogonal).toBeLessThan(1e-14 * d);
});

test('zero, diagonal and rank-one matrices', () => {
  expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  expect([...symmetricEigen(Float64Array.of(3, 0, 0, 1), 2).values]).toEqual([1, 3]);
  const ones = symmetricEigen(new Float64Array(25).fill(1), 5).values;
  expect(ones[4]).toBeCloseTo(5, 14);
  expect(Math.max(...ones.subarray(0, 4).map(Math.abs))).toBeLessThan(1e-15);
});

test('the matrix given is not changed, and what is not a number is refused', () => {
  const A = Float64Array.of(2, 1, 1, 2);
  symmetricEigen(A, 2);
  expect([...A]).toEqual([2, 1, 1, 2]);
  expect(() => symmetricEigen(Float64Array.of(NaN, 1, 1, 2), 2)).toThrow('symmetricEigen: the numbers of the matrix must allow QL to converge; eigenvalue 0 of 2 did not in 60 steps');
});
