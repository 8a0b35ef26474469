/** What a multilayer perceptron for rows of numbers is told, with defaults that suit most tables. Knows no target. */
import { describe } from '../../array/index.ts';
import { checkKnown, checkNumber, checkSeed, readClassWeight, type ClassWeight, type ClassWeightOption } from '../../estimator/index.ts';

export interface MlpOptions {
  /** Neurons of each hidden layer, at most 8 layers. Default [64, 32]. */
  readonly hidden?: readonly number[];
  /** Of AdamW, > 0. Default 0.001. */
  readonly learningRate?: number;
  /** λ of AdamW, ≥ 0: weights shrink by rate · λ in each step. Default 0.01. */
  readonly weightDecay?: number;
  /** Rows of a step, ≥ 1. Default 'auto': a 32nd of the rows, as a power of two from 16 to 256. */
  readonly batchSize?: number | 'auto';
  /** How often all rows are seen at most, ≥ 1. Default 200. */
  readonly epochs?: number;
  /** Ends the training when the validation loss has not fallen for so many epochs, ≥ 1. Default 20. */
  readonly patience?: number;
  /** The share of the rows that is held out to judge each epoch by, in (0, 1). Default 0.15. */
  readonly validation?: number;
  /** Of initial weights, order of rows, rows held out. Default 0. */
  readonly seed?: number;
}

export interface MlpClassifierOptions extends MlpOptions {
  /**
   * What a row of a class counts: 'balanced', so that every class weighs alike, or numbers above 0 by label (an object or a Map; 1 for labels that are
   * not named). Default: every row 1.
   */
  readonly classWeight?: ClassWeight | null;
}

export type MlpSettings = { readonly [K in keyof Required<MlpOptions>]: Required<MlpOptions>[K] };

export type MlpClassifierSettings = MlpSettings & { readonly classWeight: ClassWeightOption };

const known = ['hidden', 'learningRate', 'weightDecay', 'batchSize', 'epochs', 'patience', 'validation', 'seed'];
const mostLayers = 8;

/** @throws TypeError, RangeError for a wrong kind or a value out of range */
export function readMlpOptions(kind: string, options: MlpOptions, further: readonly string[] = []): MlpSettings {
  checkKnown(kind, options, [...known, ...further]);
  const { hidden = [64, 32], batchSize = 'auto' } = options;
  if (!Array.isArray(hidden) || hidden.length > mostLayers) throw new TypeError(`${kind}: hidden must be a list of at most ${mostLayers} numbers of neurons, such as [64, 32]; it is ${describe(hidden)}`);
  hidden.forEach((units: unknown, i) => { checkNumber(kind, `hidden[${i}]`, units, { min: 1, max: 65_536, integer: true }); });
  return Object.freeze({
    hidden: Object.freeze([...hidden]) as readonly number[],
    learningRate: checkNumber(kind, 'learningRate', options.learningRate ?? 1e-3, { above: 0 }),
    weightDecay: checkNumber(kind, 'weightDecay', options.weightDecay ?? 0.01, { min: 0 }),
    batchSize: batchSize === 'auto' ? batchSize : checkNumber(kind, 'batchSize', batchSize, { min: 1, integer: true }),
    epochs: checkNumber(kind, 'epochs', options.epochs ?? 200, { min: 1, integer: true }),
    patience: checkNumber(kind, 'patience', options.patience ?? 20, { min: 1, integer: true }),
    validation: checkNumber(kind, 'validation', options.validation ?? 0.15, { above: 0, below: 1 }),
    seed: checkSeed(kind, options.seed ?? 0),
  });
}

/** The same of a classifier. */
export function readMlpClassifierOptions(kind: string, options: MlpClassifierOptions): MlpClassifierSettings {
  return Object.freeze({ ...readMlpOptions(kind, options, ['classWeight']), classWeight: readClassWeight(kind, options.classWeight) });
}
