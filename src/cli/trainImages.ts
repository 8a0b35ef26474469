/** glissade train on images: from a folder or IDX files to a trained network, a report and a file to load. */
import { stat } from 'node:fs/promises';
import { classifyImages, save, type ImageAugment } from '../index.ts';
import { openImages } from '../data/index.ts';
import { CheckpointError } from '../nn/index.ts';
import { checkOutputs, type NamedFile } from './outputs.ts';
import { checkKept, imageStemOf } from './imageInput.ts';
import { documentOfImages, printImages } from './imageOutput.ts';
import type { NetworkOptions } from './networkOptions.ts';
import { note, printJson } from './output.ts';
import { shellWords } from './shellWords.ts';
import { trainingProgress } from './trainingProgress.ts';

/** What is said of images only. */
export interface ImageOptions {
  readonly augment?: ImageAugment;
  readonly size?: readonly [number, number];
  readonly channels?: 1 | 3;
  readonly labels?: string;
  readonly checkpoint?: string;
}

export interface TrainImagesOptions extends NetworkOptions, ImageOptions {
  readonly model: 'cnn' | 'mlp';
}

export async function trainImages(path: string, options: TrainImagesOptions, run: { version: string; signal: AbortSignal }): Promise<void> {
  const start = performance.now();
  const source = imageStemOf(path);
  const out = options.out ?? `${source}.glissade`;
  const report = options.report ?? `${source}.html`;
  const { checkpoint } = options;
  const written: readonly NamedFile[] = [['--out', out], ['--report', report], ...(checkpoint === undefined ? [] : [['--checkpoint', checkpoint] as const])];
  await checkOutputs([['the images', path], ...(options.labels === undefined ? [] : [['--labels', options.labels] as const])], written);
  await checkKept(path, written);
  const { signal } = run;
  const { model, testSize, seed, epochs, batchSize, learningRate, hidden, augment, classWeight, size, channels, labels, memory } = options;
  const progress = trainingProgress();
  try {
    progress.show({ label: `looking at ${source}`, done: 0, total: 1 });
    const images = await openImages(path, { signal, onProgress: progress.show, ...(size && { size }), ...(channels && { channels }), ...(labels !== undefined && { labels }), ...(memory !== undefined && { memory }) });
    const found = await classifyImages(images, {
      source, model, testSize, seed, signal, onProgress: progress.show, onEpoch: progress.epoch,
      ...(epochs !== undefined && { epochs }), ...(batchSize !== undefined && { batchSize }), ...(learningRate !== undefined && { learningRate }), ...(hidden && { hidden }), ...(augment && { augment }), ...(classWeight !== undefined && { classWeight }), ...(checkpoint !== undefined && { checkpoint }),
    });
    const { imageReport, writeReport } = await import('../report/index.ts');
    const html = imageReport(found, { modelFile: out, version: run.version, command: commandOf(path, options) });
    signal.throwIfAborted();
    progress.stop();
    await save(found.model, out);
    await writeReport(report, html);
    if (found.skipped > 0) note(`left out ${found.skipped} files of the folder that are no images`);
    const written = { model: out, report, seconds: (performance.now() - start) / 1000 };
    if (options.json === true) printJson(documentOfImages(found, written));
    else printImages(found, written);
  } catch (error) {
    if (signal.aborted && checkpoint !== undefined && (await stat(checkpoint).catch(() => undefined)) !== undefined) {
      throw new Error(`interrupted; ${checkpoint} keeps the training so far, and the same command goes on from there`, { cause: error });
    }
    throw error instanceof CheckpointError ? new Error(checkpointProblem(error), { cause: error }) : error;
  } finally {
    progress.stop();
  }
}

/** The options of the function as those of the command. */
function checkpointProblem({ finding, differences, previous }: CheckpointError): string {
  const ofSchedule = differences.length > 0 && differences.every((name) => ['learning rates', 'earlyStopping', 'batchSize'].includes(name));
  const why = ofSchedule ? '. The learning rate falls over all steps of a training, so --epochs, --batch-size and --learning-rate must be those that it was begun with' : '';
  const sound = previous === undefined ? 'Name' : `Rename ${previous}, the checkpoint before it, to its name, or name`;
  return `--checkpoint: ${finding}${why}. ${sound} another file, or delete this one to begin anew`;
}

/** The command that does the same again, for the report. */
function commandOf(path: string, { model, testSize, seed, epochs, batchSize, learningRate, hidden, augment, classWeight, size, channels, labels, memory }: TrainImagesOptions): string {
  const given = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  return shellWords('npx glissade train', path, [
    ['model', model], ['size', size?.join('x')], ['channels', given(channels)], ['labels', labels], ['memory', given(memory)], ['test-size', testSize === 0.2 ? undefined : String(testSize)], ['seed', String(seed)],
    ['hidden', hidden?.join(',')], ['epochs', given(epochs)], ['batch-size', given(batchSize)], ['learning-rate', given(learningRate)],
    ['class-weight', typeof classWeight === 'object' ? JSON.stringify(classWeight) : classWeight],
    ['augment', augment && Object.entries(augment).map(([name, value]) => (value === true ? name : `${name}=${String(value)}`)).join(',')],
  ]);
}
