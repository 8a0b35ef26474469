/**
 * ONNX's own checker, with its inference of types and shapes, reads the files of every kind of model. Debian's python3-onnx knows older operators only,
 * so pip brings a newer one. All else comes from npm and Debian: where Python's index cannot be reached these tests are skipped and say so, and ONNX
 * Runtime, which holds every operator to the same schemas, still reads all the files (onnxRuntime.test.ts).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cases } from '../../src/exchange/onnx/cases.testing.ts';
import { model as fields, type GraphMessage, type ModelMessage, type ValueMessage } from '../../src/exchange/onnx/messages.ts';
import { decode, encode, type Message } from '../../src/exchange/onnx/protobuf.ts';
import { toOnnx } from '../../src/exchange/onnx/toOnnx.ts';
import { execute } from './package.testing.ts';

const python = process.env.PYTHON ?? 'python3';

/** Prints per file the name of the error that the checker raised, or null. */
const checker = `
import glob, json, os, sys
sys.path.insert(0, sys.argv[1])
import onnx
found = {}
for path in glob.glob(sys.argv[2] + "/*.onnx"):
    found[os.path.basename(path)[:-5]] = None
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    except Exception as error:
        found[os.path.basename(path)[:-5]] = type(error).__name__
print(json.dumps(found))
`;

let folder = '';
let missing: string | undefined;
let files: Readonly<Record<string, Uint8Array>> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-onnx-checker-'));
  missing = await execute(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--target', join(folder, 'python'), 'onnx==1.23.2']).then(() => undefined, (error: unknown) => String(error).slice(0, 500));
  if (missing !== undefined) process.stderr.write(`ONNX's checker could not be installed, its tests are skipped: ${missing}\n`);
  files = Object.fromEntries(Object.entries(await cases()).map(([name, { model, options }]) => [name, toOnnx(model, options)]));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(({ skip }) => skip(missing !== undefined, missing));

async function check(named: Readonly<Record<string, Uint8Array>>): Promise<Record<string, string | null>> {
  const place = await mkdtemp(join(folder, 'files-'));
  for (const [name, bytes] of Object.entries(named)) await writeFile(join(place, `${name}.onnx`), bytes);
  const { stdout } = await execute(python, ['-c', checker, join(folder, 'python'), place]);
  return JSON.parse(stdout) as Record<string, string | null>;
}

test('every file passes', async () => {
  expect(await check(files)).toEqual(Object.fromEntries(Object.keys(files).map((name) => [name, null])));
});

type Break = (graph: GraphMessage) => GraphMessage;

/** Another type or shape for the last output: that it is refused says that the checker has inferred it through all operators. */
const lastOutput = (change: (type: NonNullable<NonNullable<ValueMessage['type']>['tensorType']>) => object): Break => ({ output = [], ...graph }) => (
  { ...graph, output: output.map((value, i) => (i < output.length - 1 ? value : { ...value, type: { tensorType: { ...value.type!.tensorType, ...change(value.type!.tensorType!) } } })) });

test.each<[string, string, Break]>([
  ['an unknown operator', 'ValidationError', ({ node = [], ...graph }) => ({ ...graph, node: node.map((one, i) => (i === 0 ? { ...one, opType: 'Unheard' } : one)) })],
  ['an attribute too many', 'ValidationError', ({ node = [], ...graph }) => ({ ...graph, node: node.map((one, i) => (i === 0 ? { ...one, attribute: [{ name: 'unheard', type: 2, i: 1 }] } : one)) })],
  ['an input that is not there', 'ValidationError', ({ input = [], ...graph }) => ({ ...graph, input: input.slice(1) })],
  ['an output of another type', 'InferenceError', lastOutput(() => ({ elemType: 6 }))],
  ['an output of another rank', 'InferenceError', lastOutput(({ shape }) => ({ shape: { dim: [...shape!.dim!, { dimValue: 7 }] } }))],
  ['an output of another length', 'InferenceError', lastOutput(({ shape }) => ({ shape: { dim: shape!.dim!.map(({ dimValue, ...free }) => (dimValue === undefined ? free : { dimValue: dimValue + 1 })) } }))],
])('no file passes with %s', async (_, error, breaking) => {
  const broken = Object.entries(files).flatMap(([name, bytes]) => {
    const whole: ModelMessage = decode(bytes, fields, 'the model');
    const graph = breaking(whole.graph!);
    // a vector of predictions has no length to change
    return JSON.stringify(graph) === JSON.stringify(whole.graph) ? [] : [[name, encode({ ...whole, graph } as unknown as Message, fields)] as const];
  });
  expect(broken.length).toBeGreaterThan(Object.keys(files).length / 2);
  expect(await check(Object.fromEntries(broken))).toEqual(Object.fromEntries(broken.map(([name]) => [name, error])));
});
