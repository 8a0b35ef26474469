/** A graph of ONNX operators under construction: inputs, constants, nodes, outputs, each with a name of its own. Knows no model. */
import { version } from '../version.ts';
import { attributeTypes, elementTypes, model, type AttributeMessage, type ElementType, type NodeMessage, type TensorMessage, type ValueMessage } from './messages.ts';
import { encode, type Message } from './protobuf.ts';

/** The operators are those of ai.onnx, operator set 20 (ONNX 1.15, November 2023), in files of its version, 9. */
export const operatorSet = 20;
const irVersion = 9;

/** A tensor in the graph, by its name. */
export type Value = string;

export type FloatType = 'float32' | 'float64';

/** Whole numbers are lists of ints, others floats where they are wrapped so. */
export type Attribute = number | string | readonly number[] | { readonly float: number } | { readonly tensor: TensorMessage };

/** Lengths of axes; a text names one that is free. */
export type Lengths = readonly (number | string)[];

export class Graph {
  readonly #nodes: NodeMessage[] = [];
  readonly #constants: TensorMessage[] = [];
  readonly #known = new Map<string, Value>();
  readonly #inputs: ValueMessage[] = [];
  readonly #outputs: ValueMessage[] = [];
  readonly #taken = new Set<string>(['']);

  input(name: string, type: ElementType, shape: Lengths, docString?: string): Value {
    const value = this.#free(name);
    this.#inputs.push({ ...valueOf(value, type, shape), ...(docString !== undefined && { docString }) });
    return value;
  }

  /** Numbers under a name like `hint`; the same numbers are kept once. */
  constant(hint: string, type: ElementType, dims: readonly number[], values: ArrayLike<number> | readonly string[] | readonly boolean[]): Value {
    const tensor = tensorOf(type, dims, values);
    const key = dims.length > 0 && dims.reduce((a, b) => a * b, 1) > 16 ? undefined : JSON.stringify([type, dims, Array.from(values as ArrayLike<unknown>, (value) => (Object.is(value, -0) ? '-0' : value))]);
    const same = key === undefined ? undefined : this.#known.get(key);
    if (same !== undefined) return same;
    const name = this.#free(hint);
    if (key !== undefined) this.#known.set(key, name);
    this.#constants.push({ ...tensor, name });
    return name;
  }

  /** The result of an operator. */
  node(opType: string, input: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    const output = this.#free(opType.toLowerCase());
    this.#nodes.push({ input, output: [output], name: `${output}_node`, opType, attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value)) });
    return output;
  }

  /** Gives a value to the outside. */
  output(name: string, value: Value, type: ElementType, shape: Lengths): void {
    const output = this.#free(name);
    this.#nodes.push({ input: [value], output: [output], name: `${output}_node`, opType: 'Identity' });
    this.#outputs.push(valueOf(output, type, shape));
  }

  /** The whole as a file. */
  toBytes(name: string, docString: string, metadata: readonly (readonly [string, string])[]): ReturnType<typeof Uint8Array.of> {
    return encode({
      irVersion, producerName: 'glissade', producerVersion: version, opsetImport: [{ domain: '', version: operatorSet }], docString,
      graph: { node: this.#nodes, name, initializer: this.#constants, input: this.#inputs, output: this.#outputs },
      metadataProps: metadata.map(([key, value]) => ({ key, value })),
    } as unknown as Message, model);
  }

  /** The name, or the name with a number, if another has it. */
  #free(name: string): Value {
    let free = name;
    for (let i = 1; this.#taken.has(free); i++) free = `${name}_${i}`;
    this.#taken.add(free);
    return free;
  }
}

function valueOf(name: string, type: ElementType, shape: Lengths): ValueMessage {
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim: shape.map((length) => (typeof length === 'number' ? { dimValue: length } : { dimParam: length })) } } } };
}

function attributeOf(name: string, value: Attribute): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  if ('tensor' in value) return { name, type: attributeTypes.tensor, t: value.tensor };
  return { name, type: attributeTypes.ints, ints: value };
}

function tensorOf(type: ElementType, dims: readonly number[], values: ArrayLike<number> | readonly string[] | readonly boolean[]): TensorMessage {
  const dataType = elementTypes[type];
  if (type === 'string') return { dims, dataType, stringData: Array.from(values as readonly string[], (text) => new TextEncoder().encode(text)) };
  const numbers = values as ArrayLike<number>;
  const size = type === 'bool' ? 1 : type === 'float32' || type === 'int32' ? 4 : 8;
  const rawData = new Uint8Array(size * numbers.length);
  const view = new DataView(rawData.buffer);
  for (let i = 0; i < numbers.length; i++) {
    if (type === 'float32') view.setFloat32(4 * i, numbers[i], true);
    else if (type === 'float64') view.setFloat64(8 * i, numbers[i], true);
    else if (type === 'int32') view.setInt32(4 * i, numbers[i], true);
    else if (type === 'int64') view.setBigInt64(8 * i, BigInt(numbers[i]), true);
    else rawData[i] = numbers[i] ? 1 : 0;
  }
  return { dims, dataType, rawData };
}
