/** Reads a one-hot encoder back from its state, trusting nothing. */
import { ModelFormatError, settingOf, type Json, type ModelState } from '../estimator/index.ts';
import { sortCategories, type Label } from './labels.ts';
import { FittedOneHotEncoder } from './oneHotEncoder.ts';

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreOneHotEncoder(state: ModelState): FittedOneHotEncoder {
  const categories = settingOf(state, 'categories', isCategories, 'a list of sorted, distinct categories per column');
  const dropped = settingOf(state, 'dropped', isIndices, 'an index or null per column');
  const unknown = settingOf(state, 'unknown', isUnknown, "'error' or 'ignore'");
  const fits = dropped.length === categories.length && dropped.every((index, j) => index === null || (Number.isInteger(index) && index >= 0 && index < categories[j].length));
  if (!fits) throw new ModelFormatError(`load: "dropped" of a oneHotEncoder must be an index into each column's categories or null; it is ${JSON.stringify(dropped.slice(0, 10))}`);
  return new FittedOneHotEncoder({ categories, dropped, unknown });
}

const isUnknown = (value: Json): value is 'error' | 'ignore' => value === 'error' || value === 'ignore';
const isIndices = (value: Json): value is readonly (number | null)[] =>
  Array.isArray(value) && value.every((index: Json) => index === null || typeof index === 'number');

function isCategories(value: Json): value is readonly (readonly Label[])[] {
  return Array.isArray(value) && value.length > 0 && value.every((labels: Json) => Array.isArray(labels) && labels.length > 0 && isSorted(labels));
}

/** One kind besides null, distinct, in the order of the fit. */
function isSorted(labels: readonly Json[]): boolean {
  const kinds = new Set(labels.filter((label) => label !== null).map((label) => typeof label));
  const allowed = ['string', 'number', 'boolean'];
  if (kinds.size > 1 || [...kinds].some((kind) => !allowed.includes(kind)) || new Set(labels).size !== labels.length) return false;
  const sorted = sortCategories([...(labels as readonly Label[])]);
  return sorted.every((label, k) => label === labels[k]);
}
