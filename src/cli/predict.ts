/** glissade predict: the rows of a table with a column of predictions. */
import { columnOf, type FileTable } from '../data/index.ts';
import { ClassificationTableModel, TableClusters, type RunOptions } from '../index.ts';
import { UsageError } from './failure.ts';
import { freeName } from './freeName.ts';
import { isImageModel, isOnnxModel, loadCommandModel, type CommandModel } from './loadCommandModel.ts';
import { onlyUnnamed } from './onnxMeaning.ts';
import { clusterPredictions, probabilityColumns, putOut, type Predictions, type PredictOptions } from './predictions.ts';
import { withTableOf } from './withTable.ts';
import { note, progressBar } from './output.ts';
import { checkOutputs } from './outputs.ts';

export type { PredictOptions } from './predictions.ts';

export async function predict(modelPath: string, tablePath: string, options: PredictOptions, run: { signal: AbortSignal }): Promise<void> {
  if (options.out !== undefined) await checkOutputs([['the model', modelPath], ['the table', tablePath]], [['--out', options.out]]);
  const model = await loadCommandModel(modelPath);
  if (isOnnxModel(model) && !model.images) {
    const { predictOnnx } = await import('./onnxTable.ts');
    return predictOnnx(model, modelPath, tablePath, options, run);
  }
  if (options.columns !== undefined) throw onlyUnnamed(modelPath);
  if (isOnnxModel(model) || isImageModel(model)) {
    const { predictImages } = await import('./imageModel.ts');
    return predictImages(isOnnxModel(model) ? (await import('./onnxImages.ts')).imageClassifier(model) : model, modelPath, tablePath, options, run);
  }
  if (options.probabilities === true && !(model instanceof ClassificationTableModel)) throw new UsageError(`--probabilities is for a model of classes; ${modelPath} ${model instanceof TableClusters ? 'holds clusters' : 'predicts numbers'}`);
  const bar = progressBar();
  try {
    await withTableOf(model.encoder.columns, tablePath, { ...options, ...run, onProgress: bar.show }, async (table) => {
      const predictions = await predictionsOf(model, table, options.probabilities === true, { signal: run.signal, onProgress: bar.show });
      bar.stop();
      await putOut(table, predictions, { model: modelPath, table: tablePath, ...(!(model instanceof TableClusters) && { target: model.target }) }, options, run.signal);
    });
  } finally {
    bar.stop();
  }
}

async function predictionsOf(model: CommandModel, rows: FileTable, withProbabilities: boolean, run: RunOptions): Promise<Predictions> {
  const taken = new Set(rows.columns.map(({ name }) => name));
  if (model instanceof TableClusters) return clusterPredictions(await model.predict(rows, { onNote: note, ...run }), await model.transform(rows, run), taken);
  const predicted = await model.predict(rows, { onNote: note, ...run });
  const columns = [columnOf(freeName('prediction', taken), predicted)];
  if (!(model instanceof ClassificationTableModel)) return { columns, document: { predictions: [...predicted] } };
  const document = { classes: model.classes, predictions: predicted };
  if (!withProbabilities) return { columns, document };
  const probabilities = await model.predictProbability(rows, run);
  columns.push(...probabilityColumns(probabilities, model.classes, taken));
  return { columns, document: { ...document, probabilities: probabilities.toNested() } };
}
