import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeBytes } from '../../scripts/byteText.mjs';
import { decodeBytes } from './byteText.ts';
import { kernelText } from './generated.ts';

test('any bytes come back', () => {
  const few = fc.uint8Array({ max: 40, maxLength: 400 });
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), few), (bytes) => {
    const encoded = encodeBytes(bytes);
    for (const text of [encoded.text, encoded.letters]) {
      expect(text).toMatch(/^[ -~]*$/);
      expect(text).not.toMatch(/['"`\\$<&]/);
    }
    expect(decodeBytes(encoded)).toEqual(bytes);
  }));
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(decodeBytes(encodeBytes(every))).toEqual(every);
});

test('the kernels compress as text nearly as well as they do as bytes', () => {
  const bytes = decodeBytes(kernelText);
  expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
  expect(gzipSync(kernelText.text).length).toBeLessThan(1.02 * gzipSync(bytes).length);
});
