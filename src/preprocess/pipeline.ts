/** Steps in a row, each fitted on what the one before makes of the data. Knows only the contract of its steps. */
import { describe, type Label, type Labels, type MatrixInput, type NdArray, type VectorInput } from '../array/index.ts';
import type { ClassificationModel, Classifier, FitOptions, FittedTransformer, RegressionModel, Regressor, Transformer } from '../estimator/index.ts';
import { ClassificationPipeline, FittedPipeline, RegressionPipeline, type OneTargets } from './fittedPipeline.ts';

/** What the fit of each step returns. */
export type FittedSteps<T extends readonly Step[]> = { [K in keyof T]: T[K] extends { fit(...args: never[]): Promise<infer F> } ? F : never };
export type Step = Transformer | Regressor | Classifier;

/** Transformers only: fitting it gives a change of features. */
export interface TransformerPipeline<T extends readonly Transformer[]> extends Transformer<FittedPipeline<FittedSteps<T> & readonly FittedTransformer[]>> {
  readonly steps: T;
}

/** Transformers and a regressor: a regressor itself, for cross-validation and search as any other. */
export interface RegressorPipeline<T extends readonly Step[]> extends Regressor<RegressionPipeline<FittedSteps<T>>> {
  readonly steps: T;
  fit(X: MatrixInput, y: VectorInput, options?: FitOptions): Promise<RegressionPipeline<OneTargets<FittedSteps<T>>, Float64Array>>;
  fit(X: MatrixInput, y: MatrixInput, options?: FitOptions): Promise<RegressionPipeline<FittedSteps<T>, NdArray<[number, number]>>>;
  fit(X: MatrixInput, y: VectorInput | MatrixInput, options?: FitOptions): Promise<RegressionPipeline<FittedSteps<T>>>;
}

/** Transformers and a classifier: a classifier itself. */
export interface ClassifierPipeline<T extends readonly Step[]> extends Classifier<ClassificationPipeline<FittedSteps<T>>> {
  readonly steps: T;
  fit<L extends Label>(X: MatrixInput, y: readonly L[], options?: FitOptions): Promise<ClassificationPipeline<FittedSteps<T>, L>>;
  fit(X: MatrixInput, y: Labels, options?: FitOptions): Promise<ClassificationPipeline<FittedSteps<T>>>;
}

/**
 * Joins transformers, and a regressor or classifier as the last step if wanted, into one estimator. Fitting fits every step on the
 * output of the step before, with the same sample weights; so inside cross-validation every step learns from the
 * training part of each fold only.
 * @throws TypeError for no steps, or something that is not an estimator; at the fit, for a step in the wrong place
 */
export function pipeline<const T extends readonly [Transformer, ...Transformer[]]>(...steps: T): TransformerPipeline<T>;
export function pipeline<const T extends readonly [...Transformer[], Classifier]>(...steps: T): ClassifierPipeline<T>;
export function pipeline<const T extends readonly [...Transformer[], Regressor]>(...steps: T): RegressorPipeline<T>;
export function pipeline(...steps: readonly Step[]): unknown {
  const kind = 'pipeline';
  if (steps.length === 0) throw new TypeError(`${kind}: there must be at least one step; there is none`);
  steps.forEach((step: unknown, i) => {
    const { kind: name, fit } = (typeof step === 'object' && step !== null ? step : {}) as { kind?: unknown; fit?: unknown };
    if (typeof name !== 'string' || typeof fit !== 'function') throw new TypeError(`${kind}: steps must be estimators with kind and fit; step ${i} is ${describe(step)}`);
  });
  const options = Object.freeze({ steps: Object.freeze(steps.map((step) => Object.freeze({ kind: step.kind, options: step.options }))) });
  const fit = (X: MatrixInput, second?: VectorInput | MatrixInput | Labels | FitOptions, third?: FitOptions): Promise<unknown> =>
    (isTarget(second) ? fitToTarget(steps, X, second, third) : fitTransformers(steps as readonly Transformer[], X, second));
  const task = (steps[steps.length - 1] as Partial<Classifier>).task;
  return Object.freeze({ kind, ...(task !== undefined && { task }), options, steps: Object.freeze(steps), fit });
}

async function fitToTarget(steps: readonly Step[], X: MatrixInput, y: VectorInput | MatrixInput | Labels, options?: FitOptions): Promise<RegressionPipeline | ClassificationPipeline> {
  const last = steps.length - 1;
  const { fitted, output } = await fitEach(steps.slice(0, last) as readonly Transformer[], X, options, steps.length);
  options?.signal?.throwIfAborted();
  const model: RegressionModel | ClassificationModel = await (steps[last] as Regressor).fit(output, y as VectorInput, options);
  if (typeof (model as Partial<RegressionModel>).predict !== 'function') {
    throw new TypeError(`pipeline.fit: y is for a regressor or classifier as the last step; ${steps[last].kind} is a transformer, call fit(X)`);
  }
  options?.onProgress?.({ label: 'pipeline', done: steps.length, total: steps.length });
  return 'predictProbability' in model ? new ClassificationPipeline([...fitted, model]) : new RegressionPipeline([...fitted, model]);
}

async function fitTransformers(steps: readonly Transformer[], X: MatrixInput, options?: FitOptions): Promise<FittedPipeline> {
  const { fitted } = await fitEach(steps, X, options, steps.length);
  return new FittedPipeline(fitted);
}

async function fitEach(steps: readonly Transformer[], X: MatrixInput, options: FitOptions | undefined, total: number): Promise<{ fitted: readonly FittedTransformer[]; output: MatrixInput }> {
  const fitted: FittedTransformer[] = [];
  let output = X;
  for (const [i, step] of steps.entries()) {
    options?.signal?.throwIfAborted();
    const one = await step.fit(output, options);
    if (typeof (one as Partial<FittedTransformer>).transform !== 'function') {
      throw new TypeError(`pipeline.fit: every step but the last must be a transformer; step ${i}, ${step.kind}, makes no features`);
    }
    fitted.push(one);
    // what the last of transformers makes of the data is nobody's input
    if (i + 1 < total) output = await one.transform(output);
    options?.onProgress?.({ label: 'pipeline', done: i + 1, total });
  }
  return { fitted, output };
}

/** The second argument of fit is y, or the options of transformers. */
function isTarget(value: VectorInput | MatrixInput | Labels | FitOptions | undefined): value is VectorInput | MatrixInput | Labels {
  return Array.isArray(value) || ArrayBuffer.isView(value) || (typeof value === 'object' && value !== null && 'shape' in value);
}
