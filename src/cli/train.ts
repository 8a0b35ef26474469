/** glissade train: from a table to a validated model, a report and a file to load. */
import { basename, extname } from 'node:path';
import { compareRegressions, describeAlmostNumeric, save, type Comparison, type RegressionName } from '../index.ts';
import type { Format } from '../data/index.ts';
import { withTable } from './withTable.ts';
import { UsageError } from './failure.ts';
import { checkOutputs } from './outputs.ts';
import { formatCount, formatNumber, formatTable, note, print, printJson, progressBar } from './output.ts';
import { printable } from './printable.ts';

export interface TrainOptions {
  readonly target: string;
  readonly model: 'auto' | RegressionName;
  readonly folds: number;
  readonly testSize: number;
  readonly features?: readonly string[];
  readonly drop?: readonly string[];
  readonly out?: string;
  readonly report?: string;
  readonly seed: number;
  readonly table?: string;
  readonly format?: Format;
  readonly header?: boolean;
  readonly json?: boolean;
}

export async function train(path: string, options: TrainOptions, run: { version: string; signal: AbortSignal }): Promise<void> {
  const start = performance.now();
  const plain = basename(path).replace(/\.gz$/i, '');
  const stem = basename(plain, extname(plain));
  const out = options.out ?? `${stem}.glissade`;
  const report = options.report ?? `${stem}.html`;
  if (options.features !== undefined && options.drop !== undefined) throw new UsageError('give --features or --drop, not both');
  await checkOutputs([['the table', path]], [['--out', out], ['--report', report]]);

  const bar = progressBar();
  let comparison: Comparison;
  try {
    bar.show({ label: `reading ${basename(path)}`, done: 0, total: 1 });
    comparison = await withTable(path, { ...options, ...run }, (table) =>
      compareRegressions(table, {
        target: options.target,
        model: options.model,
        folds: options.folds,
        testSize: options.testSize,
        seed: options.seed,
        ...(options.features && { features: options.features }),
        ...(options.drop && { drop: options.drop }),
        signal: run.signal,
        onProgress: bar.show,
      }));
  } finally {
    bar.stop();
  }

  const { htmlReport, writeReport } = await import('../report/index.ts');
  const html = htmlReport(comparison, { modelFile: out, version: run.version, command: commandOf(path, options) });
  run.signal.throwIfAborted();
  await save(comparison.model, out);
  await writeReport(report, html);
  const seconds = (performance.now() - start) / 1000;
  if (options.json === true) printJson(documentOf(comparison, out, report, seconds));
  else printComparison(comparison, out, report, seconds);
}

/** The command that does the same again, for the report. */
function commandOf(path: string, options: TrainOptions): string {
  const quoted = (text: string): string => (/^[\w./=,@%+:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  // a value that starts with a dash would pass for an option of its own
  const option = (name: string, value: string): string => `--${name}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`;
  return [
    'npx glissade train', quoted(path.startsWith('-') ? `./${path}` : path), option('target', options.target),
    ...(options.model === 'auto' ? [] : [option('model', options.model)]),
    ...(options.folds === 5 ? [] : [option('folds', String(options.folds))]),
    ...(options.testSize === 0.2 ? [] : [option('test-size', String(options.testSize))]),
    ...(options.features ? [option('features', options.features.join(','))] : []),
    ...(options.drop ? [option('drop', options.drop.join(','))] : []),
    ...(options.table === undefined ? [] : [option('table', options.table)]),
    ...(options.format === undefined ? [] : [option('format', options.format)]),
    ...(options.header === undefined ? [] : [options.header ? '--header' : '--no-header']),
    option('seed', String(options.seed)),
  ].join(' ');
}

/** The document of --json; docs/cli.md describes it. */
function documentOf(comparison: Comparison, out: string, report: string, seconds: number): unknown {
  const { baseline, baselineTest, models, rows } = comparison;
  return {
    task: comparison.task,
    source: comparison.source,
    target: comparison.target,
    rows: rows.total,
    features: comparison.features.length,
    featureNames: comparison.features,
    split: { train: rows.train, test: rows.test, targetMissing: rows.targetMissing, seed: comparison.seed, folds: comparison.folds },
    almostNumeric: comparison.almostNumeric,
    dropped: comparison.dropped,
    metric: 'rootMeanSquaredError',
    baseline: { ...baselineTest, cv: baseline.cv },
    models: models.map(({ name, options, cv, r2, degreesOfFreedom, chosen }) => ({ name, options, cv, r2, degreesOfFreedom, chosen })),
    why: comparison.why,
    test: comparison.test,
    diagnosis: comparison.diagnosis,
    model: out,
    report,
    seconds,
  };
}

function printComparison(comparison: Comparison, out: string, report: string, seconds: number): void {
  const { rows, baseline, models, test, baselineTest } = comparison;
  const target = printable(comparison.target);
  for (const column of comparison.almostNumeric) note(`read as categories: ${describeAlmostNumeric(column)}`);
  for (const { column, reason } of comparison.dropped) note(`left out ${column}: ${reason}`);
  if (rows.targetMissing > 0) note(`left out ${formatCount(rows.targetMissing, 'row')} without ${comparison.target}`);
  print(`${printable(comparison.source)}: ${formatCount(rows.total, 'row')}, ${formatCount(comparison.features.length, 'feature')}; ${formatCount(rows.train, 'row')} to train, ${rows.test} held out\n`);
  print(formatTable(
    ['  model', 'options', 'error', '± std', 'R²', 'coefficients'],
    [baseline, ...models].map((candidate) => [
      `${candidate.chosen ? '→' : ' '} ${candidate.name}`,
      Object.entries(candidate.options).map(([name, value]) => `${name} ${optionText(value)}`).join(', '),
      formatNumber(candidate.cv.mean),
      formatNumber(candidate.cv.std, 3),
      candidate.r2.mean.toFixed(3),
      formatNumber(candidate.degreesOfFreedom, 3),
    ]),
    ['options'],
  ));
  print(`\nError: root mean squared error in the unit of ${target}, mean and standard deviation over ${comparison.folds} folds. Coefficients: how many the model effectively has.`, { wrap: true });
  print(printable(comparison.why), { wrap: true });
  print(`\nOn the ${formatCount(rows.test, 'row')} held out: error ${formatNumber(test.rootMeanSquaredError)} (the mean as prediction: ${formatNumber(baselineTest.rootMeanSquaredError)}), R² ${test.r2.toFixed(3)}.`, { wrap: true });
  print(`Verdict: ${comparison.diagnosis.verdict}. ${comparison.diagnosis.reason}\n`, { wrap: true });
  print(`model    ${out}\nreport   ${report}\nseconds  ${seconds.toFixed(1)}`);
}

/** In full when that is short: an l1Ratio of 0.99999 is not 1. */
function optionText(value: unknown): string {
  const full = String(value);
  return typeof value === 'number' && full.length > 9 ? formatNumber(value, 3) : full;
}
