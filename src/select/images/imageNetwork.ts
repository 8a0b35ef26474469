/** Networks for images of any size and number of classes. Knows no data. */
import { batchNorm, conv2d, dense, dropout, flatten, globalAveragePool2d, maxPool2d, relu, sequential, type AnyLayer, type Network } from '../../nn/index.ts';

export type ImageModelName = 'cnn' | 'mlp';

/** The hidden layers of an mlp on pixels. */
export const hiddenOfImages: readonly number[] = [128, 64];

/** Filters of the first convolution; each pooling doubles them. */
const firstFilters = 16;
const mostFilters = 128;
const mostPoolings = 5;
/** From this side on what is shown may be anywhere; below it, places matter. */
const largeSide = 32;

/**
 * cnn: 3 × 3 convolutions with batch normalisation and ReLU, 2 × 2 poolings after them until the shorter side has less than 8 pixels, filters doubling from 16 to
 * 128. Of images of 32 pixels and more a side: one more convolution, then the mean of each map, wherever things are; of smaller ones: at least two
 * convolutions, then every place of every map has its weight. Dropout, and one number per class.
 * mlp: the pixels, dense layers with ReLU, one number per class.
 * @param hidden  of an mlp
 */
export function imageNetwork(name: ImageModelName, shape: readonly [number, number, number], classes: number, hidden: readonly number[] = hiddenOfImages): Network {
  const layers = name === 'mlp' ? [flatten(), ...hidden.flatMap((units) => [dense(units), relu()])] : convolutions(Math.min(shape[1], shape[2]));
  return sequential([...shape], ...([...layers, dense(classes)] as never)) as unknown as Network;
}

function convolutions(side: number): AnyLayer[] {
  const poolings = Math.min(mostPoolings, halvings(side));
  const large = side >= largeSide;
  const blocks = large ? poolings + 1 : Math.max(2, poolings);
  // where there are more convolutions than poolings, the last one of small images is pooled, and of large ones it is not
  const isPooled = (block: number): boolean => (large ? block < poolings : block >= blocks - poolings);
  return [
    ...Array.from({ length: blocks }, (_, i): AnyLayer[] => [
      conv2d<number, number, { readonly padding: 'same'; readonly bias: false }>(Math.min(mostFilters, firstFilters * (1 << i)), 3, { padding: 'same', bias: false }),
      batchNorm(), relu(), ...(isPooled(i) ? [maxPool2d(2)] : []),
    ]).flat(),
    ...(large ? [globalAveragePool2d(), dropout(0.2)] : [dropout(0.3), flatten()]),
  ];
}

/** How often a side can be halved before it has less than 4 pixels. */
function halvings(side: number): number {
  let count = 0;
  for (let left = side; left >= 8; left = Math.floor(left / 2)) count++;
  return count;
}
