/** What the rows as a whole say about clustering them: how far they spread, and how many different ones there are. */
import { costFactor } from './metric.ts';
import { Passes, type Pass, type Pause } from './passes.ts';
import type { Points } from './points.ts';

/** The mean over columns of the variance; for sums of absolute values of the mean absolute deviation. Of the rows as weighted. */
export async function spreadOf(points: Points, pause: Pause): Promise<number> {
  const whole = new Passes(points, 1, 0, 0);
  const cost = async (center: Float64Array): Promise<Pass> => {
    whole.begin(center);
    return whole.pass(center, pause);
  };
  // one cluster at the first row, then at the mean
  const first = points.data.slice(0, points.width);
  const { sums, weights } = await cost(first);
  const mean = first.map((value, j) => value + sums[j] / weights[0]);
  return (await cost(mean)).cost / costFactor(points.metric) / weights[0] / points.columns;
}

/** The number of distinct rows that count, or `enough` as soon as there are as many. */
export function distinctRows({ data, rows, width, weightsOfRows }: Points, enough: number): number {
  const found = new Set<string>();
  let last = -1;
  for (let i = 0; i < rows && found.size < enough; i++) {
    if (weightsOfRows?.[i] === 0 || (last >= 0 && equal(data, last * width, i * width, width))) continue;
    last = i;
    found.add(data.subarray(i * width, (i + 1) * width).join());
  }
  return found.size;
}

function equal(data: Float64Array, a: number, b: number, width: number): boolean {
  for (let q = 0; q < width; q++) if (data[a + q] !== data[b + q]) return false;
  return true;
}
