/** A model together with what it remembers of its table: columns, categories, means and scales. Knows no solver. */
import { describe, NdArray, toNdArray, type VectorInput } from '../../array/index.ts';
import type { Json, ModelState, OneTarget, Persistent, RegressionModel, Regressor } from '../../estimator/index.ts';
import { tableEncoder, type DroppedColumn, type FittedTableEncoder } from '../../preprocess/index.ts';
import { frameOf, isTable, type Cell, type Frame, type Table } from '../../table/index.ts';
import { effectsOf, linearOf, type Effect } from './effects.ts';
import { readRegression, type ModelColumn, type RegressionData, type TableFitOptions } from './data.ts';

export type { OneTarget } from '../../estimator/index.ts';
export type { Effect } from './effects.ts';
export { readRegression, type ModelColumn, type RegressionData, type TableFitOptions } from './data.ts';

/** Rows as plain objects: column name → cell. */
export type TableRows = readonly Readonly<Record<string, Cell>>[];

export interface TablePredictOptions {
  /** Told what the user should know: categories that the fit did not see. */
  readonly onNote?: (note: string) => void;
}

export interface TableScoreOptions extends TablePredictOptions {
  /** One weight ≥ 0 per row: a column, or a vector as long as the table. */
  readonly sampleWeight?: string | VectorInput;
}

/** What a TableModel is made of. */
export interface TableModelParts<M extends RegressionModel> {
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly encoder: FittedTableEncoder;
  readonly model: M;
  readonly notes: readonly string[];
}

/**
 * Fits a regressor on a table: ŷ = b + Σⱼ coefⱼ (xⱼ − meanⱼ) / scaleⱼ for a linear one, where xⱼ are the columns as
 * `tableEncoder` encodes them. Rows whose target is missing are left out, and so are columns that cannot help.
 * @throws TypeError, RangeError as `readRegression`; RangeError when no feature is left
 */
export async function fitOnTable<M extends RegressionModel>(estimator: Regressor<M>, table: Table, options: TableFitOptions): Promise<TableModel<OneTarget<M>>> {
  const caller = `${estimator.kind}.fit`;
  const data = await readRegression(caller, table, options);
  const { signal, onProgress } = options;
  return fitEncoded(caller, estimator, data, tableEncoder().fit(data.frame, data.features, data.weights), { signal, onProgress });
}

/** Fits a regressor on what was read from a table, encoded by an encoder that was fitted on the same columns. */
export async function fitEncoded<M extends RegressionModel>(
  caller: string,
  estimator: Regressor<M>,
  data: RegressionData,
  encoder: FittedTableEncoder,
  run: Pick<TableFitOptions, 'signal' | 'onProgress'> = {},
): Promise<TableModel<OneTarget<M>>> {
  checkUsable(caller, encoder);
  const X = toNdArray(encoder.transform(data.frame));
  const model = (await estimator.fit(X, data.y, { ...run, ...(data.weights && { sampleWeight: data.weights }) })) as OneTarget<M>;
  return new TableModel({ target: data.target, columns: columnsOf(data, encoder), encoder, model, notes: data.notes });
}

/** @throws RangeError when an encoder has no feature left, with the reasons */
export function checkUsable(caller: string, encoder: FittedTableEncoder): void {
  if (encoder.nFeatures > 0) return;
  const reasons = encoder.dropped.slice(0, 10).map(({ column, reason }) => `${JSON.stringify(column)} (${reason})`).join(', ');
  throw new RangeError(`${caller}: at least one column must be usable as a feature; ${reasons === '' ? 'there is none besides the target' : `left out: ${reasons}`}`);
}

/** The columns of a fit and their roles: features first, in order, then the target. */
export function columnsOf(data: RegressionData, encoder: FittedTableEncoder): readonly ModelColumn[] {
  const used = new Set(encoder.columns.map(({ name }) => name));
  return [
    ...data.frame.columns.map(({ name, type }): ModelColumn => ({ name, type, role: used.has(name) ? 'feature' : 'dropped' })),
    { name: data.target, type: 'numeric', role: 'target' },
    ...(data.weightColumn === undefined ? [] : [{ name: data.weightColumn, type: 'numeric', role: 'weight' } as const]),
  ];
}

/** A regression fitted on a table; predicts from tables and from plain rows. */
export class TableModel<M extends RegressionModel = RegressionModel> implements Persistent {
  readonly kind = 'table';
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly encoder: FittedTableEncoder;
  /** The model of the standardised features, in the order of `features`. */
  readonly model: M;
  readonly notes: readonly string[];

  constructor({ target, columns, encoder, model, notes }: TableModelParts<M>) {
    if (encoder.nFeatures !== model.nFeatures) {
      throw new RangeError(`TableModel: encoder and model must have equal features; the encoder makes ${encoder.nFeatures}, the model takes ${model.nFeatures}`);
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

  /**
   * One prediction per row. Missing numbers count as the mean of the fit, missing and unknown categories as the reference.
   * @throws RangeError naming every column that is not there; TypeError for a column of another type
   */
  async predict(data: Table | TableRows, options: TablePredictOptions = {}): Promise<Float64Array> {
    const table = tableOf('predict', data);
    this.encoder.checkColumns(table);
    return this.#predictFrame(await table.read(this.encoder.columns.map(({ name }) => name)), options);
  }

  /** R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)² over the rows that have a target. */
  async score(data: Table | TableRows, options: TableScoreOptions = {}): Promise<number> {
    const table = tableOf('score', data);
    this.encoder.checkColumns(table);
    const rows = await readRegression('score', table, {
      target: this.target, features: this.encoder.columns.map(({ name }) => name), sampleWeight: options.sampleWeight,
    });
    const X = toNdArray(this.encoder.transform(rows.frame, options.onNote));
    return this.model.score(X, rows.y, rows.weights && { sampleWeight: rows.weights });
  }

  /** The prediction where every feature is at its mean. Linear models only. @throws TypeError for others */
  get intercept(): number {
    return linearOf('intercept', this.model).intercept;
  }

  /** What each feature does to the target, the strongest first. Linear models only. @throws TypeError for others */
  explain(): readonly Effect[] {
    return effectsOf(this.encoder, linearOf('explain', this.model));
  }

  async #predictFrame(frame: Frame, options: TablePredictOptions): Promise<Float64Array> {
    if (frame.rowCount === 0) throw new RangeError(`predict: the table must have at least one row; ${frame.source} has none`);
    const predicted = await this.model.predict(toNdArray(this.encoder.transform(frame, options.onNote)));
    if (!(predicted instanceof NdArray)) return predicted;
    if (predicted.shape[1] !== 1) throw new RangeError(`predict: a model of a table must have one target; this one predicts ${predicted.shape[1]}`);
    return Float64Array.from(predicted.data);
  }

  state(): ModelState {
    const columns = this.columns.map(({ name, type, role }): Json => ({ name, type, role }));
    return {
      kind: 'table',
      settings: { target: this.target, columns, notes: this.notes },
      arrays: new Map(),
      parts: [this.encoder.state(), this.model.state()],
    };
  }
}

function tableOf(caller: string, data: Table | TableRows): Table {
  if (isTable(data)) return data;
  if (!Array.isArray(data)) throw new TypeError(`${caller}: the data must be a table, or an array of rows { column: value }; it is ${describe(data)}`);
  data.forEach((row: unknown, i) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row) || ArrayBuffer.isView(row)) {
      throw new TypeError(`${caller}: every row must be an object { column: value }; row ${i} is ${describe(row)}`);
    }
  });
  return frameOf(data as TableRows, 'rows');
}
