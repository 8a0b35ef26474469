/** What each layer of a trained network makes of samples: for looking at. Knows no layer by name. */
import { NdArray } from '../array/index.ts';
import type { Images, ImageShape } from '../images/index.ts';
import { asLayer } from './layer.ts';
import { batchesOf, checkImages, isImages, readPixels } from './training/imageSamples.ts';
import type { TrainedNetwork } from './training/model.ts';
import { readInput } from './training/input.ts';
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
  let current = await samplesOf(model, x);
  return network.layers.map((layer, i) => {
    [current] = asLayer(layer).apply(parameters[i], layerState[i], current, { training: false });
    return { name: layer.name, output: current };
  });
}

async function samplesOf({ network, dtype, normalization }: LookedInto, x: SamplesInput | Images): Promise<NdArray> {
  if (isImages(x)) {
    checkImages('layerOutputs', x, network);
    return batchesOf(x, dtype, normalization).read(Int32Array.from({ length: x.count }, (_, i) => i), 0, x.count);
  }
  const { data, count, shape } = normalization === undefined
    ? readInput('layerOutputs', x, network, dtype)
    : readPixels('layerOutputs', x, network.inputShape as ImageShape, normalization, dtype);
  return new NdArray(data, [count, ...shape]);
}
