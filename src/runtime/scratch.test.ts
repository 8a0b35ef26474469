import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, conv2dForwardWork, conv2dInputGradientWork, conv2dKernelGradientWork, conv2dPartsBytes, gemmWork, reduceWork } from '../kernels/index.ts';
import type { KernelFloat, KernelWork } from '../kernels/index.ts';
import { geometry, sizes } from './geometry.testing.ts';
import { Machine } from './machine.ts';

const machine = new Machine();
const guardBytes = 1 << 16;

/** Runs the work with a pattern right behind its scratch, and looks whether the pattern is still there. */
function checkScratch({ calls, scratchBytes }: KernelWork): void {
  const table = machine.writeTable(calls);
  const scratch = machine.allocate(scratchBytes + guardBytes);
  const guard = (): Uint8Array => new Uint8Array(machine.memory.buffer, scratch + scratchBytes, guardBytes);
  guard().fill(0xa5);
  machine.run(table, scratch);
  expect(guard().findIndex((byte) => byte !== 0xa5)).toBe(-1);
}

const dtype = fc.constantFrom<KernelFloat>('float32', 'float64');

test('a product of matrices keeps within the scratch it asks for', () => {
  const size = fc.integer({ min: 0, max: 300 });
  fc.assert(fc.property(size, size, size, dtype, (m, n, k, dtype) => machine.scope(() => {
    const put = (length: number): number => machine.allocate(length * bytesOf[dtype]);
    checkScratch(gemmWork({
      m, n, k, a: { address: put(m * k), row: k, column: 1 }, b: { address: put(k * n), row: n, column: 1 }, c: { address: put(m * n), row: n },
    }, dtype));
  })), { numRuns: 60 });
});

test('a convolution and its gradients keep within the scratch they ask for', () => {
  const larger = fc.record({ inputs: fc.constantFrom(1, 2, 7, 40), outputs: fc.constantFrom(1, 3, 33), height: fc.integer({ min: 0, max: 40 }), width: fc.integer({ min: 0, max: 40 }) });
  fc.assert(fc.property(geometry, larger, dtype, (g0, more, dtype) => machine.scope(() => {
    const g = {
      ...g0, inputs: more.inputs, outputs: more.outputs, height: g0.height + more.height, width: g0.width + more.width,
      outHeight: g0.outHeight + Math.floor(more.height / g0.strideHeight), outWidth: g0.outWidth + Math.floor(more.width / g0.strideWidth),
    };
    const put = (length: number): number => machine.allocate(length * bytesOf[dtype]);
    const size = sizes(g);
    const at = { x: put(size.x), weights: put(size.kernel), y: put(size.y), parts: machine.allocate(conv2dPartsBytes(g, dtype)) };
    checkScratch(conv2dForwardWork(g, dtype, at));
    checkScratch(conv2dInputGradientWork(g, dtype, at));
    checkScratch(conv2dKernelGradientWork(g, dtype, at));
  })), { numRuns: 200 });
});

test('a reduction keeps within the scratch it asks for', () => {
  const length = fc.constantFrom(1, 2, 7, 33, 130, 400);
  fc.assert(fc.property(length, length, length, fc.subarray([0, 1, 2]), dtype, (a, b, c, axes, dtype) => machine.scope(() => {
    fc.pre(a * b * c < 300_000);
    const put = (): number => machine.allocate(a * b * c * bytesOf[dtype]);
    checkScratch(reduceWork('sum', dtype, [a, b, c], axes, { address: put(), strides: [b * c, c, 1] }, put()));
  })), { numRuns: 60 });
});
