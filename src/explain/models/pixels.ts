/** Pixels as a network of images takes them. Knows no network. */
import { NdArray, type NumericView } from '../../array/index.ts';
import { writerOf, type ImageShape, type Normalization } from '../../images/index.ts';

/** @param samples  [n, channels, height, width], from 0 to 1 */
export function normalised({ data, shape }: NdArray, normalization: Normalization): NdArray {
  const image = shape.slice(1) as unknown as ImageShape;
  const size = image[0] * image[1] * image[2];
  const write = writerOf(image, 1, normalization, 'float64');
  const pixels = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += size) write(data as NumericView, at, pixels, at);
  return new NdArray(pixels, shape);
}
