#!/usr/bin/env node
/** The command: reads its arguments, runs one subcommand, turns every failure into a sentence and an exit status. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readByteSize } from './byteSize.ts';
import type { ClusterOptions } from './cluster.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { ExplainOptions } from './explain.ts';
import type { ExportOptions } from './export.ts';
import { messageOf, UsageError } from './failure.ts';
import { printable } from './printable.ts';
import type { PredictOptions } from './predict.ts';
import type { TrainOptions } from './train.ts';
import type { ImageAugment } from '../index.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
const stop = new AbortController();

const program = new Command('glissade')
  .description('Machine learning from a table: a validated model, an honest report, a file to load')
  .version(version)
  .configureHelp({ showGlobalOptions: true })
  .showSuggestionAfterError()
  .exitOverride()
  .addHelpText('after', `
Examples:
  $ glissade train houses.csv --target price
  $ glissade train houses.parquet --target price --model lasso --report houses.html
  $ glissade train flowers.csv --target species
  $ glissade train animals/ --size 64
  $ glissade cluster customers.csv --clusters 2..10 --out grouped.csv
  $ glissade predict houses.glissade new.csv --out prices.csv
  $ glissade explain houses.glissade
  $ glissade explain houses.glissade --sample 3
  $ glissade export houses.glissade --sql
  $ glissade predict houses.onnx new.csv

Tables: CSV, TSV, JSON lines, Parquet, DuckDB files. Images: folders of PNG and JPEG files, IDX files. Exit status: 0 done, 1 the work failed, 2 wrong usage.`);

const formatOption = (): Option => new Option('--format <name>', 'the format of <table>, when its extension does not tell').choices(['csv', 'tsv', 'json', 'jsonl', 'parquet', 'duckdb']);
const headerOption = (): Option => new Option('--header', 'the first line names the columns, though it holds only numbers');
const noHeaderOption = (): Option => new Option('--no-header', 'the first line holds values; the columns are column1, column2, …');
const memoryOption = (): Option => new Option('--memory <size>', 'the memory for rows, such as 512MB or 4GiB; a table that needs more is read in blocks (default: a quarter of the memory), images are read anew each time (1 GiB)').argParser(byteSize);
const labelsOption = (): Option => new Option('--labels <file>', 'of an IDX file of images, the file with their labels (default: the one beside it, labels in its name for images)');
const columnsOption = (): Option => new Option('--columns <columns>', 'of an ONNX file that does not name them, the columns of numbers that it takes, in order, separated by commas (default: all)').argParser(names);
const tableOption = (): Option => new Option('--table <name>', 'the table to read, when <table> is a DuckDB file');

program.command('train').argument('<data>', 'a CSV, TSV, JSON lines, Parquet or DuckDB file; or images: a folder with a sub-folder per class, IDX files')
  .description('compare regressions or classifiers by cross-validation, keep one, and report how good it is; or train a network on images')
  .option('-t, --target <column>', 'the column to predict: numbers, or classes as strings, booleans or few whole numbers; images have their classes')
  .addOption(new Option('--task <name>', 'predict numbers or classes; auto looks at the target').choices(['auto', 'regression', 'classification']).default('auto'))
  .addOption(new Option('-m, --model <name>', 'which model to keep; auto picks by the one-standard-error rule, and cnn for images').choices(['auto', 'linear', 'ridge', 'lasso', 'elastic-net', 'logistic', 'logistic-l2', 'logistic-l1', 'mlp', 'cnn']).default('auto'))
  .option('-k, --folds <n>', 'folds of the cross-validation', integer(2, 100), 5)
  .option('--test-size <share>', 'share of the rows held out for the final figure', share, 0.2)
  .option('--features <columns>', 'use only these columns, separated by commas', names)
  .option('--drop <columns>', 'leave out these columns, separated by commas', names)
  .option('--class-weight <weights>', 'what a row of each class counts: balanced, or as JSON {"yes": 5}, 1 for the others', classWeight)
  .option('-o, --out <file>', 'where to write the model (default: <data>.glissade)')
  .option('-r, --report <file>', 'where to write the report (default: <data>.html)')
  .option('--seed <n>', 'seed of the splits and of networks', integer(0, Number.MAX_SAFE_INTEGER), 0)
  .option('--hidden <sizes>', 'neurons of the hidden layers of a network, separated by commas (default: 64,32)', layerSizes)
  .option('--epochs <n>', 'how often a network sees all rows or images at most', integer(1, 1_000_000))
  .option('--batch-size <n>', 'rows or images of a step of training a network', integer(1, 1_000_000))
  .option('--learning-rate <rate>', 'of training a network (default: 0.001, of images 0.002 at first)', rate)
  .option('--size <pixels>', 'resize all images: 64, or height x width, 48x64', imageSize)
  .option('--augment <changes>', 'show images changed in every epoch: shift=2,flip,noise=0.05, or some of them', changes)
  .option('--checkpoint <file>', 'keep the training of a network on images in this file; the same command goes on from there')
  .addOption(labelsOption())
  .addOption(new Option('--channels <n>', 'read images in grey (1) or in colour (3)').choices(['1', '3']).argParser(channelCount))
  .addOption(tableOption())
  .addOption(formatOption())
  .addOption(headerOption())
  .addOption(noHeaderOption())
  .addOption(memoryOption())
  .option('--json', 'print one JSON document on standard output')
  .action(async (data: string, options: TrainOptions, command: Command) => {
    const given = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
    await (await import('./train.ts')).train(data, options, given, { version, signal: stop.signal });
  });

program.command('cluster').argument('<table>', 'a CSV, TSV, JSON lines, Parquet or DuckDB file')
  .description('group rows that are alike by k-means, and report what the groups are like')
  .option('-c, --clusters <n>', 'how many: 3, or a range to choose from: 2..10 (default: 2..10)', clusterCount)
  .option('--columns <columns>', 'use only these columns, separated by commas', names)
  .option('--drop <columns>', 'leave out these columns, separated by commas', names)
  .option('-o, --out <file>', 'a CSV file to write: the rows with their cluster')
  .option('-m, --model <file>', 'where to write the model (default: <table>.clusters.glissade)')
  .option('-r, --report <file>', 'where to write the report (default: <table>.clusters.html)')
  .option('--seed <n>', 'seed of the starts', integer(0, Number.MAX_SAFE_INTEGER), 0)
  .addOption(tableOption())
  .addOption(formatOption())
  .addOption(headerOption())
  .addOption(noHeaderOption())
  .addOption(memoryOption())
  .option('--json', 'print one JSON document on standard output')
  .action(async (table: string, options: ClusterOptions) => (await import('./cluster.ts')).cluster(table, options, { version, signal: stop.signal }));

program.command('predict').argument('<model>', 'a model file written by train or cluster, or an ONNX file').argument('<data>', 'the rows to predict; of a network of images, a folder of images, one image, or an IDX file')
  .description('add a column of predictions, or of clusters, to a table; or name the classes of images')
  .option('-o, --out <file>', 'a CSV file to write (default: standard output)')
  .option('--probabilities', 'add the probability of each class')
  .addOption(columnsOption())
  .addOption(tableOption())
  .addOption(formatOption())
  .addOption(headerOption())
  .addOption(noHeaderOption())
  .addOption(memoryOption())
  .option('--json', 'print one JSON document on standard output')
  .action(async (model: string, table: string, options: PredictOptions) => (await import('./predict.ts')).predict(model, table, options, { signal: stop.signal }));

program.command('evaluate').argument('<model>', 'a model file written by train, or an ONNX file').argument('<data>', 'rows with the target known; of a network of images, a folder with a sub-folder per class, or IDX files')
  .description('measure the errors of a model on a table, or on images')
  .option('-t, --target <column>', 'of an ONNX file that does not name it, the column of the table that it predicts')
  .addOption(columnsOption())
  .addOption(labelsOption())
  .addOption(tableOption())
  .addOption(formatOption())
  .addOption(headerOption())
  .addOption(noHeaderOption())
  .addOption(memoryOption())
  .option('--json', 'print one JSON document on standard output')
  .action(async (model: string, table: string, options: EvaluateOptions) => (await import('./evaluate.ts')).evaluate(model, table, options, { signal: stop.signal }));

program.command('explain').argument('<model>', 'a model file written by train or cluster, or an ONNX file')
  .description('print what each column does to the prediction, or what the clusters are like; or how the model is derived; of an ONNX file its operators')
  .option('--derivation', 'print the derivation of the model: forward and backward propagation, line by line (implied by --data, --sample, --markdown, --out and --open)')
  .option('--data <table>', 'with the numbers of these rows; of a network of images a folder or an IDX file, with --sample')
  .option('--sample <n>', 'with the numbers of one row, or image, of --data (default: the table of the fit), from 0', integer(0, Number.MAX_SAFE_INTEGER))
  .option('--latex', 'print the equation of the model, or its derivation, in LaTeX')
  .option('--markdown', 'print the derivation in Markdown, formulas in LaTeX')
  .option('-o, --out <file>', 'write the derivation as a page, an HTML file')
  .option('--open', 'write the page and show it in the browser (default: <model>.derivation.html)')
  .addOption(tableOption())
  .addOption(formatOption())
  .addOption(headerOption())
  .addOption(noHeaderOption())
  .option('--json', 'print one JSON document on standard output')
  .action(async (model: string, options: ExplainOptions) => (await import('./explain.ts')).explain(model, options, { version, signal: stop.signal }));

program.command('export').argument('<model>', 'a model file written by train or cluster')
  .description('write a model in a form that others run: SQL for databases, ONNX for runtimes')
  .option('--sql', 'a linear or logistic model as one SQL expression over the columns of its table')
  .option('--onnx', 'any model with its preprocessing as an ONNX file: one input per column')
  .option('--probability <class>', 'with --sql: the probability of this class instead of the class')
  .option('-o, --out <file>', 'where to write it (default: standard output; of ONNX <model>.onnx)')
  .action(async (model: string, options: ExportOptions) => (await import('./export.ts')).exportModel(model, options));

let interruptedBy: NodeJS.Signals | undefined;
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interruptedBy !== undefined) process.exit(statuses[name]); // the second Ctrl-C does not wait
    interruptedBy = name;
    stop.abort(new Error('interrupted; nothing was written'));
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // a reader that closes the pipe (| head) is no failure
  process.stderr.write(`glissade: standard output: ${error.code === 'ENOSPC' ? 'the disk is full' : messageOf(error)}\n`);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`glissade: ${printable(messageOf(error))}\n`);
    process.exitCode = interruptedBy === 'SIGTERM' ? 143 : interruptedBy === 'SIGINT' ? 130 : error instanceof UsageError ? 2 : 1;
  }
}

function classWeight(text: string): 'balanced' | Record<string, number> {
  if (text === 'balanced') return text;
  let weights: unknown;
  try {
    weights = JSON.parse(text);
  } catch {
    weights = undefined;
  }
  const isRecord = typeof weights === 'object' && weights !== null && !Array.isArray(weights) && Object.values(weights).every((weight) => typeof weight === 'number' && weight > 0 && Number.isFinite(weight));
  if (!isRecord) throw new InvalidArgumentError('It must be balanced, or numbers above 0 by class as JSON: {"yes": 5}.');
  return weights as Record<string, number>;
}

function byteSize(text: string): number {
  const bytes = readByteSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('It must be a size, such as 512MB, 4GiB or a number of bytes.');
  return bytes;
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`);
    }
    return value;
  };
}

/** 3, or 2..10. */
function clusterCount(text: string): number | readonly [number, number] {
  const parts = text.split('..').map(integer(1, 10_000));
  if (parts.length === 1) return parts[0];
  if (parts.length === 2 && parts[0] < parts[1]) return [parts[0], parts[1]];
  throw new InvalidArgumentError('It must be a number, 3, or a range, 2..10.');
}

/** 64,32 */
function layerSizes(text: string): readonly number[] {
  return text.split(',').map(integer(1, 65_536));
}

/** 64, or 48x64 */
function imageSize(text: string): readonly [number, number] {
  const sides = text.split(/[x×,]/).map(integer(1, 16_384));
  if (sides.length > 2) throw new InvalidArgumentError('It must be a number of pixels, 64, or height x width, 48x64.');
  return [sides[0], sides[sides.length - 1]];
}

/** shift=2,flip,noise=0.05 */
function changes(text: string): ImageAugment {
  return Object.fromEntries(text.split(',').map((part) => {
    const [name, value] = part.split('=');
    if (name === 'flip' && value === undefined) return [name, true];
    const amount = value === undefined ? { shift: 2, noise: 0.05 }[name] : Number(value);
    const right = amount !== undefined && value !== '' && amount >= 0 && (name === 'noise' ? amount <= 1 : name === 'shift' && Number.isInteger(amount) && amount <= 1000);
    if (!right) throw new InvalidArgumentError('It must be some of shift=2 (pixels), flip, noise=0.05 (from 0, none, to 1), separated by commas.');
    return [name, amount];
  }));
}

function channelCount(text: string): 1 | 3 {
  if (text !== '1' && text !== '3') throw new InvalidArgumentError('Allowed choices are 1, 3.');
  return text === '1' ? 1 : 3;
}

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 100)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) throw new InvalidArgumentError('It must be above 0 and below 1.');
  return value;
}

function names(text: string): readonly string[] {
  const found = text.split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (found.length === 0) throw new InvalidArgumentError('It must name at least one column.');
  return found;
}
