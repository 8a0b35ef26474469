/** Why so many clusters: the sum of squares and the silhouette over their number. Nothing when the number was given. */
import { elbowPlot, formatFixed, formatNumber } from '../../plot/index.ts';
import type { Clustering } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, table, type Section } from '../pieces.ts';

export function howMany({ tried, clusters }: Clustering): Section[] {
  const { nClusters, inertia, silhouette } = tried;
  if (nClusters.length < 2) return [];
  return [{
    id: 'number',
    title: 'How many clusters?',
    body: html`
<p>More clusters always bring rows nearer to their centres: the sum of squared distances falls. Where it bends, further clusters only split what belongs together. The silhouette asks each row whether it is nearer to its own cluster than to the next; its greatest mean decides.</p>
${figure((width) => elbowPlot({ nClusters, inertia, silhouette, chosen: clusters }, { width }))}
${table('Numbers of clusters', [{ name: 'clusters', number: true }, { name: 'sum of squares', number: true }, { name: 'silhouette', number: true }],
    nClusters.map((k, i) => [`${k}${k === clusters ? ' (chosen)' : ''}`, formatNumber(inertia[i]), Number.isNaN(silhouette[i]) ? '–' : formatFixed(silhouette[i], 3)]), nClusters.indexOf(clusters))}`,
  }];
}
