/** A number of 64 bits that tells bytes from others. Not against forgery. Knows nothing of what the bytes mean. */

/**
 * 16 hexadecimal digits of the bytes of some arrays, in order: two hashes of 32 bits, each by the steps of MurmurHash3. Every step
 * can be undone, so that a change within one word always changes both.
 * @see Appleby, github.com/aappleby/smhasher
 */
export function fingerprint(...views: readonly ArrayBufferView[]): string {
  let [a, b] = [0x9747b28c, 0x1b873593];
  let length = 0;
  for (const view of views) {
    const words = wordsOf(view);
    length += view.byteLength;
    for (let i = 0; i < words.length; i++) {
      let word = Math.imul(words[i], 0xcc9e2d51);
      word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
      a ^= word;
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
      b = (Math.imul((b << 17) | (b >>> 15), 9) + 0x85ebca6b) ^ word;
    }
  }
  return [a ^ length, b ^ length].map((hash) => (finished(hash) >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Of text. */
export function fingerprintOf(text: string): string {
  return fingerprint(new TextEncoder().encode(text));
}

/** The bytes as words of 32 bits, zeros after the last; copied only where they do not lie as words do. */
function wordsOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Int32Array {
  if (byteOffset % 4 === 0 && byteLength % 4 === 0) return new Int32Array(buffer, byteOffset, byteLength / 4);
  const padded = new Uint8Array(Math.ceil(byteLength / 4) * 4);
  padded.set(new Uint8Array(buffer, byteOffset, byteLength));
  return new Int32Array(padded.buffer);
}

function finished(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
