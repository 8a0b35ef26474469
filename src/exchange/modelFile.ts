/**
 * A model's state as the bytes of a file, and back. Knows the file's layout and no algorithm.
 *
 * A model file is a safetensors file. Its tensors are the arrays of the state, those of a part named after the part's
 * place ("parts.1.coef"); its metadata has one string, "glissade", which is the rest of the state as JSON:
 * { format, version, model: { kind, settings, arrays: [names], parts?: [models] } }.
 */
import { describe, type NdArray } from '../array/index.ts';
import { ModelFormatError, type Json, type ModelState } from '../estimator/index.ts';
import { parseStrictJson, readSafetensors, writeSafetensors } from '../safetensors/index.ts';
import { version } from './version.ts';

/** Raised when files of this version cannot be read by the versions before. */
export const format = 1;
const deepestParts = 8;
const deepestSettings = 16;

/** @throws Error, a bug of the model, when its state holds what a file cannot: NaN, infinity, no plain data */
export function writeModelFile(state: ModelState): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, NdArray>();
  const model = dismantle(state, '', 1, tensors);
  return writeSafetensors({ metadata: new Map([['glissade', JSON.stringify({ format, version, model })]]), tensors });
}

/** @throws ModelFormatError when the bytes are not a model file that this version reads */
export function readModelFile(bytes: Uint8Array): ModelState {
  const { metadata, tensors } = readSafetensors(bytes);
  const text = metadata.get('glissade');
  if (text === undefined) throw new ModelFormatError('load: a model file must have "glissade" in its __metadata__; this safetensors file has not, so Glissade did not write it');
  const said = record(parseStrictJson(text, '"glissade" in __metadata__'), '"glissade" in __metadata__');
  if (typeof said.format !== 'number' || !Number.isInteger(said.format) || said.format < 1) {
    throw new ModelFormatError(`load: "format" must be a whole number, 1 or more; it is ${describe(said.format)}`);
  }
  if (said.format > format) {
    throw new ModelFormatError(`load: the file must be of format ${format} or older; a newer Glissade wrote it (format ${said.format}, version ${describe(said.version)}), update glissade to read it`);
  }
  const unclaimed = new Map(tensors);
  const state = assemble(said.model, '', 1, unclaimed);
  for (const name of unclaimed.keys()) throw new ModelFormatError(`load: every array must belong to a model of the file; ${describe(name)} belongs to none`);
  return state;
}

/** The state as JSON, its arrays moved into `tensors` under their names in the file. */
function dismantle(state: ModelState, prefix: string, depth: number, tensors: Map<string, NdArray>): Json {
  const bug = `bug in ${state.kind}.state`;
  if (depth > deepestParts) throw new Error(`${bug}: models must nest at most ${deepestParts} deep; this one nests deeper`);
  const complaint = complaintAbout(state.settings, 'settings', 0);
  if (complaint !== undefined) throw new Error(`${bug}: ${complaint}`);
  for (const [name, array] of state.arrays) {
    if (!isArrayName(name)) throw new Error(`${bug}: array names must be letters and digits; ${describe(name)} is not`);
    const index = indexOfNonFinite(array);
    if (index >= 0) throw new Error(`${bug}: every number must be finite; "${name}" has ${array.data[index]} at ${index}`);
    tensors.set(prefix + name, array);
  }
  const model = { kind: state.kind, settings: state.settings, arrays: [...state.arrays.keys()] };
  if (state.parts === undefined) return model;
  return { ...model, parts: state.parts.map((part, i) => dismantle(part, `${prefix}parts.${i}.`, depth + 1, tensors)) };
}

/** The state that `dismantle` took apart; takes its arrays out of `unclaimed`. */
function assemble(value: Json | undefined, prefix: string, depth: number, unclaimed: Map<string, NdArray>): ModelState {
  const what = prefix === '' ? '"model"' : `"${prefix.slice(0, -1)}"`;
  if (depth > deepestParts) throw new ModelFormatError(`load: models must nest at most ${deepestParts} deep; ${what} is deeper`);
  const { kind, settings, arrays: names, parts } = record(value, what);
  if (typeof kind !== 'string') throw new ModelFormatError(`load: "kind" of ${what} must be a string; it is ${describe(kind)}`);
  const complaint = complaintAbout(settings, 'settings', 0);
  if (complaint !== undefined) throw new ModelFormatError(`load: of ${what}, ${complaint}`);
  if (!isList(names)) throw new ModelFormatError(`load: "arrays" of ${what} must be a list; it is ${describe(names)}`);
  if (parts !== undefined && !isList(parts)) throw new ModelFormatError(`load: "parts" of ${what} must be a list; it is ${describe(parts)}`);
  const arrays = new Map<string, NdArray>();
  for (const name of names) {
    if (typeof name !== 'string' || !isArrayName(name)) throw new ModelFormatError(`load: array names must be letters and digits; ${what} has ${describe(name)}`);
    const array = unclaimed.get(prefix + name);
    if (array === undefined) throw new ModelFormatError(`load: the file must hold the arrays that ${what} names, each once; ${describe(prefix + name)} is missing`);
    const index = indexOfNonFinite(array);
    if (index >= 0) throw new ModelFormatError(`load: every number must be finite; ${describe(prefix + name)} has ${array.data[index]} at ${index}`);
    unclaimed.delete(prefix + name);
    arrays.set(name, array);
  }
  const state = { kind, settings: record(settings, `"settings" of ${what}`), arrays };
  return parts === undefined ? state : { ...state, parts: parts.map((part, i) => assemble(part, `${prefix}parts.${i}.`, depth + 1, unclaimed)) };
}

/** Why `value` is not plain, finite, shallow data; undefined when it is. */
function complaintAbout(value: unknown, path: string, depth: number): string | undefined {
  if (depth > deepestSettings) return `settings must nest at most ${deepestSettings} deep; ${path} is deeper`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `settings must be finite; ${path} is ${value}`;
  if (typeof value !== 'object' || (!Array.isArray(value) && !isPlain(value))) return `settings must be JSON; ${path} is ${describe(value)}`;
  for (const [key, inner] of Object.entries(value)) {
    const complaint = complaintAbout(inner, `${path}.${key.slice(0, 40)}`, depth + 1);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

/** Index of the first NaN or infinity, or −1. */
function indexOfNonFinite({ data }: NdArray): number {
  for (let i = 0; i < data.length; i++) if (data[i] - data[i] !== 0) return i;
  return -1;
}

function record(value: Json | undefined, what: string): { readonly [key: string]: Json } {
  if (typeof value !== 'object' || value === null || isList(value)) throw new ModelFormatError(`load: ${what} must be an object; it is ${describe(value)}`);
  return value;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isArrayName = (name: string): boolean => /^\w{1,200}$/.test(name);

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
