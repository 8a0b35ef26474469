/** Where to start: rows drawn at random, or by k-means++. Knows no iteration. */
import { candidatesCall, passRows } from '../kernels/index.ts';
import { log } from '../numeric/index.ts';
import type { Generator } from '../random/index.ts';
import { runShared } from '../runtime/index.ts';
import type { Pause } from './passes.ts';
import type { Points } from './points.ts';

/** Numbers per row that `plusPlus` needs room for. */
export function plusPlusRoom(clusters: number): number {
  return candidateCount(clusters) + 1;
}

/** Distinct rows, every one equally likely; rows of weight 0 are not drawn. There must be as many. */
export function randomRows({ data, width, rows, weightsOfRows }: Points, clusters: number, random: Generator): Float64Array {
  const centers = new Float64Array(clusters * width);
  let count = 0;
  for (const row of random.permutation(rows)) {
    if (count === clusters) break;
    if (weightsOfRows?.[row] === 0) continue;
    centers.set(data.subarray(row * width, (row + 1) * width), count * width);
    if (!isAmong(centers, count, width)) count++;
  }
  return centers;
}

/**
 * Greedy k-means++: each further centre is, of 2 + ⌊log k⌋ rows drawn with probability proportional to weight · distance
 * to the nearest centre so far (Euclidean: squared), the one that leaves the smallest inertia.
 * @param workspace  an address with room for rows · plusPlusRoom(clusters) numbers
 * @see Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding; scikit-learn draws as many
 */
export async function plusPlus(points: Points, clusters: number, random: Generator, workspace: number, pause: Pause): Promise<Float64Array> {
  const { machine, rows, width } = points;
  const centers = new Float64Array(clusters * width);
  const most = candidateCount(clusters);
  const blockRows = passRows(rows, 1);
  const blocks = Math.ceil(rows / blockRows);
  const [candidates, costs] = [8 * most * width, 8 * most * blocks].map((bytes) => machine.allocate(bytes));
  const closest = workspace + 8 * most * rows;
  const trials = [firstTrial(points, random)];
  for (let count = 0; count < clusters; count++) {
    const drawn = count === 0 ? trials : draw();
    const data = points.data;
    const placed = machine.float64(candidates, drawn.length * width);
    drawn.forEach((row, i) => placed.set(data.subarray(row * width, (row + 1) * width), i * width));
    machine.scope(() => {
      const call = candidatesCall(points, drawn.length, { candidates, closest: count === 0 ? 0 : closest, distances: workspace, costs });
      runShared(machine, machine.writeTable([call]), 0);
    });
    const best = cheapest(machine.float64(costs, blocks * drawn.length), drawn.length);
    centers.set(machine.float64(candidates + 8 * best * width, width), count * width);
    machine.float64(closest, rows).set(machine.float64(workspace + 8 * best * rows, rows));
    costsOfBest(best, drawn.length);
    await pause();
  }
  return centers;

  /** The costs of the part of rows, for the centres there are, put to the front. */
  function costsOfBest(best: number, count: number): void {
    const all = machine.float64(costs, blocks * count);
    for (let block = 0; block < blocks; block++) all[block] = all[block * count + best];
  }

  function draw(): number[] {
    const parts = machine.float64(costs, blocks);
    const near = machine.float64(closest, rows);
    const weights = points.weightsOfRows;
    let total = 0;
    for (const part of parts) total += part;
    return Array.from({ length: most }, () => {
      let left = random.uniform() * total;
      let block = 0;
      while (block < blocks - 1 && left >= parts[block]) left -= parts[block++];
      const last = Math.min(rows, (block + 1) * blockRows);
      let found = block * blockRows;
      for (let i = found; i < last; i++) {
        const share = (weights === undefined ? 1 : weights[i]) * near[i];
        if (share === 0) continue;
        // rounding may leave a little after the last row that can be drawn
        found = i;
        if (left < share) break;
        left -= share;
      }
      return found;
    });
  }
}

function candidateCount(clusters: number): number {
  return 2 + Math.floor(log(clusters));
}

/** A row, in proportion to its weight. */
function firstTrial({ rows, weightsOfRows }: Points, random: Generator): number {
  if (weightsOfRows === undefined) return random.below(rows);
  let left = random.uniform() * weightsOfRows.reduce((sum, weight) => sum + weight, 0);
  let found = -1;
  for (let i = 0; i < rows; i++) {
    if (weightsOfRows[i] === 0) continue;
    found = i;
    if (left < weightsOfRows[i]) break;
    left -= weightsOfRows[i];
  }
  return found;
}

/** The first candidate with the smallest sum over parts [parts, count]. */
function cheapest(costs: Float64Array, count: number): number {
  let best = 0;
  let least = Infinity;
  for (let c = 0; c < count; c++) {
    let cost = 0;
    for (let i = c; i < costs.length; i += count) cost += costs[i];
    if (cost < least) {
      least = cost;
      best = c;
    }
  }
  return best;
}

/** True when the centre at `count` equals one before it. */
function isAmong(centers: Float64Array, count: number, width: number): boolean {
  for (let c = 0; c < count; c++) {
    let same = true;
    for (let q = 0; same && q < width; q++) same = centers[c * width + q] === centers[count * width + q];
    if (same) return true;
  }
  return false;
}
