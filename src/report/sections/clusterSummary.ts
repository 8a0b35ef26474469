/** The first screen of a clustering: how many groups, how clear they are, and what to doubt. */
import { formatCount, formatFixed, formatPercent } from '../../plot/index.ts';
import { describeAlmostNumeric, describeChosenOn, type Clustering } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { list, tiles, type Section } from '../pieces.ts';

/** A cluster of a smaller share of the rows may be some outliers. */
const small = 0.02;
/** Filling in more than this share of a column shapes the clusters. */
const muchMissing = 0.1;

export function clusterSummary(clustering: Clustering): Section {
  const { clusters, rows, explained, features } = clustering;
  const silhouette = silhouetteOf(clustering);
  const sizes = clustering.model.profiles().map((profile) => profile.rows);
  return {
    id: 'summary',
    title: 'Summary',
    body: html`
<p class="lead">${formatCount(rows, 'row')} in <strong>${formatCount(clusters, 'cluster')}</strong>, by ${formatCount(features.length, 'feature')}, standardised so that each counts alike whatever its unit.</p>
<p><strong>${clustering.why}</strong></p>
${clustering.chosenOn && html`<p class="note">${describeChosenOn(clustering.chosenOn)}</p>`}
${tiles([
    ['Clusters', formatFixed(clusters, 0), clustering.tried.nClusters.length > 1 ? 'chosen by the silhouette' : 'as asked for'],
    ['Silhouette', Number.isNaN(silhouette) ? '–' : formatFixed(silhouette, 2), '1: far apart; 0: they touch'],
    ['Variance taken up', formatPercent(explained, 2), 'that lies between clusters, not within'],
    ['Rows per cluster', sizes.length === 1 ? formatFixed(sizes[0], 0) : `${formatFixed(Math.min(...sizes), 0)}–${formatFixed(Math.max(...sizes), 0)}`, 'the smallest, the largest'],
  ])}
<h3>What to doubt</h3>
${list(doubts(clustering))}`,
  };
}

export function silhouetteOf({ tried, clusters }: Clustering): number {
  return tried.silhouette[tried.nClusters.indexOf(clusters)];
}

function doubts(clustering: Clustering): (string | Markup)[] {
  const { model, rows, identifiers, almostNumeric, summary, dropped } = clustering;
  const few = model.profiles().filter((profile) => profile.rows < small * rows);
  const left = new Set(dropped.map(({ column }) => column));
  const filled = summary.filter(({ name, missing, count }) => !left.has(name) && missing > muchMissing * (missing + count));
  return [
    ...(few.length > 0 ? [`${few.map(({ cluster, rows: count }) => `Cluster ${cluster} has ${formatCount(count, 'row')}`).join(', ')} only: these may be outliers rather than a group.`] : []),
    ...identifiers.map((name) => `${name} holds a different whole number in every row. If it only counts the rows, leave it out: it makes clusters of neighbours in the file.`),
    ...almostNumeric.slice(0, 5).map((column) => `A column was read as categories, which may be a mistake: ${describeAlmostNumeric(column)}.`),
    ...(filled.length > 0 ? [`Missing values count as the mean: ${filled.slice(0, 5).map(({ name, missing, count }) => `${name} (${formatPercent(missing / (missing + count), 2)})`).join(', ')}.`] : []),
    ...(model.encoder.features.some(({ type }) => type === 'categorical' || type === 'boolean') ? ['Categories part rows sharply, so that clusters tend to follow them: to group by numbers alone, leave these columns out.'] : []),
    ...(model.model.converged ? [] : ['The iteration stopped before clusters had come to rest.']),
    'k-means always finds clusters, also where there are none. It looks for round groups of about equal width; long or nested ones are cut into pieces.',
    'Which columns are looked at decides which clusters are found. No column says which clusters are right: judge them by what they are good for.',
  ];
}
