import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gemmDepth } from '../kernels/index.ts';
import { gemm } from './gemm.testing.ts';
import type { GemmOptions } from './gemm.testing.ts';
import { hostMachine } from './host.ts';
import { random } from './random.testing.ts';
import { threadsReady } from './threads.ts';

type Numbers = Float32Array | Float64Array;

/** The definition, rounded as documented: parts of 256 products, each summed from 0, added in order. */
function reference<T extends Numbers>({ m, n, k, batch = 1, a, b, bias, activation }: GemmOptions<T>): T {
  const round = a.data instanceof Float32Array ? Math.fround : (x: number): number => x;
  const c = new (a.data.constructor as new (length: number) => T)(batch * m * n);
  for (let item = 0; item < batch; item++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = 0;
        for (let first = 0; first < k; first += gemmDepth) {
          let part = 0;
          for (let q = first; q < Math.min(k, first + gemmDepth); q++) {
            const product = a.data[item * (a.batch ?? 0) + i * a.row + q * a.column] * b.data[item * (b.batch ?? 0) + q * b.row + j * b.column];
            part = round(part + round(product));
          }
          total = round(total + part);
        }
        if (bias) total = round(total + bias.data[bias.axis === 'perRow' ? i : j]);
        c[(item * m + i) * n + j] = activation === 'relu' ? Math.max(total, 0) : total;
      }
    }
  }
  return c;
}

const types = { float32: Float32Array, float64: Float64Array };

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  const numbers = (length: number, seed: number): Numbers => types[dtype].from(random(length, seed));

  test('equals the definition bit for bit, for all lengths 0 to 33', () => {
    for (let length = 0; length <= 33; length++) {
      for (const [m, n, k] of [[length, 5, 7], [9, length, 3], [6, 10, length]]) {
        const options = { m, n, k, a: { data: numbers(m * k, 1), row: k, column: 1 }, b: { data: numbers(k * n, 2), row: n, column: 1 } };
        expect(gemm(options)).toEqual(reference(options));
      }
    }
  });

  test('equals the definition for any shape, transposes, batch, bias and activation', () => {
    const size = fc.integer({ min: 1, max: 21 });
    fc.assert(fc.property(
      fc.record({
        m: size, n: size, k: size, batch: fc.integer({ min: 1, max: 2 }), aTransposed: fc.boolean(), bTransposed: fc.boolean(), aShared: fc.boolean(),
        axis: fc.constantFrom('none', 'perRow', 'perColumn'), activation: fc.constantFrom('none', 'relu'), gap: fc.integer({ min: 0, max: 3 }),
      }),
      ({ m, n, k, batch, aTransposed, bTransposed, aShared, axis, activation, gap }) => {
        const aLong = (aTransposed ? m : k) + gap;
        const bLong = (bTransposed ? k : n) + gap;
        const aBatch = aShared ? 0 : aLong * (aTransposed ? k : m);
        const bBatch = bLong * (bTransposed ? n : k);
        const options: GemmOptions<Numbers> = {
          m, n, k, batch, activation,
          a: { data: numbers(aLong * (aTransposed ? k : m) * batch, 3), row: aTransposed ? 1 : aLong, column: aTransposed ? aLong : 1, batch: aBatch },
          b: { data: numbers(bBatch * batch, 4), row: bTransposed ? 1 : bLong, column: bTransposed ? bLong : 1, batch: bBatch },
          bias: axis === 'none' ? undefined : { data: numbers(axis === 'perRow' ? m : n, 5), axis },
        };
        expect(gemm(options)).toEqual(reference(options));
      },
    ), { numRuns: 100 });
  });

  test('long sums are added in parts of 256', () => {
    const [m, n, k] = [5, 9, 600];
    const options = { m, n, k, a: { data: numbers(m * k, 6), row: k, column: 1 }, b: { data: numbers(k * n, 7), row: 1, column: k } };
    expect(gemm(options)).toEqual(reference(options));
  });

  test('several threads give the bits of one', async () => {
    const [m, n, k] = [150, 140, 270];
    const options = { m, n, k, a: { data: numbers(m * k, 8), row: k, column: 1 }, b: { data: numbers(k * n, 9), row: n, column: 1 } };
    const one = gemm({ ...options, threads: 1 });
    expect(one).toEqual(reference(options));
    await threadsReady(hostMachine());
    const bits = Buffer.from(one.buffer);
    for (let i = 0; i < 20; i++) expect(bits.equals(Buffer.from(gemm(options).buffer))).toBe(true);
  });
});

test('operands are not modified, NaN and infinity come through', () => {
  const a = Float32Array.of(1, NaN, 2, 3);
  const b = Float32Array.of(Infinity, 1, 2, 3);
  const options = { m: 2, n: 2, k: 2, a: { data: a, row: 2, column: 1 }, b: { data: b, row: 2, column: 1 } };
  expect([...gemm(options)]).toEqual([NaN, NaN, Infinity, 11]);
  expect([...a, ...b]).toEqual([1, NaN, 2, 3, Infinity, 1, 2, 3]);
});
