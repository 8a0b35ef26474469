/** What a training is, in words and fingerprints: everything that its result depends on. Knows no layer, loss or optimizer by name. */
import { NdArray, showShape, sizeOf, type Shape } from '../../array/index.ts';
import type { Images } from '../../images/index.ts';
import type { Program, Tree, Var } from '../../program/index.ts';
import { generatorAt } from '../../random/index.ts';
import { descriptionOf } from '../description.ts';
import type { AnyLayer } from '../layer.ts';
import type { Network, Weights } from '../layers/sequential.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { isImages } from '../training/imageSamples.ts';
import type { Training, TrainOptions } from '../training/options.ts';
import type { Part } from '../training/parts.ts';
import type { Rows } from '../training/samples.ts';
import { leavesOf } from '../tree.ts';
import { fingerprint, fingerprintOf } from './fingerprint.ts';

/** What it depends on → what that is. */
export type Signature = Readonly<Record<string, string>>;

export const learningRates = 'learning rates';
const initialWeights = 'initial weights';
const augmented = 'what augment does';
const computed = 'what a step computes, by functions of your own or by another version of Glissade';

/** Two trainings of the same signature go the same way, to the last bit. @param program  a step */
export async function signatureOf(net: Network, training: Training, { loss, optimizer, signal }: TrainOptions, start: Weights, program: Program): Promise<Signature> {
  const { train, validation, classes, metrics, batchSize, patience, seed, dtype, clipNorm, augment, normalization } = training;
  return {
    seed: String(seed), // first: another seed draws other samples, too
    'the shape of a sample': showShape(net.inputShape),
    ...Object.fromEntries(net.layers.map((layer, i) => [`layer ${i}`, layerInWords(layer)])),
    ...await partInWords('', train, signal),
    classes: classes === undefined ? 'none' : JSON.stringify(classes),
    validation: validation === undefined ? 'none' : 'given',
    ...(validation && await partInWords('validation ', validation, signal)),
    normalization: normalization === undefined ? 'none' : JSON.stringify(normalization),
    loss: inWords(loss.name, descriptionOf(loss)?.options),
    optimizer: inWords(optimizer.name, optimizer.options),
    [learningRates]: fingerprintOf(JSON.stringify(sampledSteps.map((step) => numbersOf(optimizer, step)))),
    batchSize: String(batchSize),
    earlyStopping: Number.isFinite(patience) ? `patience ${patience}` : 'none',
    metrics: metrics.map(({ name }) => name).join(', ') || 'none',
    clipNorm: String(clipNorm ?? 'none'),
    augment: augment.map(({ name, options }) => inWords(name, options)).join(', ') || 'none',
    dtype,
    [augmented]: augment.length === 0 ? 'none' : fingerprint(augmentedSample(net.inputShape, training)),
    [initialWeights]: fingerprint(...leavesOf(start as unknown as Tree).map(({ data }) => data)),
    [computed]: fingerprintOf(textOf(program)),
  };
}

/** Augmentations that somebody wrote are known by what they make of this one. */
function augmentedSample(shape: Shape, { augment, normalization, dtype }: Training): Float32Array | Float64Array {
  const numbers = Float64Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 7) % 11) + 1) / 12);
  const sample = dtype === 'float32' ? Float32Array.from(numbers) : numbers;
  augment.forEach((one, stream) => one.change(sample, shape, generatorAt([1, 2], 3, stream), normalization));
  return sample;
}

/** In what two trainings differ: batchSize, 'batchSize, 32 then and 64 now'. */
export function differences(then: Signature, now: Signature): { readonly name: string; readonly words: string }[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((name) => then[name] !== now[name]);
  const reasons = names.filter((name) => name !== initialWeights && name !== augmented && name !== computed);
  return (reasons.length > 0 ? reasons : names) // others change these
    .map((name) => ({ name, words: `${name}, ${shortened(then[name])} then and ${shortened(now[name])} now` }));
}

/** Functions, such as a schedule of somebody's own, are known by what they give for these. */
const sampledSteps = [...Array.from({ length: 64 }, (_, i) => i + 1), ...Array.from({ length: 20 }, (_, i) => 128 << i)];

function numbersOf(optimizer: Optimizer, step: number): unknown {
  try {
    return optimizer.numbers(step);
  } catch {
    return 'none'; // a schedule may be made for fewer steps
  }
}

async function partInWords(name: string, { x, targets, weights }: Part, signal: AbortSignal | undefined): Promise<Signature> {
  return { [`${name}x`]: isImages(x) ? await imagesInWords(x, signal) : rowsInWords(x), [`${name}y`]: rowsInWords(targets.rows), [`${name}classWeight`]: weights === undefined ? 'none' : fingerprint(weights) };
}

function rowsInWords({ data, count, shape }: Rows): string {
  return `${showShape([count, ...shape])} with fingerprint ${fingerprint(data)}`;
}

/** By their names, and the pixels of some, which are spread over all: files are not read once more for this. */
async function imagesInWords(images: Images, signal: AbortSignal | undefined): Promise<string> {
  const { count, shape } = images;
  const step = Math.ceil(count / 64);
  const some = Int32Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  const { data } = await images.read(some, { ...(signal && { signal }) });
  const names = fingerprintOf(JSON.stringify(Array.from({ length: count }, (_, i) => images.name(i))));
  return `${count} images ${showShape(shape)} with fingerprint ${fingerprint(data)}, their names ${names}`;
}

function layerInWords(layer: AnyLayer): string {
  const description = descriptionOf(layer);
  const inner = description?.layers;
  return `${inWords(layer.name, description?.options)}${inner === undefined ? '' : ` of ${inner.map(layerInWords).join(', ')}`}`;
}

function inWords(name: string, options: Readonly<Record<string, unknown>> | undefined): string {
  const text = options === undefined ? '' : JSON.stringify(options, (_, value: unknown) => (typeof value === 'function' ? 'a function' : value));
  return `${name}${text === '' || text === '{}' ? '' : ` ${text}`}`;
}

function shortened(words = 'none'): string {
  return words.length > 120 ? `${words.slice(0, 120)}…` : words;
}

/** A program as text that does not depend on what variables are called. */
function textOf({ inputs, equations, outputs }: Program): string {
  const places = new Map<Var, number>();
  const place = (variable: Var): string => {
    places.set(variable, places.size);
    return `${variable.dtype}${showShape(variable.shape)}`;
  };
  const operand = (input: Var | NdArray): string => (input instanceof NdArray ? `${showShape(input.shape)}${fingerprint(input.data)}` : `#${places.get(input)}`);
  const head = inputs.map(place).join(' ');
  const lines = equations.map(({ op, inputs: given, params, output }) =>
    `${op.name}(${given.map(operand).join(' ')}) ${op.describe?.(params) ?? Object.entries(params).map(String).join('; ')} ${place(output)}`);
  return [head, ...lines, outputs.map(operand).join(' ')].join('\n');
}
