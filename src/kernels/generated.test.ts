import { expect, test } from 'vitest';
import { bundleWorker, kernelSources } from '../../scripts/kernels.mjs';
import { workerSource } from '../runtime/generated.ts';
import { decodeBytes } from './byteText.ts';
import { kernelSources as made, kernelText } from './generated.ts';

test('the committed module was made from the kernels as they are now (else: node scripts/kernels.mjs)', () => {
  expect(made).toBe(kernelSources());
});

test('the committed worker is the bundle of worker.ts as it is now (else: node scripts/kernels.mjs)', async () => {
  expect(workerSource).toBe(await bundleWorker());
});

test('the module is at most 100 kB, embedded', () => {
  expect(decodeBytes(kernelText).length).toBeLessThan(100_000);
});
