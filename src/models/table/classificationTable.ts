/** A classification together with what it remembers of its table. Knows no solver. */
import { NdArray, toNdArray, type Label } from '../../array/index.ts';
import type { ClassificationModel, Classifier, RunOptions } from '../../estimator/index.ts';
import { exp } from '../../numeric/index.ts';
import { encodedBlocks, mostCodes, tableEncoder } from '../../preprocess/index.ts';
import type { ColumnType, Table, TableRows } from '../../table/index.ts';
import { toProbabilities } from '../logistic/rowBlocks.ts';
import { ClassTotals, type ClassBlocks } from '../logistic/solveBlocks.ts';
import { LogisticModel } from '../logisticModel.ts';
import { checkClasses, checkTargetThere, readClassification, type TableFitOptions } from './data.ts';
import { effectsOf, type Effect } from './effects.ts';
import { beyondBudget, encodeRows, needsBlocks } from './encodedRows.ts';
import { FittedTable, fitParts, type BlocksToScore, type TablePredictOptions, type TableScoreOptions } from './fittedTable.ts';
import { streamRows, type StreamedRows } from './streamedRows.ts';

/**
 * Fits a classifier on a table whose target holds strings, booleans or whole numbers, on the columns as `tableEncoder`
 * encodes them. Rows whose target is missing are left out, and so are columns that cannot help.
 * A table in a file that would need more memory than the budget is read in blocks, where the classifier can.
 * @param fitBlocks  the classifier's fit of rows in blocks
 * @throws TypeError, RangeError as `readClassification`; RangeError when no feature is left
 */
export async function classifyOnTable<M extends ClassificationModel>(
  estimator: Classifier<M>, table: Table, options: TableFitOptions, fitBlocks?: (rows: ClassBlocks, run: RunOptions) => Promise<M>,
): Promise<ClassificationTableModel<M>> {
  const caller = `${estimator.kind}.fit`;
  const streamed = fitBlocks && beyondBudget(caller, table, options);
  if (streamed !== undefined) {
    const rows = streamRows(caller, streamed, options, checkClasses);
    await checkFewClasses(caller, rows, options);
    const totals = new ClassTotals();
    const { encoder, columns, notes } = await encodeRows(rows, options, ({ y, weights }) => totals.add(y, weights));
    if (needsBlocks(rows, encoder, options)) {
      const { values, codeOf, ...found } = totals.found();
      const blocks = encodedBlocks(encoder, rows, { targetOf: codeOf });
      const classes = values.map((value) => rows.labelOf(value));
      const model = await fitBlocks!({ ...found, blocks, classes, weighted: rows.weighted, standardised: true }, { ...(options.signal && { signal: options.signal }) });
      return new ClassificationTableModel({ target: options.target, columns, encoder, model, notes });
    }
  }
  const data = await readClassification(caller, table, options);
  const encoder = tableEncoder().fit(data.frame, data.features, data.weights);
  return new ClassificationTableModel(await fitParts(caller, data, encoder, options, (X, y, run) => estimator.fit(X, y, run)));
}

/** What a feature does to the score z of a class, and to e^z: of two classes the odds of the class, of more its weight beside the others'. */
export interface ClassEffect extends Effect {
  /** e^perUnit: what one more unit multiplies the odds (or weight) by. */
  readonly oddsRatioPerUnit: number;
  readonly oddsRatioPerStandardDeviation: number;
}

/** @throws RangeError for more texts than a target of classes can have */
async function checkFewClasses(caller: string, { table, target, targetType }: StreamedRows, { signal }: TableFitOptions): Promise<void> {
  if (targetType !== 'categorical') return;
  const { distinct } = await table.levels(target, {}, signal);
  if (distinct > mostCodes) throw new RangeError(`${caller}: a target of a table in blocks must have at most ${mostCodes} classes; ${JSON.stringify(target)} has ${distinct}`);
}

/** A classification fitted on a table; predicts labels of the target's type from tables and from plain rows. */
export class ClassificationTableModel<M extends ClassificationModel = ClassificationModel> extends FittedTable<M> {
  readonly kind = 'classificationTable';

  withSource(source: string): ClassificationTableModel<M> {
    return new ClassificationTableModel({ ...this, source });
  }

  /** Sorted: numbers ascending, strings by code unit, false before true. */
  get classes(): readonly Label[] {
    return this.model.classes;
  }

  /**
   * One class per row. Missing numbers count as the mean of the fit, missing and unknown categories as the reference.
   * @throws RangeError naming every column that is not there; TypeError for a column of another type
   */
  async predict(data: Table | TableRows, options: TablePredictOptions = {}): Promise<Label[]> {
    const labels: Label[] = [];
    for await (const { X } of this.parts('predict', data, options)) for (const label of await this.model.predict(X)) labels.push(label);
    return labels;
  }

  /** [rows, classes], columns in the order of `classes`. */
  async predictProbability(data: Table | TableRows, options: TablePredictOptions = {}): Promise<NdArray<[number, number]>> {
    const k = this.classes.length;
    let all: Float64Array | undefined;
    for await (const { X, start, total } of this.parts('predictProbability', data, options)) {
      (all ??= new Float64Array(total * k)).set((await this.model.predictProbability(X)).data, start * k);
    }
    return new NdArray(all!, [all!.length / k, k]);
  }

  /** Accuracy over the rows that have a target. @throws TypeError when the target is of another type than in the fit */
  async score(data: Table | TableRows, options: TableScoreOptions = {}): Promise<number> {
    const fitted = this.columns.find(({ role }) => role === 'target')?.type;
    const checkType = (type: ColumnType): void => {
      if (fitted !== type) throw new TypeError(`score: the target must be of the type of the fit; ${JSON.stringify(this.target)} was ${fitted}, it is ${type}`);
    };
    const blocks = this.blocksToScore(data, options, checkClasses);
    if (blocks !== undefined) {
      checkType(blocks.rows.targetType);
      return this.#scoreBlocks(blocks);
    }
    const { X, rows } = await this.rowsToScore(data, options, readClassification);
    checkType(rows.targetType);
    return this.model.score(X, rows.y, rows.weights && { sampleWeight: rows.weights });
  }

  async #scoreBlocks({ rows, walk }: BlocksToScore): Promise<number> {
    let [known, right, total] = [0, 0, 0];
    for await (const { X, Y, weights } of walk()) {
      const predicted = await this.model.predict(toNdArray(X));
      for (let i = 0; i < X.rows; i++) {
        const weight = weights === undefined ? 1 : weights[i];
        total += weight;
        if (predicted[i] === rows.labelOf(Y.data[i])) right += weight;
      }
      known += X.rows;
    }
    checkTargetThere('score', this.target, known, rows.table.rowCount);
    return right / total;
  }

  /**
   * What each feature does to the score of a class, the strongest first: the log-odds of the second of two classes (of the
   * first with the signs turned), the score before softmax of one of many. Logistic regression only.
   * @param label  default the last class
   * @throws TypeError for another model, RangeError for a label that is no class
   */
  explain(label: Label = this.classes[this.classes.length - 1]): readonly ClassEffect[] {
    const { model, k } = this.#logistic('explain', label);
    const d = model.nFeatures;
    const { data } = model.coef;
    const coef = this.classes.length > 2 ? data.subarray(k * d, (k + 1) * d) : k === 1 ? data : data.map((value) => -value);
    return effectsOf(this.encoder, coef).map((effect) => ({
      ...effect, oddsRatioPerUnit: exp(effect.perUnit), oddsRatioPerStandardDeviation: exp(effect.perStandardDeviation),
    }));
  }

  /**
   * The score of a class where every feature is at its mean: of two classes its log-odds. Logistic regression only.
   * @throws as explain
   */
  interceptOf(label: Label = this.classes[this.classes.length - 1]): number {
    const { model: { intercept }, k } = this.#logistic('interceptOf', label);
    return this.classes.length > 2 ? intercept[k] : k === 1 ? intercept[0] : -intercept[0];
  }

  /** The probability of each class where every feature is at its mean. Logistic regression only. @throws TypeError for another model */
  probabilitiesAtMeans(): Float64Array {
    const { model: { intercept } } = this.#logistic('probabilitiesAtMeans', this.classes[0]);
    const scores = this.classes.length > 2 ? intercept.slice() : Float64Array.of(0, intercept[0]);
    toProbabilities(scores, scores.length);
    return scores;
  }

  #logistic(caller: string, label: Label): { model: LogisticModel; k: number } {
    const { model } = this;
    if (!(model instanceof LogisticModel)) throw new TypeError(`${caller}: only a logistic regression has coefficients; this one is ${(model as { kind?: string }).kind ?? 'of another kind'}`);
    const k = this.classes.indexOf(label);
    if (k < 0) throw new RangeError(`${caller}: the label must be a class; ${JSON.stringify(label)} is none of ${this.classes.map((one) => JSON.stringify(one)).join(', ')}`);
    return { model, k };
  }
}
