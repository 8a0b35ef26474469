/** What each cluster is like: in words, and all centres in the units of the table. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { Clustering } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { dateText } from '../names.ts';
import { list, table, type Section } from '../pieces.ts';

type Feature = Clustering['model']['encoder']['features'][number];

/** A centre less than so many standard deviations from the mean says little about its cluster. */
const telling = 0.3;
const inWords = 4;

export function clusterProfiles({ model, rows }: Clustering): Section {
  const profiles = model.profiles();
  const { features } = model.encoder;
  const [k, d] = model.model.centers.shape;
  const sentence = (c: number): Markup => {
    const center = model.model.centers.data.subarray(c * d, (c + 1) * d);
    const ranked = [...features.keys()].filter((j) => Math.abs(center[j]) >= telling).sort((a, b) => Math.abs(center[b]) - Math.abs(center[a])).slice(0, inWords);
    const found = ranked.map((j) => phrase(features[j], model.features[j], profiles[c].center[model.features[j]], center[j]));
    return html`<strong>Cluster ${c}</strong>, ${formatCount(profiles[c].rows, 'row')} (${formatPercent(profiles[c].rows / rows, 2)}): ${found.length === 0 ? 'about the average of all rows' : found.join('; ')}.`;
  };
  return {
    id: 'clusters',
    title: 'The clusters',
    body: html`
${list(profiles.map((_, c) => sentence(c)))}
${table('Centres', [{ name: 'centre of' }, { name: 'all rows', number: true }, ...profiles.map(({ cluster }) => ({ name: `cluster ${cluster}`, number: true }))], [
    ['rows', formatFixed(rows, 0), ...profiles.map((profile) => formatFixed(profile.rows, 0))],
    ...features.map((feature, j) => [model.features[j], valueText(feature, feature.mean), ...Array.from({ length: k }, (_, c) => valueText(feature, profiles[c].center[model.features[j]]))]),
  ])}
<p class="note">Means over the rows of each cluster, in the units of the table; of a category, the share of rows.</p>`,
  };
}

/** 'more flipper_length_mm (217 against 201)' */
function phrase(feature: Feature, name: string, value: number, z: number): string {
  const against = `${valueText(feature, value)} against ${valueText(feature, feature.mean)}`;
  if (feature.type === 'categorical') return `${z > 0 ? 'more often' : 'less often'} ${feature.column} = ${feature.category} (${against})`;
  if (feature.type === 'boolean') return `${z > 0 ? 'more often' : 'less often'} ${name} (${against})`;
  if (feature.type === 'date') return `${z > 0 ? 'later' : 'earlier'} ${name} (${against})`;
  return `${z > 0 ? 'more' : 'less'} ${name} (${against})`;
}

function valueText({ type }: Feature, value: number): string {
  if (type === 'categorical' || type === 'boolean') return formatPercent(value, 2);
  return type === 'date' ? dateText(value) : formatNumber(value, 4);
}
