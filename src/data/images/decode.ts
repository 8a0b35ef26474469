/** PNG and JPEG files as pixels, by the packages pngjs and jpeg-js, which are loaded when the first file is decoded. */
import { imageHeader, ImageProblem, type ImageHeader } from './header.ts';

/** Samples pixel by pixel. */
export interface Pixels {
  readonly data: Uint8Array | Uint16Array;
  readonly height: number;
  readonly width: number;
  /** Samples per pixel: red, green, blue, and in a PNG also alpha. */
  readonly samples: 3 | 4;
  /** The sample of white, and of what is opaque: 255 or 65535. */
  readonly white: number;
}

/** @throws ImageProblem when the file is broken */
export async function decode(bytes: Buffer): Promise<Pixels> {
  const header = imageHeader(bytes);
  if (header === undefined) throw new ImageProblem('an image must be whole; the file ends within its header');
  return header.kind === 'png' ? decodePng(bytes, header) : decodeJpeg(bytes, header);
}

async function decodePng(bytes: Buffer, { deep }: ImageHeader): Promise<Pixels> {
  const { PNG } = await import('pngjs');
  const { data, height, width } = attempt('PNG', () => PNG.sync.read(bytes, { skipRescale: deep })) as { data: Uint8Array | Uint16Array; height: number; width: number };
  return { data, height, width, samples: 4, white: deep ? 65535 : 255 };
}

async function decodeJpeg(bytes: Buffer, { plainRgb }: ImageHeader): Promise<Pixels> {
  const { decode: read } = (await import('jpeg-js')).default;
  const { data, height, width } = attempt('JPEG', () => read(bytes, {
    useTArray: true, formatAsRGBA: false, tolerantDecoding: false, maxMemoryUsageInMB: 1024, ...(plainRgb && { colorTransform: false }),
  }));
  return { data, height, width, samples: 3, white: 255 };
}

function attempt<T>(kind: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const reason = said.includes('read requests') ? 'it is cut short' : said; // pngjs speaks of its streams
    throw new ImageProblem(`a ${kind} file must be whole and right; it is not (${reason})`, { cause: error });
  }
}
