import { expect, test } from 'vitest';
import { applyQ, applyTransposed, pivotedQR, solveUpper, solveUpperTransposed } from './qr.ts';

const pause = (): undefined => undefined;
const given = [[1, 2, 3, 4, 5], [5, 4, 3, 2, 2], [1, 0, 1, 0, 7]];
const columns = (): Float64Array[] => given.map((column) => Float64Array.from(column));

test('Q times R gives the columns back, in their new order', async () => {
  const qr = await pivotedQR(columns(), new Float64Array(3), 0, pause);
  expect(qr.rank).toBe(3);
  qr.order.forEach((j, k) => {
    const r = new Float64Array(5);
    for (let i = 0; i <= k; i++) r[i] = i === k ? qr.diagonal[k] : qr.columns[k][i];
    applyQ(qr, r);
    given[j].forEach((value, i) => expect(r[i]).toBeCloseTo(value, 13));
  });
});

test('the longest remaining column goes first, save those that are fixed', async () => {
  expect([...(await pivotedQR(columns(), new Float64Array(3), 0, pause)).order]).toEqual([1, 2, 0]);
  expect((await pivotedQR(columns(), new Float64Array(3), 1, pause)).order[0]).toBe(0);
});

test('Q and its transpose undo each other, and both triangles are solved', async () => {
  const qr = await pivotedQR(columns(), new Float64Array(3), 0, pause);
  const y = Float64Array.of(3, 1, 4, 1, 5);
  applyTransposed(qr, y);
  applyQ(qr, y);
  [3, 1, 4, 1, 5].forEach((value, i) => expect(y[i]).toBeCloseTo(value, 13));
  const R = (i: number, k: number): number => (i > k ? 0 : i === k ? qr.diagonal[i] : qr.columns[k][i]);
  const x = solveUpper(qr, Float64Array.of(1, 2, 3));
  const z = solveUpperTransposed(qr, Float64Array.of(1, 2, 3));
  for (let i = 0; i < 3; i++) {
    expect(R(i, 0) * x[0] + R(i, 1) * x[1] + R(i, 2) * x[2]).toBeCloseTo(i + 1, 13);
    expect(R(0, i) * z[0] + R(1, i) * z[1] + R(2, i) * z[2]).toBeCloseTo(i + 1, 13);
  }
});

test('a column within its negligible length of the others does not count', async () => {
  const sum = Float64Array.from(given[0], (value, i) => value + given[1][i]);
  const qr = await pivotedQR([...columns().slice(0, 2), sum], new Float64Array(3).fill(1e-13), 0, pause);
  expect(qr.rank).toBe(2);
});
