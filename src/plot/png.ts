/** Pixels as a PNG file in a data: address, for pictures inside an SVG. Not compressed: they are small. Knows no picture. */

/** What a pixel's bytes mean: grey; red, green, blue; or a place in a palette of red, green, blue, alpha. */
export type PixelKind = 'grey' | 'rgb' | { readonly palette: readonly (readonly [number, number, number, number])[] };

/**
 * @param data  rows of pixels, 1 byte each or 3 for 'rgb'
 * @returns 'data:image/png;base64,…'
 * @see https://www.w3.org/TR/png-3/, RFC 1950 and 1951 (blocks that are stored)
 */
export function pngAddress(width: number, height: number, data: Uint8Array, kind: PixelKind): string {
  const samples = kind === 'rgb' ? 3 : 1;
  const row = width * samples;
  const raw = new Uint8Array(height * (row + 1)); // each row begins with its filter, 0: none
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const header = [...word(width), ...word(height), 8, kind === 'grey' ? 0 : kind === 'rgb' ? 2 : 3, 0, 0, 0];
  const chunks = [
    chunk('IHDR', header),
    ...(typeof kind === 'string' ? [] : [chunk('PLTE', kind.palette.flatMap(([r, g, b]) => [r, g, b])), chunk('tRNS', kind.palette.map(([, , , alpha]) => alpha))]),
    chunk('IDAT', stored(raw)),
    chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64([137, 80, 78, 71, 13, 10, 26, 10, ...chunks.flat()])}`;
}

/** A zlib stream of blocks that are not compressed. */
function stored(raw: Uint8Array): number[] {
  const bytes = [0x78, 0x01];
  for (let start = 0; start < raw.length; start += 65535) {
    const part = raw.subarray(start, start + 65535);
    const { length } = part;
    bytes.push(start + length === raw.length ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255);
    for (const byte of part) bytes.push(byte);
  }
  let [a, b] = [1, 0]; // Adler-32
  for (const byte of raw) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  bytes.push(b >> 8, b & 255, a >> 8, a & 255);
  return bytes;
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  let crc = -1;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return [...word(data.length), ...body, ...word(~crc)];
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text += digits[three >> 18] + digits[(three >> 12) & 63] + (left > 1 ? digits[(three >> 6) & 63] : '=') + (left > 2 ? digits[three & 63] : '=');
  }
  return text;
}
