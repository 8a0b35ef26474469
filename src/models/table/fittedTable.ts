/** What models of a table share: its columns, categories, means and scales, and how rows become features. Knows no solver. */
import { toNdArray, type NdArray, type VectorInput } from '../../array/index.ts';
import type { Json, ModelState, Persistent, RunOptions } from '../../estimator/index.ts';
import type { DroppedColumn, FittedTableEncoder } from '../../preprocess/index.ts';
import { tableOf, type ColumnInfo, type Table, type TableRows } from '../../table/index.ts';
import type { ModelColumn, TableData } from './data.ts';

export interface TablePredictOptions {
  /** Told what the user should know: categories that the fit did not see. */
  readonly onNote?: (note: string) => void;
}

export interface TableScoreOptions extends TablePredictOptions {
  /** One weight ≥ 0 per row: a column, or a vector as long as the table. */
  readonly sampleWeight?: string | VectorInput;
}

/** A model of the features that an encoder makes. */
type FeatureModel = Persistent & { readonly nFeatures: number };

/** What a model of a table is made of. */
export interface TableModelParts<M extends FeatureModel> {
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly encoder: FittedTableEncoder;
  readonly model: M;
  readonly notes: readonly string[];
}

/** Fits on what was read from a table, encoded by an encoder that was fitted on the same columns. */
export async function fitParts<Y, M extends FeatureModel>(
  caller: string, data: TableData<Y>, encoder: FittedTableEncoder, { signal, onProgress }: RunOptions,
  fit: (X: NdArray<[number, number]>, y: Y, options: RunOptions & { readonly sampleWeight?: Float64Array }) => Promise<M>,
): Promise<TableModelParts<M>> {
  checkUsable(caller, encoder);
  const X = toNdArray(encoder.transform(data.frame));
  const model = await fit(X, data.y, { signal, onProgress, ...(data.weights && { sampleWeight: data.weights }) });
  return { target: data.target, columns: columnsOf(data, encoder), encoder, model, notes: data.notes };
}

/** @throws RangeError when an encoder has no feature left, with the reasons */
export function checkUsable(caller: string, encoder: FittedTableEncoder): void {
  if (encoder.nFeatures > 0) return;
  const reasons = encoder.dropped.slice(0, 10).map(({ column, reason }) => `${JSON.stringify(column)} (${reason})`).join(', ');
  throw new RangeError(`${caller}: at least one column must be usable as a feature; ${reasons === '' ? 'there is none besides the target' : `left out: ${reasons}`}`);
}

/** The columns of a fit and their roles: features first, in order, then the target. */
export function columnsOf(data: Omit<TableData<unknown>, 'y'>, encoder: FittedTableEncoder): readonly ModelColumn[] {
  return modelColumns(data.frame.columns, data, encoder);
}

/** The same for the features' names and types alone. */
export function modelColumns(
  features: readonly ColumnInfo[], { target, targetType, weightColumn }: Pick<TableData<unknown>, 'target' | 'targetType' | 'weightColumn'>, encoder: FittedTableEncoder,
): readonly ModelColumn[] {
  const used = new Set(encoder.columns.map(({ name }) => name));
  return [
    ...features.map(({ name, type }): ModelColumn => ({ name, type, role: used.has(name) ? 'feature' : 'dropped' })),
    { name: target, type: targetType, role: 'target' },
    ...(weightColumn === undefined ? [] : [{ name: weightColumn, type: 'numeric', role: 'weight' } as const]),
  ];
}

/** A model fitted on a table. */
export abstract class FittedTable<M extends FeatureModel> implements Persistent {
  abstract readonly kind: string;
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly encoder: FittedTableEncoder;
  /** The model of the standardised features, in the order of `features`. */
  readonly model: M;
  readonly notes: readonly string[];

  constructor({ target, columns, encoder, model, notes }: TableModelParts<M>) {
    if (encoder.nFeatures !== model.nFeatures) {
      throw new RangeError(`${new.target.name}: encoder and model must have equal features; the encoder makes ${encoder.nFeatures}, the model takes ${model.nFeatures}`);
    }
    this.target = target;
    this.columns = columns;
    this.encoder = encoder;
    this.model = model;
    this.notes = notes;
  }

  /** The names of the features: 'bmi', 'species=Gentoo'. */
  get features(): readonly string[] {
    return this.encoder.names;
  }

  /** Columns left out, and why. */
  get dropped(): readonly DroppedColumn[] {
    return this.encoder.dropped;
  }

  state(): ModelState {
    const columns = this.columns.map(({ name, type, role }): Json => ({ name, type, role }));
    return {
      kind: this.kind,
      settings: { target: this.target, columns, notes: this.notes },
      arrays: new Map(),
      parts: [this.encoder.state(), this.model.state()],
    };
  }

  /** Rows as features, standardised as in the fit. @throws RangeError naming every column that is not there, TypeError for a column of another type */
  protected async encode(caller: string, data: Table | TableRows, { onNote }: TablePredictOptions): Promise<NdArray<[number, number]>> {
    const table = this.tableOf(caller, data);
    const frame = await table.read(this.encoder.columns.map(({ name }) => name));
    if (frame.rowCount === 0) throw new RangeError(`${caller}: the table must have at least one row; ${frame.source} has none`);
    return toNdArray(this.encoder.transform(frame, onNote));
  }

  /** Rows that have a target, as `read` reads them, for a score. */
  protected async rowsToScore<Y>(
    data: Table | TableRows, { onNote, sampleWeight }: TableScoreOptions, read: (caller: string, table: Table, options: { target: string; features: string[]; sampleWeight?: string | VectorInput }) => Promise<TableData<Y>>,
  ): Promise<{ readonly X: NdArray<[number, number]>; readonly rows: TableData<Y> }> {
    const table = this.tableOf('score', data);
    const rows = await read('score', table, { target: this.target, features: this.encoder.columns.map(({ name }) => name), sampleWeight });
    return { X: toNdArray(this.encoder.transform(rows.frame, onNote)), rows };
  }

  private tableOf(caller: string, data: Table | TableRows): Table {
    const table = tableOf(caller, data);
    this.encoder.checkColumns(table);
    return table;
  }
}
