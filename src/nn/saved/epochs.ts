/** What was seen of epochs as JSON, and back from JSON that is not trusted. */
import { describe } from '../../array/index.ts';
import { ModelFormatError, type Json } from '../../estimator/index.ts';
import type { Epoch } from '../training/epoch.ts';

export function epochAsJson({ trainLoss, validationLoss, metrics, seconds }: Epoch): Json {
  return {
    trainLoss: numberAsJson(trainLoss), validationLoss: validationLoss === undefined ? null : numberAsJson(validationLoss),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, numberAsJson(value)])), seconds,
  };
}

/** @param i  its place in the history @throws ModelFormatError */
export function epochFromJson(value: Json, i: number): Epoch {
  const what = `load: epoch ${i + 1} of the history must have trainLoss, validationLoss, metrics and seconds`;
  if (!isRecord(value)) throw new ModelFormatError(`${what}; it is ${describe(value)}`);
  const number = (name: string, found: Json | undefined): number => numberFromJson(found) ?? fail(`${what}; ${describe(name)} is ${describe(found)}`);
  const { trainLoss, validationLoss, metrics, seconds } = value;
  if (metrics === undefined || !isRecord(metrics)) throw new ModelFormatError(`${what}; "metrics" is ${describe(metrics)}`);
  return Object.freeze({
    epoch: i + 1, trainLoss: number('trainLoss', trainLoss), validationLoss: validationLoss === null ? undefined : number('validationLoss', validationLoss),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, found]) => [name, number(name, found)])), seconds: number('seconds', seconds),
  });
}

/** A loss that is no number any more is kept as the word for it: JSON has none. */
export function numberAsJson(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

/** Undefined for what `numberAsJson` does not give. */
export function numberFromJson(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

export function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(message: string): never {
  throw new ModelFormatError(message);
}
