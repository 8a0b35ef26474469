/** The bytes of a file, chunk by chunk, decompressed where they are compressed. Knows no format but gzip. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { FileError } from '../files/index.ts';

export interface SourceFile {
  /** 'houses.csv', for messages */
  readonly source: string;
  readonly path: string;
  readonly gzip: boolean;
}

/** @param caller  the public function's name, for messages   @throws FileError for a broken .gz */
export async function* chunksOf(caller: string, file: SourceFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file.path, { highWaterMark: 1 << 20, ...(signal && { signal }) });
  try {
    if (!file.gzip) {
      yield* bytes as AsyncIterable<Buffer>;
      return;
    }
    const unzip = createGunzip({ chunkSize: 1 << 18 });
    bytes.on('error', (error) => unzip.destroy(error));
    yield* bytes.pipe(unzip) as AsyncIterable<Buffer>;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('Z_') !== true) throw error;
    throw new FileError(`${caller}: ${file.source}: a .gz file must be whole gzip; it is not (${message})`);
  } finally {
    bytes.destroy();
  }
}
