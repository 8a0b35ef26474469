import { expect, test } from 'vitest';
import { compileKernels } from '../../scripts/kernels.mjs';
import { decodeBytes } from '../../src/kernels/byteText.ts';
import { kernelText } from '../../src/kernels/generated.ts';

test('compiling the kernels again gives the committed bytes', async () => {
  const wasm = await compileKernels();
  expect(Buffer.from(wasm).equals(decodeBytes(kernelText))).toBe(true);
});
