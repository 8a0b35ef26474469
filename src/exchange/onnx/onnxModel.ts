/** A model from an ONNX file: its graph, run by Glissade's operations. Knows no format. */
import { array as arrayOfNested, describe, NdArray, showShape, sizeOf, type Label, type MatrixInput, type NumericView, type Shape } from '../../array/index.ts';
import type { ModelState, Persistent } from '../../estimator/index.ts';
import { isTable, tableOf, type FrameColumn, type Table, type TableRows } from '../../table/index.ts';
import { onnxBytes, onnxState } from './fileState.ts';
import { readOnnx, type OnnxGraph, type OnnxValue } from './readOnnx.ts';
import { runGraph, runValue, Words, type RunValue } from './runGraph.ts';
import { wholeNumbers } from './tensor.ts';

/** What goes into a graph: numbers, or texts and booleans in a list. */
export type OnnxInput = NdArray | { readonly data: NumericView | readonly (string | number | boolean)[]; readonly shape: Shape };
/** What comes out: an array of numbers, or a list of texts or booleans. */
export type OnnxOutput = NdArray | { readonly data: readonly (string | boolean)[]; readonly shape: Shape };

/**
 * A graph of operators from an ONNX file. `predict` asks it as the model that it was made of is asked, with a matrix, samples or the rows of a
 * table; `run` as any graph, input by input.
 */
export class OnnxModel implements Persistent {
  readonly kind = 'onnx';
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Of ai.onnx. */
  readonly operatorSet: number;
  /** The program that wrote the file. */
  readonly producer: string;
  readonly #graph: OnnxGraph;
  readonly #bytes: Uint8Array;
  readonly #constants: ReadonlyMap<string, RunValue>;
  readonly #words: Words;

  /** @param bytes  of the file; copied   @throws ModelFormatError as `load` */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.slice();
    this.#graph = readOnnx(this.#bytes);
    this.#words = new Words();
    this.#constants = new Map([...this.#graph.constants].map(([name, value]) => [name, runValue(value, this.#words)]));
    this.inputs = this.#graph.inputs;
    this.outputs = this.#graph.outputs;
    this.operatorSet = this.#graph.operatorSet;
    this.producer = this.#graph.producer;
  }

  /**
   * All outputs, by name.
   * @throws TypeError for an input that is missing or none of the graph's, or of another type; RangeError for another shape, and what operators throw
   */
  async run(inputs: Readonly<Record<string, OnnxInput>>): Promise<Record<string, OnnxOutput>> {
    const words = new Words(this.#words);
    const strange = Object.keys(inputs).find((name) => !this.inputs.some((input) => input.name === name));
    if (strange !== undefined) throw new TypeError(`onnx.run: inputs must be those of the graph, ${this.inputs.map(({ name }) => describe(name)).join(', ')}; there is ${describe(strange)}`);
    const given = new Map(this.#constants);
    for (const input of this.inputs) given.set(input.name, readInput(input, Object.hasOwn(inputs, input.name) ? inputs[input.name] : undefined, words));
    const found = runGraph(this.#graph, given);
    return Object.fromEntries(this.outputs.map(({ name }, i) => [name, shown(found[i], words)]));
  }

  /**
   * The first output: a vector for one number per sample, a list where it is labels, else an array.
   * @param data  a matrix or samples for a graph of one input of numbers; otherwise a table or rows, whose columns are the inputs
   * @throws RangeError naming a column that is not there; TypeError for one of another type; otherwise as `run`
   */
  async predict(data: MatrixInput | { readonly data: NumericView; readonly shape: Shape } | Table | TableRows): Promise<Float64Array | Int32Array | Label[] | NdArray> {
    return plain(this.outputs[0], (await this.#ask('onnx.predict', data))[this.outputs[0].name]);
  }

  /** The output `probabilities`, [n, classes]. @throws TypeError for a graph that has none, otherwise as `predict` */
  async predictProbability(data: MatrixInput | { readonly data: NumericView; readonly shape: Shape } | Table | TableRows): Promise<NdArray<[number, number]>> {
    const output = this.outputs.find(({ name }) => /^(output_)?probabilit/.test(name));
    if (output === undefined) throw new TypeError(`onnx.predictProbability: the graph must have an output "probabilities"; it has ${this.outputs.map(({ name }) => describe(name)).join(', ')}`);
    return (await this.#ask('onnx.predictProbability', data))[output.name] as NdArray<[number, number]>;
  }

  state(): ModelState {
    return onnxState(this.#bytes);
  }

  async #ask(caller: string, data: MatrixInput | { readonly data: NumericView; readonly shape: Shape } | Table | TableRows): Promise<Record<string, OnnxOutput>> {
    const isRows = Array.isArray(data) && typeof data[0] === 'object' && data[0] !== null && !Array.isArray(data[0]) && !ArrayBuffer.isView(data[0]);
    if (isTable(data) || isRows) return this.run(await this.#columns(caller, data as Table | TableRows));
    const [input] = this.inputs;
    if (this.inputs.length > 1 || input.type === 'string') throw new TypeError(`${caller}: the model must be asked with a table or rows { column: value }; its inputs are ${this.inputs.slice(0, 8).map(({ name }) => describe(name)).join(', ')}`);
    return this.run({ [input.name]: Array.isArray(data) ? arrayOfNested(data as number[][]) : data as OnnxInput });
  }

  async #columns(caller: string, data: Table | TableRows): Promise<Record<string, OnnxInput>> {
    const table = tableOf(caller, data);
    const missing = this.inputs.filter(({ name }) => !table.columns.some((column) => column.name === name));
    if (missing.length > 0) throw new RangeError(`${table.source}: the table must have every column of the model; ${missing.slice(0, 8).map(({ name }) => describe(name)).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`);
    const frame = await table.read(this.inputs.map(({ name }) => name));
    return Object.fromEntries(this.inputs.map((input) => [input.name, columnInput(table.source, input, frame.column(input.name))]));
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote, or the file in it is refused */
export function restoreOnnx(state: ModelState): OnnxModel {
  return new OnnxModel(onnxBytes(state));
}

function readInput({ name, type, shape }: OnnxValue, given: OnnxInput | undefined, words: Words): RunValue {
  const what = `onnx.run: the input ${describe(name)}`;
  const rule = `${what} must be ${type} [${shape.map((length) => length ?? 'any').join(', ')}]`;
  if (typeof given !== 'object' || given === null || !('data' in given) || !Array.isArray(given.shape)) throw new TypeError(`${rule}; it is ${describe(given)}`);
  const { data } = given;
  const own = given.shape as Shape;
  if (own.length !== shape.length || own.some((length, axis) => typeof shape[axis] === 'number' && shape[axis] !== length)) throw new RangeError(`${rule}; it is ${showShape(own)}`);
  if (data.length !== sizeOf(own)) throw new RangeError(`${what} must hold as many numbers as its shape says; ${showShape(own)} needs ${sizeOf(own)}, there are ${data.length}`);
  const kind = type === 'string' ? 'string' : 'number';
  const values = Array.isArray(data) ? data.map((value: unknown) => (typeof value === 'boolean' && kind === 'number' ? Number(value) : value)) : data;
  const wrong = Array.isArray(values) ? values.find((value) => typeof value !== kind) : kind === 'number' ? undefined : data[0];
  if (wrong !== undefined) throw new TypeError(`${rule}; it holds ${describe(wrong)}`);
  if (type === 'string') return { type, array: new NdArray(Int32Array.from(values as readonly string[], (text) => words.placeOf(text)), own) };
  const numbers = values as ArrayLike<number>;
  if (type === 'float32' || type === 'float64') return { type, array: new NdArray(type === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers), own) };
  return { type, array: new NdArray(wholeNumbers(numbers), own) };
}

function columnInput(source: string, { name, type }: OnnxValue, column: FrameColumn): OnnxInput {
  const rows = column.type === 'categorical' ? column.codes.length : column.values.length;
  if ((type === 'string') !== (column.type === 'categorical')) {
    const empty = column.type === 'categorical' ? column.codes.every((code) => code < 0) : column.values.every(Number.isNaN);
    if (!empty) throw new TypeError(`${source}: columns must have the type that the model takes; ${JSON.stringify(name)} is ${column.type}, the model takes ${type}`);
    return type === 'string' ? { data: Array.from({ length: rows }, () => ''), shape: [rows, 1] } : { data: new Float64Array(rows).fill(NaN), shape: [rows, 1] };
  }
  if (column.type !== 'categorical') return { data: column.values, shape: [rows, 1] };
  return { data: Array.from(column.codes, (code) => column.categories[code] ?? ''), shape: [rows, 1] };
}

function shown({ type, array }: RunValue, words: Words): OnnxOutput {
  if (type === 'string') return { data: Array.from(array.data, (place) => words.list[place]), shape: array.shape };
  if (type === 'bool') return { data: Array.from(array.data, (value) => value !== 0), shape: array.shape };
  return array;
}

function plain({ name, type }: OnnxValue, found: OnnxOutput): Float64Array | Int32Array | Label[] | NdArray {
  if (!(found instanceof NdArray)) return [...found.data];
  if (found.shape.length !== 1) return found;
  if (/^(output_)?label/.test(name)) return Array.from(found.data);
  return type === 'int64' || type === 'int32' ? Int32Array.from(found.data) : Float64Array.from(found.data);
}
