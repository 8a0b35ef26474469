/** glissade train: from a table to a validated model, a report and a file to load. */
import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { compareRegressions, save, type Comparison, type RegressionName } from '../index.ts';
import type { Format } from '../data/index.ts';
import { withTable } from './withTable.ts';
import { UsageError } from './failure.ts';
import { formatNumber, formatTable, note, print, printJson, progressBar } from './output.ts';

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
  readonly json?: boolean;
}

export async function train(path: string, options: TrainOptions, run: { version: string; signal: AbortSignal }): Promise<void> {
  const start = performance.now();
  const stem = basename(path, extname(path));
  const out = options.out ?? `${stem}.glissade`;
  const report = options.report ?? `${stem}.html`;
  if (options.features !== undefined && options.drop !== undefined) throw new UsageError('give --features or --drop, not both');
  await checkOutputs([['the table', path], ['--out', out], ['--report', report]]);

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

/** Refuses now what would fail after the training: folders that are not there or not writable, one file for two things. */
async function checkOutputs(files: readonly (readonly [string, string])[]): Promise<void> {
  files.forEach(([name, path], i) => {
    const other = files.slice(0, i).find(([, earlier]) => resolve(earlier) === resolve(path));
    if (other !== undefined) throw new UsageError(`${other[0]} and ${name} must be different files; both are ${path}`);
  });
  for (const [name, path] of files.slice(1)) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new Error(`${name} must be a file; ${path} is a folder`);
    const folder = dirname(resolve(path));
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw new Error(`${name}: there is no folder ${folder}`);
    await access(folder, constants.W_OK).catch(() => {
      throw new Error(`${name}: no permission to write into ${folder}`);
    });
  }
}

/** The command that does the same again, for the report. */
function commandOf(path: string, options: TrainOptions): string {
  const quoted = (text: string): string => (/^[\w./=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return [
    'npx glissade train', quoted(path), '--target', quoted(options.target),
    ...(options.model === 'auto' ? [] : ['--model', options.model]),
    ...(options.folds === 5 ? [] : ['--folds', String(options.folds)]),
    ...(options.testSize === 0.2 ? [] : ['--test-size', String(options.testSize)]),
    ...(options.features ? ['--features', quoted(options.features.join(','))] : []),
    ...(options.drop ? ['--drop', quoted(options.drop.join(','))] : []),
    ...(options.table === undefined ? [] : ['--table', quoted(options.table)]),
    '--seed', String(options.seed),
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
  const { target, rows, baseline, models, test, baselineTest } = comparison;
  for (const { column, reason } of comparison.dropped) note(`left out ${column}: ${reason}`);
  if (rows.targetMissing > 0) note(`left out ${rows.targetMissing} rows without ${target}`);
  print(`${comparison.source}: ${rows.total} rows, ${comparison.features.length} features; ${rows.train} rows to train, ${rows.test} held out\n`);
  print(formatTable(
    ['model', 'options', `error of ${target}`, '± std of folds', 'R²', 'effective coefficients', ''],
    [baseline, ...models].map((candidate) => [
      candidate.name,
      Object.entries(candidate.options).map(([name, value]) => `${name} ${typeof value === 'number' ? formatNumber(value, 3) : String(value)}`).join(', '),
      formatNumber(candidate.cv.mean),
      formatNumber(candidate.cv.std, 3),
      formatNumber(candidate.r2.mean, 3),
      formatNumber(candidate.degreesOfFreedom, 3),
      candidate.chosen ? '← kept' : '',
    ]),
    ['options', ''],
  ));
  print(`\nThe error is the root mean squared error over ${comparison.folds} folds, in the unit of ${target}.`);
  print(comparison.why);
  print(`\nOn the ${rows.test} rows held out: error ${formatNumber(test.rootMeanSquaredError)} (the mean as prediction: ${formatNumber(baselineTest.rootMeanSquaredError)}), R² ${formatNumber(test.r2, 3)}.`);
  print(`${comparison.diagnosis.verdict}: ${comparison.diagnosis.reason}\n`);
  print(`model    ${out}\nreport   ${report}\nseconds  ${seconds.toFixed(1)}`);
}
