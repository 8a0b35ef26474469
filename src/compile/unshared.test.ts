import { afterAll, expect, test, vi } from 'vitest';
import { normal } from './programs.testing.ts';
import { add, matmul, sum } from '../ops/index.ts';

// the modules that saw no shared memory must not meet the next file
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('where memory cannot be shared, and growing it takes away all views, programs of any size run all the same', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  vi.resetModules();
  const { compile } = await import('./compile.ts');
  const { NdArray } = await import('../array/index.ts');
  const operations = await import('../ops/index.ts');
  const f = compile((x: InstanceType<typeof NdArray>) => operations.sum(operations.add(operations.matmul(x, x), 1), 0));
  for (const n of [3, 300]) {
    const x = new NdArray(normal([n, n]).data, [n, n]);
    const [found, expected] = [f(x).data, sum(add(matmul(normal([n, n]), normal([n, n])), 1), 0).data];
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-11 * n);
  }
});
