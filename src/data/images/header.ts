/** The first bytes of a PNG or JPEG file: size, colour, depth. Decodes no pixel. */

export interface ImageHeader {
  readonly kind: 'png' | 'jpeg';
  readonly height: number;
  readonly width: number;
  /** False when all pixels are grey by the kind of file. */
  readonly colour: boolean;
  /** 16 bits per sample rather than 8 or fewer. */
  readonly deep: boolean;
  /** A JPEG that stores red, green and blue as they are, without the usual YCbCr. */
  readonly plainRgb: boolean;
}

/** What is wrong with an image, in words that follow the file's name. */
export class ImageProblem extends Error {}

/** @returns undefined when `bytes` end before the header does   @throws ImageProblem */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (png.every((byte, i) => bytes[i] === byte)) return bytes.length < 26 ? undefined : checked(pngHeader(view));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const found = jpegHeader(view);
    return found && checked(found);
  }
  throw new ImageProblem(`an image must be a PNG or JPEG file by its content, too; ${bytes.length === 0 ? 'the file is empty' : `it begins with the bytes ${[...bytes.subarray(0, 4)].join(' ')}`}`);
}

const png = [137, 80, 78, 71, 13, 10, 26, 10];
const mostPixels = 100e6; // what a decoder is given: it needs about 10 bytes for each

function pngHeader(view: DataView): ImageHeader {
  const type = view.getUint8(25);
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20), colour: type !== 0 && type !== 4, deep: view.getUint8(24) === 16, plainRgb: false };
}

/** Walks the segments up to the first scan. */
function jpegHeader(view: DataView): ImageHeader | undefined {
  let frame: { height: number; width: number; ids: string } | undefined;
  let adobe: number | undefined;
  let jfif = false;
  for (let at = 2; at + 4 <= view.byteLength;) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) { // fill
      at += 1;
      continue;
    }
    if (marker < 0xff01) throw new ImageProblem(`a JPEG file must have a marker at byte ${at}; it has ${view.getUint8(at)} ${view.getUint8(at + 1)}`);
    const length = view.getUint16(at + 2);
    if (at + 2 + length > view.byteLength && marker !== 0xffda) return undefined;
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      if (marker > 0xffc2) throw new ImageProblem('a JPEG file must be baseline or progressive; this is a rare kind (lossless, hierarchical or arithmetic)');
      if (length < 8) throw new ImageProblem('a JPEG frame must have at least 8 bytes');
      const precision = view.getUint8(at + 4);
      if (precision !== 8) throw new ImageProblem(`a JPEG file must have 8 bits per sample; it has ${precision}`);
      const parts = view.getUint8(at + 9);
      if (![1, 3, 4].includes(parts) || length < 8 + 3 * parts) throw new ImageProblem(`a JPEG file must have 1, 3 or 4 components; it has ${parts}`);
      frame = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), ids: Array.from({ length: parts }, (_, i) => String.fromCharCode(view.getUint8(at + 10 + 3 * i))).join('') };
    }
    if (marker === 0xffe0 && length >= 7 && view.getUint32(at + 4) === 0x4a464946) jfif = true;
    if (marker === 0xffee && length >= 14 && view.getUint32(at + 4) === 0x41646f62) adobe = view.getUint8(at + 15);
    if (marker === 0xffda) {
      if (frame === undefined) throw new ImageProblem('a JPEG file must say its size before its pixels');
      // as libjpeg decides it
      const plainRgb = frame.ids.length === 3 && (adobe === undefined ? !jfif && frame.ids === 'RGB' : adobe === 0);
      return { kind: 'jpeg', height: frame.height, width: frame.width, colour: frame.ids.length > 1, deep: false, plainRgb };
    }
    at += 2 + length;
  }
  return undefined;
}

function checked(header: ImageHeader): ImageHeader {
  const { height, width } = header;
  if (height === 0 || width === 0) throw new ImageProblem(`an image must have a height and a width; it is ${height}×${width}`);
  if (height * width > mostPixels) throw new ImageProblem(`an image must have at most 100 million pixels; it is ${height}×${width}`);
  return header;
}
