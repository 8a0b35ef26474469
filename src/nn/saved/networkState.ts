/** A trained network as plain data: its architecture as settings, each layer with its arrays a part. Knows no layer by name. */
import { describe, type Label, type NdArray } from '../../array/index.ts';
import type { ModelState } from '../../estimator/index.ts';
import type { Normalization } from '../../images/index.ts';
import type { Tree } from '../../program/index.ts';
import { descriptionOf } from '../description.ts';
import type { AnyLayer, FloatType } from '../layer.ts';
import type { LayerTrees, Network } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import type { Epoch } from '../training/epoch.ts';
import { epochAsJson } from './epochs.ts';

/** What a trained network is. */
export interface NetworkParts {
  readonly network: Network;
  readonly loss: Loss;
  readonly parameters: LayerTrees;
  readonly layerState: LayerTrees;
  readonly dtype: FloatType;
  readonly classes: readonly Label[] | undefined;
  readonly classWeights: Float64Array | undefined;
  readonly history: readonly Epoch[];
  readonly bestEpoch: number;
  readonly baselineLoss: number | undefined;
  readonly normalization: Normalization | undefined;
}

/** Residual blocks within each other that a model file has room for. */
const deepestBlocks = 6;

/** @throws TypeError for layers and losses that are functions of somebody's own; RangeError for weights that are no numbers any more */
export function networkState({ network, loss, parameters, layerState, dtype, classes, classWeights, history, bestEpoch, baselineLoss, normalization }: NetworkParts): ModelState {
  const made = descriptionOf(loss);
  if (made === undefined) {
    throw new TypeError(`save: the loss must be one of Glissade's, such as crossEntropy(); ${describe(loss.name)} is made of functions, which a file cannot hold. Keep model.parameters and model.layerState, which are arrays, and give them to the network's apply`);
  }
  return {
    kind: 'network',
    settings: {
      input: network.inputShape, loss: { name: loss.name, options: made.options }, dtype, classes: classes ?? null, ...(classWeights && { classWeights: Array.from(classWeights) }),
      history: history.map(epochAsJson), bestEpoch, baselineLoss: baselineLoss ?? null,
      normalization: normalization === undefined ? null : { mean: normalization.mean, std: normalization.std },
    },
    arrays: new Map(),
    parts: layersAsParts(network.layers, parameters, layerState, '', 0),
  };
}

function layersAsParts(layers: readonly AnyLayer[], parameters: LayerTrees, states: LayerTrees, before: string, depth: number): ModelState[] {
  if (depth > deepestBlocks) throw new RangeError(`save: residual blocks must nest at most ${deepestBlocks} deep; layer ${before.slice(0, -1)} nests deeper`);
  return layers.map((layer, i) => {
    const place = `${before}${i}`;
    const made = descriptionOf(layer);
    if (made === undefined) {
      throw new TypeError(`save: layers must be Glissade's own; layer ${place}, ${describe(layer.name)}, is made of functions, which a file cannot hold. Keep model.parameters and model.layerState, which are arrays, and give them to the network's apply`);
    }
    const inner = made.layers && layersAsParts(made.layers, parameters[i] as unknown as LayerTrees, states[i] as unknown as LayerTrees, `${place}.`, depth + 1);
    const arrays = inner === undefined ? new Map([...arraysOf(parameters[i]), ...arraysOf(states[i])]) : new Map<string, NdArray>();
    for (const [name, { data }] of arrays) {
      const wrong = data.findIndex((value) => value - value !== 0);
      if (wrong >= 0) throw new RangeError(`save: weights must be finite; the ${name} of layer ${place}, ${layer.name}, has ${data[wrong]}: the training diverged, lower the learning rate or give clipNorm`);
    }
    const state = { kind: layer.name, settings: { options: made.options }, arrays };
    return inner === undefined ? state : { ...state, parts: inner };
  });
}

/** Layers that have a description keep their arrays in a record. */
function arraysOf(tree: Tree): readonly (readonly [string, NdArray])[] {
  return Object.entries(tree as Readonly<Record<string, NdArray>>);
}
