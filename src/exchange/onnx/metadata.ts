/** What an ONNX file of ours says of its model besides the graph, as entries of text that other programs pass over: its columns and classes. Knows no model and no operator. */
import { describe, type Label } from '../../array/index.ts';
import { ModelFormatError } from '../../estimator/index.ts';
import type { ColumnInfo } from '../../table/index.ts';
import type { OnnxValue } from './readOnnx.ts';

/** A column of the table of the fit, which the model takes or predicts. */
export interface OnnxColumn extends ColumnInfo {
  readonly role: 'feature' | 'target';
}

/** What is known of a model; of files of other programs nothing is. */
export interface OnnxMetadata {
  /** Of a model of a table: the features, one for each input, and the target, if there is one. */
  readonly columns: readonly OnnxColumn[] | undefined;
  /** In the order of the probabilities. */
  readonly classes: readonly Label[] | undefined;
  /** Whether the input is images, [n, channels, height, width], of pixels from 0 to 1, and the outputs are their classes. */
  readonly images: boolean;
}

type Entry = readonly [key: string, value: string];

const keys = { kind: 'glissade.kind', columns: 'glissade.columns', classes: 'glissade.classes', images: 'glissade.images' } as const;

export function metadataEntries(kind: string, { columns, classes, images }: OnnxMetadata): readonly Entry[] {
  const known = (key: string, value: unknown): readonly Entry[] => (value === undefined ? [] : [[key, JSON.stringify(value)]]);
  return [[keys.kind, kind], ...known(keys.columns, columns), ...known(keys.classes, classes), ...known(keys.images, images || undefined)];
}

/** @throws ModelFormatError for entries that do not fit the graph's inputs and outputs */
export function readMetadata(entries: ReadonlyMap<string, string>, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxMetadata {
  const columns = read(entries, keys.columns, 'a list of columns with name, type and role', isColumns);
  const classes = read(entries, keys.classes, 'a list of different texts, numbers or booleans', isClasses);
  if (columns !== undefined) checkInputs(columns, inputs);
  const places = outputs.find(({ name }) => isProbabilities(name))?.shape[1];
  if (classes !== undefined && typeof places === 'number' && places !== classes.length) throw new ModelFormatError(`load: there must be a class for every probability; there are ${classes.length} classes and ${places} probabilities`);
  const images = read(entries, keys.images, 'true', (value) => value === true) ?? false;
  if (images) checkImages(classes, inputs, outputs);
  return { columns, classes, images };
}

export function isProbabilities(output: string): boolean {
  return /^(output_)?probabilit/.test(output);
}

function read<T>(entries: ReadonlyMap<string, string>, key: string, rule: string, is: (value: unknown) => value is T): T | undefined {
  const text = entries.get(key);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = text;
  }
  if (!is(value)) throw new ModelFormatError(`load: ${key} must be ${rule}, as JSON; it is ${describe(text)}`);
  return value;
}

const types: readonly unknown[] = ['numeric', 'categorical', 'boolean', 'date'];

function isColumns(value: unknown): value is readonly OnnxColumn[] {
  return Array.isArray(value) && value.every((one: unknown) => {
    const { name, type, role } = (one ?? {}) as Partial<Record<string, unknown>>;
    return typeof name === 'string' && types.includes(type) && (role === 'feature' || role === 'target');
  });
}

function isClasses(value: unknown): value is readonly Label[] {
  if (!Array.isArray(value) || value.length < 2 || new Set(value).size !== value.length) return false;
  return value.every((label: unknown) => typeof label === typeof value[0] && ['string', 'number', 'boolean'].includes(typeof label));
}

/** Every input is a feature of its type, and every feature an input. */
function checkInputs(columns: readonly OnnxColumn[], inputs: readonly OnnxValue[]): void {
  const features = new Map(columns.filter(({ role }) => role === 'feature').map(({ name, type }) => [name, type]));
  const odd = inputs.find(({ name, type }) => !features.has(name) || (features.get(name) === 'categorical') !== (type === 'string'));
  const targets = columns.length - inputs.length;
  if (odd === undefined && features.size === inputs.length && (targets === 0 || targets === 1)) return;
  throw new ModelFormatError(`load: ${keys.columns} must be the inputs of the graph and at most one target; ${odd === undefined ? `there are ${columns.length} columns and ${inputs.length} inputs` : `the input ${describe(odd.name)}, ${odd.type}, is none of them`}`);
}

function checkImages(classes: readonly Label[] | undefined, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): void {
  const [{ type, shape }] = inputs;
  const fits = inputs.length === 1 && type.startsWith('float') && shape.length === 4 && shape.slice(1).every((length) => typeof length === 'number') && classes !== undefined && outputs.some(({ name }) => isProbabilities(name));
  if (!fits) throw new ModelFormatError(`load: a file with ${keys.images} must take images, float [n, channels, height, width], and give the probabilities of classes that it names; it takes ${inputs.length === 1 ? `${type} ${showLengths(shape)}` : `${inputs.length} inputs`}`);
}

/** [n, 4] */
export function showLengths(shape: OnnxValue['shape']): string {
  return `[${shape.map((length) => length ?? 'any').join(', ')}]`;
}
