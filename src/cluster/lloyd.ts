/** Lloyd's iteration from given centres: label, update, until nothing changes. Knows no metric and no start. */
import type { AllRows } from './allRows.ts';
import { distanceOf } from './distance.ts';
import type { Pass, Pause } from './passes.ts';

/** What one run from one start found. */
export interface Clustering {
  /** [clusters, width] */
  readonly centers: Float64Array;
  readonly labels: Int32Array;
  readonly inertia: number;
  /** The inertia of the start, and after each iteration. Never rises. */
  readonly history: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
}

export interface Stopping {
  readonly maxIter: number;
  /** Stop when the centres move by no more than this, as distances are summed. */
  readonly shift: number;
}

/**
 * Iterates as scikit-learn does, so that iterations can be compared: an iteration labels and updates; it is the last
 * when it changed no label, or when the centres moved by no more than `shift` in sum. Labels and inertia belong to the
 * centres returned. Where rounding would let the inertia rise, the centres before are kept.
 */
export async function lloyd(rows: AllRows, start: Float64Array, { maxIter, shift }: Stopping, pause: Pause): Promise<Clustering> {
  rows.begin(start);
  let centers = start;
  let pass = await rows.pass(centers, pause);
  const history = [pass.cost];
  let iterations = 0;
  let converged = false;
  while (iterations < maxIter && !converged) {
    iterations++;
    const settled = iterations > 1 && pass.changed === 0;
    const next = settled ? centers : rows.update(rows.fillEmpty(pass, centers), centers);
    const after: Pass = settled ? pass : await rows.pass(next, pause);
    if (after.cost > pass.cost) {
      rows.begin(centers);
      pass = await rows.pass(centers, pause);
      converged = true;
    } else {
      converged = settled || moved(rows, centers, next) <= shift || standsStill(history, after.cost);
      centers = next;
      pass = after;
    }
    history.push(pass.cost);
  }
  return { centers, labels: rows.labels(), inertia: pass.cost, history, iterations, converged };
}

function moved({ sum, width, clusters }: AllRows, from: Float64Array, to: Float64Array): number {
  let total = 0;
  for (let c = 0; c < clusters; c++) total += distanceOf(sum, from, c * width, to, c * width, width);
  return total;
}

/** The same cost a third time: rows between equally near centres change places, and nothing is gained. */
function standsStill(history: readonly number[], cost: number): boolean {
  return history.length > 1 && cost === history[history.length - 1] && cost === history[history.length - 2];
}
