/**
 * How far a training has come, as bytes, and back. Knows no file and no layer.
 *
 * A safetensors file: `now.0`, `now.1` … are parameters, layer state and what the optimizer remembers, leaf by leaf, `best.0` … the
 * weights of the best epoch. The text "glissadeCheckpoint" of its metadata is the rest as JSON. The last tensor is a checksum
 * of all bytes before it.
 */
import { describe, isCount, NdArray, showShape } from '../../array/index.ts';
import { isNumber, type Json } from '../../estimator/index.ts';
import { flatten, type Tree } from '../../program/index.ts';
import { generatorFrom } from '../../random/index.ts';
import { parseStrictJson, readSafetensors, writeSafetensors, type Safetensors } from '../../safetensors/index.ts';
import type { Weights } from '../layers/sequential.ts';
import { epochAsJson, epochFromJson, isRecord, numberAsJson, numberFromJson } from '../saved/epochs.ts';
import type { Moment } from '../training/moment.ts';
import type { Carried } from '../training/step.ts';
import { leavesOf } from '../tree.ts';
import { fingerprint } from './fingerprint.ts';
import type { Signature } from './signature.ts';

/** What is wrong with bytes, as the end of a sentence that names them. */
export class BadCheckpoint extends Error {}

const key = 'glissadeCheckpoint';
const format = 1;
const checksumBytes = 8;

export function toBytes(moment: Moment, training: Signature): Uint8Array<ArrayBuffer> {
  const { carried, best, steps, history, place } = moment;
  const said: Json = {
    format, training, steps, best: best === undefined ? null : best.epoch, history: history.map(epochAsJson),
    place: { ...place, total: numberAsJson(place.total), weight: numberAsJson(place.weight) },
  };
  const bytes = writeSafetensors({
    metadata: new Map([[key, JSON.stringify(said)]]),
    tensors: new Map([
      ...leavesOf(carried as unknown as Tree).map((leaf, i) => [`now.${i}`, leaf] as const),
      ...(best === undefined ? [] : leavesOf(best.weights as unknown as Tree)).map((leaf, i) => [`best.${i}`, leaf] as const),
      ['checksum', new NdArray(new Int32Array(2), [2])], // after all of 4 bytes and more, so in the last 8
    ]),
  });
  bytes.set(checksumOf(bytes), bytes.length - checksumBytes);
  return bytes;
}

/** What a checkpoint is of, and, given how the weights of this training are structured, the moment. */
export interface Opened {
  readonly training: Signature;
  moment(like: Carried): Moment;
}

/** @throws BadCheckpoint for bytes that are not, to the last bit, what `toBytes` made; it says the rule and what was found */
export function open(bytes: Uint8Array): Opened {
  const whole = bytes.length > checksumBytes && checksumOf(bytes).every((byte, i) => byte === bytes[bytes.length - checksumBytes + i]);
  if (!whole) throw new BadCheckpoint(`must be a checkpoint that train wrote; its ${bytes.length} bytes do not fit their checksum: it is damaged, cut short, or another file`);
  return readable(() => {
    const file = readSafetensors(bytes);
    const said = parseStrictJson(file.metadata.get(key) ?? 'null', key);
    if (!isRecord(said) || said.format !== format) throw new Error(`its format is not ${format}`);
    const { training } = said;
    return { training: expected(training, isSignature, 'training'), moment: (like) => readable(() => momentOf(said, file, like)) };
  });
}

/** What readers say of bytes whose checksum is right: another version wrote them, or somebody else. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadCheckpoint) throw error;
    throw new BadCheckpoint(`must be a checkpoint that this version of Glissade reads; ${(error as Error).message.replace(/^load: /, '')}`);
  }
}

function momentOf(said: { readonly [name: string]: Json }, { tensors }: Safetensors, like: Carried): Moment {
  const history = expected(said.history, isList, 'history').map(epochFromJson);
  const place = expected(said.place, isRecord, 'place');
  const best = expected(said.best, (value): value is number | null => value === null || (isCount(value, 1) && value <= history.length), 'best');
  const shuffle = expected(place.shuffle, isList, 'shuffle').map((word) => expected(word, isNumber, 'shuffle'));
  generatorFrom(shuffle);
  return {
    carried: restored('now', tensors, like),
    steps: expected(said.steps, isWhole, 'steps'),
    best: best === null ? undefined : { epoch: best, weights: restored<Weights>('best', tensors, { parameters: like.parameters, state: like.state }) },
    history,
    place: {
      first: expected(place.first, isWhole, 'first'), total: expected(numberFromJson(place.total), isNumber, 'total'), weight: expected(numberFromJson(place.weight), isNumber, 'weight'),
      seconds: expected(place.seconds, isNumber, 'seconds'), shuffle,
    },
  };
}

function expected<T extends Json>(value: Json | undefined, is: (value: Json) => value is T, name: string): T {
  if (value === undefined || !is(value)) throw new Error(`its ${name} is ${describe(value)}`);
  return value;
}

/** A tree like another one, its arrays from the file. */
function restored<T>(name: string, tensors: Safetensors['tensors'], like: T): T {
  const tree = flatten('train', name, like as unknown as Tree);
  return tree.rebuild(tree.leaves.map(({ shape, dtype }, i) => {
    const found = tensors.get(`${name}.${i}`);
    if (found === undefined || found.dtype !== dtype || showShape(found.shape) !== showShape(shape)) {
      throw new BadCheckpoint(`must have the arrays of this network; ${name}.${i} is ${found === undefined ? 'missing' : `${found.dtype} ${showShape(found.shape)}`}, the network has ${dtype} ${showShape(shape)}`);
    }
    return found;
  })) as T;
}

/** What the last 8 bytes are to be. */
export function checksumOf(bytes: Uint8Array): Uint8Array {
  const digits = fingerprint(bytes.subarray(0, bytes.length - checksumBytes));
  return Uint8Array.from({ length: checksumBytes }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

function isSignature(value: Json): value is Signature {
  return isRecord(value) && Object.values(value).every((words) => typeof words === 'string');
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isWhole = (value: Json): value is number => isCount(value);
