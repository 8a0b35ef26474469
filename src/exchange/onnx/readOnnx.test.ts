/** ONNX files that lie, are cut, or are made of what is not read here. */
import { expect, test } from 'vitest';
import { ridge } from '../../models/index.ts';
import { frameOf } from '../../table/index.ts';
import { load } from '../load.ts';
import { model as fields, type GraphMessage, type ModelMessage, type NodeMessage, type TensorMessage } from './messages.ts';
import { OnnxModel } from './onnxModel.ts';
import { decode, encode, type Message } from './protobuf.ts';
import { readOnnx } from './readOnnx.ts';
import { toOnnx } from './toOnnx.ts';

const value = (name: string, elemType = 1): object => ({ name, type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'n' }] } } } });
const relu: NodeMessage = { input: ['x'], output: ['y'], opType: 'Relu' };
const constant: TensorMessage = { name: 'c', dims: [2], dataType: 1, floatData: [1, 2] };

function file(graph: Partial<GraphMessage> = {}, rest: Partial<ModelMessage> = {}): Uint8Array {
  return encode({ irVersion: 9, opsetImport: [{ domain: '', version: 20 }], graph: { node: [relu], input: [value('x')], output: [value('y')], ...graph }, ...rest } as unknown as Message, fields);
}

test.each<[string, Uint8Array, string]>([
  ['operators that are not there, all of them', file({ node: [{ ...relu, opType: 'LSTM' }, { ...relu, opType: 'If' }, { ...relu, opType: 'LinearClassifier', domain: 'ai.onnx.ml' }] }), 'load: the operators of an ONNX file must be ones that Glissade has; it has not "LSTM", "If", "ai.onnx.ml.LinearClassifier"'],
  ['operators named as parts of objects', file({ node: [{ ...relu, opType: 'constructor' }] }), 'it has not "constructor"'],
  ['a circle', file({ node: [{ input: ['x', 'b'], output: ['a'], opType: 'Add' }, { input: ['a'], output: ['b'], opType: 'Relu' }, { ...relu, input: ['b'] }] }), 'load: every node must take what is given before it, without circles; node 0, Add, takes "b", which is not'],
  ['a node that takes itself', file({ node: [{ ...relu, input: ['y'] }] }), 'node 0, Relu, takes "y", which is not'],
  ['a value given twice', file({ node: [relu, relu] }), 'load: every value must have a name of its own; "y" is given twice'],
  ['an output from nowhere', file({ output: [value('z') as never] }), 'load: every output must be given by a node; "z" is not'],
  ['a node without output', file({ node: [{ ...relu, output: [] }] }), 'load: node 0, Relu, must have an output; it has none'],
  ['no graph', encode({ irVersion: 9 } as Message, fields), 'load: an ONNX file must have a graph; this one has none'],
  ['no input', file({ node: [{ ...relu, input: ['c'] }], input: [], initializer: [constant] }), 'load: the graph of an ONNX file must have an input and an output; it has 0 and 1'],
  ['old operators', file({}, { opsetImport: [{ version: 9 }] }), 'load: an ONNX file must use an operator set of ai.onnx from 13 to 24; this one uses 9'],
  ['no operators', file({}, { opsetImport: [] }), 'this one uses none'],
  ['a constant that is cut', file({ initializer: [{ ...constant, floatData: undefined, rawData: new Uint8Array(7) }] }), 'load: the constant "c" must have as many numbers as its shape needs; [2] needs 2, it has 1.75'],
  ['a constant without end', file({ initializer: [{ ...constant, dims: [2 ** 40, 2 ** 40] }] }), '[1099511627776, 1099511627776] needs 1.2089258196146292e+24, it has 2'],
  ['a constant of a negative length', file({ initializer: [{ ...constant, dims: [-1] }] }), 'load: the constant "c" must have a shape of at most 8 whole numbers; it has [-1]'],
  ['two constants of a name', file({ initializer: [constant, constant] }), 'load: constants must have names of their own; the constant "c" has not'],
  ['numbers of 16 bits', file({ initializer: [{ ...constant, dataType: 10 }] }), 'load: the constant "c" must be of one of the types float32, float64, int32, int64, bool, string; it is of type 10'],
  ['weights in another file', file({ initializer: [{ ...constant, dataLocation: 1 }] }), 'load: the numbers of the constant "c" must be in the file; they are in another one'],
  ['sparse constants', file({ sparseInitializer: [{}] }), 'load: constants of an ONNX file must be dense; this one has sparse ones'],
  ['an input that is no tensor', file({ input: [{ name: 'x' }] }), 'load: the input "x" must be a tensor; it is another thing'],
  ['a graph as an attribute', file({ node: [{ ...relu, attribute: [{ name: 'body', type: 5, g: {} }] }] }), 'load: attributes must be numbers, texts or lists of numbers; "body" of node 0, Relu is of type 5'],
  ['a constant without value', file({ node: [{ output: ['k'], opType: 'Constant', attribute: [] }, relu] }), 'load: node 0, Constant, must have a tensor as value; it has none'],
])('%s: refused', (_, bytes, message) => {
  expect(() => readOnnx(bytes)).toThrow(message);
});

test.each<[string, NodeMessage[], TensorMessage[], string]>([
  ['shapes that do not fit', [{ input: ['x', 'c'], output: ['y'], opType: 'Add' }], [{ ...constant, dims: [3], floatData: [1, 2, 3] }], 'onnx: node 0, Add, must have inputs that fit; add'],
  ['an operand that is not there', [{ input: ['x'], output: ['y'], opType: 'Add' }], [], 'onnx: node 0, Add, must have inputs that fit; '],
  ['few bytes that would fill the memory', [{ input: ['x', 'c'], output: ['y'], opType: 'Expand' }], [{ name: 'c', dims: [3], dataType: 7, int64Data: [1e6, 1e6, 2] }], 'Expand must make at most 134217728 numbers; it would make about 2000000000000'],
])('%s: an error that names the node, when it is run', async (_, node, initializer, message) => {
  const model = new OnnxModel(file({ node, initializer }));
  await expect(model.run({ x: { data: [1, 2], shape: [2] } })).rejects.toThrow(message);
});

test('every beginning of a file, and every byte changed, is a model or an error in a sentence', async () => {
  const whole = toOnnx(await ridge().fit(frameOf({ a: [1, 2, 3, 4], b: ['x', 'y', 'x', 'y'], y: [1, 2, 3, 5] }), { target: 'y' }));
  expect(decode(whole, fields, 'the model')).toBeDefined();
  const complaints: string[] = [];
  const attempt = async (bytes: Uint8Array): Promise<void> => {
    await load(bytes, { kind: 'onnx' }).catch((error: Error) => {
      if (error.name !== 'ModelFormatError' || !/^load: [^\n]{1,900}$/.test(error.message)) complaints.push(String(error));
    });
  };
  for (let length = 0; length < whole.length; length += 3) await attempt(whole.subarray(0, length));
  for (let i = 0; i < whole.length; i++) {
    const changed = whole.slice();
    changed[i] ^= 1 << (i % 8);
    await attempt(changed);
  }
  expect(complaints).toEqual([]);
  await expect(load(whole.subarray(0, whole.length - 400), { kind: 'onnx' })).rejects.toThrow('the file is cut short, or no ONNX file');
  await expect(load(whole, { kind: 'ridge' })).rejects.toThrow('load: the file must hold a ridge model; it holds one of kind "onnx"');
});
