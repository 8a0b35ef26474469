/**
 * What ONNX Runtime answered to files of ours, beside what predict answers. It ran when __fixtures__/onnxruntime.py was run on the files that this test
 * writes when GLISSADE_ONNX names a folder; a hash of each holds its answers to the file as it is now.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cases, type Case } from './cases.testing.ts';
import { model as modelFields } from './messages.ts';
import { decode, encode } from './protobuf.ts';
import { toOnnx } from './toOnnx.ts';

interface Fixture {
  readonly onnxruntime: string;
  readonly onnx: string;
  readonly cases: Readonly<Record<string, { readonly sha256: string; readonly outputs: Readonly<Record<string, readonly (number | string | boolean)[]>> }>>;
}

const path = new URL('__fixtures__/onnxruntime.json', import.meta.url);
let all: Readonly<Record<string, Case>> = {};
const folder = process.env.GLISSADE_ONNX;

beforeAll(async () => {
  all = await cases();
});

test.runIf(folder !== undefined)('the files for ONNX Runtime are written', () => {
  mkdirSync(folder!, { recursive: true });
  for (const [name, { model, options, feeds }] of Object.entries(all)) {
    const bytes = toOnnx(model, options);
    writeFileSync(join(folder!, `${name}.onnx`), bytes);
    writeFileSync(join(folder!, `${name}.json`), JSON.stringify({ sha256: hashOf(bytes), feeds }, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value)));
  }
  expect(readdirSync(folder!)).toHaveLength(2 * Object.keys(all).length);
});

/** Of all but the version of Glissade. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(encode({ ...decode(bytes, modelFields, 'the model'), producerVersion: '' }, modelFields)).digest('hex');
}

const fixture = (): Fixture => JSON.parse(readFileSync(path, 'utf8')) as Fixture;

/** The largest difference, in parts of the larger of 1 and what is expected; of labels, whether they differ. */
function difference(found: readonly (number | string | boolean)[], expected: readonly (number | string | boolean)[]): number {
  expect(found).toHaveLength(expected.length);
  return expected.reduce((most: number, value, i) => Math.max(most, typeof value === 'number' ? Math.abs((found[i] as number) - value) / Math.max(1, Math.abs(value)) : Number(found[i] !== value)), 0);
}

test.skipIf(folder !== undefined)('ONNX Runtime gives what predict gives, of every kind of model', () => {
  const { cases: ran } = fixture();
  expect(Object.keys(ran).sort()).toEqual(Object.keys(all).sort());
  const failures = Object.entries(all).flatMap(([name, { model, options, expected }]) => {
    const { sha256, outputs } = ran[name];
    if (hashOf(toOnnx(model, options)) !== sha256) return [`${name}: the file is another one than ONNX Runtime read: run onnxruntime.py`];
    return Object.entries(expected).flatMap(([output, { values }]) => {
      // float64 is computed in float64, and float32 by sums in other orders
      const float32 = options?.dtype === 'float32' || ['images', 'flat', 'words', 'digits', 'normalised', 'mlpRegressor', 'mlpClassifier'].includes(name);
      const found = difference(outputs[output], values);
      return found < (float32 ? 1e-5 : 1e-12) ? [] : [`${name}: ${output} differs by ${found}`];
    });
  });
  expect(failures).toEqual([]);
});
