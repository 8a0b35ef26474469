/** Whether numbers or classes are to be predicted, and what follows for splits and metrics. */
import { describe } from '../array/index.ts';
import type { ClassificationMetric } from './classMetric.ts';
import { kFold } from './kFold.ts';
import { checkMetric, type Metric } from './metric.ts';
import { logLoss } from './probabilityMetrics.ts';
import { rootMeanSquaredError } from './regressionMetrics.ts';
import type { Splitter } from './splitter.ts';
import { stratifiedKFold } from './stratifiedKFold.ts';

export type Task = 'regression' | 'classification';
export type AnyMetric = Metric | ClassificationMetric;

/** The estimator says it: classes may be numbers. */
export function taskOf(estimator: unknown): Task {
  return (estimator as { task?: unknown } | undefined)?.task === 'classification' ? 'classification' : 'regression';
}

/** Five folds, shuffled; of classes with the same mix in each, as far as there are rows of each class. */
export function defaultSplits(task: Task): Splitter {
  return task === 'classification' ? stratifiedKFold(5, { allowMissing: true }) : kFold(5);
}

/** What candidates and curves are judged by: the error in the unit of the target; of classes the loss of probabilities. */
export function defaultMetric(task: Task): AnyMetric {
  return task === 'classification' ? logLoss : rootMeanSquaredError;
}

/** @throws TypeError or RangeError unless `metrics` are metrics of distinct names that suit the task */
export function checkMetrics(caller: string, metrics: readonly AnyMetric[], task: Task): void {
  const example = task === 'classification' ? '[accuracy, logLoss]' : '[r2, rootMeanSquaredError]';
  if (!Array.isArray(metrics)) throw new TypeError(`${caller}: metrics must be an array of metrics, such as ${example}; it is ${describe(metrics)}`);
  if (metrics.length === 0) throw new RangeError(`${caller}: there must be at least one metric; metrics is empty`);
  const names = new Set<string>();
  for (const metric of metrics as readonly AnyMetric[]) {
    checkMetricFor(caller, metric, task);
    if (names.has(metric.name)) throw new RangeError(`${caller}: metrics must have distinct names; ${JSON.stringify(metric.name)} is there twice`);
    names.add(metric.name);
  }
}

/** @throws TypeError when `metric` is not a metric, or is one of the other task */
export function checkMetricFor(caller: string, metric: AnyMetric, task: Task): void {
  checkMetric(caller, metric as Metric);
  const { name, needs } = metric;
  if (task === 'regression') {
    if (needs !== undefined) throw new TypeError(`${caller}: ${name} measures classes, and the estimator predicts numbers. Use a metric such as r2, or a classifier, which has task: 'classification'`);
  } else if (needs !== 'labels' && needs !== 'probabilities') {
    throw new TypeError(`${caller}: a metric of a classifier must say what it needs, 'labels' or 'probabilities', as accuracy and logLoss do; needs of ${name} is ${describe(needs)}`);
  }
}
