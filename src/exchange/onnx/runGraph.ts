/** A graph that was read, run node by node. Knows no operator by name but those that make values of another type. */
import { describe, NdArray } from '../../array/index.ts';
import { cast, notEqual } from '../../ops/index.ts';
import { allOperators } from './moreOperators.ts';
import type { OnnxGraph, OnnxNode } from './readOnnx.ts';
import type { TensorValue, ValueType } from './tensor.ts';

/** Numbers, or texts by their places in a list. */
export interface RunValue {
  readonly type: ValueType;
  readonly array: NdArray;
}

/** Texts and their places: equal texts have one place, so that all that moves or compares numbers does so with texts. */
export class Words {
  readonly list: string[];
  readonly #places: Map<string, number>;

  constructor(before?: Words) {
    this.list = before === undefined ? [] : [...before.list];
    this.#places = new Map(this.list.map((text, place) => [text, place]));
  }

  placeOf(text: string): number {
    const found = this.#places.get(text);
    if (found !== undefined) return found;
    this.#places.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

export function runValue(value: TensorValue, words: Words): RunValue {
  if (value.type !== 'string') return value;
  return { type: 'string', array: new NdArray(Int32Array.from(value.texts, (text) => words.placeOf(text)), value.shape) };
}

/**
 * The values of a graph's outputs.
 * @param given  constants and inputs by name
 * @param see  is shown what each node gives
 * @throws TypeError, RangeError of an operator that its inputs do not fit, with the node's place
 */
export function runGraph({ nodes, outputs }: OnnxGraph, given: ReadonlyMap<string, RunValue>, see?: (results: readonly RunValue[], node: number) => void): RunValue[] {
  const values = new Map(given);
  // a value that no later node takes is let go
  const last = new Map<string, number>();
  nodes.forEach(({ inputs }, i) => inputs.forEach((name) => last.set(name, i)));
  for (const { name } of outputs) last.set(name, nodes.length);
  nodes.forEach((node, i) => {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)!));
    const results = runNode(node, inputs, i);
    see?.(results, i);
    node.outputs.forEach((name, k) => {
      if (name !== '' && results[k] !== undefined) values.set(name, results[k]);
    });
    for (const name of node.inputs) if (last.get(name) === i) values.delete(name);
  });
  return outputs.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw new TypeError(`onnx: the output ${describe(name)} must be given by its node; it is one that Glissade does not compute`);
    return value;
  });
}

function runNode({ operator, inputs: names, attributes, outputs }: OnnxNode, inputs: readonly (RunValue | undefined)[], i: number): readonly RunValue[] {
  const arrays = inputs.map((value) => value?.array) as readonly NdArray[];
  try {
    if (operator === 'Cast') return [castTo(inputs[0]!, attributes.to as number)];
    const texts = inputs.findIndex((value) => value?.type === 'string');
    if (texts >= 0 && !ofTexts.has(operator)) throw new TypeError(`numbers are wanted; ${describe(names[texts])} holds texts`);
    const found = allOperators[operator](arrays, { ...attributes, outputs: outputs.length });
    return (Array.isArray(found) ? found as readonly NdArray[] : [found as NdArray]).map((array) => ({ type: typeOf(operator, inputs, array), array }));
  } catch (error) {
    const known = error instanceof TypeError ? TypeError : RangeError;
    throw new known(`onnx: node ${i}, ${operator}, must have inputs that fit; ${(error as Error).message}`, { cause: error });
  }
}

/** Operators that give what they are given, moved or chosen, texts too. */
const moving = new Set(['Identity', 'Dropout', 'Gather', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Transpose', 'Concat', 'Slice', 'Expand', 'Split']);
const comparing = new Set(['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'IsNaN', 'Not']);
const counting = new Set(['ArgMax', 'ArgMin', 'Shape']);
const ofTexts = new Set([...moving, 'Equal', 'Where', 'Shape']);

function typeOf(operator: string, inputs: readonly (RunValue | undefined)[], { dtype }: NdArray): ValueType {
  if (comparing.has(operator)) return 'bool';
  if (counting.has(operator)) return 'int64';
  if (moving.has(operator)) return inputs[0]!.type;
  if (operator === 'Where') return inputs[1]!.type;
  return dtype === 'int32' ? 'int64' : dtype;
}

const castTypes = new Map<number, Exclude<ValueType, 'string'>>([[1, 'float32'], [6, 'int32'], [7, 'int64'], [9, 'bool'], [11, 'float64']]);

function castTo({ type, array }: RunValue, to: number): RunValue {
  const wanted = castTypes.get(to);
  if (wanted === undefined || type === 'string') throw new TypeError(`numbers can become float32, float64, int32, int64 or bool; ${type} should become type ${to}`);
  if (wanted === 'bool') return { type: wanted, array: notEqual(array, 0) };
  const whole = wanted === 'int32' || wanted === 'int64';
  return { type: wanted, array: whole ? (type === 'int64' || type === 'int32' ? array : cast(array, 'int32')) : cast(array, wanted) };
}
