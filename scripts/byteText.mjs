/** Bytes as the text that src/kernels/byteText.ts reads: 86 common bytes as one letter each, the others as two. */

/** Letters that need no escape in a string, a template or a page. */
const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((letter) => !'\'"`\\$<&'.includes(letter));
const pairs = 2;
const singles = letters.length - pairs;

/** @returns {{ text: string, letters: string, common: string }} */
export function encodeBytes(bytes) {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]++;
  const all = Array.from(counts.keys());
  const one = all.toSorted((a, b) => counts[b] - counts[a] || a - b).slice(0, singles).toSorted((a, b) => a - b);
  const two = all.filter((byte) => !one.includes(byte));
  const codes = [];
  one.forEach((byte, i) => { codes[byte] = letters[pairs + i]; });
  two.forEach((byte, i) => { codes[byte] = letters[Math.floor(i / singles)] + letters[pairs + i % singles]; });
  return { text: Array.from(bytes, (byte) => codes[byte]).join(''), letters: letters.join(''), common: Buffer.from(one).toString('hex') };
}
