/** Models that commands can use: those that know their table, networks of images, and ONNX files. */
import { ClassificationTableModel, load, TableClusters, TableModel, type LinearModel, type LogisticModel, type OnnxModel } from '../index.ts';
import type { MlpClassifierModel, MlpRegressorModel, TrainedNetwork } from '../nn/index.ts';

export type CommandModel = TableModel<LinearModel | MlpRegressorModel> | ClassificationTableModel<LogisticModel | MlpClassifierModel> | TableClusters;

/** A network that was trained on images: it knows their shape, classes and normalization. */
export type ImageModel = TrainedNetwork<'classes', string | number>;

/** What a file of a model can hold. */
export type AnyModel = CommandModel | ImageModel | OnnxModel;

export function isImageModel(model: AnyModel): model is ImageModel {
  return model.kind === 'network';
}

export function isOnnxModel(model: AnyModel): model is OnnxModel {
  return model.kind === 'onnx';
}

/** @throws Error when the file holds a model of another kind; ModelFormatError, FileError as load */
export async function loadCommandModel(path: string): Promise<AnyModel> {
  const model = (await load(path)) as unknown as CommandModel | TrainedNetwork | OnnxModel;
  if (model.kind === 'onnx') return model;
  if (model.kind !== 'network') return checked(model, path);
  if (model.normalization === undefined || model.classes === undefined) {
    throw new Error(`load: ${path}: a network must be one of images, with classes, or of a table, as glissade train writes them; this one takes [${model.network.inputShape.join(', ')}]`);
  }
  return model as unknown as ImageModel;
}

function checked(model: unknown, path: string): CommandModel {
  if (model instanceof TableModel || model instanceof ClassificationTableModel || model instanceof TableClusters) return model as CommandModel;
  throw new Error(`load: ${path}: the file must hold a model of a table, or a network of images, as glissade train and glissade cluster write them, or be an ONNX file; it holds one of kind ${(model as { kind: string }).kind}`);
}
