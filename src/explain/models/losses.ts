/** How a cost adds up the losses of its samples, each counting alike or by its weight. Knows no model. */
import type { Label, NdArray } from '../../array/index.ts';
import { div, mean, mul, sum } from '../../ops/index.ts';
import type { Argument } from '../deriveFunction.ts';
import { text } from '../notation/dialect.ts';
import { numberText } from '../values.ts';

export interface Losses {
  /** Σ L, with weights Σ v L. */
  sum(): NdArray;
  /** Σ L / m, with weights Σ v L / Σ v; several losses of a sample are added up. */
  mean(): NdArray;
}

/** @param each  [m] or [m, targets]   @param v  weights of the samples, [m] or [m, 1] */
export function lossesOf(each: NdArray, v: NdArray | undefined): Losses {
  const weighed = v === undefined ? each : mul(v, each);
  const ofSample = (): NdArray => ((each.shape[1] ?? 1) === 1 ? each : sum(each, [1]));
  return { sum: () => sum(weighed), mean: () => (v === undefined ? mean(ofSample()) : div(sum(weighed), sum(v))) };
}

/** The argument of the cost; none where every sample counts once. */
export function weightArgument(v: NdArray | undefined, meaning: string): Argument[] {
  return v === undefined ? [] : [{ name: 'v', shape: v.shape, dtype: 'float64', role: 'data', perSample: true, value: v, meaning }];
}

/** 'no 1.075, yes 0.93478' */
export function classWeightsInWords(classes: readonly Label[], weights: Float64Array): string {
  return classes.map((one, k) => `${String(one)} ${numberText(weights[k], text)}`).join(', ');
}

/** Of the derivation of one sample. */
export const timesItsWeight = 'In the cost each loss counts vₖ times, and so does each derivative: vₖ is the weight of its sample.';
