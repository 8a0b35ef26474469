/** The columns that the clusters were made from. */
import { formatCount } from '../../plot/index.ts';
import type { Clustering } from '../../select/index.ts';
import { html } from '../markup.ts';
import type { Section } from '../pieces.ts';
import { columnTables } from './data.ts';

export function clusterData(clustering: Clustering): Section {
  return {
    id: 'data',
    title: 'Data',
    body: html`
<p><span class="name">${clustering.source}</span>: ${formatCount(clustering.rows, 'row')}. Numbers were standardised to mean 0 and standard deviation 1${clustering.summary.some(({ type }) => type === 'categorical') ? '; each category but the most frequent became a column of its own' : ''}.</p>
${columnTables(clustering)}`,
  };
}
