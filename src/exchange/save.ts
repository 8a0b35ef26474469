/** Writing fitted models to files and streams. Knows no algorithm and no format. */
import { describe } from '../array/index.ts';
import type { Persistent } from '../estimator/index.ts';
import { writeAtomically } from '../files/index.ts';
import { writeModelFile } from './modelFile.ts';

/** Where bytes can go: a web stream, or anything with `write`, such as a stream or file handle of Node. */
export type ByteSink = WritableStream<Uint8Array> | { write(bytes: Uint8Array): unknown };

/**
 * Writes a fitted model as one file: safetensors for the numbers, to the last bit, and JSON for the rest. The usual
 * extension is `.glissade`.
 * @param target  a path (Node), written whole or not at all; a web stream, which is closed; or an object whose `write`
 *   is called once with all bytes and awaited, and which stays open
 * @throws TypeError for what is no model or no target; FileError naming the path and the reason
 * @example
 * import { load, ridge, save } from 'glissade';
 * const model = await ridge({ alpha: 2 }).fit([[-1], [0], [1]], [-2, 0, 2]);
 * const chunks: Uint8Array[] = [];
 * await save(model, { write: (bytes) => chunks.push(bytes) });   // or: save(model, 'slope.glissade')
 * const again = await load(chunks[0]);
 * console.log(await again.predict([[4]])); // Float64Array [4]
 */
export async function save(model: Persistent, target: string | ByteSink): Promise<void> {
  if (typeof target !== 'string' && !isSink(target)) {
    throw new TypeError(`save: the target must be a path, a web stream or an object with a write method; it is ${describe(target)}`);
  }
  const bytes = toBytes(model);
  if (typeof target === 'string') await writeAtomically('save', target, async (file) => { await file.writeFile(bytes); });
  else if ('getWriter' in target) await writeToStream(target, bytes);
  else await target.write(bytes);
}

/** Uint8Array<ArrayBuffer>, which `new Blob([…])` asks for, in words that compilers before TypeScript 5.7 know too. */
export type FileBytes = ReturnType<typeof Uint8Array.of>;

/** The bytes that `save` writes. */
export function toBytes(model: Persistent): FileBytes {
  if (typeof (model as Partial<Persistent> | null)?.state !== 'function') {
    const advice = typeof (model as { fit?: unknown } | null)?.fit === 'function' ? '. It is an estimator: save what its fit returns' : '';
    throw new TypeError(`save: the model must be a fitted model; it is ${describe(model)}${advice}`);
  }
  return writeModelFile(model.state());
}

/** Closing says that the file is complete; a stream that fails is aborted, so that it is not taken for complete. */
async function writeToStream(stream: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

function isSink(target: unknown): target is ByteSink {
  if (typeof target !== 'object' || target === null) return false;
  return 'getWriter' in target || typeof (target as { write?: unknown }).write === 'function';
}
