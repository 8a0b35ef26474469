/** What figures mean where all that was measured is of one class. */
import type { Label } from '../index.ts';
import { note } from './output.ts';
import { printable } from './printable.ts';

/** @param what  '12 images'   @param classes  of the model */
export function noteOnlyClass(what: string, truth: readonly Label[], classes: readonly Label[]): void {
  if (truth.some((label) => label !== truth[0])) return;
  note(`${what}, ${truth.length === 1 ? '' : 'all '}of class ${printable(String(truth[0]))}: ${classes.length === 2 ? 'the AUC, which takes both classes, is undefined, and ' : ''}balanced accuracy is the accuracy on that class`);
}
