import { expect, test } from 'vitest';
import { compileKernels } from '../../scripts/kernels.mjs';
import { kernelBase64 } from '../../src/kernels/generated.ts';

test('compiling the kernels again gives the committed bytes', async () => {
  const wasm = await compileKernels();
  expect(Buffer.from(wasm).toString('base64')).toBe(kernelBase64);
});
