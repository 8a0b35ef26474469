/** glissade export: a model in a form that others run: SQL for databases, ONNX for runtimes. */
import { ClassificationTableModel, TableClusters, toOnnx, toSql, type Label } from '../index.ts';
import { writeAtomically } from '../files/index.ts';
import { UsageError } from './failure.ts';
import { isImageModel, isOnnxModel, loadCommandModel, type CommandModel, type ImageModel } from './loadCommandModel.ts';
import { checkOutputs, stemOf } from './outputs.ts';
import { note, print } from './output.ts';

export interface ExportOptions {
  readonly sql?: boolean;
  readonly onnx?: boolean;
  readonly out?: string;
  readonly probability?: string;
}

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  if ((options.sql === true) === (options.onnx === true)) throw new UsageError('say what to export to: --sql or --onnx');
  if (options.onnx === true && options.probability !== undefined) throw new UsageError('--probability goes with --sql; an ONNX file gives the probabilities of all classes');
  const out = options.out ?? (options.onnx === true ? `${stemOf(path)}.onnx` : undefined);
  if (out !== undefined) await checkOutputs([['the model', path]], [['--out', out]]);
  const model = await loadCommandModel(path);
  if (isOnnxModel(model)) throw new Error(`export: the model must be in a file that glissade train or glissade cluster wrote; ${path} is an ONNX file, which holds operators only`);
  if (options.onnx === true) {
    await writeAtomically('export', out!, async (file) => { await file.writeFile(toOnnx(model)); });
    note(`${isImageModel(model) ? 'classes of images' : model instanceof TableClusters ? 'clusters' : model.target} as ONNX in ${out}`);
    return;
  }
  const sql = sqlOf(model, path, options.probability);
  if (out === undefined) {
    print(sql);
    return;
  }
  await writeAtomically('export', out, async (file) => { await file.writeFile(`${sql}\n`); });
  note(`${(model as { target: string }).target} as SQL in ${out}`);
}

function sqlOf(model: CommandModel | ImageModel, path: string, probability: string | undefined): string {
  if (isImageModel(model)) throw new Error(`export: SQL is for linear and logistic models; ${path} holds a network of images`);
  if (model instanceof TableClusters) throw new Error(`export: SQL is for linear and logistic models; ${path} holds clusters`);
  if (probability === undefined) return toSql(model);
  if (!(model instanceof ClassificationTableModel)) throw new UsageError(`--probability is for a model of classes; ${path} predicts numbers`);
  const label = (model.classes as readonly Label[]).find((one) => String(one) === probability);
  if (label === undefined) throw new UsageError(`--probability must name a class; ${path} has ${model.classes.map(String).join(', ')}`);
  return toSql(model, { probabilityOf: label });
}
