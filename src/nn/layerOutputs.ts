/** What each layer of a trained network makes of samples: for looking at. Knows no layer by name. */
import type { NdArray } from '../array/index.ts';
import type { Images } from '../images/index.ts';
import { asLayer } from './layer.ts';
import { batchesOf } from './training/imageSamples.ts';
import { readAsked } from './training/input.ts';
import type { TrainedNetwork } from './training/model.ts';
import type { SamplesInput } from './training/samples.ts';

export interface LayerOutput {
  /** 'conv2d' */
  readonly name: string;
  /** [samples, …what the layer gives] */
  readonly output: NdArray;
}

/** What of a trained network is needed; of any labels and loss. */
type LookedInto = Pick<TrainedNetwork, 'network' | 'parameters' | 'layerState' | 'dtype' | 'normalization'>;

/**
 * The output of every layer, in their order, as in prediction: dropout drops nothing. Computed at once, without a compiled program: for few
 * samples.
 * @param model  a trained network   @param x  as for `predict`: samples, or images
 * @throws TypeError, RangeError for samples that do not fit the network
 */
export async function layerOutputs(model: LookedInto, x: SamplesInput | Images): Promise<LayerOutput[]> {
  const { network, parameters, layerState } = model;
  const samples = readAsked('layerOutputs', x, model);
  const order = Int32Array.from({ length: samples.count }, (_, i) => i);
  let current = await batchesOf(samples, model.dtype, model.normalization).read(order, 0, samples.count);
  return network.layers.map((layer, i) => {
    [current] = asLayer(layer).apply(parameters[i], layerState[i], current, { training: false });
    return { name: layer.name, output: current };
  });
}
