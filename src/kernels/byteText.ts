/**
 * Bytes as text that compresses as well as the bytes themselves: commonest bytes are one letter each, the others two. Base64 cuts
 * bytes into six bits, after which gzip finds little that repeats, and pages are sent compressed: the kernels take 35 kB so, 49 kB
 * in base64. scripts/byteText.mjs writes it, and says how in it. Knows no WebAssembly.
 */

export interface ByteText {
  readonly text: string;
  /** All letters of it. The first ones begin a pair, as many as there are more letters than common bytes. */
  readonly letters: string;
  /** The bytes that are single letters, ascending, two hexadecimal digits each. */
  readonly common: string;
}

export function decodeBytes({ text, letters, common }: ByteText): Uint8Array {
  const singles = common.length / 2;
  const pairs = letters.length - singles;
  const one = Uint8Array.from({ length: singles }, (_, i) => Number.parseInt(common.slice(2 * i, 2 * i + 2), 16));
  const two = Uint8Array.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !one.includes(byte)));
  const places = new Uint8Array(128);
  for (let i = 0; i < letters.length; i++) places[letters.charCodeAt(i)] = i;
  // written over from the front: a byte takes one letter at least
  const codes = new TextEncoder().encode(text);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const place = places[codes[i]];
    codes[length++] = place >= pairs ? one[place - pairs] : two[place * singles + places[codes[++i]] - pairs];
  }
  return codes.slice(0, length);
}
