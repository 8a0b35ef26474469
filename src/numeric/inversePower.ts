/** The power of two that brings a number to about 1: multiplying by it rounds nothing. */

const value = new Float64Array(1);
const words = new Uint32Array(value.buffer);
const high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0; // which word holds the exponent

/**
 * The power of two nearest below 1/x, so that x times it lies in [½, 2). Within 2^±1000, so that it has an exact
 * inverse; 1 for x = 0.
 */
export function inversePower(x: number): number {
  if (x === 0) return 1;
  value[0] = x;
  const exponent = ((words[high] >>> 20) & 0x7ff) - 1023;
  words[high] = (Math.max(-1000, Math.min(1000, -exponent)) + 1023) << 20;
  words[1 - high] = 0;
  return value[0];
}
