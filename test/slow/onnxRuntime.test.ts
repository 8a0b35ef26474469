/** ONNX Runtime itself answers the files of every kind of model as predict does. It is its build for WebAssembly, which installs nowhere but in a folder of its own. */
import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Persistent } from '../../src/estimator/index.ts';
import { cases, type Case, type Tensor } from '../../src/exchange/onnx/cases.testing.ts';
import { toOnnx } from '../../src/exchange/onnx/toOnnx.ts';
import { TrainedNetwork } from '../../src/nn/index.ts';
import { install } from './package.testing.ts';

type Value = number | string | boolean | bigint;
interface OrtTensor { readonly data: ArrayLike<Value>; readonly dims: readonly number[] }
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly InferenceSession: { create(bytes: Uint8Array, options: object): Promise<{ run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>; release(): Promise<void> }> };
  readonly Tensor: new (type: string, data: unknown, shape: readonly number[]) => OrtTensor;
}

let folder = '';
let ort: OnnxRuntime;
let all: Readonly<Record<string, Case>> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-onnx-'));
  await install(folder, 'onnxruntime-web@1.30.0');
  ort = createRequire(join(folder, 'package.json'))('onnxruntime-web') as OnnxRuntime;
  ort.env.wasm.numThreads = 1;
  all = await cases();
});
afterAll(() => rm(folder, { recursive: true }));

const arrays = {
  float32: (values: readonly unknown[]) => Float32Array.from(values as number[]),
  float64: (values: readonly unknown[]) => Float64Array.from(values as number[]),
  int64: (values: readonly unknown[]) => BigInt64Array.from((values as number[]).map(BigInt)),
  bool: (values: readonly unknown[]) => Uint8Array.from(values as number[]),
  string: (values: readonly unknown[]) => [...values],
};

const toOrt = ({ type, shape, values }: Tensor): OrtTensor => new ort.Tensor(type, arrays[type](values), shape);

/** The largest difference, in parts of the larger of 1 and what is expected; of labels, whether they differ. */
function difference(found: OrtTensor, { values, shape }: Tensor): number {
  if (found.data.length !== values.length || found.dims.join() !== shape.join()) return Infinity;
  const differ = (a: Value, b: Value): number => (typeof b === 'number' ? Math.abs(Number(a) - b) / Math.max(1, Math.abs(b)) : Number((typeof b === 'boolean' ? Boolean(a) : a) !== b));
  return Math.max(...values.map((value, i) => differ(found.data[i], value)));
}

/** What a model computes by: itself, one of its own, or that of the model of numbers which it is on tables. */
function networkOf(model: Persistent & { readonly network?: TrainedNetwork; readonly model?: Persistent }): TrainedNetwork | undefined {
  if (model instanceof TrainedNetwork) return model;
  return model.network ?? (model.model && networkOf(model.model));
}

test('ONNX Runtime gives what predict gives, of every kind of model', async () => {
  const found: [string, string, number][] = [];
  for (const [name, { model, options, feeds, expected }] of Object.entries(all)) {
    const session = await ort.InferenceSession.create(toOnnx(model, options), { executionProviders: ['wasm'], logSeverityLevel: 3 });
    const outputs = await session.run(Object.fromEntries(Object.entries(feeds).map(([input, tensor]) => [input, toOrt(tensor)])));
    for (const [output, tensor] of Object.entries(expected)) {
      // float64 is computed in float64, and float32 by sums in other orders
      const isFloat32 = (options?.dtype ?? networkOf(model)?.dtype) === 'float32';
      const off = difference(outputs[output], tensor);
      if (!(off < (isFloat32 ? 1e-5 : 1e-12))) found.push([name, output, off]);
    }
    await session.release();
  }
  expect(found).toEqual([]);
  expect(Object.keys(all).length).toBeGreaterThanOrEqual(36);
});
