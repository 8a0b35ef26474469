/** What derivations of fitted models say alike. Knows no model. */
import type { NdArray } from '../../array/index.ts';
import type { DerivedFunction } from '../deriveFunction.ts';
import { text } from '../notation/dialect.ts';
import { note, type NoteLine, type Section } from '../parts.ts';
import { numberText } from '../values.ts';

export const samplesAreRows = 'Samples are rows: X is m × n. A text that keeps them in columns writes w X for X w and A Xᵀ for Xᵀ A: the same numbers.';

/** Of weights with their numbers. */
export function asFitted({ converged }: { readonly converged: boolean }): string {
  return `weights, as fitted${converged ? '' : ' so far'}`;
}

/** Behind an update. @param rate  what the learning rate is called */
export function uphill(rate: string): string {
  return `Against the gradient, for it points uphill; the learning rate ${text.name(rate)} says how far.`;
}

/** Forward, backward, update: of all samples, or of the one that was chosen. @param X  the samples */
export function propagation(derived: DerivedFunction, X: NdArray, sample: number | undefined, sections: readonly Section[]): Section[] {
  const [forward, backward, update] = sections;
  return [
    { ...forward, title: sample === undefined ? 'Forward propagation: all samples' : `Forward propagation: sample ${sample} alone` },
    { ...backward, lines: [...backward.lines, ...(sample === undefined ? zeroUpToRounding(derived, X) : [])] },
    { ...update, lines: [...update.lines, note(uphill(derived.rate))] },
  ];
}

export function atTheMinimum(sample: number | undefined, lines: Section['lines']): Section {
  return { title: 'At the minimum', lines: [...(sample === undefined ? [] : [note('Of all samples together; the derivatives above are of one, and need not be 0.')]), ...lines] };
}

/** Where the minimum is, derivatives are seldom exactly 0: a small number that the reader might wonder about. */
function zeroUpToRounding({ backward }: DerivedFunction, X: NdArray): NoteLine[] {
  const [first] = backward;
  if (first?.value === undefined) return [];
  const terms = largestOf(X) * Array.from(first.value.data, Math.abs).reduce((sum, value) => sum + value, 0);
  const parameters = backward.filter(({ name }) => /^∂C\/∂[wWb]$/.test(name)).flatMap(({ value }) => (value === undefined ? [] : Array.from(value.data, Math.abs)));
  const left = Math.max(0, ...parameters.filter((value) => value <= 1e-12 * terms));
  return left === 0 ? [] : [note(`A number as small as ${numberText(left, text)} is 0 here, but for what rounding leaves.`)];
}

function largestOf({ data }: NdArray): number {
  let largest = 1;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}
