/** glissade export: a model in a form that others run: SQL for databases. */
import { ClassificationTableModel, TableClusters, toSql, type Label } from '../index.ts';
import { writeAtomically } from '../files/index.ts';
import { UsageError } from './failure.ts';
import { loadTableModel, type CommandModel } from './loadCommandModel.ts';
import { checkOutputs } from './outputs.ts';
import { note, print } from './output.ts';

export interface ExportOptions {
  readonly sql?: boolean;
  readonly out?: string;
  readonly probability?: string;
}

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  if (options.sql !== true) throw new UsageError('say what to export to: --sql');
  if (options.out !== undefined) await checkOutputs([['the model', path]], [['--out', options.out]]);
  const model = await loadTableModel(path);
  const sql = sqlOf(model, path, options.probability);
  if (options.out === undefined) {
    print(sql);
    return;
  }
  await writeAtomically('export', options.out, async (file) => { await file.writeFile(`${sql}\n`); });
  note(`${model instanceof TableClusters ? '' : model.target} as SQL in ${options.out}`);
}

function sqlOf(model: CommandModel, path: string, probability: string | undefined): string {
  if (model instanceof TableClusters) throw new Error(`export: SQL is for linear and logistic models; ${path} holds clusters`);
  if (probability === undefined) return toSql(model);
  if (!(model instanceof ClassificationTableModel)) throw new UsageError(`--probability is for a model of classes; ${path} predicts numbers`);
  const label = (model.classes as readonly Label[]).find((one) => String(one) === probability);
  if (label === undefined) throw new UsageError(`--probability must name a class; ${path} has ${model.classes.map(String).join(', ')}`);
  return toSql(model, { probabilityOf: label });
}
