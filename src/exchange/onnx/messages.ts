/** The records of an ONNX file: names, numbers and kinds of their fields, as far as they are used here. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
import type { Fields } from './protobuf.ts';

/** The numbers of element types. */
export const elementTypes = {
  float32: 1, uint8: 2, int8: 3, uint16: 4, int16: 5, int32: 6, int64: 7, string: 8, bool: 9, float64: 11, uint32: 12, uint64: 13,
} as const;
export type ElementType = keyof typeof elementTypes;

/** The numbers of attribute types. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

export interface TensorMessage {
  readonly dims?: readonly number[];
  readonly dataType?: number;
  readonly floatData?: readonly number[];
  readonly int32Data?: readonly number[];
  readonly stringData?: readonly Uint8Array[];
  readonly int64Data?: readonly number[];
  readonly name?: string;
  readonly rawData?: Uint8Array;
  readonly doubleData?: readonly number[];
  readonly externalData?: readonly unknown[];
  readonly dataLocation?: number;
}

export interface AttributeMessage {
  readonly name?: string;
  readonly type?: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: TensorMessage;
  readonly g?: unknown;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  readonly strings?: readonly Uint8Array[];
}

export interface NodeMessage {
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly attribute?: readonly AttributeMessage[];
}

export interface DimensionMessage {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

export interface ValueMessage {
  readonly name?: string;
  readonly type?: { readonly tensorType?: { readonly elemType?: number; readonly shape?: { readonly dim?: readonly DimensionMessage[] } } };
  readonly docString?: string;
}

export interface GraphMessage {
  readonly node?: readonly NodeMessage[];
  readonly name?: string;
  readonly initializer?: readonly TensorMessage[];
  readonly docString?: string;
  readonly input?: readonly ValueMessage[];
  readonly output?: readonly ValueMessage[];
  readonly sparseInitializer?: readonly unknown[];
}

export interface ModelMessage {
  readonly irVersion?: number;
  readonly opsetImport?: readonly { readonly domain?: string; readonly version?: number }[];
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly docString?: string;
  readonly graph?: GraphMessage;
  readonly metadataProps?: readonly { readonly key?: string; readonly value?: string }[];
  readonly functions?: readonly unknown[];
}

const nothing: Fields = {};

const tensor: Fields = {
  dims: { number: 1, kind: 'int', many: true }, dataType: { number: 2, kind: 'int' }, floatData: { number: 4, kind: 'float', many: true },
  int32Data: { number: 5, kind: 'int', many: true }, stringData: { number: 6, kind: 'bytes', many: true }, int64Data: { number: 7, kind: 'int', many: true },
  name: { number: 8, kind: 'string' }, rawData: { number: 9, kind: 'bytes' }, doubleData: { number: 10, kind: 'double', many: true },
  externalData: { number: 13, kind: () => nothing, many: true }, dataLocation: { number: 14, kind: 'int' },
};

const attribute: Fields = {
  name: { number: 1, kind: 'string' }, f: { number: 2, kind: 'float' }, i: { number: 3, kind: 'int' }, s: { number: 4, kind: 'bytes' },
  t: { number: 5, kind: () => tensor }, g: { number: 6, kind: () => nothing }, floats: { number: 7, kind: 'float', many: true },
  ints: { number: 8, kind: 'int', many: true }, strings: { number: 9, kind: 'bytes', many: true }, type: { number: 20, kind: 'int' },
};

const node: Fields = {
  input: { number: 1, kind: 'string', many: true }, output: { number: 2, kind: 'string', many: true }, name: { number: 3, kind: 'string' },
  opType: { number: 4, kind: 'string' }, attribute: { number: 5, kind: () => attribute, many: true }, domain: { number: 7, kind: 'string' },
};

const dimension: Fields = { dimValue: { number: 1, kind: 'int' }, dimParam: { number: 2, kind: 'string' } };
const shape: Fields = { dim: { number: 1, kind: () => dimension, many: true } };
const tensorType: Fields = { elemType: { number: 1, kind: 'int' }, shape: { number: 2, kind: () => shape } };
const type: Fields = { tensorType: { number: 1, kind: () => tensorType } };
const value: Fields = { name: { number: 1, kind: 'string' }, type: { number: 2, kind: () => type }, docString: { number: 3, kind: 'string' } };

const graph: Fields = {
  node: { number: 1, kind: () => node, many: true }, name: { number: 2, kind: 'string' }, initializer: { number: 5, kind: () => tensor, many: true },
  docString: { number: 10, kind: 'string' }, input: { number: 11, kind: () => value, many: true }, output: { number: 12, kind: () => value, many: true },
  sparseInitializer: { number: 15, kind: () => nothing, many: true },
};

const operatorSet: Fields = { domain: { number: 1, kind: 'string' }, version: { number: 2, kind: 'int' } };
const entry: Fields = { key: { number: 1, kind: 'string' }, value: { number: 2, kind: 'string' } };

export const model: Fields = {
  irVersion: { number: 1, kind: 'int' }, producerName: { number: 2, kind: 'string' }, producerVersion: { number: 3, kind: 'string' },
  docString: { number: 6, kind: 'string' }, graph: { number: 7, kind: () => graph }, opsetImport: { number: 8, kind: () => operatorSet, many: true },
  metadataProps: { number: 14, kind: () => entry, many: true }, functions: { number: 25, kind: () => nothing, many: true },
};
