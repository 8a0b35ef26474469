import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NdArray } from '../array/index.ts';
import { ModelFormatError, type Json, type ModelState } from '../estimator/index.ts';
import { crafted, opened } from '../safetensors/crafted.testing.ts';
import { readModelFile, writeModelFile } from './modelFile.ts';
import { writeSafetensors } from '../safetensors/index.ts';
import { version } from './version.ts';

const finite = fc.float64Array({ noNaN: true, noDefaultInfinity: true, maxLength: 5 }).map((data) => new NdArray(data, [data.length]));
const names = fc.oneof(fc.stringMatching(/^\w{1,10}$/), fc.constantFrom('__proto__', 'constructor'));
const json = fc.jsonValue({ depthSize: 'small', maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const { state: states } = fc.letrec<{ state: ModelState }>((tie) => ({
  state: fc.record({
    kind: fc.string(),
    settings: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), json).map((settings) => JSON.parse(JSON.stringify(settings)) as Record<string, Json>),
    arrays: fc.array(fc.tuple(names, finite)).map((arrays) => new Map(arrays)),
    parts: fc.option(fc.array(tie('state'), { maxLength: 2 }), { nil: undefined, depthSize: 'small', maxDepth: 4 }),
  }).map(({ parts, ...state }) => (parts === undefined ? state : { ...state, parts })),
}));

test('a state comes back as it was: settings, parts within parts, and every bit of every array', () => {
  fc.assert(fc.property(states, (state) => {
    expect(readModelFile(writeModelFile(state))).toStrictEqual(state);
  }), { numRuns: 150 });
});

const state: ModelState = {
  kind: 'table', settings: { target: 'y' }, arrays: new Map(),
  parts: [{ kind: 'ridge', settings: { alpha: 1 }, arrays: new Map([['coef', new NdArray(Float64Array.of(1, 2), [1, 2])]]) }],
};

test('the file is safetensors whose arrays are named after the place of their model', () => {
  expect(opened(writeModelFile(state)).header).toEqual({
    __metadata__: {
      glissade: `{"format":1,"version":"${version}","model":{"kind":"table","settings":{"target":"y"},"arrays":[],"parts":[{"kind":"ridge","settings":{"alpha":1},"arrays":["coef"]}]}}`,
    },
    'parts.0.coef': { dtype: 'F64', shape: [1, 2], data_offsets: [0, 16] },
  });
});

test('the version in the file is the version of the package', async () => {
  const { version: published } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(version).toBe(published);
});

test.each<[string, Partial<ModelState>, string]>([
  ['NaN in an array', { arrays: new Map([['coef', new NdArray(Float64Array.of(0, NaN), [2])]]) }, 'bug in ridge.state: every number must be finite; "coef" has NaN at 1'],
  ['infinity in the settings', { settings: { cv: [1, Infinity] } }, 'bug in ridge.state: settings must be finite; settings.cv.1 is Infinity'],
  ['no JSON in the settings', { settings: { when: new Date(0) as unknown as Json } }, 'bug in ridge.state: settings must be JSON; settings.when is a Date'],
  ['settings that nest without end', { settings: nest(17) }, 'bug in ridge.state: settings must nest at most 16 deep; settings.a.a'],
  ['a name that is a path', { arrays: new Map([['parts.0', new NdArray(Float64Array.of(1), [1])]]) }, 'bug in ridge.state: array names must be letters and digits; "parts.0" is not'],
])('%s is a bug of the model, said before anything is written', (_, change, message) => {
  expect(() => writeModelFile({ kind: 'ridge', settings: {}, arrays: new Map(), ...change })).toThrow(message);
});

test('models nested too deep are a bug on one side and a bad file on the other', () => {
  const deep = (depth: number): ModelState => ({ kind: 'pipeline', settings: {}, arrays: new Map(), ...(depth > 1 && { parts: [deep(depth - 1)] }) });
  expect(readModelFile(writeModelFile(deep(8)))).toStrictEqual(deep(8));
  expect(() => writeModelFile(deep(9))).toThrow('bug in pipeline.state: models must nest at most 8 deep; this one nests deeper');
  expect(() => readModelFile(file({ model: asJson(deep(9)) }))).toThrow('load: models must nest at most 8 deep; "parts.0.parts.0.parts.0.parts.0.parts.0.parts.0.parts.0.parts.0" is deeper');
});

const model = { kind: 'ridge', settings: {}, arrays: [] };

test.each<[string, Uint8Array, string]>([
  ['another program’s safetensors', crafted({ __metadata__: { format: 'pt' } }), 'a model file must have "glissade" in its __metadata__; this safetensors file has not, so Glissade did not write it'],
  ['no JSON', crafted({ __metadata__: { glissade: 'x' } }), '"glissade" in __metadata__ must be JSON'],
  ['a list', crafted({ __metadata__: { glissade: '[]' } }), '"glissade" in __metadata__ must be an object; it is an array of 0'],
  ['no format', file({ format: undefined, model }), '"format" must be a whole number, 1 or more; it is undefined'],
  ['format 0', file({ format: 0, model }), '"format" must be a whole number, 1 or more; it is 0'],
  ['a newer format', file({ format: 2, version: '0.9.0', model }), 'the file must be of format 1 or older; a newer Glissade wrote it (format 2, version "0.9.0"), update glissade to read it'],
  ['no model', file({}), '"model" must be an object; it is undefined'],
  ['a kind that is no string', file({ model: { ...model, kind: 1 } }), '"kind" of "model" must be a string; it is 1'],
  ['settings that are a list', file({ model: { ...model, settings: [] } }), '"settings" of "model" must be an object; it is an array of 0'],
  ['no settings', file({ model: { ...model, settings: undefined } }), 'of "model", settings must be JSON; settings is undefined'],
  ['settings beyond every number', crafted({ __metadata__: { glissade: '{"format":1,"model":{"kind":"ridge","settings":{"rank":1e999},"arrays":[]}}' } }), 'of "model", settings must be finite; settings.rank is Infinity'],
  ['settings that nest too deep', file({ model: { ...model, settings: nest(17) } }), 'settings must nest at most 16 deep; settings.a.a'],
  ['array names that are no list', file({ model: { ...model, arrays: 'coef' } }), '"arrays" of "model" must be a list; it is "coef"'],
  ['an array name that is none', file({ model: { ...model, arrays: ['a b'] } }), 'array names must be letters and digits; "model" has "a b"'],
  ['parts that are no list', file({ model: { ...model, parts: {} } }), '"parts" of "model" must be a list; it is an object'],
  ['an array that is not there', file({ model: { ...model, parts: [{ ...model, arrays: ['coef'] }] } }), 'the file must hold the arrays that "parts.0" names, each once; "parts.0.coef" is missing'],
  ['an array named twice', file({ model: { ...model, arrays: ['coef', 'coef'] } }, { coef: 1 }), 'names, each once; "coef" is missing'],
  ['an array of no model', file({ model }, { coef: 1 }), 'every array must belong to a model of the file; "coef" belongs to none'],
  ['infinity', file({ model: { ...model, arrays: ['coef'] } }, { coef: -Infinity }), 'every number must be finite; "coef" has -Infinity at 0'],
])('a file with %s is refused with the reason', (_, bytes, reason) => {
  expect(() => readModelFile(bytes)).toThrow(ModelFormatError);
  expect(() => readModelFile(bytes)).toThrow(reason);
});

function file(said: object, numbers: Record<string, number> = {}): Uint8Array {
  return writeSafetensors({
    metadata: new Map([['glissade', JSON.stringify({ format: 1, version: '0.1.0', ...said })]]),
    tensors: new Map(Object.entries(numbers).map(([name, number]) => [name, new NdArray(Float64Array.of(number), [1])])),
  });
}

function nest(depth: number): Record<string, Json> {
  return { a: depth === 0 ? 1 : nest(depth - 1) };
}

function asJson(given: ModelState): Json {
  return { kind: given.kind, settings: given.settings, arrays: [...given.arrays.keys()], ...(given.parts && { parts: given.parts.map(asJson) }) };
}
