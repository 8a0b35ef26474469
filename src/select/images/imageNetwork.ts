/** Networks for images of any size and number of classes. Knows no data. */
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential, type AnyLayer, type Network } from '../../nn/index.ts';

export type ImageModelName = 'cnn' | 'mlp';

/** The hidden layers of an mlp on pixels. */
export const hiddenOfImages: readonly number[] = [128, 64];

/** Filters of the first convolution; each pooling doubles them. */
const firstFilters = 16;
const mostFilters = 128;
const mostPoolings = 5;
/** Neurons between the last maps and the classes. */
const lastHidden = 64;

/**
 * cnn: 3 × 3 convolutions with ReLU, each followed by a 2 × 2 pooling until the shorter side has less than 8 pixels, filters doubling from 16 to
 * 128; then a dense layer of 64, dropout, one number per class. Small images get a second convolution instead of a second pooling.
 * mlp: the pixels, dense layers with ReLU, one number per class.
 * @param hidden  of an mlp
 */
export function imageNetwork(name: ImageModelName, shape: readonly [number, number, number], classes: number, hidden: readonly number[] = hiddenOfImages): Network {
  const layers = name === 'mlp' ? [flatten(), ...hidden.flatMap((units) => [dense(units), relu()])] : convolutions(Math.min(shape[1], shape[2]));
  return sequential([...shape], ...([...layers, dense(classes)] as never)) as unknown as Network;
}

function convolutions(side: number): AnyLayer[] {
  const poolings = Math.min(mostPoolings, halvings(side));
  const blocks = Math.max(2, poolings);
  return [
    ...Array.from({ length: blocks }, (_, i): AnyLayer[] => {
      const filters = Math.min(mostFilters, firstFilters * (1 << i));
      // where there are more convolutions than poolings, the pooling comes after the last
      return [conv2d<number, number, { readonly padding: 'same' }>(filters, 3, { padding: 'same' }), relu(), ...(i >= blocks - poolings ? [maxPool2d(2)] : [])] as AnyLayer[];
    }).flat(),
    dropout(0.2), flatten(), dense(lastHidden), relu(), dropout(0.4),
  ];
}

/** How often a side can be halved before it has less than 4 pixels. */
function halvings(side: number): number {
  let count = 0;
  for (let left = side; left >= 8; left = Math.floor(left / 2)) count++;
  return count;
}
