/** What models of a table share: its columns, categories, means and scales, and how rows become features. Knows no solver. */
import { toNdArray, type NdArray, type RowBlock, type VectorInput } from '../../array/index.ts';
import type { Json, ModelState, Persistent, RunOptions } from '../../estimator/index.ts';
import { encodedBlocks, encodedParts, scanRows, UnknownLevels, type DroppedColumn, type EncodedPart, type EncodeOptions, type FittedTableEncoder } from '../../preprocess/index.ts';
import { tableOf, type Table, type TableRows } from '../../table/index.ts';
import type { ModelColumn, TableData } from './data.ts';
import { beyondBudget } from './encodedRows.ts';
import { checkUsable, columnsOf } from './modelColumns.ts';
import { streamRows, type StreamedRows, type TargetCheck } from './streamedRows.ts';

export type TablePredictOptions = EncodeOptions;

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
  readonly source?: string | undefined;
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

/** A model fitted on a table. */
export abstract class FittedTable<M extends FeatureModel> implements Persistent {
  abstract readonly kind: string;
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly encoder: FittedTableEncoder;
  /** The model of the standardised features, in the order of `features`. */
  readonly model: M;
  readonly notes: readonly string[];
  /** Where the file of the table lies, from the folder of the model's file, for commands that show rows of it. Undefined unless it was said. */
  readonly source: string | undefined;

  constructor({ target, columns, encoder, model, notes, source }: TableModelParts<M>) {
    if (encoder.nFeatures !== model.nFeatures) {
      throw new RangeError(`${new.target.name}: encoder and model must have equal features; the encoder makes ${encoder.nFeatures}, the model takes ${model.nFeatures}`);
    }
    this.target = target;
    this.columns = columns;
    this.encoder = encoder;
    this.model = model;
    this.notes = notes;
    this.source = source;
  }

  /** The names of the features: 'bmi', 'species=Gentoo'. */
  get features(): readonly string[] {
    return this.encoder.names;
  }

  /** Columns left out, and why. */
  get dropped(): readonly DroppedColumn[] {
    return this.encoder.dropped;
  }

  /** The same model, which knows where its table lies. */
  abstract withSource(source: string): FittedTable<M>;

  state(): ModelState {
    const columns = this.columns.map(({ name, type, role }): Json => ({ name, type, role }));
    return {
      kind: this.kind,
      settings: { target: this.target, columns, notes: this.notes, ...(this.source !== undefined && { source: this.source }) },
      arrays: new Map(),
      parts: [this.encoder.state(), this.model.state()],
    };
  }

  /** The features of rows, standardised as in the fit; in blocks where they would not fit into memory. @throws as encodedParts */
  protected parts(caller: string, data: Table | TableRows, options: TablePredictOptions): AsyncIterable<EncodedPart> {
    return encodedParts(caller, this.encoder, data, options);
  }

  /** Rows with their targets as `check` wants them, in blocks, of a table that would not fit into memory; else undefined. */
  protected blocksToScore(data: Table | TableRows, { sampleWeight, onNote, ...run }: TableScoreOptions, check: TargetCheck): BlocksToScore | undefined {
    const table = tableOf('score', data);
    this.encoder.checkColumns(table);
    const asked = { ...run, target: this.target, features: this.encoder.columns.map(({ name }) => name), ...(sampleWeight !== undefined && { sampleWeight }) };
    const streamed = beyondBudget('score', table, asked, this.encoder.nFeatures);
    if (streamed === undefined) return undefined;
    const rows = streamRows('score', streamed, asked, check);
    const unknown = new UnknownLevels();
    const blocks = encodedBlocks(this.encoder, rows, { onUnknown: unknown.add });
    return {
      rows,
      async *walk() {
        yield* blocks.walk(scanRows(blocks.features));
        for (const note of unknown.notes(streamed.source)) onNote?.(note);
      },
    };
  }

  /** Rows that have a target, as `read` reads them, for a score. */
  protected async rowsToScore<Y>(
    data: Table | TableRows, { onNote, sampleWeight }: TableScoreOptions, read: (caller: string, table: Table, options: { target: string; features: string[]; sampleWeight?: string | VectorInput }) => Promise<TableData<Y>>,
  ): Promise<{ readonly X: NdArray<[number, number]>; readonly rows: TableData<Y> }> {
    const table = tableOf('score', data);
    this.encoder.checkColumns(table);
    const rows = await read('score', table, { target: this.target, features: this.encoder.columns.map(({ name }) => name), sampleWeight });
    return { X: toNdArray(this.encoder.transform(rows.frame, onNote)), rows };
  }
}

/** Blocks of features, with the numbers of the target's column. */
export interface BlocksToScore {
  readonly rows: StreamedRows;
  walk(): AsyncIterable<RowBlock>;
}
