/**
 * Bytes as text that compresses as well as the bytes themselves: commonest bytes are one letter each, the others two. Base64 cuts
 * bytes into six bits, after which gzip finds little that repeats, and pages are sent compressed: the kernels take 35 kB so, 49 kB
 * in base64. scripts/byteText.mjs writes it. Knows no WebAssembly.
 */

/** Letters that need no escape in a string, a template or a page. The first two begin a pair. */
const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((letter) => !'\'"`\\$<&'.includes(letter));
const pairs = 2;
const singles = letters.length - pairs;

/** @param common  the bytes that are single letters, ascending, two hexadecimal digits each */
export function decodeBytes(text: string, common: string): Uint8Array {
  const one = Uint8Array.from({ length: singles }, (_, i) => Number.parseInt(common.slice(2 * i, 2 * i + 2), 16));
  const two = Uint8Array.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !one.includes(byte)));
  const places = new Uint8Array(128);
  letters.forEach((letter, i) => { places[letter.charCodeAt(0)] = i; });
  // written over from the front: a byte takes one letter at least
  const codes = new TextEncoder().encode(text);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const place = places[codes[i]];
    codes[length++] = place >= pairs ? one[place - pairs] : two[place * singles + places[codes[++i]] - pairs];
  }
  return codes.slice(0, length);
}
