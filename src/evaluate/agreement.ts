/** How far two ways to label the same rows agree, whatever the labels are called. Knows no clustering. */
import { readLabels, type Labels } from '../array/index.ts';
import { log } from '../numeric/index.ts';

/**
 * The share of pairs of rows on which both agree (together in both, or apart in both), adjusted for chance: 1 when the
 * clusters are the same, about 0 for independent ones, negative for less than that.
 * @throws RangeError when there is not one label per row in both
 * @see Hubert & Arabie (1985), Comparing partitions
 */
export function adjustedRand(yTrue: Labels, yPred: Labels): number {
  const { cells, rows, columns, total } = contingency('adjustedRand', yTrue, yPred);
  const together = sum(cells, pairs);
  const inTrue = sum(rows, pairs);
  const inPred = sum(columns, pairs);
  const all = pairs(total);
  const expected = all === 0 ? 0 : (inTrue / all) * inPred;
  const most = (inTrue + inPred) / 2;
  // each row alone in both, or all together in both: the same clusters
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** 1 − H(true | predicted) / H(true): 1 when each cluster holds rows of one class only. @see Rosenberg & Hirschberg (2007) */
export function homogeneity(yTrue: Labels, yPred: Labels): number {
  return shares('homogeneity', yTrue, yPred).homogeneity;
}

/** 1 − H(predicted | true) / H(predicted): 1 when all rows of a class are in one cluster. */
export function completeness(yTrue: Labels, yPred: Labels): number {
  return shares('completeness', yTrue, yPred).completeness;
}

/** The harmonic mean of homogeneity and completeness. */
export function vMeasure(yTrue: Labels, yPred: Labels): number {
  const { homogeneity, completeness } = shares('vMeasure', yTrue, yPred);
  return homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness);
}

function shares(caller: string, yTrue: Labels, yPred: Labels): { readonly homogeneity: number; readonly completeness: number } {
  const { cells, rows, columns, total } = contingency(caller, yTrue, yPred);
  const entropy = (counts: readonly number[]): number => -sum(counts, (count) => (count / total) * log(count / total));
  const [ofTrue, ofPred, ofBoth] = [rows, columns, cells].map(entropy);
  const known = (own: number, other: number): number => (own === 0 ? 1 : Math.min(1, Math.max(0, 1 - (ofBoth - other) / own)));
  return { homogeneity: known(ofTrue, ofPred), completeness: known(ofPred, ofTrue) };
}

interface Contingency {
  /** Rows per pair of labels, of those that occur. */
  readonly cells: readonly number[];
  /** Rows per true, per predicted label. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly total: number;
}

function contingency(caller: string, yTrue: Labels, yPred: Labels): Contingency {
  const total = yTrue.length;
  const truth = readLabels(caller, 'yTrue', yTrue, total);
  const predicted = readLabels(caller, 'yPred', yPred, total);
  if (total === 0) throw new RangeError(`${caller}: there must be at least one row; there is none`);
  const cells = new Map<number, number>();
  for (let i = 0; i < total; i++) {
    const cell = truth.codes[i] * predicted.labels.length + predicted.codes[i];
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  return { cells: [...cells.values()], rows: [...truth.counts], columns: [...predicted.counts], total };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function sum(counts: readonly number[], term: (count: number) => number): number {
  return counts.reduce((total, count) => total + term(count), 0);
}
