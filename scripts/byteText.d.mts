/** Types of byteText.mjs, for the tests. */
export function encodeBytes(bytes: Uint8Array): { text: string; common: string };
