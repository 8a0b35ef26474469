/** What the simplest prediction costs: the same output for every sample. Knows losses by the kind of their target. */
import { NdArray, sizeOf, typedArrays, type Shape } from '../../array/index.ts';
import { log } from '../../numeric/index.ts';
import type { FloatType } from '../layer.ts';
import type { Loss } from '../losses.ts';
import { lossesOf } from './forward.ts';
import { BatchReader } from './samples.ts';
import type { Targets } from './targets.ts';

interface Truth {
  readonly targets: Targets;
  readonly weights: Float64Array | undefined;
}

/**
 * The mean loss on the samples held out of what is right for the training samples on average: the mean of their numbers; the logarithms of how often
 * each class occurs; the logit of the mean share. A class that does not occur counts as half a sample. Undefined where that is no number.
 */
export function baselineLoss(loss: Loss, output: Shape, train: Truth, held: Truth, dtype: FloatType): number | undefined {
  const constant = constantOutput(loss, sizeOf(output), train);
  const { rows } = held.targets;
  const truths = new BatchReader(rows);
  const order = Int32Array.from({ length: rows.count }, (_, i) => i);
  let [sum, weight] = [0, 0];
  for (let first = 0; first < rows.count; first += chunk) {
    const count = Math.min(chunk, rows.count - first);
    const data = new typedArrays[dtype](count * constant.length);
    for (let i = 0; i < count; i++) data.set(constant, i * constant.length);
    lossesOf(loss, new NdArray(data, [count, ...output]), truths.read(order, first, count)).data.forEach((one: number, i: number) => {
      const w = held.weights === undefined ? 1 : held.weights[first + i];
      sum += w * one;
      weight += w;
    });
  }
  return Number.isFinite(sum / weight) ? sum / weight : undefined;
}

const chunk = 1024;

function constantOutput({ target }: Loss, size: number, { targets: { rows, codes }, weights }: Truth): Float64Array {
  const totals = new Float64Array(size);
  let sum = 0;
  for (let i = 0; i < rows.count; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    sum += weight;
    if (target === 'classes') totals[codes![i]] += weight;
    else for (let k = 0; k < size; k++) totals[k] += weight * rows.data[i * size + k];
  }
  const half = sum / rows.count / 2;
  if (target === 'numbers') return totals.map((total) => total / sum);
  if (target === 'classes') return totals.map((total) => log(Math.max(total, half) / sum));
  return totals.map((total) => log(Math.max(total, half) / Math.max(sum - total, half)));
}
