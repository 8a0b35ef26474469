/** What a model says of the rows of a table, on its way out: as columns beside the table's own, or as a document. Knows no model. */
import { columnOf, writeCsv, type FileTable, type FrameColumn } from '../data/index.ts';
import type { Label, NdArray } from '../index.ts';
import { freeName } from './freeName.ts';
import { scoredRows } from './scoredRows.ts';
import type { TableOptions } from './withTable.ts';
import { formatCount, note, printJson } from './output.ts';

export interface PredictOptions extends TableOptions {
  readonly out?: string;
  readonly probabilities?: boolean;
  /** Of an ONNX file that names none. */
  readonly columns?: readonly string[];
  readonly json?: boolean;
}

export interface Predictions {
  /** As long as the table, the predictions first. */
  readonly columns: readonly FrameColumn[];
  /** For a program. */
  readonly document: object;
}

/** One column per class. @param labels  the classes, or their places where they have no names */
export function probabilityColumns({ data }: NdArray, labels: readonly Label[], taken: Set<string>): FrameColumn[] {
  const k = labels.length;
  return labels.map((label, c) => columnOf(freeName(`probability_${String(label)}`, taken), Float64Array.from({ length: data.length / k }, (_, i) => data[i * k + c])));
}

/** The nearest cluster, and how far its centre is. @param distances  [rows, clusters] */
export function clusterPredictions(clusters: ArrayLike<number>, { data, shape: [, k] }: NdArray, taken: Set<string>): Predictions {
  const distances = Float64Array.from(clusters, (label, i) => data[i * k + label]);
  return {
    columns: [columnOf(freeName('cluster', taken), clusters), columnOf(freeName('distance', taken), distances)],
    document: { predictions: Array.from(clusters), distances: [...distances] },
  };
}

/** @param about  the paths of model and table, and the target if there is one */
export async function putOut(table: FileTable, { columns, document }: Predictions, about: { readonly model: string; readonly table: string; readonly target?: string }, { out, json }: PredictOptions, signal: AbortSignal): Promise<void> {
  const [{ name: column }] = columns;
  signal.throwIfAborted();
  if (out !== undefined) await writeCsv(out, scoredRows(table, columns, signal));
  if (json === true) {
    printJson({ ...about, rows: table.rowCount, ...(out === undefined ? document : { out, column }) });
  } else if (out === undefined) {
    await writeCsv(process.stdout, scoredRows(table, columns, signal));
  } else {
    note(`${formatCount(table.rowCount, 'prediction')} in column ${column} of ${out}`);
  }
}
