/** What a row of each class counts in a comparison: in the fits, and in the loss that they are judged by. Knows no model. */
import { readClasses, type Label } from '../array/index.ts';
import { classFactors, readClassWeight, type ClassWeight } from '../estimator/index.ts';
import { logLoss, type ProbabilityMetric } from '../evaluate/index.ts';

export interface ClassWeights {
  /** As the estimator takes it. */
  readonly option: ClassWeight;
  /** One weight for each label. @throws RangeError for a label without one */
  of(y: readonly Label[]): Float64Array;
  /** By label, as text. */
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * @param y  of all rows compared: 'balanced' is with their shares, in every fold
 * @throws TypeError, RangeError for weights that are none, or of classes that are not there
 */
export function classWeights(caller: string, option: ClassWeight, y: readonly Label[]): ClassWeights {
  const { codes, labels } = readClasses(caller, 'y', y, y.length);
  const factors = classFactors(caller, labels, codes, undefined, readClassWeight(caller, option))!;
  const byLabel = new Map(labels.map((label, c) => [label, factors[c]]));
  return { option, of: (some) => Float64Array.from(some, (label) => byLabel.get(label)!), weights: Object.fromEntries(labels.map((label, c) => [String(label), factors[c]])) };
}

/** Log loss whose rows count as their classes do. */
export function weighedLogLoss(weights: ClassWeights | undefined): ProbabilityMetric {
  if (weights === undefined) return logLoss;
  const weighed = (...[yTrue, probabilities, options]: Parameters<typeof logLoss>): number => logLoss(yTrue, probabilities, { ...options, sampleWeight: weights.of(Array.from(yTrue as readonly Label[])) });
  Object.defineProperty(weighed, 'name', { value: logLoss.name });
  return Object.assign(weighed, { needs: 'probabilities' as const, greaterIsBetter: false }) as ProbabilityMetric;
}
