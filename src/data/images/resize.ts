/** Another size for one channel of an image. Knows no file. */

/**
 * Bilinear with antialiasing, as Pillow's `BILINEAR` and PyTorch's `interpolate(mode='bilinear', antialias=True)`: a pixel
 * is the mean of those around its centre, weighted by a triangle; growing, the triangle reaches one pixel of the
 * input to each side (plain bilinear), shrinking, one pixel of the output, so that every pixel counts. Edges are not padded.
 * Rows are as long as `width`.
 */
export function resize(plane: Float64Array, height: number, width: number, newHeight: number, newWidth: number): Float64Array {
  const across = new Float64Array(height * newWidth);
  weightsOf(width, newWidth).forEach(({ first, weights }, j) => {
    for (let i = 0; i < height; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * plane[i * width + first + k];
      across[i * newWidth + j] = sum;
    }
  });
  const resized = new Float64Array(newHeight * newWidth);
  weightsOf(height, newHeight).forEach(({ first, weights }, i) => {
    for (let k = 0; k < weights.length; k++) {
      for (let j = 0; j < newWidth; j++) resized[i * newWidth + j] += weights[k] * across[(first + k) * newWidth + j];
    }
  });
  return resized;
}

/** Per pixel of the new length, which pixels of the old one count, and how much. */
function weightsOf(length: number, newLength: number): { first: number; weights: Float64Array }[] {
  const scale = length / newLength;
  const reach = Math.max(1, scale);
  return Array.from({ length: newLength }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(length, Math.floor(centre + reach + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, k) => Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / reach)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
