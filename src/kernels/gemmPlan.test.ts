import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { matmul } from '../ops/index.ts';
import { planGemm, tileColumns, tileRows } from './gemmPlan.ts';

const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 50_000_000 }));

test('products of any sizes are cut into whole tiles that cover the result', () => {
  fc.assert(fc.property(length, length, length, fc.integer({ min: 1, max: 50 }), fc.constantFrom('float32', 'float64'), (m, n, k, batch, dtype) => {
    const { blockRows, blockColumns, chunks } = planGemm(m, n, k, batch, dtype);
    expect([blockRows % tileRows, blockColumns % tileColumns[dtype]]).toEqual([0, 0]);
    expect(chunks).toBe(batch * Math.ceil(m / blockRows) * Math.ceil(n / blockColumns));
  }));
});

test.each([[1, 1], [2, 1], [3, 4], [4, 9]])('a sum over very many of %d x %d numbers is computed: a tile cannot be cut further', (m, n) => {
  const k = 140_000;
  for (const dtype of ['float32', 'float64'] as const) {
    const a = array(Float64Array.from({ length: m * k }, (_, i) => i % 3), [m, k], { dtype });
    const b = array(Float64Array.from({ length: k * n }, (_, i) => i % 2), [k, n], { dtype });
    const c = matmul(a, b);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) sum += a.data[i * k + l] * b.data[l * n + j];
        expect(c.data[i * n + j]).toBe(sum);
      }
    }
  }
});
