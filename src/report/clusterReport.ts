/** The report of clusters: one HTML file that needs no network and runs no script. Knows no file system. */
import type { Clustering } from '../select/index.ts';
import { checkReportOptions, type ReportOptions } from './htmlReport.ts';
import { page } from './page.ts';
import { clusterData } from './sections/clusterData.ts';
import { clusterProfiles } from './sections/clusterProfiles.ts';
import { clusterSummary } from './sections/clusterSummary.ts';
import { howMany } from './sections/howMany.ts';
import { makingClusters } from './sections/making.ts';
import { scatter, silhouettes } from './sections/scatter.ts';
import { useClusters } from './sections/use.ts';

/**
 * A self-contained report about clusters of a table's rows: summary and doubts, how many, what each is like, the rows in
 * their first two principal axes, silhouettes, data, how to put new rows into them, how it was made.
 * @returns HTML, deterministic for equal input
 * @throws TypeError when modelFile or version is not a string
 */
export function clusterReport(clustering: Clustering, options: ReportOptions): string {
  checkReportOptions('clusterReport', options);
  const { source } = clustering;
  return page({
    title: `Clusters of ${source}`, heading: `Clusters of ${source}`, kind: 'Clustering report', source, version: options.version, generated: options.generated,
    sections: [
      clusterSummary(clustering), ...howMany(clustering), clusterProfiles(clustering), ...scatter(clustering), ...silhouettes(clustering),
      clusterData(clustering), useClusters(clustering, options.modelFile), makingClusters(clustering, options),
    ],
  });
}
