/** Values in a graph that was read: numbers of a type of ONNX, or texts; and out of the records of a file that is not trusted. */
import { describe, NdArray, type Shape } from '../../array/index.ts';
import { ModelFormatError } from '../../estimator/index.ts';
import { elementTypes, type ElementType, type TensorMessage } from './messages.ts';

/** What values can be: booleans are 0 and 1, int64 whole numbers to 2⁵³. */
export type ValueType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool' | 'string';

export type TensorValue =
  | { readonly type: Exclude<ValueType, 'string'>; readonly array: NdArray }
  | { readonly type: 'string'; readonly shape: Shape; readonly texts: readonly string[] };

const nameOf = new Map<number, ElementType>(Object.entries(elementTypes).map(([name, number]) => [number, name as ElementType]));
const known: readonly string[] = ['float32', 'float64', 'int32', 'int64', 'bool', 'string'];
const mostAxes = 8;

/** @throws ModelFormatError for a type of element that is not read here */
export function valueTypeOf(element: number | undefined, what: string): ValueType {
  const name = nameOf.get(element ?? 0);
  if (name !== undefined && known.includes(name)) return name as ValueType;
  throw new ModelFormatError(`load: ${what} must be of one of the types ${known.join(', ')}; it is of ${name ?? `type ${element ?? 'unknown'}`}`);
}

export function shapeOf(value: TensorValue): Shape {
  return value.type === 'string' ? value.shape : value.array.shape;
}

/** @throws ModelFormatError when the numbers are not there, or not as many as the shape says */
export function tensorValue(tensor: TensorMessage, what: string): TensorValue {
  const { dims = [], dataType, rawData, stringData } = tensor;
  if (tensor.dataLocation === 1 || (tensor.externalData ?? []).length > 0) throw new ModelFormatError(`load: the numbers of ${what} must be in the file; they are in another one. Save the model with its weights inside`);
  if (dims.length > mostAxes || !dims.every((length) => Number.isSafeInteger(length) && length >= 0)) throw new ModelFormatError(`load: ${what} must have a shape of at most ${mostAxes} whole numbers; it has [${dims.slice(0, mostAxes + 1).join(', ')}]`);
  const type = valueTypeOf(dataType, what);
  const size = dims.reduce((product, length) => product * length, 1);
  const check = (count: number): void => {
    if (count !== size) throw new ModelFormatError(`load: ${what} must have as many numbers as its shape needs; [${dims.join(', ')}] needs ${size}, it has ${count}`);
  };
  if (type === 'string') {
    const texts = stringData ?? [];
    check(texts.length);
    return { type, shape: dims, texts: texts.map((bytes) => textOf(bytes, what)) };
  }
  if (rawData !== undefined) {
    const width = type === 'bool' ? 1 : type === 'float32' || type === 'int32' ? 4 : 8;
    check(rawData.length / width);
    return { type, array: new NdArray(rawNumbers(type, rawData, size), dims) };
  }
  const { floatData, doubleData, int32Data, int64Data } = tensor;
  const list = (type === 'float32' ? floatData : type === 'float64' ? doubleData : type === 'int64' ? int64Data : int32Data) ?? [];
  check(list.length);
  return { type, array: new NdArray(type === 'float32' ? Float32Array.from(list) : type === 'float64' ? Float64Array.from(list) : wholeNumbers(list), dims) };
}

function rawNumbers(type: Exclude<ValueType, 'string'>, bytes: Uint8Array, size: number): NdArray['data'] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === 'float32') return Float32Array.from({ length: size }, (_, i) => view.getFloat32(4 * i, true));
  if (type === 'float64') return Float64Array.from({ length: size }, (_, i) => view.getFloat64(8 * i, true));
  if (type === 'int32') return Int32Array.from({ length: size }, (_, i) => view.getInt32(4 * i, true));
  if (type === 'bool') return Int32Array.from(bytes, (byte) => (byte === 0 ? 0 : 1));
  return wholeNumbers(Float64Array.from({ length: size }, (_, i) => Number(view.getBigInt64(8 * i, true))));
}

/** Of 32 bits where they fit: indices. Larger ones are labels, or ends of slices. */
export function wholeNumbers(values: ArrayLike<number>): Int32Array | Float64Array {
  const short = Int32Array.from(values);
  for (let i = 0; i < values.length; i++) if (short[i] !== values[i]) return Float64Array.from(values);
  return short;
}

export function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ModelFormatError(`load: the texts of ${what} must be UTF-8; ${describe(bytes)} is none`);
  }
}
