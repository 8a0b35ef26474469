/** What users pass as samples of a network, read as its first layer takes them. Knows no layer by name. */
import { sizeOf } from '../../array/index.ts';
import type { Images, ImageShape, Normalization } from '../../images/index.ts';
import type { FloatType } from '../layer.ts';
import type { Network } from '../layers/sequential.ts';
import { checkImages, isImages, readPixels } from './imageSamples.ts';
import { readSamples, type Rows, type SamplesInput } from './samples.ts';

/** What a trained network is asked for. @throws as readInput, and for images that do not fit the network */
export function readAsked(caller: string, x: SamplesInput | Images, { network, dtype, normalization }: Asked): Rows | Images {
  if (isImages(x)) {
    checkImages(caller, x, network);
    return x;
  }
  if (normalization !== undefined) return readPixels(caller, x, network.inputShape as ImageShape, normalization, dtype);
  return readInput(caller, x, network, dtype);
}

interface Asked {
  readonly network: Network;
  readonly dtype: FloatType;
  /** Of the images that it was trained on. */
  readonly normalization: Normalization | undefined;
}

/** @throws TypeError, RangeError for what does not fit the network, and for an index that its first layer does not have */
export function readInput(caller: string, x: SamplesInput, { inputShape, layers, takesIndices }: Network, dtype: FloatType): Rows {
  const rows = readSamples(caller, 'x', x, inputShape, takesIndices ? 'int32' : dtype);
  const indices = layers[0]?.indices;
  if (!takesIndices || indices === undefined) return rows;
  const wrong = rows.data.findIndex((index) => index < 0 || index >= indices);
  if (wrong >= 0) throw new RangeError(`${caller}: x must hold indices from 0 to ${indices - 1}, those of layer 0, ${layers[0].name}; sample ${Math.floor(wrong / sizeOf(inputShape))} has ${rows.data[wrong]}`);
  return rows;
}
