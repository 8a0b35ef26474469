export { kMeans, type KMeans, type KMeansOptions } from './kMeans.ts';
export { KMeansModel, restoreKMeans, type KMeansSettings, type KMeansSolution } from './kMeansModel.ts';
export type { ClusterMetric } from './metric.ts';
export { chooseClusters, type ChooseClustersOptions, type ClusterChoice } from './chooseClusters.ts';
export type { TableClusterOptions } from './fitTable.ts';
export { restoreTableClusters, TableClusters, type ClusterProfile } from './tableClusters.ts';
