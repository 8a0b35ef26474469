/** glissade evaluate: the errors of a model on rows whose target is known. */
import { load, meanAbsoluteError, r2, rootMeanSquaredError } from '../index.ts';
import type { Format } from '../data/index.ts';
import { withTableOf } from './withTable.ts';
import { formatCount, formatNumber, formatTable, note, print, printJson } from './output.ts';

export interface EvaluateOptions {
  readonly table?: string;
  readonly format?: Format;
  readonly header?: boolean;
  readonly json?: boolean;
}

export async function evaluate(modelPath: string, tablePath: string, options: EvaluateOptions, run: { signal: AbortSignal }): Promise<void> {
  const model = await load(modelPath, { kind: 'table' });
  await withTableOf(model, tablePath, { ...options, ...run }, async (table) => {
    const rows = await table.read([...model.encoder.columns.map(({ name }) => name).filter((name) => table.columns.some((column) => column.name === name)), model.target]);
    const column = rows.column(model.target);
    if (column.type !== 'numeric') throw new Error(`${table.source}: the target must be numeric; ${JSON.stringify(model.target)} is ${column.type}`);
    const known = Int32Array.from(column.values.keys()).filter((i) => !Number.isNaN(column.values[i]));
    if (known.length === 0) throw new Error(`${table.source}: at least one row must have a target; all ${rows.rowCount} of ${JSON.stringify(model.target)} are missing`);
    const missing = rows.rowCount - known.length;
    const predicted = await model.predict(rows.take(known), { onNote: note });
    const y = column.values.filter((value) => !Number.isNaN(value));
    const figures = {
      rootMeanSquaredError: rootMeanSquaredError(y, predicted),
      meanAbsoluteError: meanAbsoluteError(y, predicted),
      r2: r2(y, predicted),
    };
    if (options.json === true) {
      printJson({ model: modelPath, table: tablePath, target: model.target, rows: y.length, targetMissing: missing, ...figures });
      return;
    }
    if (missing > 0) note(`${formatCount(missing, 'row')} without ${model.target} left out`);
    print(formatTable(['figure', model.target], [
      ['rows', String(y.length)],
      ['root mean squared error', formatNumber(figures.rootMeanSquaredError)],
      ['mean absolute error', formatNumber(figures.meanAbsoluteError)],
      ['R²', figures.r2.toFixed(4)],
    ]));
  });
}
