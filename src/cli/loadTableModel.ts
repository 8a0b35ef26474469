/** Models that commands can use: those that know their table. */
import { ClassificationTableModel, load, TableClusters, TableModel, type LinearModel, type LogisticModel } from '../index.ts';
import type { MlpClassifierModel, MlpRegressorModel } from '../nn/index.ts';

export type CommandModel = TableModel<LinearModel | MlpRegressorModel> | ClassificationTableModel<LogisticModel | MlpClassifierModel> | TableClusters;

/** @throws Error when the file holds a model of another kind; ModelFormatError, FileError as load */
export async function loadTableModel(path: string): Promise<CommandModel> {
  const model: unknown = await load(path);
  if (model instanceof TableModel || model instanceof ClassificationTableModel || model instanceof TableClusters) return model as CommandModel;
  throw new Error(`load: ${path}: the file must hold a model of a table, as glissade train and glissade cluster write them; it holds one of kind ${(model as { kind: string }).kind}`);
}
