/** Clusters on a terminal: sizes and centres, in the units of the table. */
import type { TableClusters } from '../index.ts';
import { formatNumber, formatShare, formatTable } from './output.ts';

/** More columns than this do not fit. */
const mostClusters = 10;

export function profileTable(model: TableClusters): string {
  const { encoder, features } = model;
  const profiles = model.profiles();
  const shown = profiles.slice(0, mostClusters);
  const valueOf = (feature: string, j: number, cluster: number): string => {
    const value = shown[cluster].center[feature];
    const { type } = encoder.features[j];
    if (type === 'categorical' || type === 'boolean') return formatShare(value);
    return type === 'date' ? new Date(value * 86_400_000).toISOString().slice(0, 10) : formatNumber(value);
  };
  return formatTable(
    ['cluster', ...shown.map(({ cluster }) => String(cluster)), ...(profiles.length > shown.length ? [`and ${profiles.length - shown.length} more`] : [])],
    [
      ['rows', ...shown.map(({ rows }) => String(rows))],
      ...features.map((feature, j) => [feature, ...shown.map((_, c) => valueOf(feature, j, c))]),
    ].map((row) => (profiles.length > shown.length ? [...row, ''] : row)),
  );
}
