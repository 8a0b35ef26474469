/** Decodes image files in a thread of its own: told a file's bytes and what all images are made to, it answers with samples. */
import { parentPort } from 'node:worker_threads';
import { decode } from './decode.ts';
import type { DecodeAnswer, DecodeTask } from './decoders.ts';
import { ImageProblem } from './header.ts';
import { toSamples } from './samples.ts';

parentPort!.on('message', ({ id, bytes, rule }: DecodeTask) => {
  decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).then((pixels) => toSamples(pixels, rule)).then(
    (samples) => parentPort!.postMessage({ id, samples } satisfies DecodeAnswer, [samples.buffer as ArrayBuffer]),
    (error: unknown) => parentPort!.postMessage({ id, message: error instanceof Error ? error.message : String(error), isProblem: error instanceof ImageProblem } satisfies DecodeAnswer, []),
  );
});
