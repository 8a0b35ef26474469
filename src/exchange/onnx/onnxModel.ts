/** A model from an ONNX file: its graph, run by Glissade's operations. Knows no format. */
import { array as arrayOfNested, describe, NdArray, showShape, sizeOf, type Label, type MatrixInput, type NumericView, type Shape } from '../../array/index.ts';
import { checkKnown, pauser, type ModelState, type Persistent, type RunOptions } from '../../estimator/index.ts';
import { rowProgress } from '../../preprocess/index.ts';
import { isTable, tableOf, type Table, type TableRows } from '../../table/index.ts';
import { onnxBytes, onnxState } from './fileState.ts';
import { isProbabilities, readMetadata, showLengths, type OnnxColumn } from './metadata.ts';
import { readOnnx, type OnnxGraph, type OnnxValue } from './readOnnx.ts';
import { runGraph, runValue, Words, type RunValue } from './runGraph.ts';
import { blocksOf, joined, matrixOfColumns, namedColumns, type OnnxInput, type OnnxOutput } from './tableRows.ts';
import { shapeOf, wholeNumbers } from './tensor.ts';

export interface OnnxTableOptions extends RunOptions {
  /** Of a table, for a graph of one input: the columns of numbers that make its rows, in order. Default: the columns are named as the inputs. */
  readonly columns?: readonly string[];
}

/** What a graph is asked with. */
export type OnnxQuestion = MatrixInput | { readonly data: NumericView; readonly shape: Shape } | Table | TableRows;

/** A step of a graph. */
export interface OnnxStep {
  readonly operator: string;
  /** Values by name, '' for what is left out. */
  readonly inputs: readonly string[];
  /** Numbers and texts among them that the file holds. */
  readonly constants: number;
  /** With their shapes for one row; undefined where the graph cannot be run on zeros. */
  readonly outputs: readonly { readonly name: string; readonly shape: Shape | undefined }[];
}

/** Rows of a table that go through a graph together. */
const blockRows = 1024;
const mostZeros = 16_777_216;

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
  /** Of a model of a table, as `toOnnx` writes it: the table's columns that are features, each an input, and the target. Else undefined. */
  readonly columns: readonly OnnxColumn[] | undefined;
  /** The classes in the order of their probabilities, where `toOnnx` wrote the file. */
  readonly classes: readonly Label[] | undefined;
  /** Whether it takes images, [n, channels, height, width] with pixels from 0 to 1, and tells their classes, as `toOnnx` writes networks of images. */
  readonly images: boolean;
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
    ({ columns: this.columns, classes: this.classes, images: this.images } = readMetadata(this.#graph.entries, this.inputs, this.outputs));
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
   * @param data  a matrix or samples for a graph of one input of numbers; otherwise a table or rows, whose columns are the inputs. A table goes through in blocks
   * @throws RangeError naming a column that is not there; TypeError for one of another type; otherwise as `run`
   */
  async predict(data: OnnxQuestion, options: OnnxTableOptions = {}): Promise<Float64Array | Int32Array | Label[] | NdArray> {
    return plain(this.outputs[0], (await this.#ask('onnx.predict', data, options))[this.outputs[0].name]);
  }

  /** The output `probabilities`, [n, classes]. @throws TypeError for a graph that has none, otherwise as `predict` */
  async predictProbability(data: OnnxQuestion, options: OnnxTableOptions = {}): Promise<NdArray<[number, number]>> {
    const output = this.outputs.find(({ name }) => isProbabilities(name));
    if (output === undefined) throw new TypeError(`onnx.predictProbability: the graph must have an output "probabilities"; it has ${this.outputs.map(({ name }) => describe(name)).join(', ')}`);
    return (await this.#ask('onnx.predictProbability', data, options))[output.name] as NdArray<[number, number]>;
  }

  /** All outputs, by name, of what `predict` takes. @throws as `predict` */
  async answers(data: OnnxQuestion, options: OnnxTableOptions = {}): Promise<Record<string, OnnxOutput>> {
    return this.#ask('onnx.answers', data, options);
  }

  /** The operators in order, what they take and give. For the shapes the graph is run once, on a row of zeros and empty texts. */
  async steps(): Promise<readonly OnnxStep[]> {
    const { nodes, constants } = this.#graph;
    const shapes = new Map<string, Shape>();
    try {
      const words = new Words(this.#words);
      const given = new Map(this.#constants);
      for (const input of this.inputs) given.set(input.name, readInput(input, oneRow(input), words));
      runGraph(this.#graph, given, (results, i) => nodes[i].outputs.forEach((name, k) => { if (results[k] !== undefined) shapes.set(name, results[k].array.shape); }));
    } catch {
      // it takes no zeros: what was run before has shapes
    }
    const countOf = (name: string): number => (constants.has(name) ? sizeOf(shapeOf(constants.get(name)!)) : 0);
    return nodes.map(({ operator, inputs, outputs }) => ({
      operator, inputs, constants: inputs.reduce((sum, name) => sum + countOf(name), 0),
      outputs: outputs.filter((name) => name !== '').map((name) => ({ name, shape: shapes.get(name) })),
    }));
  }

  state(): ModelState {
    return onnxState(this.#bytes);
  }

  async #ask(caller: string, data: OnnxQuestion, options: OnnxTableOptions): Promise<Record<string, OnnxOutput>> {
    checkKnown(caller, options, ['columns', 'signal', 'onProgress']);
    const isRows = Array.isArray(data) && typeof data[0] === 'object' && data[0] !== null && !Array.isArray(data[0]) && !ArrayBuffer.isView(data[0]);
    if (isTable(data) || isRows) return this.#askTable(caller, tableOf(caller, data as Table | TableRows), options);
    if (options.columns !== undefined) throw new TypeError(`${caller}: columns are those of a table or rows { column: value }; the data is ${describe(data)}`);
    const [input] = this.inputs;
    if (this.inputs.length > 1 || input.type === 'string') throw new TypeError(`${caller}: the model must be asked with a table or rows { column: value }; its inputs are ${this.inputs.slice(0, 8).map(({ name }) => describe(name)).join(', ')}`);
    return this.run({ [input.name]: Array.isArray(data) ? arrayOfNested(data as number[][]) : data as OnnxInput });
  }

  async #askTable(caller: string, table: Table, { columns, signal, onProgress }: OnnxTableOptions): Promise<Record<string, OnnxOutput>> {
    const feeds = columns === undefined ? namedColumns(this.inputs, this, table) : matrixOfColumns(caller, this.inputs, columns);
    if (table.rowCount === 0) throw new RangeError(`${caller}: the table must have at least one row; ${table.source} has none`);
    const [length] = this.inputs[0].shape; // a file may be made for so many samples at a time
    const blocks: Record<string, OnnxOutput>[] = [];
    const rows: number[] = [];
    const together = typeof length === 'number' ? length : blockRows;
    const report = rowProgress(`${caller}: rows`, table.rowCount, table.rowCount > together ? onProgress : undefined);
    const pause = pauser(signal);
    let done = 0;
    for await (const frame of blocksOf(table, feeds.names, together, signal)) {
      blocks.push(await this.run(await feeds.of(frame)));
      rows.push(frame.rowCount);
      done += frame.rowCount;
      report(done);
      await pause();
    }
    return joined(caller, blocks, rows);
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote, or the file in it is refused */
export function restoreOnnx(state: ModelState): OnnxModel {
  return new OnnxModel(onnxBytes(state));
}

function readInput({ name, type, shape }: OnnxValue, given: OnnxInput | undefined, words: Words): RunValue {
  const what = `onnx.run: the input ${describe(name)}`;
  const rule = `${what} must be ${type} ${showLengths(shape)}`;
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
  const numbers = values as readonly number[];
  if (type === 'float32' || type === 'float64') return { type, array: new NdArray(type === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers), own) };
  const broken = numbers.findIndex((value) => !(type === 'bool' ? value === 0 || value === 1 : Number.isSafeInteger(value)));
  if (broken >= 0) throw new RangeError(`${rule}; it holds ${numbers[broken]}`);
  return { type, array: new NdArray(wholeNumbers(numbers), own) };
}

/** Zeros or empty texts; a free axis has length 1. */
function oneRow({ name, type, shape }: OnnxValue): OnnxInput {
  const lengths = shape.map((length) => (typeof length === 'number' ? length : 1));
  const size = sizeOf(lengths);
  if (size > mostZeros) throw new RangeError(`onnx.steps: a row must have at most ${mostZeros} numbers; ${describe(name)} has ${size}`);
  return { data: type === 'string' ? Array.from({ length: size }, () => '') : new Float64Array(size), shape: lengths };
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
