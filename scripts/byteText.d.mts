/** Types of byteText.mjs, for the tests. */
import type { ByteText } from '../src/kernels/byteText.ts';

export function encodeBytes(bytes: Uint8Array): ByteText;
