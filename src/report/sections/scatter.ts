/** The clusters to look at: rows in their first two principal axes, or two columns as they are, and every row's silhouette. */
import { NdArray } from '../../array/index.ts';
import { clusterPlot, formatCount, silhouettePlot } from '../../plot/index.ts';
import type { Clustering } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, type Section } from '../pieces.ts';

/** More colours than this cannot be told apart. */
const mostDrawn = 24;

export function scatter(clustering: Clustering): Section[] {
  const { sample, model, rows, clusters } = clustering;
  const [drawn, d] = sample.X.shape;
  if (d < 2 || clusters > mostDrawn) return [];
  const { mean, scale } = model.encoder;
  // two columns have units that a reader knows; of more, the picture is of standardised ones
  const plain = (points: NdArray<[number, number]>): NdArray<[number, number]> =>
    (d > 2 ? points : new NdArray(Float64Array.from(points.data, (value, i) => mean[i % d] + scale[i % d] * value), points.shape));
  const labels = d > 2 ? {} : { xLabel: model.features[0], yLabel: model.features[1] };
  return [{
    id: 'picture',
    title: 'The rows',
    body: html`
<p>${drawn < rows ? `${formatCount(drawn, 'row')}, drawn at random from ${formatCount(rows, 'row')}` : `All ${formatCount(rows, 'row')}`}${d > 2 ? `, seen from the side that shows most of their ${d} features at once` : ''}.</p>
${figure((width) => clusterPlot(plain(sample.X), sample.labels, { centers: plain(model.model.centers), ...labels, width }))}`,
  }];
}

export function silhouettes({ sample, clusters }: Clustering): Section[] {
  const { silhouettes: values, labels } = sample;
  if (values === undefined || clusters > mostDrawn) return [];
  return [{
    id: 'silhouettes',
    title: 'Silhouettes',
    body: html`
<p>Each row, by how much nearer it is to its own cluster than to the next one: 1 sits well, 0 lies between two.</p>
${figure((width) => silhouettePlot(values, labels, { width }))}`,
  }];
}
