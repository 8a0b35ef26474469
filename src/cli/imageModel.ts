/** glissade predict, evaluate and explain with a network of images, or an ONNX file of one. */
import { stat } from 'node:fs/promises';
import { columnOf, Frame, openImages, writeCsv, type Images, type OpenImagesOptions } from '../data/index.ts';
import { classificationFigures, confusionMatrix, NdArray, type Label, type RunOptions } from '../index.ts';
import { layerRows, type TrainedNetwork } from '../nn/index.ts';
import { confusionTable } from './confusionTable.ts';
import { noteOnlyClass } from './onlyClass.ts';
import { checkKept, holdsImages } from './imageInput.ts';
import type { ImageModel } from './loadCommandModel.ts';
import { epochsSentence, layerTable } from './networkOutput.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print, printJson, progressBar } from './output.ts';
import { probabilityColumns } from './predictions.ts';

/** What tells images apart. */
export interface ImageClassifier {
  readonly classes: readonly (string | number)[] | undefined;
  /** Channels, height, width. */
  readonly network: { readonly inputShape: readonly number[] };
  predictProbability(images: Images<string | number>, run: RunOptions): Promise<NdArray>;
}

interface Run {
  readonly signal: AbortSignal;
}

export interface PredictImagesOptions {
  readonly out?: string;
  readonly probabilities?: boolean;
  readonly memory?: number;
  readonly json?: boolean;
}

export interface EvaluateImagesOptions {
  readonly labels?: string;
  readonly memory?: number;
  readonly json?: boolean;
}

/** A row per image: its name, its class; of a folder, every image below it, whatever folder it is in. */
export async function predictImages(model: ImageClassifier, modelPath: string, path: string, options: PredictImagesOptions, { signal }: Run): Promise<void> {
  if (options.out !== undefined) await checkKept(path, [['--out', options.out]]);
  const images = await openedFor(model, path, { unlabelled: true, ...(options.memory !== undefined && { memory: options.memory }) }, signal);
  const probabilities = await withBar(signal, (run) => model.predictProbability(images, run));
  const k = model.classes!.length;
  const places = Int32Array.from({ length: images.count }, (_, i) => likeliest(probabilities.data, i * k, k));
  const names = Array.from(places, (_, i) => images.name(i));
  const predictions = Array.from(places, (place) => model.classes![place]);
  signal.throwIfAborted();
  const document = { model: modelPath, images: path, rows: images.count };
  if (options.json === true && options.out === undefined) {
    printJson({ ...document, classes: model.classes, names, predictions, ...(options.probabilities === true && { probabilities: probabilities.toNested() }) });
    return;
  }
  const columns = [columnOf('image', names), columnOf('prediction', predictions)];
  if (options.probabilities === true) columns.push(...probabilityColumns(probabilities, model.classes!, new Set(['image', 'prediction'])));
  const rows = (async function* () { yield new Frame(columns, images.count); })();
  await writeCsv(options.out ?? process.stdout, rows);
  if (options.json === true) printJson({ ...document, out: options.out, column: 'prediction' });
  else if (options.out !== undefined) note(`${formatCount(images.count, 'prediction')} in column prediction of ${options.out}`);
}

/** Figures on labelled images; where a folder has a test part, on that. */
export async function evaluateImages(model: ImageClassifier, modelPath: string, path: string, { json, labels, memory }: EvaluateImagesOptions, { signal }: Run): Promise<void> {
  const all = await openedFor(model, path, { ...(labels !== undefined && { labels }), ...(memory !== undefined && { memory }) }, signal);
  const images = all.test ?? all;
  if (all.test !== undefined) note(`of ${path}, the test part: ${formatCount(images.count, 'image')}`);
  const known = classesByName(model);
  const truth = Array.from(images.labels, (code) => known.get(String(images.classes[code])));
  const strangers = [...new Set(Array.from(images.labels, (code) => images.classes[code]).filter((label) => !known.has(String(label))))];
  const kept = Int32Array.from(truth.keys()).filter((i) => truth[i] !== undefined);
  if (kept.length === 0) throw new Error(`${path}: some images must be of classes of the model, ${model.classes!.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}; there are ${strangers.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}`);
  if (strangers.length > 0) note(`${formatCount(images.count - kept.length, 'image')} of classes that the model does not know left out: ${strangers.slice(0, 5).map(String).join(', ')}${strangers.length > 5 ? ', …' : ''}`);
  const classes: readonly Label[] = model.classes!;
  const k = classes.length;
  const y = Array.from(kept, (i) => truth[i]!);
  const probabilities = new NdArray<[number, number]>((await withBar(signal, (run) => model.predictProbability(images.take(kept), run))).data as Float64Array, [kept.length, k]);
  const predicted = y.map((_, i) => classes[likeliest(probabilities.data, i * k, k)]);
  const figures = classificationFigures(y, predicted, probabilities, classes);
  const matrix = confusionMatrix(y, predicted, { classes });
  noteOnlyClass(formatCount(kept.length, 'image'), y, classes);
  signal.throwIfAborted();
  if (json === true) {
    printJson({ model: modelPath, images: path, target: 'class', rows: kept.length, unknownClasses: strangers, unknownRows: images.count - kept.length, ...figures, classes, confusion: matrix.toNested() });
    return;
  }
  print(formatTable(['figure', 'class'], [
    ['images', String(kept.length)], ['accuracy', formatShare(figures.accuracy)], ['balanced accuracy', formatShare(figures.balancedAccuracy)], ['macro F1', figures.macroF1.toFixed(4)], ['log loss', formatNumber(figures.logLoss)],
    ...(figures.rocAuc === undefined ? [] : [['AUC', figures.rocAuc.toFixed(4)]]),
  ]));
  print(`\n${confusionTable(matrix)}`);
}

/** The model's classes by what they are written as: a folder names its classes in words, IDX files in numbers. */
export function classesByName({ classes }: ImageClassifier): ReadonlyMap<string, string | number> {
  return new Map(classes!.map((label) => [String(label), label]));
}

/** Layers and training. */
export function explainImages(model: ImageModel, { json }: { readonly json?: boolean }): void {
  const network = model as unknown as TrainedNetwork;
  const { classes, history, bestEpoch, normalization } = network;
  if (json === true) {
    printJson({ target: 'class', model: 'network', classes, layers: layerRows(network), normalization, bestEpoch, history });
    return;
  }
  print(`Tells apart ${classes!.slice(0, 12).map(String).join(', ')}${classes!.length > 12 ? `, and ${classes!.length - 12} more classes` : ''}, by a network, which has no coefficients to read. Its layers:\n`, { wrap: true });
  print(layerTable(network));
  print(`\n${epochsSentence(network)}`, { wrap: true });
}

/** As the network takes them: in its colours and size. */
export async function openedFor(model: ImageClassifier, path: string, options: OpenImagesOptions, signal: AbortSignal): Promise<Images<string | number>> {
  const isThere = await stat(path).then(() => true, () => false);
  if (isThere && !(await holdsImages(path))) throw new Error(`${path}: the model takes images: a folder of PNG and JPEG files, one such file, or an IDX file`);
  const [channels, height, width] = model.network.inputShape;
  return withBar(signal, (run) => openImages(path, { ...run, ...options, size: [height, width], channels: channels as 1 | 3 }).catch((error: unknown) => {
    if (error instanceof TypeError) return openImages(path, { ...run, ...options }); // IDX files are of the size that they are
    throw error;
  }));
}

/** With a bar on a terminal; elsewhere these take too little time to be talked of. */
async function withBar<T>(signal: AbortSignal, work: (run: RunOptions) => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work({ signal });
  const bar = progressBar();
  try {
    return await work({ signal, onProgress: bar.show });
  } finally {
    bar.stop();
  }
}

function likeliest(probabilities: ArrayLike<number>, start: number, k: number): number {
  let best = 0;
  for (let c = 1; c < k; c++) if (probabilities[start + c] > probabilities[start + best]) best = c;
  return best;
}
