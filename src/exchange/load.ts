/** Reading fitted models from files and bytes, trusting nothing. Knows no algorithm and no format. */
import { describe, type MatrixInput, type NdArray, type VectorInput } from '../array/index.ts';
import { checkChoice, checkKnown, ModelFormatError, type Persistent } from '../estimator/index.ts';
import { asFileError, nodeFiles } from '../files/index.ts';
import { readHeaderLength } from '../safetensors/index.ts';
import type { Table, TableRows } from '../table/index.ts';
import { modelKinds, restorerOf, type ModelKind, type ModelKinds } from './kinds.ts';
import { readModelFile } from './modelFile.ts';
import { looksLikeOnnx, onnxState } from './onnx/fileState.ts';

/**
 * What `load` gives when no kind is asked for: a model that predicts, from rows or a table when it was fitted on a
 * table, from a matrix when it was fitted on a matrix. Given the other, it says what it wants.
 */
export interface LoadedModel extends Persistent {
  readonly kind: string;
  predict(rows: Table | TableRows): Promise<Float64Array>;
  predict(X: MatrixInput): Promise<Float64Array | NdArray<[number, number]>>;
  /** R² */
  score(rows: Table | TableRows): Promise<number>;
  score(X: MatrixInput, y: VectorInput | MatrixInput): Promise<number>;
}

const largest = 4_294_967_296; // bytes

/**
 * Reads a model that `save` wrote, or an ONNX file, which gives an `OnnxModel` (kind 'onnx'). Nothing in the file is executed, and nothing it says is believed before it is
 * checked: bytes that are not a whole model are refused with the reason.
 * @param source  a path (Node), or the bytes of the file (anywhere). Bytes are copied
 * @param options.kind  the kind the file must hold, 'ridge', 'table', 'network'; the result has that kind's type.
 *   Without it the file must hold a model that predicts
 * @throws ModelFormatError when the file holds no such model; FileError when it cannot be read
 * @example
 * import { lasso, frameOf, load, toBytes } from 'glissade';
 * const houses = frameOf({ area: [50, 80, 120, 65], price: [150, 240, 360, 195] });
 * const bytes = toBytes(await lasso({ alpha: 0 }).fit(houses, { target: 'price' }));
 * const model = await load(bytes);                               // or: load('houses.glissade')
 * const [price] = await model.predict([{ area: 100 }]);
 * console.log(price.toFixed(3)); // 300.000
 * const table = await load(bytes, { kind: 'table' });
 * console.log(table.target); // price
 */
export function load(source: string | Uint8Array | ArrayBuffer, options?: { readonly kind?: undefined }): Promise<LoadedModel>;
export function load<K extends ModelKind>(source: string | Uint8Array | ArrayBuffer, options: { readonly kind: K }): Promise<ModelKinds[K]>;
export async function load(source: string | Uint8Array | ArrayBuffer, options: { readonly kind?: ModelKind } = {}): Promise<unknown> {
  checkKnown('load', options, ['kind']);
  if (options.kind !== undefined) checkChoice('load', 'kind', options.kind, modelKinds);
  if (typeof source !== 'string') return restore(bytesOf(source), options.kind);
  try {
    const { bytes, isOnnx } = await readFile(source);
    return await restore(bytes, options.kind, isOnnx);
  } catch (error) {
    if (error instanceof ModelFormatError) throw new ModelFormatError(`load: ${source}: ${error.message.replace(/^load: /, '')}`, { cause: error });
    throw error;
  }
}

async function restore(bytes: Uint8Array, kind: ModelKind | undefined, isOnnx: boolean = looksLikeOnnx(bytes.subarray(0, 8))): Promise<ModelKinds[ModelKind]> {
  const state = isOnnx ? onnxState(bytes) : readModelFile(bytes);
  if (kind !== undefined && state.kind !== kind) throw new ModelFormatError(`load: the file must hold a ${kind} model; it holds one of kind ${describe(state.kind)}`);
  const build = await restorerOf(state);
  let model: ModelKinds[ModelKind];
  try {
    model = build();
  } catch (error) {
    if (error instanceof ModelFormatError) throw error;
    throw new ModelFormatError(`load: the file must hold a model that can be built; ${(error as Error).message}`, { cause: error });
  }
  if (kind === undefined && !('predict' in model)) {
    throw new ModelFormatError(`load: the file must hold a model that predicts; it holds one of kind ${describe(state.kind)}. Ask for it by name: { kind: '${state.kind}' }`);
  }
  return model;
}

function bytesOf(source: Uint8Array | ArrayBuffer): Uint8Array {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  // a Uint8Array of another realm (a frame, a test runner) is one too
  if (ArrayBuffer.isView(source) && Object.prototype.toString.call(source) === '[object Uint8Array]') return source;
  throw new TypeError(`load: the source must be a path, a Uint8Array or an ArrayBuffer; it is ${describe(source)}`);
}

/** The bytes of a file that can be a model file by its first eight: a large file of another kind is not read. */
async function readFile(path: string): Promise<{ readonly bytes: Uint8Array; readonly isOnnx: boolean }> {
  const { open } = nodeFiles('load');
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = new Uint8Array(8);
      const { bytesRead } = await file.read(start, 0, 8, 0);
      const isOnnx = /\.onnx$/i.test(path) || looksLikeOnnx(start.subarray(0, bytesRead));
      if (!isOnnx) readHeaderLength(start.subarray(0, bytesRead), size);
      if (size > largest) throw new ModelFormatError(`load: a model file must be at most ${largest} bytes; it has ${size}`);
      return { bytes: await file.readFile(), isOnnx };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asFileError('load', path, error);
  }
}
