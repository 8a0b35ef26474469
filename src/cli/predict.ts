/** glissade predict: the rows of a table with a column of predictions. */
import { columnOf, Frame, writeCsv, type Format } from '../data/index.ts';
import { load } from '../index.ts';
import { withTableOf } from './withTable.ts';
import { formatCount, note, printJson } from './output.ts';
import { checkOutputs } from './outputs.ts';

export interface PredictOptions {
  readonly out?: string;
  readonly table?: string;
  readonly format?: Format;
  readonly header?: boolean;
  readonly json?: boolean;
}

export async function predict(modelPath: string, tablePath: string, options: PredictOptions, run: { signal: AbortSignal }): Promise<void> {
  if (options.out !== undefined) await checkOutputs([['the model', modelPath], ['the table', tablePath]], [['--out', options.out]]);
  const model = await load(modelPath, { kind: 'table' });
  await withTableOf(model, tablePath, { ...options, ...run }, async (table) => {
    const rows = await table.read();
    const predicted = await model.predict(rows, { onNote: note });
    const column = nameOf(rows);
    const scored = new Frame([...rows.columns, columnOf(column, predicted)], rows.rowCount, rows.source);
    run.signal.throwIfAborted();
    if (options.out !== undefined) await writeCsv(options.out, scored);
    if (options.json === true) {
      printJson({
        model: modelPath, table: tablePath, target: model.target, rows: rows.rowCount,
        ...(options.out === undefined ? { predictions: [...predicted] } : { out: options.out, column }),
      });
    } else if (options.out === undefined) {
      await writeCsv(process.stdout, scored);
    } else {
      note(`${formatCount(rows.rowCount, 'prediction')} in column ${column} of ${options.out}`);
    }
  });
}

/** 'prediction', or with a number when the table has such a column. */
function nameOf(rows: Frame): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? 'prediction' : `prediction_${i}`;
    if (!rows.has(name)) return name;
  }
}
