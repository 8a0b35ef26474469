/** Weights of classes: how they are given, and what each row of a class counts by them. Knows no classifier. */
import { describe, type Label } from '../array/index.ts';
import { checkChoice, checkNumber } from './options.ts';

/** Weights of classes: 'balanced' weighs each class alike, a row of one without rows to learn from 1; else by label, 1 where there is none. */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/** The option as the model keeps it: plain JSON. */
export type ClassWeightOption = 'balanced' | { readonly [label: string]: number } | null;

/** @throws TypeError, RangeError for weights that are no numbers above 0 */
export function readClassWeight(caller: string, given: unknown): ClassWeightOption {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string') return checkChoice(caller, 'classWeight', given, ['balanced']);
  if (typeof given !== 'object' || Array.isArray(given) || ArrayBuffer.isView(given)) {
    throw new TypeError(`${caller}: classWeight must be 'balanced', or weights by label, an object or a Map; it is ${describe(given)}`);
  }
  const entries: readonly (readonly [Label, unknown])[] = given instanceof Map ? [...(given as ReadonlyMap<Label, unknown>)] : Object.entries(given);
  return Object.fromEntries(entries.map(([label, weight]): [string, number] => [String(label), checkNumber(caller, `classWeight of ${describe(label)}`, weight, { above: 0 })]));
}

/** What a row of each class counts; undefined for a row each. A class may have no row: another part of the data can. @throws RangeError for a class that is not there */
export function classFactors(caller: string, labels: readonly Label[], codes: Int32Array, weights: Float64Array | undefined, option: ClassWeightOption): Float64Array | undefined {
  if (option === null) return undefined;
  if (option === 'balanced') {
    const totals = new Float64Array(labels.length);
    for (let i = 0; i < codes.length; i++) totals[codes[i]] += weights === undefined ? 1 : weights[i];
    const mean = totals.reduce((sum, total) => sum + total, 0) / totals.filter((total) => total > 0).length;
    return totals.map((total) => (total > 0 ? mean / total : 1));
  }
  const names = labels.map(String);
  const unknown = Object.keys(option).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`${caller}: classWeight must name classes of y; ${JSON.stringify(unknown)} is none of ${names.map((name) => JSON.stringify(name)).join(', ')}`);
  return Float64Array.from(names, (name) => (Object.hasOwn(option, name) ? option[name] : 1));
}
