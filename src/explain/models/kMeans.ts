/** One iteration of k-means, assignment by assignment. Knows how its metrics measure and what minimises each. */
import { NdArray, readMatrix, type MatrixInput, type Shape } from '../../array/index.ts';
import type { KMeansModel } from '../../cluster/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import { Derivation } from '../derivation.ts';
import { note, type Section } from '../parts.ts';
import { text } from '../notation/dialect.ts';
import { noSizes } from '../translate/constants.ts';
import { numberText } from '../values.ts';

export interface DeriveKMeansOptions {
  /** Rows, [samples, features], to assign. Without them the derivation has no numbers. */
  readonly X?: MatrixInput;
  /** Centres before the iteration, [clusters, features]. Default: those of the model, which such a step leaves where they are. */
  readonly centers?: MatrixInput;
  /** Names of the features. Default x1, x2, … */
  readonly features?: readonly string[];
  readonly title?: string;
}

type Metric = KMeansModel['options']['metric'];

/** What a metric measures, in words and signs, and what is nearest to all rows of a cluster. */
const metrics: Readonly<Record<Metric, { readonly distance: string; readonly update: string; readonly why: string }>> = {
  euclidean: {
    distance: 'd(x, c) = Σⱼ (xⱼ − cⱼ)²', update: 'cₖ = (1/nₖ) Σ xᵢ over the nₖ rows of cluster k, their mean',
    why: 'The derivative of Σ (xᵢ − c)² by c is −2 Σ (xᵢ − c): 0 where c is the mean.',
  },
  cosine: {
    distance: 'd(x, c) = 1 − x·c, x and c having the length 1', update: 'cₖ = Σ xᵢ / |Σ xᵢ| over the rows of cluster k, their direction',
    why: 'Σ xᵢ·c is greatest, for c of length 1, where c points the way of Σ xᵢ.',
  },
  manhattan: {
    distance: 'd(x, c) = Σⱼ |xⱼ − cⱼ|', update: 'cₖ = the median of each column over the rows of cluster k',
    why: 'The derivative of Σ |xᵢ − c| by c is the number of rows below c less that above: 0 at the median.',
  },
};

/** Of more rows only the first are shown. */
const mostRows = 12;

export function deriveKMeans(model: KMeansModel, options: DeriveKMeansOptions = {}): Derivation {
  checkKnown('derive', options, ['X', 'centers', 'features', 'title']);
  const { nFeatures, options: { nClusters, metric } } = model;
  if (options.features !== undefined && options.features.length !== nFeatures) throw new RangeError(`derive: features must be one name for each feature; the model has ${nFeatures}, ${options.features.length} are given`);
  const measure = metrics[metric];
  const steps: Section[] = [
    { title: 'The cost', lines: [note(`SSE = Σᵢ minₖ d(xᵢ, cₖ): what is between every row and its nearest centre, added up, with ${measure.distance}. It depends on two things, which row belongs where and where the centres are. One is held while the other is chosen best, in turn.`)] },
    { title: 'Step 1: the rows choose', lines: [note('Each row goes to its nearest centre: labelᵢ = argminₖ d(xᵢ, cₖ), the first of equally near ones. No row can then be nearer, so SSE does not rise.')] },
    { title: 'Step 2: the centres move', lines: [note(`${measure.update}. ${measure.why} SSE does not rise here either.`)] },
    { title: 'Until', lines: [note('SSE no longer falls. There are finitely many ways to put rows into clusters, and none comes twice, so that is reached; it need not be the best of all, which is why several starts are tried.')] },
  ];
  const sections = options.X === undefined ? steps : withNumbers(model, options, steps);
  return new Derivation({
    title: options.title ?? `k-means: one iteration, ${nClusters} clusters`, intro: [], sizes: noSizes, sections,
    symbols: [
      ...(options.X === undefined ? [] : [{ name: 'X', meaning: 'rows', ...shown(options.X, nFeatures) }]),
      { name: 'c', meaning: options.centers === undefined ? 'centres, of the model' : 'centres before the iteration', ...shown(options.centers ?? model.centers, nFeatures) },
    ],
  });
}

function shown(matrix: MatrixInput, columns: number): { readonly shape: Shape; readonly value: NdArray } {
  const { data, rows } = readMatrix('derive', 'X', matrix, { columns });
  return { shape: [rows, columns], value: new NdArray(Float64Array.from(data), [rows, columns]) };
}

function withNumbers(model: KMeansModel, options: DeriveKMeansOptions, [cost, choose, move, until]: readonly Section[]): Section[] {
  const { nFeatures, options: { nClusters, metric } } = model;
  const matrix = readMatrix('derive', 'X', options.X!, { columns: nFeatures });
  const given = options.centers === undefined ? undefined : readMatrix('derive', 'centers', options.centers, { columns: nFeatures });
  if (given !== undefined && given.rows !== nClusters) throw new RangeError(`derive: centers must be as many as the model's clusters, ${nClusters}; they are ${given.rows}`);
  const X = rowsOf(matrix.data, nFeatures, metric);
  const before = rowsOf(given?.data ?? model.centers.data, nFeatures, metric);
  const { labels, distances, sse } = assigned(X, before, metric);
  const after = before.map((centre, k) => moved(X.filter((_, i) => labels[i] === k), centre, metric));
  const next = assigned(X, after, metric);
  const held = X.reduce((sum, x, i) => sum + distance(x, after[labels[i]], metric), 0);
  const show = (value: number): string => numberText(value, text);
  const names = options.features ?? Array.from({ length: nFeatures }, (_, j) => `x${j + 1}`);
  const shown = Math.min(mostRows, X.length);
  const changed = next.labels.filter((label, i) => label !== labels[i]).length;
  const end = (): string => {
    if (changed > 0) return `Here the next assignment moves ${changed} of ${X.length} rows, to SSE = ${show(next.sse)}: not yet.`;
    if (held < sse - 1e-12 * sse) return `Here the next assignment moves no row, so the centres stay where they are now: it is reached, at SSE = ${show(held)}.`;
    const reached = 'Here it is reached: the centres stay, and so do the rows.';
    return options.centers === undefined ? `${reached} The model is such a place: its SSE of ${show(model.inertia)} went from ${show(model.history[0])} in ${model.iterations} iterations.` : reached;
  };
  return [
    cost,
    { ...choose, lines: [...choose.lines, {
      kind: 'table', header: ['row', ...names, ...before.map((_, k) => `to centre ${k}`), 'cluster'],
      rows: Array.from({ length: shown }, (_, i) => [String(i), ...X[i].map(show), ...distances[i].map(show), String(labels[i])]),
    }, note(`${X.length > shown ? `And ${X.length - shown} more rows. ` : ''}SSE = ${show(sse)}, the sum of the least distance of every row.`)] },
    { ...move, lines: [...move.lines, {
      kind: 'table', header: ['cluster', 'rows', ...names.map((name) => `${name} before`), ...names.map((name) => `${name} after`)],
      rows: before.map((centre, k) => [String(k), String(labels.filter((label) => label === k).length), ...centre.map(show), ...after[k].map(show)]),
    }, note(`SSE = ${show(held)} with the rows where they are: ${held < sse ? `${show(sse - held)} less` : 'as before, up to rounding'}.`)] },
    { ...until, lines: [...until.lines, note(end())] },
  ];
}

/** Rows as lists of numbers; for the cosine of length 1. */
function rowsOf(data: ArrayLike<number>, columns: number, metric: Metric): number[][] {
  return Array.from({ length: data.length / columns }, (_, i) => {
    const row = Array.from({ length: columns }, (__, j) => data[i * columns + j]);
    return metric === 'cosine' ? ofLengthOne(row) : row;
  });
}

function ofLengthOne(row: readonly number[]): number[] {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? [...row] : row.map((value) => value / length);
}

function assigned(X: readonly (readonly number[])[], centres: readonly (readonly number[])[], metric: Metric): { readonly labels: number[]; readonly distances: number[][]; readonly sse: number } {
  const distances = X.map((x) => centres.map((centre) => distance(x, centre, metric)));
  const labels = distances.map((row) => row.indexOf(Math.min(...row)));
  return { labels, distances, sse: distances.reduce((sum, row, i) => sum + row[labels[i]], 0) };
}

function distance(x: readonly number[], c: readonly number[], metric: Metric): number {
  return x.reduce((sum, value, j) => sum + (metric === 'manhattan' ? Math.abs(value - c[j]) : (value - c[j]) * (value - c[j]) * (metric === 'cosine' ? 0.5 : 1)), 0);
}

/** Where the centre of these rows is; an empty cluster's stays. */
function moved(rows: readonly (readonly number[])[], centre: readonly number[], metric: Metric): number[] {
  if (rows.length === 0) return [...centre];
  if (metric === 'manhattan') return centre.map((_, j) => median(rows.map((row) => row[j])));
  const sums = centre.map((_, j) => rows.reduce((sum, row) => sum + row[j], 0));
  return metric === 'cosine' ? ofLengthOne(sums) : sums.map((sum) => sum / rows.length);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

