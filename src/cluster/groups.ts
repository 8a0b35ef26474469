/** Puts centres that lie near each other into groups, so that one bound can speak for a group. No result depends on it. */
import type { DistanceSum } from '../kernels/index.ts';
import { distanceOf } from './distance.ts';

const rounds = 5;

/** Centres times numbers up to which comparing all costs less than bounds: measured with 2 × 40, 4 × 20, 10 × 10. */
const fewNumbers = 80;

/** How many groups are worth their bounds: none for few numbers in squares, one for few centres, then about ten centres to a group. */
export function groupCount(sum: DistanceSum, clusters: number, width: number): number {
  if (sum === 'squares' && clusters * width <= fewNumbers) return 0;
  return clusters <= 20 ? 1 : Math.ceil(clusters / 10);
}

/** `order`: clusters, group after group; `begins` [groups + 1]: where in it each group begins. */
export function groupCenters(sum: DistanceSum, centers: Float64Array, clusters: number, width: number, groups: number): { order: Int32Array; begins: Int32Array } {
  const groupOf = new Int32Array(clusters);
  if (groups > 1) {
    // a few rounds of the plain algorithm; every so-manieth centre to start from
    const middles = new Float64Array(groups * width);
    for (let g = 0; g < groups; g++) middles.set(centers.subarray(Math.floor((g * clusters) / groups) * width, (Math.floor((g * clusters) / groups) + 1) * width), g * width);
    for (let round = 0; round < rounds; round++) {
      for (let c = 0; c < clusters; c++) groupOf[c] = nearestOf(sum, centers, c * width, middles, groups, width);
      const sizes = new Int32Array(groups);
      for (const g of groupOf) sizes[g]++;
      for (let g = 0; g < groups; g++) if (sizes[g] > 0) middles.fill(0, g * width, (g + 1) * width);
      for (let c = 0; c < clusters; c++) {
        for (let q = 0; q < width; q++) middles[groupOf[c] * width + q] += centers[c * width + q] / sizes[groupOf[c]];
      }
    }
  }
  const order = Int32Array.from({ length: clusters }, (_, c) => c).sort((a, b) => groupOf[a] - groupOf[b] || a - b);
  const begins = new Int32Array(groups + 1);
  for (const g of groupOf) begins[g + 1]++;
  for (let g = 0; g < groups; g++) begins[g + 1] += begins[g];
  return { order, begins };
}

function nearestOf(sum: DistanceSum, row: Float64Array, at: number, centers: Float64Array, count: number, width: number): number {
  let best = 0;
  let near = Infinity;
  for (let c = 0; c < count; c++) {
    const distance = distanceOf(sum, row, at, centers, c * width, width);
    if (distance < near) {
      near = distance;
      best = c;
    }
  }
  return best;
}
