/** Puts the choice of a number of clusters into sentences. Knows no data. */
import type { Clustering } from './clustering.ts';
import type { SampleSize } from './sampleRows.ts';

/** Of a table larger than the memory budget. */
export function describeChosenOn({ rows, of }: SampleSize): string {
  return `The table is larger than the memory for it: the number of clusters is chosen, and pictures are drawn, from ${rows} of its ${of} rows, drawn at random; the clusters are those of all rows.`;
}

/** What a mean silhouette is called, by Kaufman & Rousseeuw (1990), Finding Groups in Data, table 4. */
function strength(silhouette: number): string {
  if (silhouette > 0.7) return 'a strong structure';
  if (silhouette > 0.5) return 'a reasonable structure';
  return silhouette > 0.25 ? 'a weak structure that may be artificial' : 'no substantial structure: the rows hardly fall into groups';
}

export function whyClusters({ nClusters, silhouette, elbow }: Clustering['tried'], chosen: number): string {
  const value = silhouette[nClusters.indexOf(chosen)];
  const meaning = Number.isNaN(value) ? '' : `${value.toFixed(2)}: ${strength(value)}`;
  if (nClusters.length === 1) {
    return `${chosen} ${chosen === 1 ? 'cluster was' : 'clusters were'} asked for${meaning === '' ? '' : `; their mean silhouette is ${meaning}`}.`;
  }
  const range = `${nClusters[0]} to ${nClusters[nClusters.length - 1]}`;
  const bend = elbow === undefined ? '' : elbow === chosen ? ` The sum of squared distances bends there, too.` : ` The sum of squared distances bends most at ${elbow}.`;
  const edge = chosen > 2 && chosen === nClusters[nClusters.length - 1] ? ' It is the largest number tried: more may be better still.' : '';
  return `Of ${range} clusters, ${chosen} have the greatest mean silhouette, ${meaning}.${edge}${bend}`;
}
