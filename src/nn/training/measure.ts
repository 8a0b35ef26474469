/** What a network makes of samples, in the words of the loss: outputs, classes, probabilities, loss and metrics. */
import { describe, NdArray, sizeOf, type Label, type MatrixInput, type VectorInput } from '../../array/index.ts';
import type { LabelMetric, Metric, ProbabilityMetric } from '../../evaluate/index.ts';
import { concat, cast, neg, sigmoid, softmax } from '../../ops/index.ts';
import type { TargetKind } from '../losses.ts';
import { forwardBatch, type Forward } from './forward.ts';
import { BatchReader, type Batches, type Rows } from './samples.ts';
import type { Targets } from './targets.ts';

export type NetworkMetric = Metric | LabelMetric | ProbabilityMetric;
type Pause = (done: number) => Promise<void> | undefined;

/** What a network gives for samples, and the mean of its losses where the truth is known. */
export interface Run {
  /** [n, …output] */
  readonly output: NdArray;
  readonly loss: number;
}

/** @param total  samples   @param weights  of samples, in the mean of the losses. Default all 1 */
export async function runForward(forward: Forward, samples: Batches, total: number, targets: Targets | undefined, weights: Float64Array | undefined, pause: Pause): Promise<Run> {
  const order = Int32Array.from({ length: total }, (_, i) => i);
  const truths = targets && new BatchReader(targets.rows);
  const outputs: NdArray[] = [];
  let [sum, weight] = [0, 0];
  for (let first = 0; first < order.length; first += forwardBatch) {
    const count = Math.min(forwardBatch, order.length - first);
    const given = samples.read(order, first, count);
    const x = given instanceof Promise ? await given : given;
    const next = first + count;
    if (next < order.length) samples.ahead?.(order, next, Math.min(forwardBatch, order.length - next));
    const { output, losses } = forward.run({ x, ...(truths && { target: truths.read(order, first, count) }) });
    outputs.push(output);
    losses?.data.forEach((loss: number, i: number) => {
      const w = weights === undefined ? 1 : weights[first + i];
      sum += w * loss;
      weight += w;
    });
    await pause(next);
  }
  return { output: joined(outputs), loss: sum / weight };
}

function joined(parts: readonly NdArray[]): NdArray {
  const [{ data, shape }] = parts;
  if (parts.length === 1) return parts[0];
  const rows = parts.reduce((total, part) => total + part.shape[0], 0);
  const all = data instanceof Float32Array ? new Float32Array(rows * sizeOf(shape.slice(1))) : new Float64Array(rows * sizeOf(shape.slice(1)));
  let used = 0;
  for (const part of parts) {
    all.set(part.data, used);
    used += part.data.length;
  }
  return new NdArray(all, [rows, ...shape.slice(1)]);
}

/** [n, classes] in float64, each row summing to 1; for several shares, each by itself. */
export function probabilitiesOf(output: NdArray, kind: TargetKind, hasClasses: boolean): NdArray {
  const logits: NdArray = cast(output, 'float64');
  if (kind === 'classes') return softmax(logits);
  return hasClasses ? concat([sigmoid(neg(logits)), sigmoid(logits)], 1) as NdArray : sigmoid(logits);
}

/** The most probable class of each sample, the first of equals. */
export function labelsOf<L extends Label>(output: NdArray, classes: readonly L[]): L[] {
  const { data, shape: [rows, width] } = output;
  return Array.from({ length: rows }, (_, i) => {
    if (width === 1) return classes[data[i] > 0 ? 1 : 0];
    let best = 0;
    for (let k = 1; k < width; k++) if (data[i * width + k] > data[i * width + best]) best = k;
    return classes[best];
  });
}

/** A vector for one number per sample, else as it is. */
export function numbersOf(output: NdArray): Float64Array | NdArray {
  return output.shape.length === 2 && output.shape[1] === 1 ? Float64Array.from(output.data) : output;
}

/** Metrics by name. NaN for each where the network has gone astray, as its loss is: it gives no numbers that could be measured. */
export function metricsOf(metrics: readonly NetworkMetric[], output: NdArray, { classes, codes, rows }: Targets, kind: TargetKind): Record<string, number> {
  return Object.fromEntries(metrics.map((metric) => {
    if (metric.needs === undefined) return [metric.name, areFinite(output) ? metric(asTable(rows.data, output), asTable(output.data, output)) : NaN];
    // infinite scores have a greatest
    if (metric.needs === 'labels' && firstUnknown(output) >= 0) return [metric.name, NaN];
    const predicted = metric.needs === 'labels' ? labelsOf(output, classes!) : probabilitiesOf(output, kind, true) as NdArray<[number, number]>;
    if (predicted instanceof NdArray && !areFinite(predicted)) return [metric.name, NaN];
    const truth = Array.from(codes!, (code) => classes![code]);
    return [metric.name, (metric as (truth: readonly Label[], predicted: unknown, options: object) => number)(truth, predicted, { classes })];
  }));
}

/** The first sample for which the network gives NaN, or −1: the greatest of numbers one of which is NaN is no answer. */
export function firstUnknown({ data, shape }: NdArray): number {
  const wrong = data.findIndex((value) => Number.isNaN(value));
  return wrong < 0 ? wrong : Math.floor(wrong / (data.length / shape[0]));
}

function areFinite({ data }: NdArray): boolean {
  return data.every((value: number) => Number.isFinite(value));
}

/** Metrics of numbers take a vector or a matrix. */
function asTable(data: Rows['data'], { shape }: NdArray): VectorInput | MatrixInput {
  return shape.length === 2 && shape[1] === 1 ? data : { data, shape: [shape[0], sizeOf(shape.slice(1))] };
}

/** @throws TypeError for what is no metric, or none of what the loss is about */
export function checkMetrics(caller: string, metrics: readonly NetworkMetric[], ofClasses: boolean): void {
  if (!Array.isArray(metrics)) throw new TypeError(`${caller}: metrics must be an array of metrics; it is ${describe(metrics)}`);
  for (const metric of metrics as readonly NetworkMetric[]) {
    if (typeof metric !== 'function' || typeof metric.greaterIsBetter !== 'boolean') throw new TypeError(`${caller}: a metric must be a function with a name and greaterIsBetter, such as ${ofClasses ? 'accuracy' : 'r2'}; it is ${describe(metric)}`);
    if ((metric.needs !== undefined) !== ofClasses) throw new TypeError(`${caller}: metrics must be of ${ofClasses ? 'classes' : 'numbers'}, as the loss is; ${metric.name} is of ${ofClasses ? 'numbers' : 'classes'}`);
  }
}
