/** glissade predict: the rows of a table with a column of predictions. */
import { columnOf, writeCsv, type FileTable, type FrameColumn } from '../data/index.ts';
import { ClassificationTableModel, TableClusters, type RunOptions } from '../index.ts';
import { UsageError } from './failure.ts';
import { freeName } from './freeName.ts';
import { isImageModel, loadCommandModel, type CommandModel } from './loadCommandModel.ts';
import { scoredRows } from './scoredRows.ts';
import { withTableOf, type TableOptions } from './withTable.ts';
import { formatCount, note, printJson, progressBar } from './output.ts';
import { checkOutputs } from './outputs.ts';

export interface PredictOptions extends TableOptions {
  readonly out?: string;
  readonly probabilities?: boolean;
  readonly json?: boolean;
}

export async function predict(modelPath: string, tablePath: string, options: PredictOptions, run: { signal: AbortSignal }): Promise<void> {
  if (options.out !== undefined) await checkOutputs([['the model', modelPath], ['the table', tablePath]], [['--out', options.out]]);
  const model = await loadCommandModel(modelPath);
  if (isImageModel(model)) {
    const { predictImages } = await import('./imageModel.ts');
    return predictImages(model, modelPath, tablePath, options, run);
  }
  if (options.probabilities === true && !(model instanceof ClassificationTableModel)) throw new UsageError(`--probabilities is for a model of classes; ${modelPath} ${model instanceof TableClusters ? 'holds clusters' : 'predicts numbers'}`);
  const bar = progressBar();
  try {
    await withTableOf(model.encoder.columns, tablePath, { ...options, ...run, onProgress: bar.show }, async (table) => {
      const { document, columns } = await predictionsOf(model, table, options.probabilities === true, { signal: run.signal, onProgress: bar.show });
      bar.stop();
      const [{ name: column }] = columns;
      run.signal.throwIfAborted();
      if (options.out !== undefined) await writeCsv(options.out, scoredRows(table, columns, run.signal));
      if (options.json === true) {
        printJson({ model: modelPath, table: tablePath, ...(!(model instanceof TableClusters) && { target: model.target }), rows: table.rowCount, ...(options.out === undefined ? document : { out: options.out, column }) });
      } else if (options.out === undefined) {
        await writeCsv(process.stdout, scoredRows(table, columns, run.signal));
      } else {
        note(`${formatCount(table.rowCount, 'prediction')} in column ${column} of ${options.out}`);
      }
    });
  } finally {
    bar.stop();
  }
}

/** As columns of a table, the predictions first, and for a program. */
async function predictionsOf(model: CommandModel, rows: FileTable, withProbabilities: boolean, run: RunOptions): Promise<{ columns: readonly FrameColumn[]; document: object }> {
  const taken = new Set(rows.columns.map(({ name }) => name));
  if (model instanceof TableClusters) return clustersOf(model, rows, taken, run);
  const predicted = await model.predict(rows, { onNote: note, ...run });
  const columns = [columnOf(freeName('prediction', taken), predicted)];
  if (!(model instanceof ClassificationTableModel)) return { columns, document: { predictions: [...predicted] } };
  const document = { classes: model.classes, predictions: predicted };
  if (!withProbabilities) return { columns, document };
  const probabilities = await model.predictProbability(rows, run);
  const k = model.classes.length;
  model.classes.forEach((label, c) => columns.push(columnOf(freeName(`probability_${String(label)}`, taken), Float64Array.from({ length: rows.rowCount }, (_, i) => probabilities.data[i * k + c]))));
  return { columns, document: { ...document, probabilities: probabilities.toNested() } };
}

/** The nearest cluster, and how far its centre is, in standard deviations. */
async function clustersOf(model: TableClusters, rows: FileTable, taken: Set<string>, run: RunOptions): Promise<{ columns: readonly FrameColumn[]; document: object }> {
  const clusters = await model.predict(rows, { onNote: note, ...run });
  const { data, shape: [, k] } = await model.transform(rows, run);
  const distances = Float64Array.from(clusters, (label, i) => data[i * k + label]);
  return {
    columns: [columnOf(freeName('cluster', taken), clusters), columnOf(freeName('distance', taken), distances)],
    document: { predictions: [...clusters], distances: [...distances] },
  };
}
