/** Models that commands can use: those that know their table. */
import { ClassificationTableModel, load, TableModel, type LinearModel, type LogisticModel } from '../index.ts';

export type CommandModel = TableModel<LinearModel> | ClassificationTableModel<LogisticModel>;

/** @throws Error when the file holds a model of another kind; ModelFormatError, FileError as load */
export async function loadTableModel(path: string): Promise<CommandModel> {
  const model: unknown = await load(path);
  if (model instanceof TableModel || model instanceof ClassificationTableModel) return model as CommandModel;
  throw new Error(`load: ${path}: the file must hold a model of a table, as glissade train writes it; it holds one of kind ${(model as { kind: string }).kind}`);
}
