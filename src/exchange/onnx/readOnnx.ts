/** An ONNX file as a graph that can be run, trusting nothing. Knows which operators there are, and not what they do. */
import { describe } from '../../array/index.ts';
import { ModelFormatError } from '../../estimator/index.ts';
import { attributeTypes, model as modelFields, type AttributeMessage, type GraphMessage, type ModelMessage, type NodeMessage, type ValueMessage } from './messages.ts';
import { allOperators } from './moreOperators.ts';
import type { Attributes } from './operators.ts';
import { decode } from './protobuf.ts';
import { tensorValue, textOf, valueTypeOf, type TensorValue, type ValueType } from './tensor.ts';

/** What goes in, or comes out. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ValueType;
  /** Lengths of axes; a text, or null, where any length will do. */
  readonly shape: readonly (number | string | null)[];
}

/** A step: an operator, the names of what it takes ('' for what is left out) and of what it gives. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: ReadonlyMap<string, TensorValue>;
  /** In the order in which they can be run. */
  readonly nodes: readonly OnnxNode[];
  readonly operatorSet: number;
  /** The program that wrote the file. */
  readonly producer: string;
  /** What the file says besides, by key. */
  readonly entries: ReadonlyMap<string, string>;
}

/** The operator sets whose operators mean what they are read as. */
const oldest = 13;
const newest = 24;

/**
 * @throws ModelFormatError for bytes that are no ONNX file or cut short; operators, types and parts of the format that are not
 *   read here, by name; a node that takes what no node before it gives, as in a circle
 */
export function readOnnx(bytes: Uint8Array): OnnxGraph {
  const file = decode(bytes, modelFields, 'the model') as ModelMessage;
  const { graph } = file;
  if (graph === undefined) throw new ModelFormatError('load: an ONNX file must have a graph; this one has none: it is cut short, or no ONNX file');
  const operatorSet = operatorSetOf(file);
  checkOperators(graph.node ?? []);
  if ((graph.sparseInitializer ?? []).length > 0) throw new ModelFormatError('load: constants of an ONNX file must be dense; this one has sparse ones');
  const constants = new Map<string, TensorValue>();
  for (const tensor of graph.initializer ?? []) {
    const what = `the constant ${describe(tensor.name ?? '')}`;
    if (tensor.name === undefined || constants.has(tensor.name)) throw new ModelFormatError(`load: constants must have names of their own; ${what} has not`);
    constants.set(tensor.name, tensorValue(tensor, what));
  }
  const nodes = (graph.node ?? []).map((node, i) => readNode(node, i, constants)).filter((node) => node !== undefined);
  // what has a value is no input, though older files list it
  const inputs = (graph.input ?? []).map((value) => readValue(value, 'input')).filter(({ name }) => !constants.has(name));
  checkOrder(nodes, inputs, constants, graph);
  const outputs = (graph.output ?? []).map((value) => readValue(value, 'output'));
  if (inputs.length === 0 || outputs.length === 0) throw new ModelFormatError(`load: the graph of an ONNX file must have an input and an output; it has ${inputs.length} and ${outputs.length}`);
  return { inputs, outputs, constants, nodes, operatorSet, producer: file.producerName ?? '', entries: new Map((file.metadataProps ?? []).map(({ key = '', value = '' }) => [key, value])) };
}

function operatorSetOf({ opsetImport = [] }: ModelMessage): number {
  const version = opsetImport.find(({ domain = '' }) => isStandard(domain))?.version ?? 0;
  if (version >= oldest && version <= newest) return version;
  throw new ModelFormatError(`load: an ONNX file must use an operator set of ai.onnx from ${oldest} to ${newest}; this one uses ${version === 0 ? 'none' : version}`);
}

function isStandard(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** All that are strange are named at once. */
function checkOperators(nodes: readonly NodeMessage[]): void {
  const strange = new Set<string>();
  for (const { opType = '', domain = '' } of nodes) {
    if (!isStandard(domain)) strange.add(`${domain}.${opType}`);
    else if (opType !== 'Constant' && !Object.hasOwn(allOperators, opType)) strange.add(opType);
  }
  if (strange.size === 0) return;
  const named = [...strange].slice(0, 20).map((name) => describe(name)).join(', ');
  throw new ModelFormatError(`load: the operators of an ONNX file must be ones that Glissade has; it has not ${named}${strange.size > 20 ? ', …' : ''}`);
}

/** Undefined for a constant, which is put to the others. */
function readNode({ opType = '', input = [], output = [], attribute = [] }: NodeMessage, i: number, constants: Map<string, TensorValue>): OnnxNode | undefined {
  const what = `node ${i}, ${opType}`;
  if (output.length === 0) throw new ModelFormatError(`load: ${what}, must have an output; it has none`);
  if (opType !== 'Constant') return { operator: opType, inputs: input, outputs: output, attributes: Object.fromEntries(attribute.map((one) => [one.name ?? '', attributeValue(one, what)])) };
  const tensor = attribute.find(({ name }) => name === 'value')?.t;
  if (tensor === undefined) throw new ModelFormatError(`load: ${what}, must have a tensor as value; it has ${attribute.map(({ name }) => describe(name)).join(', ') || 'none'}`);
  if (constants.has(output[0])) throw new ModelFormatError(`load: every value must have a name of its own; ${describe(output[0])} is given twice`);
  constants.set(output[0], tensorValue(tensor, what));
  return undefined;
}

function attributeValue({ name, type, f, i, s, floats, ints }: AttributeMessage, what: string): number | string | readonly number[] | undefined {
  switch (type) {
    case attributeTypes.float: return f ?? 0;
    case attributeTypes.int: return i ?? 0;
    case attributeTypes.string: return textOf(s ?? new Uint8Array(0), what);
    case attributeTypes.floats: return floats ?? [];
    case attributeTypes.ints: return ints ?? [];
    default: throw new ModelFormatError(`load: attributes must be numbers, texts or lists of numbers; ${describe(name)} of ${what} is of type ${type ?? 'none'}`);
  }
}

function readValue({ name = '', type }: ValueMessage, kind: string): OnnxValue {
  const what = `the ${kind} ${describe(name)}`;
  if (type?.tensorType === undefined) throw new ModelFormatError(`load: ${what} must be a tensor; it is another thing`);
  const { elemType, shape } = type.tensorType;
  return { name, type: valueTypeOf(elemType, what), shape: (shape?.dim ?? []).map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? null) };
}

/** Every value is given once, before it is taken: then there is no circle. */
function checkOrder(nodes: readonly OnnxNode[], inputs: readonly OnnxValue[], constants: ReadonlyMap<string, TensorValue>, { output = [] }: GraphMessage): void {
  const given = new Set<string>(constants.keys());
  const give = (name: string): void => {
    if (given.has(name)) throw new ModelFormatError(`load: every value must have a name of its own; ${describe(name)} is given twice`);
    given.add(name);
  };
  for (const { name } of inputs) give(name);
  nodes.forEach(({ operator, inputs: taken, outputs }, i) => {
    const missing = taken.find((name) => name !== '' && !given.has(name));
    if (missing !== undefined) throw new ModelFormatError(`load: every node must take what is given before it, without circles; node ${i}, ${operator}, takes ${describe(missing)}, which is not`);
    for (const name of outputs) if (name !== '') give(name);
  });
  const lost = output.find(({ name = '' }) => !given.has(name));
  if (lost !== undefined) throw new ModelFormatError(`load: every output must be given by a node; ${describe(lost.name)} is not`);
}
