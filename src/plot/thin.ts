/** A long series by fewer points that look the same: in each stretch the lowest and the highest stay. Knows no picture. */

/** A long history is drawn by this many points. */
const mostPoints = 1000;

export interface SeriesPoint {
  /** Index in the series. */
  readonly at: number;
  readonly cost: number;
}

export function thin(cost: Float64Array): SeriesPoint[] {
  const stretch = Math.ceil((2 * cost.length) / mostPoints);
  if (stretch <= 2) return Array.from(cost, (value, at) => ({ at, cost: value }));
  const kept = new Set<number>([0, cost.length - 1]);
  for (let start = 0; start < cost.length; start += stretch) {
    let low = start;
    let high = start;
    for (let at = start; at < Math.min(cost.length, start + stretch); at++) {
      if (cost[at] < cost[low]) low = at;
      if (cost[at] > cost[high]) high = at;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((at) => ({ at, cost: cost[at] }));
}
