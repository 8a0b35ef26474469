/** A linear or logistic model of a table as one SQL expression over the table's columns. Knows no database. */
import { describe, type Label } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import { ClassificationTableModel, LinearModel, LogisticModel, TableModel } from '../../models/index.ts';
import { linearSql } from './linearSql.ts';
import { numberSql, textSql } from './literals.ts';

export interface SqlOptions {
  /** Of a classification: the expression gives the probability of this class, as `predictProbability`. Default: the class, as `predict`. */
  readonly probabilityOf?: Label;
}

/**
 * What a model of a table predicts, as one SQL expression over the columns of the table, imputation, standardisation and categories included:
 * `SELECT *, (…) AS price FROM houses`. A number for a linear, ridge, lasso or elastic-net regression; the class for a logistic one, or the
 * probability of a class. Columns that the model does not use need not be there.
 *
 * Written for DuckDB, where it equals `predict` and `predictProbability` to 1e-12. PostgreSQL runs it as well, unless a column is a date: only the
 * days since 1970 are said in DuckDB's own words, `epoch_us`. Columns must have their types: numbers, BOOLEAN (or 1 and 0), DATE or TIMESTAMP, texts. NULL and NaN count as missing,
 * as in `predict`; unknown categories as the reference. A number that is infinite makes the result infinite or NaN, where `predict` refuses it.
 * @throws TypeError for a model that is not linear; RangeError for a class that the model does not know, columns that differ only in
 * capitals, or the character NUL in a name
 * @example
 * import { frameOf, linearRegression, toSql } from 'glissade';
 * const houses = frameOf({ area: [50, 80, 120, 70], town: ['hill', 'sea', 'sea', 'hill'], price: [150, 250, 330, 190] });
 * const model = await linearRegression().fit(houses, { target: 'price' });
 * const sql = `SELECT ${toSql(model)} AS price FROM houses`;
 * console.log(sql.includes('"area"'), sql.includes("WHEN 'sea' THEN")); // true true
 */
export function toSql(model: TableModel | ClassificationTableModel, options: SqlOptions = {}): string {
  checkKnown('toSql', options, ['probabilityOf']);
  const { probabilityOf } = options;
  if (model instanceof TableModel) {
    const { encoder, model: inner } = model;
    if (!(inner instanceof LinearModel) || inner.targets !== 'one') throw notLinear(inner);
    if (probabilityOf !== undefined) throw new TypeError(`toSql: probabilityOf is for a model of classes; this ${inner.kind} predicts numbers`);
    checkApart(encoder.columns);
    return linearSql(encoder, inner.coef as Float64Array, inner.intercept as number);
  }
  if (!(model instanceof ClassificationTableModel)) throw notLinear(model);
  if (!(model.model instanceof LogisticModel)) throw notLinear(model.model);
  return classSql(model as ClassificationTableModel<LogisticModel>, probabilityOf);
}

function classSql({ classes, encoder, model: { coef, intercept, threshold } }: ClassificationTableModel<LogisticModel>, probabilityOf: Label | undefined): string {
  checkApart(encoder.columns);
  const d = encoder.nFeatures;
  const scores = Array.from(intercept, (one, k) => linearSql(encoder, coef.data.subarray(k * d, (k + 1) * d) as Float64Array, one));
  const wanted = probabilityOf === undefined ? undefined : classes.indexOf(probabilityOf);
  if (wanted === -1) throw new RangeError(`toSql: probabilityOf must be a class of the model; it is ${describe(probabilityOf)}, the classes are ${classes.map((label) => describe(label)).join(', ')}`);
  if (scores.length === 1) {
    const [score] = scores;
    if (wanted === 0) return `(1e0 / (1e0 + ${boundedExp(score)}))`;
    const second = `(1e0 / (1e0 + ${boundedExp(`-${score}`)}))`;
    return wanted === 1 ? second : `(CASE WHEN ${second} > ${numberSql(threshold!)} THEN ${labelSql(classes[1])} ELSE ${labelSql(classes[0])} END)`;
  }
  const prefix = freePrefix(encoder.columns.map(({ name }) => name));
  const names = scores.map((_, k) => `${prefix}${k}`);
  const result = wanted === undefined ? largest(names, classes) : softmax(names, wanted);
  // each score is written and computed once; the columns in it are those of the row outside
  return `(SELECT ${result} FROM (SELECT\n${scores.map((score, k) => `${score} AS ${names[k]}`).join(',\n')}) AS ${prefix})`;
}

/** DuckDB does not tell "Price" from "price": both would be the same column. */
function checkApart(columns: readonly { readonly name: string }[]): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) throw new RangeError(`toSql: columns must differ in more than capitals, which DuckDB does not tell apart; the model has ${describe(other)} and ${describe(name)}, rename one and fit again`);
    seen.set(name.toLowerCase(), name);
  }
}

/** The class of the largest score, the first of equals: of those that are left, each is compared with those after it. */
function largest(names: readonly string[], classes: readonly Label[]): string {
  const cases = names.slice(0, -1).map((name, k) => `WHEN ${names.slice(k + 1).map((other) => `${name} >= ${other}`).join(' AND ')} THEN ${labelSql(classes[k])}`);
  return `CASE ${cases.join(' ')} ELSE ${labelSql(classes[classes.length - 1])} END`;
}

/** 1 / Σ e^(zₗ − zₖ): right to the last digits, whatever the size of the scores. */
function softmax(names: readonly string[], k: number): string {
  return `1e0 / (${names.map((name, l) => (l === k ? '1e0' : boundedExp(`${name} - ${names[k]}`))).join(' + ')})`;
}

/** A database may refuse e^710, which is no number of 64 bits any more; 1 / (1 + e^700) is 0 for all who ask. */
function boundedExp(exponent: string): string {
  return `EXP(LEAST(${exponent}, 700e0))`;
}

function labelSql(label: Label): string {
  return typeof label === 'string' ? textSql(label) : typeof label === 'boolean' ? (label ? 'TRUE' : 'FALSE') : String(label);
}

/** A name that begins no column's: inside, a name would otherwise be taken for the score. */
function freePrefix(columns: readonly string[]): string {
  let prefix = 'score';
  while (columns.some((name) => name.toLowerCase().startsWith(prefix))) prefix = `${prefix}_`;
  return prefix;
}

function notLinear(model: unknown): TypeError {
  const { kind } = (model ?? {}) as { kind?: unknown };
  return new TypeError(`toSql: the model must be a linear or logistic regression fitted on a table; it is ${typeof kind === 'string' ? `of kind ${kind}` : describe(model)}. toOnnx takes every kind of model`);
}
