/** A trained network from plain data that is not trusted. Knows no layer by name, and nothing of training. */
import { describe, isCount, showShape, sizeOf, type Label, type NdArray, type Shape } from '../../array/index.ts';
import { ModelFormatError, settingOf, type Json, type ModelState } from '../../estimator/index.ts';
import { checkNormalization, type Normalization } from '../../images/index.ts';
import type { Tree } from '../../program/index.ts';
import { descriptionOf } from '../description.ts';
import type { AnyLayer, FloatType, Layer } from '../layer.ts';
import { sequential, shapesAlong, type LayerTrees, type Network } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import { TrainedNetwork } from '../training/model.ts';
import { epochFromJson, isRecord } from './epochs.ts';
import { layerKinds, lossKinds, type Kind } from './layerKinds.ts';

const mostLayers = 10_000;
const largestSample = 2_147_483_647; // numbers, between two layers

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreNetwork(state: ModelState): TrainedNetwork {
  const { layers, network } = restoreLayers(state);
  const dtype = settingOf(state, 'dtype', isFloatType, '"float32" or "float64"');
  const { parameters, layerState } = restoreWeights(state.parts ?? [], layers, network.inputShape, dtype, '');
  const loss = restoreLoss(state, network.outputShape);
  const history = settingOf(state, 'history', isList, 'a list').map(epochFromJson);
  const bestEpoch = settingOf(state, 'bestEpoch', (value): value is number => isCount(value, 1) && value <= history.length, `an epoch of the history, which has ${history.length}`);
  const baselineLoss = settingOf(state, 'baselineLoss', (value): value is number | null => value === null || typeof value === 'number', 'a number or null') ?? undefined;
  const normalization = restoreNormalization(state, network.inputShape);
  const classes = restoreClasses(state, loss, network.outputShape);
  return new TrainedNetwork(network, {
    loss, weights: { parameters, state: layerState }, dtype, classes, classWeights: restoreClassWeights(state, classes), history, bestEpoch, baselineLoss, normalization,
  });
}

function restoreLayers(state: ModelState): { readonly layers: readonly Layer[]; readonly network: Network } {
  const input = settingOf(state, 'input', isShape, 'the lengths of the axes of a sample, whole numbers ≥ 1');
  const layers = (state.parts ?? []).map((part, i) => restoreLayer(part, String(i)));
  if (layers.length > mostLayers) throw new ModelFormatError(`load: a network must have at most ${mostLayers} layers; it has ${layers.length}`);
  const network = careful('the layers', () => (sequential as unknown as (input: Shape, ...layers: readonly AnyLayer[]) => Network)([...input], ...layers));
  return { layers, network };
}

function restoreLayer({ kind, settings, parts = [] }: ModelState, place: string): Layer {
  if (parts.length > mostLayers) throw new ModelFormatError(`load: a block must have at most ${mostLayers} layers; layer ${place} has ${parts.length}`);
  const found = kindOf(layerKinds, kind, `layer ${place}`);
  const inner = parts.map((part, i) => restoreLayer(part, `${place}.${i}`));
  const layer = make(found, settings.options, inner, `layer ${place}, ${kind},`);
  if (inner.length > 0 && descriptionOf(layer)?.layers === undefined) throw new ModelFormatError(`load: layer ${place}, ${kind}, must not be made of layers; it has ${inner.length}`);
  return layer;
}

function restoreLoss(state: ModelState, output: Shape): Loss {
  const { name, options } = settingOf(state, 'loss', isRecord, 'an object');
  const loss = make(kindOf(lossKinds, name, 'the loss'), options, [], 'the loss');
  careful('the loss', () => { loss.check(output); });
  return loss;
}

function kindOf<T>(kinds: Readonly<Record<string, Kind<T>>>, name: Json, what: string): Kind<T> {
  if (typeof name === 'string' && Object.hasOwn(kinds, name)) return kinds[name];
  throw new ModelFormatError(`load: the kind of ${what} must be one of ${Object.keys(kinds).join(', ')}; it is ${describe(name)}`);
}

function make<T>(kind: Kind<T>, options: Json | undefined, layers: readonly AnyLayer[], what: string): T {
  if (options === undefined || !isRecord(options)) throw new ModelFormatError(`load: ${what} must have options, an object; they are ${describe(options)}`);
  const strange = Object.keys(options).find((name) => !kind.options.includes(name));
  if (strange !== undefined) throw new ModelFormatError(`load: ${what} must have the options ${kind.options.join(', ') || '{}'}; it has ${describe(strange)}`);
  return careful(what, () => kind.make(options, layers));
}

/** What layers say of a wrong option or shape is said of the file. */
function careful<T>(what: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw new ModelFormatError(`load: ${what} must be such as can be made; ${(error as Error).message.slice(0, 300)}`);
  }
}

/** Parameters and state of layers in a row: arrays of just the names, shapes and type that the layers have. */
function restoreWeights(parts: readonly ModelState[], layers: readonly AnyLayer[], input: Shape, dtype: FloatType, before: string): { readonly parameters: LayerTrees; readonly layerState: LayerTrees } {
  const shapes = shapesAlong(input, layers);
  const restored = layers.map((layer, i) => {
    const place = `${before}${i}`;
    if (!(sizeOf(shapes[i + 1]) <= largestSample)) throw new ModelFormatError(`load: a sample must have at most ${largestSample} numbers between layers; after layer ${place} it is ${showShape(shapes[i + 1])}`);
    const { layers: inner, parameters, state } = descriptionOf(layer)!;
    const wanted = [parameters?.(shapes[i]) ?? {}, state?.(shapes[i]) ?? {}];
    const names = wanted.flatMap(Object.keys);
    const { arrays } = parts[i];
    if (arrays.size !== names.length || names.some((name) => !arrays.has(name))) {
      throw new ModelFormatError(`load: layer ${place}, ${layer.name}, must have the arrays ${names.join(', ') || 'of none'}; it has ${[...arrays.keys()].slice(0, 8).join(', ') || 'none'}`);
    }
    if (inner !== undefined) return restoreWeights(parts[i].parts ?? [], inner, shapes[i], dtype, `${place}.`);
    const [learnt, otherwise] = wanted.map((record) => Object.fromEntries(Object.entries(record).map(([name, shape]) => [name, checked(arrays.get(name)!, shape, dtype, `${name} of layer ${place}, ${layer.name},`)])));
    return { parameters: learnt, layerState: otherwise };
  });
  return { parameters: restored.map(({ parameters }) => parameters as Tree), layerState: restored.map(({ layerState }) => layerState as Tree) };
}

function checked(array: NdArray, shape: Shape, dtype: FloatType, what: string): NdArray {
  if (array.dtype !== dtype || showShape(array.shape) !== showShape(shape)) throw new ModelFormatError(`load: the ${what} must be ${dtype} ${showShape(shape)}; it is ${array.dtype} ${showShape(array.shape)}`);
  return array;
}

/** As the target of the loss is: classes have one number each, two classes may share one. */
function restoreClasses(state: ModelState, { target }: Loss, output: Shape): readonly Label[] | undefined {
  const two = target === 'shares' && output.length === 1 && output[0] === 1;
  const count = target === 'classes' ? output[0] : 2;
  const none = (value: Json): value is null => value === null && target !== 'classes';
  const some = (value: Json): value is readonly Label[] => (target === 'classes' || two) && isLabels(value) && value.length === count;
  const wanted = target === 'classes' || two ? `${count} labels of one kind, sorted` : 'null';
  return settingOf(state, 'classes', (value): value is readonly Label[] | null => none(value) || some(value), wanted) ?? undefined;
}

function restoreClassWeights(state: ModelState, classes: readonly Label[] | undefined): Float64Array | undefined {
  if (!Object.hasOwn(state.settings, 'classWeights')) return undefined;
  const isWeights = (value: Json): value is readonly number[] => isList(value) && value.length === classes?.length && value.every((weight) => typeof weight === 'number' && weight > 0);
  return Float64Array.from(settingOf(state, 'classWeights', isWeights, `a number above 0 for each of the ${classes?.length ?? 0} classes`));
}

function restoreNormalization(state: ModelState, input: Shape): Normalization | undefined {
  const value = settingOf(state, 'normalization', (found): found is Json => found === null || isRecord(found), '{ mean, std } or null');
  if (value === null) return undefined;
  if (input.length !== 3) throw new ModelFormatError(`load: "normalization" of a network must be null where samples are no images; they are ${showShape(input)}`);
  return careful('the normalization', () => checkNormalization('load', value as unknown as Normalization, input[0]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isFloatType = (value: Json): value is FloatType => value === 'float32' || value === 'float64';
const isShape = (value: Json): value is readonly number[] => isList(value) && value.length <= 7 && value.every((length) => isCount(length, 1)) && sizeOf(value as Shape) <= largestSample;

function isLabels(value: Json): value is readonly Label[] {
  return isList(value) && value.every((label, i) => ['string', 'number', 'boolean'].includes(typeof label) && typeof label === typeof value[0] && (i === 0 || (value[i - 1] as Label) < (label as Label)));
}
