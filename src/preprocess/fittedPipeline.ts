/** Fitted steps in a row. Knows only the contract of its steps. */
import type { Label, Labels, MatrixInput, NdArray, VectorInput } from '../array/index.ts';
import {
  ModelFormatError, type ClassificationModel, type FittedTransformer, type ModelState, type NarrowedByTarget, type OneTarget, type Persistent, type RegressionModel,
  type ScoreOptions,
} from '../estimator/index.ts';

/** Fitted transformers only. */
export class FittedPipeline<S extends readonly FittedTransformer[] = readonly FittedTransformer[]> implements FittedTransformer {
  readonly kind = 'pipeline';
  readonly steps: S;
  readonly nFeatures: number;

  constructor(steps: S) {
    this.steps = steps;
    this.nFeatures = steps[0].nFeatures;
  }

  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    return (await transformAll(this.steps, X)) as NdArray<[number, number]>;
  }

  state(): ModelState {
    return stateOf(this.steps);
  }
}

/** The steps of a fit to a vector y. */
export type OneTargets<S extends readonly unknown[]> = { readonly [K in keyof S]: OneTarget<S[K]> };
type LastOf<S extends readonly unknown[]> = S extends readonly [...unknown[], infer Last extends RegressionModel] ? Last : RegressionModel;

/** Fitted transformers and a fitted regression. `P` is what it predicts: a vector for one target, a matrix for many. */
export class RegressionPipeline<S extends readonly unknown[] = readonly unknown[], P extends Float64Array | NdArray<[number, number]> = Float64Array | NdArray<[number, number]>> implements RegressionModel, NarrowedByTarget<RegressionPipeline<OneTargets<S>, Float64Array>> {
  declare readonly '~oneTarget'?: RegressionPipeline<OneTargets<S>, Float64Array>;
  readonly kind = 'pipeline';
  readonly steps: S;
  readonly nFeatures: number;

  constructor(steps: S) {
    this.steps = steps;
    this.nFeatures = (steps[0] as RegressionModel | FittedTransformer).nFeatures;
  }

  /** The last step: a model of the features that the other steps make. */
  get model(): LastOf<S> {
    return this.steps[this.steps.length - 1] as LastOf<S>;
  }

  async predict(X: MatrixInput): Promise<P> {
    return (await this.model.predict(await featuresOf(this.steps, X))) as P;
  }

  /** R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)² */
  async score(X: MatrixInput, y: VectorInput | MatrixInput, options?: ScoreOptions): Promise<number> {
    return this.model.score(await featuresOf(this.steps, X), y, options);
  }

  state(): ModelState {
    return stateOf(this.steps as readonly Persistent[]);
  }
}

type ClassifierOf<S extends readonly unknown[]> = S extends readonly [...unknown[], infer Last extends ClassificationModel] ? Last : ClassificationModel;

/** Fitted transformers and a fitted classification. */
export class ClassificationPipeline<S extends readonly unknown[] = readonly unknown[], L extends Label = Label> implements ClassificationModel<L> {
  readonly kind = 'pipeline';
  readonly steps: S;
  readonly nFeatures: number;

  constructor(steps: S) {
    this.steps = steps;
    this.nFeatures = (steps[0] as ClassificationModel | FittedTransformer).nFeatures;
  }

  /** The last step: a model of the features that the other steps make. */
  get model(): ClassifierOf<S> {
    return this.steps[this.steps.length - 1] as ClassifierOf<S>;
  }

  /** Sorted: numbers ascending, strings by code unit, false before true. */
  get classes(): readonly L[] {
    return this.model.classes as readonly L[];
  }

  async predict(X: MatrixInput): Promise<L[]> {
    return (await this.model.predict(await featuresOf(this.steps, X))) as L[];
  }

  /** [rows, classes], columns in the order of `classes`. */
  async predictProbability(X: MatrixInput): Promise<NdArray<[number, number]>> {
    return this.model.predictProbability(await featuresOf(this.steps, X));
  }

  /** Accuracy: the (weighted) share of rows whose class is predicted. */
  async score(X: MatrixInput, y: Labels, options?: ScoreOptions): Promise<number> {
    return this.model.score(await featuresOf(this.steps, X), y, options);
  }

  state(): ModelState {
    return stateOf(this.steps as readonly Persistent[]);
  }
}

/**
 * @param restoreStep  gives back a step from its state
 * @throws ModelFormatError when the state is not one that `state()` wrote
 */
export function restorePipeline(state: ModelState, restoreStep: (state: ModelState) => Persistent): FittedPipeline | RegressionPipeline | ClassificationPipeline {
  const parts = state.parts ?? [];
  if (parts.length === 0) throw new ModelFormatError('load: a pipeline must have at least one step; it has none');
  const steps = parts.map(restoreStep) as readonly Partial<FittedTransformer & RegressionModel & { readonly nOutputs: number }>[];
  steps.forEach((step, i) => {
    const last = i === steps.length - 1;
    if (typeof step.nFeatures !== 'number' || !(typeof step.transform === 'function' || (last && typeof step.predict === 'function'))) {
      throw new ModelFormatError(`load: the steps of a pipeline must be transformers, the last may be a regression or a classification; step ${i} is ${parts[i].kind}`);
    }
    const before = steps[i - 1]?.nOutputs;
    if (before !== undefined && before !== step.nFeatures) {
      throw new ModelFormatError(`load: each step of a pipeline must take what the one before makes; step ${i}, ${parts[i].kind}, takes ${step.nFeatures} features, step ${i - 1} makes ${before}`);
    }
  });
  const last = steps[steps.length - 1];
  if (typeof last.predict !== 'function') return new FittedPipeline(steps as readonly FittedTransformer[]);
  return 'predictProbability' in last ? new ClassificationPipeline(steps) : new RegressionPipeline(steps);
}

/** What the transformers before the last step make of X. */
function featuresOf(steps: readonly unknown[], X: MatrixInput): Promise<MatrixInput> {
  return transformAll(steps.slice(0, -1) as readonly FittedTransformer[], X);
}

async function transformAll(steps: readonly FittedTransformer[], X: MatrixInput): Promise<MatrixInput> {
  let output = X;
  for (const step of steps) output = await step.transform(output);
  return output;
}

function stateOf(steps: readonly Persistent[]): ModelState {
  return { kind: 'pipeline', settings: {}, arrays: new Map(), parts: steps.map((step) => step.state()) };
}
