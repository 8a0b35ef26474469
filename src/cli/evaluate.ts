/** glissade evaluate: the errors of a model on rows whose target is known. */
import { ClassificationTableModel, TableClusters } from '../index.ts';
import { UsageError } from './failure.ts';
import { classFigures, classTruth, noTarget, numberFigures, readTruth, showFigures, type EvaluateOptions } from './figures.ts';
import { isImageModel, isOnnxModel, loadCommandModel } from './loadCommandModel.ts';
import { onlyUnnamed } from './onnxMeaning.ts';
import { withTableOf } from './withTable.ts';
import { note } from './output.ts';

export type { EvaluateOptions } from './figures.ts';

export async function evaluate(modelPath: string, tablePath: string, options: EvaluateOptions, run: { readonly signal: AbortSignal }): Promise<void> {
  const model = await loadCommandModel(modelPath);
  if (isOnnxModel(model) && !model.images) {
    const { evaluateOnnx } = await import('./onnxTable.ts');
    return evaluateOnnx(model, modelPath, tablePath, options, run);
  }
  if (options.target !== undefined) throw new UsageError(`--target is for ONNX files, which may not name theirs; ${modelPath} knows what it predicts`);
  if (options.columns !== undefined) throw onlyUnnamed(modelPath);
  if (isOnnxModel(model) || isImageModel(model)) {
    const { evaluateImages } = await import('./imageModel.ts');
    return evaluateImages(isOnnxModel(model) ? (await import('./onnxImages.ts')).imageClassifier(model) : model, modelPath, tablePath, options, run);
  }
  if (model instanceof TableClusters) throw noTarget(modelPath);
  await withTableOf(model.columns.filter(({ role }) => role === 'feature' || role === 'target'), tablePath, { ...options, ...run }, async (table) => {
    model.encoder.checkColumns(table);
    const truth = await readTruth(table, model.columns.find(({ role }) => role === 'target')!, run);
    const about = { model: modelPath, table: tablePath };
    if (!(model instanceof ClassificationTableModel)) {
      showFigures(numberFigures(truth, await model.predict(table, { onNote: note, ...run })), truth, about, options.json);
      return;
    }
    const rows = classTruth(truth, model.classes);
    showFigures(classFigures(rows, await model.predict(table, { onNote: note, ...run }), await model.predictProbability(table, run)), truth, about, options.json);
  });
}
