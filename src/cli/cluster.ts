/** glissade cluster: the rows of a table in groups, a report about them, and a file that puts new rows into them. */
import { basename } from 'node:path';
import { columnOf, writeCsv } from '../data/index.ts';
import { clusterTable, describeAlmostNumeric, describeChosenOn, save, type Clustering, type Progress } from '../index.ts';
import { UsageError } from './failure.ts';
import { freeName } from './freeName.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print, printJson, progressBar } from './output.ts';
import { checkOutputs, stemOf } from './outputs.ts';
import { printable } from './printable.ts';
import { profileTable } from './profileTable.ts';
import { scoredRows } from './scoredRows.ts';
import { shellWords } from './shellWords.ts';
import { withTable, type TableOptions } from './withTable.ts';

export interface ClusterOptions extends TableOptions {
  readonly clusters?: number | readonly [number, number];
  readonly columns?: readonly string[];
  readonly drop?: readonly string[];
  readonly out?: string;
  readonly model?: string;
  readonly report?: string;
  readonly seed: number;
  readonly json?: boolean;
}

export async function cluster(path: string, options: ClusterOptions, run: { version: string; signal: AbortSignal }): Promise<void> {
  const start = performance.now();
  const stem = stemOf(path);
  const modelFile = options.model ?? `${stem}.clusters.glissade`;
  const report = options.report ?? `${stem}.clusters.html`;
  if (options.columns !== undefined && options.drop !== undefined) throw new UsageError('give --columns or --drop, not both');
  await checkOutputs([['the table', path]], [['--model', modelFile], ['--report', report], ...(options.out === undefined ? [] : [['--out', options.out] as const])]);

  const bar = progressBar();
  const written: { model: string; report: string; out?: string; seconds: number } = { model: modelFile, report, ...(options.out !== undefined && { out: options.out }), seconds: 0 };
  let clustering: Clustering;
  try {
    bar.show({ label: `reading ${basename(path)}`, done: 0, total: 1 });
    clustering = await withTable(path, { ...options, ...run, onProgress: bar.show }, async (table) => {
      const { clusters, columns, drop, seed } = options;
      const found = await clusterTable(table, {
        seed, ...(clusters !== undefined && { clusters }), ...(columns && { columns }), ...(drop && { drop }),
        signal: run.signal,
        onProgress: (progress) => bar.show({ ...progress, label: labelOf(progress) }),
      });
      const { clusterReport, writeReport } = await import('../report/index.ts');
      const html = clusterReport(found, { modelFile, version: run.version, command: commandOf(path, options) });
      run.signal.throwIfAborted();
      if (options.out !== undefined) {
        bar.show({ label: `writing ${basename(options.out)}`, done: 0, total: 1 });
        await writeCsv(options.out, scoredRows(table, [columnOf(freeName('cluster', new Set(table.columns.map(({ name }) => name))), found.model.labels)], run.signal));
      }
      await save(found.model, modelFile);
      await writeReport(report, html);
      return found;
    });
  } finally {
    bar.stop();
  }
  written.seconds = (performance.now() - start) / 1000;
  for (const name of clustering.identifiers) note(`${name} holds a different whole number in every row: if it only counts them, --drop ${name} leaves it out`);
  if (options.json === true) printJson(documentOf(clustering, written));
  else printClustering(clustering, written);
}

type Written = { readonly model: string; readonly report: string; readonly out?: string; readonly seconds: number };

function labelOf({ label, done, total, perSecond }: Progress): string {
  if (perSecond !== undefined) return label; // rows of a file
  return label === 'chooseClusters' ? `${done} of ${total} numbers of clusters tried` : `start ${done} of ${total}`;
}

function commandOf(path: string, { clusters, columns, drop, table, format, header, memory, seed }: ClusterOptions): string {
  return shellWords('npx glissade cluster', path, [
    ['clusters', clusters === undefined ? undefined : typeof clusters === 'number' ? String(clusters) : clusters.join('..')],
    ['columns', columns?.join(',')], ['drop', drop?.join(',')], ['table', table], ['format', format], ['header', header], ['memory', memory === undefined ? undefined : String(memory)], ['seed', String(seed)],
  ]);
}

/** The document of --json; docs/cli.md describes it. NaN, where a silhouette has no meaning, is null. */
function documentOf({ source, rows, chosenOn, features, seed, almostNumeric, dropped, identifiers, clusters, tried, why, explained, model }: Clustering, written: Written): unknown {
  return {
    task: 'clustering', source, rows, ...(chosenOn && { chosenOn }), features: features.length, featureNames: features, seed, almostNumeric, dropped, identifiers,
    clusters, tried, why, explained, inertia: model.inertia, profiles: model.profiles(), ...written,
  };
}

function printClustering(clustering: Clustering, { model, report, out, seconds }: Written): void {
  const { tried, clusters } = clustering;
  for (const column of clustering.almostNumeric) note(`read as categories: ${describeAlmostNumeric(column)}`);
  for (const { column, reason } of clustering.dropped) note(`left out ${column}: ${reason}`);
  print(`${printable(clustering.source)}: ${formatCount(clustering.rows, 'row')}, ${formatCount(clustering.features.length, 'feature')}, standardised: each column counts alike, whatever its unit.`, { wrap: true });
  if (clustering.chosenOn !== undefined) print(describeChosenOn(clustering.chosenOn), { wrap: true });
  print(`${clustering.why}\n`, { wrap: true });
  if (tried.nClusters.length > 1) {
    print(`${formatTable(['  clusters', 'sum of squares', 'silhouette'], tried.nClusters.map((k, i) => [
      `${k === clusters ? '→' : ' '} ${k}`, formatNumber(tried.inertia[i]), Number.isNaN(tried.silhouette[i]) ? '' : tried.silhouette[i].toFixed(3),
    ]))}\n`);
  }
  print(`${profileTable(clustering.model)}\n`);
  print(`Centres in the units of the table; of a category, the share of rows. The clusters take up ${formatShare(clustering.explained)} of the variance.\n`, { wrap: true });
  print(`model    ${model}\nreport   ${report}${out === undefined ? '' : `\nrows     ${out}`}\nseconds  ${seconds.toFixed(1)}`);
}
