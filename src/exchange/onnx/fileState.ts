/** An ONNX file as plain data, its bytes as they are, and by what a file is known to be one. Knows nothing in it. */
import { NdArray } from '../../array/index.ts';
import { ModelFormatError, settingOf, type ModelState } from '../../estimator/index.ts';

/**
 * Whether a file that begins so can be an ONNX file and no model file: field 1 comes first, the version of the format, and what a model
 * file has there, the length of its header, is too large.
 */
export function looksLikeOnnx(start: Uint8Array): boolean {
  return start.length >= 8 && start[0] === 8 && start.subarray(4, 8).some((byte) => byte !== 0);
}

export function onnxState(bytes: Uint8Array): ModelState {
  const file = new Int32Array(Math.ceil(bytes.length / 4));
  const view = new DataView(file.buffer);
  bytes.forEach((byte, i) => { view.setInt8(i, byte); });
  return { kind: 'onnx', settings: { bytes: bytes.length }, arrays: new Map([['file', new NdArray(file, [file.length])]]) };
}

/** @throws ModelFormatError when the state is not one that `onnxState` wrote */
export function onnxBytes(state: ModelState): Uint8Array {
  const file = state.arrays.get('file');
  if (file === undefined || !(file.data instanceof Int32Array) || file.shape.length !== 1) throw new ModelFormatError(`load: an onnx model must have the array "file", int32 [any]; it ${file === undefined ? 'has none' : `is ${file.dtype} [${file.shape.join(', ')}]`}`);
  const { data } = file;
  const isLength = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && Math.ceil(value / 4) === data.length;
  const length = settingOf(state, 'bytes', isLength, `the number of bytes in ${data.length} numbers of 4`);
  return new Uint8Array(data.buffer, data.byteOffset, length);
}
