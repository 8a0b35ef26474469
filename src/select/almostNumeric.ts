/** Finds columns that a few texts keep from being numbers: "n.k." among the counts of rooms. */
import type { Frame, FrameColumn } from '../table/index.ts';

export interface AlmostNumeric {
  readonly column: string;
  /** Rows whose value is a number, and rows with a value. */
  readonly numbers: number;
  readonly values: number;
  /** Some of the texts that are none, the most frequent first. */
  readonly texts: readonly string[];
}

/** Fewer numbers than this share may as well be the names of categories. */
const most = 0.5;
const shownTexts = 3;

export function almostNumeric(frame: Frame): readonly AlmostNumeric[] {
  return frame.columns.flatMap((column) => textsAmongNumbers(column) ?? []);
}

export function textsAmongNumbers(column: FrameColumn): AlmostNumeric | undefined {
  if (column.type !== 'categorical') return undefined;
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]++;
  const used = [...counts.keys()].filter((code) => counts[code] > 0);
  const texts = used.filter((code) => !isNumber(column.categories[code]));
  const total = (codes: readonly number[]): number => codes.reduce((sum, code) => sum + counts[code], 0);
  const values = total(used);
  const numbers = values - total(texts);
  if (texts.length === 0 || numbers < most * values) return undefined;
  return { column: column.name, numbers, values, texts: texts.sort((a, b) => counts[b] - counts[a]).slice(0, shownTexts).map((code) => column.categories[code]) };
}

/** '297 of 300 values of "rooms" are numbers, but not "n.k."' */
export function describeAlmostNumeric({ column, numbers, values, texts }: AlmostNumeric): string {
  return `${numbers} of ${values} values of ${JSON.stringify(column)} are numbers, but not ${texts.map((text) => JSON.stringify(text)).join(', ')}`;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
