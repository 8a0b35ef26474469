/** What multilayer perceptrons have in common: reading rows of numbers, and running to the end with progress in words. Knows no target. */
import { readMatrix, type Matrix, type MatrixInput } from '../../array/index.ts';
import type { FitOptions } from '../../estimator/index.ts';
import type { Epoch } from '../training/epoch.ts';
import type { Run } from '../training/train.ts';

/** @param options.columns  that X must have   @throws as readMatrix; RangeError for numbers that float32, in which the network computes, does not hold */
export function readFeatures(caller: string, X: MatrixInput, options: { readonly columns?: number } = {}): Matrix {
  const matrix = readMatrix(caller, 'X', X, options);
  const { data, columns } = matrix;
  const wrong = data.findIndex((value) => Math.abs(value) > largest);
  if (wrong >= 0) throw new RangeError(`${caller}: X must hold numbers that fit float32, up to 3.4e38; X[${Math.floor(wrong / columns)}][${wrong % columns}] is ${data[wrong]}. Scale them, for example with standardScaler()`);
  return matrix;
}

/** Of float32. */
const largest = 3.4028234663852886e38;

/** Trains to the end, and says how far it is after each epoch. */
export async function runToEnd<M>(run: Run<M>, epochs: number, { onProgress }: FitOptions): Promise<M> {
  for await (const epoch of run) onProgress?.({ label: inWords(epoch), done: epoch.epoch, total: epochs });
  return run.model;
}

function inWords({ epoch, validationLoss }: Epoch): string {
  return `epoch ${epoch}, validation loss ${Number(validationLoss!.toPrecision(3))}`;
}

/** @throws TypeError for weights of rows */
export function refuseWeights(caller: string, { sampleWeight }: FitOptions): void {
  if (sampleWeight !== undefined) throw new TypeError(`${caller}: sampleWeight must be left out: a network of this kind counts every row alike`);
}
