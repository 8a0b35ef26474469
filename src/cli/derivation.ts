/** glissade explain --derivation: forward and backward propagation of the model, symbolic or with the numbers of a table. */
import { basename } from 'node:path';
import { ClassificationTableModel, NdArray, TableClusters } from '../index.ts';
import type { FileTable, FrameColumn } from '../data/index.ts';
import { derive, type Derivation } from '../explain/index.ts';
import { MlpClassifierModel, MlpRegressorModel } from '../nn/index.ts';
import { UsageError } from './failure.ts';
import { labelsOf, readTruth } from './figures.ts';
import { isImageModel, type CommandModel, type ImageModel } from './loadCommandModel.ts';
import { openInBrowser } from './openInBrowser.ts';
import { note, print, printJson } from './output.ts';
import { checkOutputs, stemOf } from './outputs.ts';
import { ownTable } from './ownTable.ts';
import { printable } from './printable.ts';
import { withTableOf, type TableOptions } from './withTable.ts';

export interface DerivationOptions extends TableOptions {
  readonly derivation?: boolean;
  readonly latex?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
  /** A table whose rows are put in, and which of them alone. */
  readonly data?: string;
  readonly sample?: number;
  /** A page to write. */
  readonly out?: string;
  readonly open?: boolean;
}

interface Run {
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Whether a derivation is asked for, by this name or by what only derivations have. */
export function wantsDerivation({ derivation, markdown, data, sample, out, open }: DerivationOptions): boolean {
  return derivation === true || markdown === true || data !== undefined || sample !== undefined || out !== undefined || open === true;
}

/** @param path  of the model */
export async function printDerivation(model: CommandModel | ImageModel, path: string, options: DerivationOptions, run: Run): Promise<void> {
  const out = options.out ?? (options.open === true ? `${stemOf(path)}.derivation.html` : undefined);
  if (out !== undefined) await checkOutputs([['the model', path], ...(options.data === undefined ? [] : [['--data', options.data] as const])], [['--out', out]]);
  const derivation = await derivationOf(model, options.sample === undefined || options.data !== undefined ? options : { ...options, data: await ownRows(model, path) }, run);
  if (out === undefined) {
    show(derivation, options);
    return;
  }
  const { derivationPage, writeReport } = await import('../report/index.ts');
  await writeReport(out, await derivationPage(derivation, { source: basename(path), version: run.version }));
  note(`derivation in ${out}`);
  if (options.open === true) await openInBrowser(out);
}

/** The rows that --sample chooses from where --data does not say. @throws UsageError where they are not there */
async function ownRows(model: CommandModel | ImageModel, path: string): Promise<string> {
  if (isImageModel(model)) throw new UsageError('--sample needs --data, the folder or IDX file that it is an image of');
  const source = model instanceof TableClusters ? undefined : model.source;
  const found = await ownTable(path, source);
  if (found === undefined) throw new UsageError(`--sample needs --data, the table that it is a row of${source === undefined ? '' : `; ${JSON.stringify(source)}, which ${path} was trained on, is neither beside it nor here`}`);
  note(`rows of ${found}, the table of the fit`);
  return found;
}

async function derivationOf(model: CommandModel | ImageModel, options: DerivationOptions, run: Run): Promise<Derivation> {
  if (isImageModel(model)) {
    if (options.data === undefined) return derive(model);
    if (options.sample === undefined) throw new UsageError('--data of images needs --sample, which of them, from 0');
    const { classesByName, openedFor } = await import('./imageModel.ts');
    const images = await openedFor(model, options.data, {}, run.signal);
    checkPlace(options.sample, images.count, `an image of ${options.data}`);
    const name = images.classes[images.labels[options.sample]];
    const label = classesByName(model).get(String(name));
    if (label === undefined) throw new Error(`${options.data}: the image to show must be of a class of the model; ${images.name(options.sample)} is of ${JSON.stringify(name)}`);
    return derive(model, { x: await images.read([options.sample], { signal: run.signal }), y: [label] });
  }
  if (options.data === undefined) return derive(model as never);
  return withTableOf(model instanceof TableClusters ? model.encoder.columns : model.columns.filter(({ role }) => role !== 'dropped'), options.data, { ...options, signal: run.signal }, (table) => withNumbers(model, table, options.sample, run));
}

async function withNumbers(model: CommandModel, table: FileTable, sample: number | undefined, { signal }: { readonly signal: AbortSignal }): Promise<Derivation> {
  model.encoder.checkColumns(table);
  const { data, rows, columns } = model.encoder.transform(await table.read(model.encoder.columns.map(({ name }) => name), { signal }), note);
  if (model instanceof TableClusters) {
    if (sample !== undefined) throw new UsageError('--sample is for models with a target; an iteration of k-means takes all rows');
    return derive(model.model, { X: new NdArray(data, [rows, columns]), features: model.encoder.names });
  }
  const { column: target, known } = await readTruth(table, model.columns.find(({ role }) => role === 'target')!, { signal });
  if (sample !== undefined) checkPlace(sample, rows, 'a row of the table');
  if (sample !== undefined && !known.includes(sample)) throw new Error(`${table.source}: the row to show must have a target; ${JSON.stringify(model.target)} of row ${sample} is missing`);
  const X = new NdArray(new Float64Array(known.length * columns), [known.length, columns]);
  known.forEach((row, i) => X.data.set(data.subarray(row * columns, (row + 1) * columns), i * columns));
  const weights = await weightsOf(model, table, known, signal);
  const chosen = { ...(sample !== undefined && { sample: known.indexOf(sample) }), ...(weights && { sampleWeight: weights }) };
  const { features } = model;
  const inner: unknown = model.model;
  if (inner instanceof MlpRegressorModel) return derive(inner, { x: X, y: numbersOf(target, known), ...chosen });
  if (inner instanceof MlpClassifierModel) return derive(inner, { x: X, y: labelsOf(target, known), ...chosen });
  if (model instanceof ClassificationTableModel) return derive(model.model as never, { X, y: labelsOf(target, known), features, ...chosen } as never);
  return derive(model.model as never, { X, y: numbersOf(target, known), features, ...chosen } as never);
}

function checkPlace(sample: number, count: number, what: string): void {
  if (sample >= count) throw new UsageError(`--sample must be ${what}, from 0 to ${count - 1}; it is ${sample}`);
}

/** Of the column that weighed the rows of the fit; undefined where none did. */
async function weightsOf(model: Exclude<CommandModel, TableClusters>, table: FileTable, known: Int32Array, signal: AbortSignal): Promise<number[] | undefined> {
  const name = model.columns.find(({ role }) => role === 'weight')?.name;
  if (name === undefined) return undefined;
  if (!table.columns.some((column) => column.name === name)) {
    note(`${table.source} has no ${JSON.stringify(name)}, the column that weighed the rows of the fit: each row counts once here`);
    return undefined;
  }
  return numbersOf((await table.read([name], { signal })).column(name), known);
}

function numbersOf(column: FrameColumn, known: Int32Array): number[] {
  if (column.type === 'categorical') throw new Error(`${JSON.stringify(column.name)} must be numbers, as for the fit; it is categorical`);
  return Array.from(known, (i) => column.values[i]);
}

function show(derivation: Derivation, { latex, markdown, json }: DerivationOptions): void {
  if (json === true) {
    printJson({
      title: derivation.title,
      lines: derivation.lines.map(({ name, shape, text, latex, value }) => ({ name, shape, text, latex, ...(value && { value: value.shape.length === 0 ? value.data[0] : value.toNested() }) })),
    });
    return;
  }
  const written = latex === true ? derivation.toLatex() : markdown === true ? derivation.toMarkdown() : derivation.toText({ width: widthOfTerminal() });
  print(written.split('\n').map((line) => printable(line)).join('\n'));
}

/** Sentences are broken where the terminal ends, but not further apart than one likes to read. */
function widthOfTerminal(): number {
  return process.stdout.isTTY ? Math.max(40, Math.min(100, process.stdout.columns)) : 88;
}
