/**
 * ONNX's checker has read files built like ours: a hash of each, its fitted numbers left out, says that it is built as the file that
 * __fixtures__/checker.py gave to the checker. What the files answer is in test/slow/onnxRuntime.test.ts.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cases, type Case } from './cases.testing.ts';
import { model as fields, type ModelMessage, type TensorMessage } from './messages.ts';
import { decode, encode } from './protobuf.ts';
import { toOnnx } from './toOnnx.ts';

let all: Readonly<Record<string, Case>> = {};
const folder = process.env.GLISSADE_ONNX;
const floats = new Set([1, 11]); // float32, float64

beforeAll(async () => {
  all = await cases();
});

/** Of all but the version of Glissade and the numbers that a fit finds: the last bits of solvers may change. */
function hashOf(bytes: Uint8Array): string {
  const file: ModelMessage = decode(bytes, fields, 'the model');
  const blank = (tensor: TensorMessage): TensorMessage => (floats.has(tensor.dataType ?? 0) && tensor.rawData ? { ...tensor, rawData: new Uint8Array(tensor.rawData.length) } : tensor);
  const graph = { ...file.graph, initializer: file.graph!.initializer!.map(blank) };
  return createHash('sha256').update(encode({ ...file, graph, producerVersion: '' } as never, fields)).digest('hex');
}

test.runIf(folder !== undefined)('the files for the checker are written', () => {
  mkdirSync(folder!, { recursive: true });
  for (const [name, { model, options }] of Object.entries(all)) {
    const bytes = toOnnx(model, options);
    writeFileSync(join(folder!, `${name}.onnx`), bytes);
    writeFileSync(join(folder!, `${name}.sha256`), hashOf(bytes));
  }
  expect(readdirSync(folder!)).toHaveLength(2 * Object.keys(all).length);
});

test.skipIf(folder !== undefined)('files of every kind of model are built as those that ONNX\'s checker has read (else: __fixtures__/checker.py)', () => {
  const { cases: checked } = JSON.parse(readFileSync(new URL('__fixtures__/checker.json', import.meta.url), 'utf8')) as { readonly cases: Readonly<Record<string, string>> };
  expect(Object.fromEntries(Object.entries(all).map(([name, { model, options }]) => [name, hashOf(toOnnx(model, options))]))).toEqual(checked);
});
