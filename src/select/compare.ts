/** Compares regressions on a table by cross-validation, keeps one, and measures it on rows held out. */
import { checkChoice, checkKnown, checkNumber, pauser, type RunOptions } from '../estimator/index.ts';
import { diagnose, kFold, learningCurve, meanAbsoluteError, oneStandardError, r2, rootMeanSquaredError, standardError, summarizeScores, trainTestSplit } from '../evaluate/index.ts';
import { checkUsable, readRegression, type RegressionData, type TableModel } from '../models/index.ts';
import { tableEncoder, type FittedTableEncoder } from '../preprocess/index.ts';
import type { Table } from '../table/index.ts';
import { caller, checkRows, checkSpread, checkTarget, featuresOf, inspect } from './dataChecks.ts';
import { familiesFor, prepare, regressionNames, type Family, type Prepared, type RegressionName } from './families.ts';
import { foldScores } from './foldScores.ts';
import { partOf, tableOf } from './part.ts';
import type { Candidate, CoefficientPath, Comparison, PenaltyCurve, RegressionFigures } from './result.ts';
import { whyChosen } from './why.ts';

export interface CompareOptions extends RunOptions {
  /** The numeric column to predict. */
  readonly target: string;
  /** The columns to predict it from. Default: every other column. */
  readonly features?: readonly string[];
  /** Columns to leave out. Default none. */
  readonly drop?: readonly string[];
  /** Which model to keep. Default 'auto': the simplest within one standard error of the best. */
  readonly model?: 'auto' | RegressionName;
  /** Folds of the cross-validation, 2 or more. Default 5. */
  readonly folds?: number;
  /** Share of the rows held out for the final figure, above 0 and below 1. Default 0.2. */
  readonly testSize?: number;
  /** Seed of the splits. Default 0. */
  readonly seed?: number;
}

/** More rows than this tell nothing about the shape of a learning curve, and cost time. */
const curveRows = 50_000;

/**
 * From a table to a validated model:
 * 1. `testSize` of the rows are held out and not looked at until step 5;
 * 2. on the others every model and penalty is cross-validated; what is learnt from data (means, categories, scaling,
 *    coefficients) is learnt inside each fold;
 * 3. of each model the penalty with the smallest mean root mean squared error stands;
 * 4. of the models, the simplest within one standard error of the best is kept (Breiman et al. 1984), where simple is
 *    a small effective number of coefficients;
 * 5. it is fitted on all rows of steps 2–4 and measured once on the rows held out;
 * 6. the model to keep is fitted once more, on every row.
 *
 * @throws RangeError or TypeError for an unknown column, a target that is not numeric or constant, an infinite number,
 * too few rows for the folds
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §7.10
 */
export async function compareRegressions(table: Table, options: CompareOptions): Promise<Comparison> {
  checkKnown(caller, options, ['target', 'features', 'drop', 'model', 'folds', 'testSize', 'seed', 'signal', 'onProgress']);
  const { target, model = 'auto', folds = 5, testSize = 0.2, seed = 0, signal, onProgress } = options;
  checkChoice(caller, 'model', model, ['auto', ...regressionNames]);
  checkNumber(caller, 'folds', folds, { min: 2, integer: true });
  checkNumber(caller, 'testSize', testSize, { above: 0, below: 1 });

  await checkTarget(table, target);
  const data = await readRegression(caller, table, { target, ...featuresOf(table, options), ...(signal && { signal }) });
  checkRows(data.y.length, folds, testSize);
  checkSpread(data);
  const seen = await inspect(await table.read([...data.features, target]));
  const { trainIndices, testIndices } = trainTestSplit(data.frame, { testSize, seed });
  const train = partOf(data, trainIndices);
  const test = partOf(data, testIndices);

  const families = familiesFor(train.y);
  const total = folds * families.length + 4;
  let done = 0;
  const advance = (label: string): void => onProgress?.({ label, done: done++, total });
  const run = { ...(signal && { signal }) };

  const whole = await prepareOn(train, run);
  const judged = await crossValidateAll(families, train, whole, kFold(folds, { seed }).split(train.y.length), advance, run);
  const { chosen, best, limit } = choose(judged.models, model);
  const models = judged.models.map((candidate): Candidate => ({ ...candidate, chosen: candidate === chosen }));
  const kept = models.find((candidate) => candidate.chosen)!;
  const estimator = families.find((family) => family.name === kept.name)!.estimator(kept.options.alpha as number | undefined);

  advance(`fitting ${kept.name} on ${train.y.length} rows`);
  const trained = await estimator.fit(tableOf(train), { target, ...run });
  const predicted = await trained.predict(test.frame);
  const path = await coefficientPath(families, whole, kept, run);

  advance('learning curve');
  const sample = train.y.length <= curveRows ? train : partOf(train, trainTestSplit(train.frame, { testSize: curveRows, seed }).testIndices);
  const curve = await learningCurve(estimator, tableOf(sample), { target, splits: kFold(folds, { seed }), metric: rootMeanSquaredError, ...run });

  advance('fitting on all rows');
  const final = await estimator.fit(tableOf(data), { target, ...run });
  onProgress?.({ label: 'done', done: total, total });
  return {
    task: 'regression',
    source: table.source,
    target,
    rows: { total: data.y.length, train: train.y.length, test: test.y.length, targetMissing: data.targetMissing },
    seed,
    folds,
    ...seen,
    dropped: final.dropped,
    features: final.features,
    baseline: judged.baseline,
    baselineTest: figures(test.y, new Float64Array(test.y.length).fill(judged.mean)),
    models,
    penalties: judged.penalties,
    why: whyChosen({ target, baseline: judged.baseline, models, chosen: kept, best: models[judged.models.indexOf(best)], standardError: limit - best.cv.mean, automatic: model === 'auto' }),
    test: figures(test.y, predicted),
    testPredictions: { actual: test.y, predicted },
    ...singleFeature(final, test),
    ...(path && { path }),
    curve,
    diagnosis: diagnose(curve, { baseline: judged.baseline.cv.mean }),
    model: final,
  };
}

interface Judged {
  readonly models: readonly Candidate[];
  readonly baseline: Candidate;
  readonly penalties: readonly PenaltyCurve[];
  /** Mean of the training target. */
  readonly mean: number;
}

/** Every family and penalty over the folds, everything fitted inside the fold. */
async function crossValidateAll(families: readonly Family[], train: RegressionData, whole: PreparedRows, splits: readonly { train: Int32Array; test: Int32Array }[], advance: (label: string) => void, run: RunOptions): Promise<Judged> {
  const pause = pauser(run.signal);
  const grids = families.map((family) => family.alphas(whole.prepared));
  const scores = families.map((_, f) => Array.from(grids[f], () => ({ error: [] as number[], r2: [] as number[] })));
  const base = { error: [] as number[], r2: [] as number[] };
  for (const [k, split] of splits.entries()) {
    const fold = partOf(train, split.train);
    const held = partOf(train, split.test);
    const { encoder, prepared } = await prepareOn(fold, run);
    const X = encoder.transform(held.frame);
    const mean = new Float64Array(held.y.length).fill(meanOf(fold.y));
    base.error.push(rootMeanSquaredError(held.y, mean));
    base.r2.push(r2(held.y, mean));
    for (const [f, family] of families.entries()) {
      advance(`fold ${k + 1} of ${splits.length}: ${family.name}`);
      const path = await family.path(prepared, grids[f], run);
      const { rootMeanSquaredErrors, r2: explained } = foldScores(path, X, held.y);
      scores[f].forEach((score, a) => {
        score.error.push(rootMeanSquaredErrors[a]);
        score.r2.push(explained[a]);
      });
      await pause();
    }
  }
  const curves = families.map((family, f): PenaltyCurve => ({
    name: family.name,
    alphas: family.penalised ? [...grids[f]] : [],
    scores: scores[f].map(({ error }) => summarizeScores(error)),
  }));
  const models: Candidate[] = [];
  for (const [f, family] of families.entries()) {
    const a = curves[f].scores.reduce((least, score, i) => (score.mean < curves[f].scores[least].mean ? i : least), 0);
    models.push({
      name: family.name, options: family.options(grids[f][a]), cv: curves[f].scores[a], r2: summarizeScores(scores[f][a].r2),
      degreesOfFreedom: await family.degreesOfFreedom(whole.prepared, grids[f][a], run), chosen: false,
    });
  }
  return {
    models,
    baseline: { name: 'mean', options: {}, cv: summarizeScores(base.error), r2: summarizeScores(base.r2), degreesOfFreedom: 0, chosen: false },
    penalties: curves.filter((curve) => curve.alphas.length > 0),
    mean: meanOf(train.y),
  };
}

interface PreparedRows {
  readonly encoder: FittedTableEncoder;
  readonly prepared: Prepared;
}

/** Rows encoded by what is learnt from them alone, and the products of their features. */
async function prepareOn(data: RegressionData, run: RunOptions): Promise<PreparedRows> {
  const encoder = tableEncoder().fit(data.frame, data.features, data.weights);
  checkUsable(caller, encoder);
  return { encoder, prepared: await prepare(encoder.transform(data.frame), data.y, run) };
}

function choose(models: readonly Candidate[], model: 'auto' | RegressionName): { chosen: Candidate; best: Candidate; limit: number } {
  const best = models.reduce((least, candidate) => (candidate.cv.mean < least.cv.mean ? candidate : least));
  const limit = best.cv.mean + standardError(best.cv);
  if (model !== 'auto') return { chosen: models.find((candidate) => candidate.name === model)!, best, limit };
  // equal to three digits, as shown, is equally simple: then the smaller error decides
  const { index } = oneStandardError(models.map(({ cv, degreesOfFreedom }) => ({ ...cv, complexity: Number(degreesOfFreedom.toPrecision(3)) })), { greaterIsBetter: false });
  return { chosen: models[index], best, limit };
}

/** The path of the kept model's family; of the lasso when that has no penalty. */
async function coefficientPath(families: readonly Family[], { encoder, prepared }: PreparedRows, kept: Candidate, run: RunOptions): Promise<CoefficientPath | undefined> {
  const family = families.find(({ name, penalised }) => penalised && name === kept.name) ?? families.find(({ name }) => name === 'lasso')!;
  const alphas = family.alphas(prepared);
  const { coefs } = await family.path(prepared, alphas, run);
  const d = encoder.nFeatures;
  return {
    name: family.name,
    alphas: [...alphas],
    features: encoder.names,
    coefs: Array.from(alphas, (_, a) => coefs.data.slice(a * d, (a + 1) * d) as Float64Array),
    ...(family.name === kept.name && { alpha: kept.options.alpha as number }),
  };
}

function singleFeature({ encoder }: TableModel, test: RegressionData): { testFeature?: Float64Array } {
  if (encoder.nFeatures !== 1 || encoder.columns[0].type !== 'numeric') return {};
  const column = test.frame.column(encoder.columns[0].name);
  return 'values' in column && column.values.every(Number.isFinite) ? { testFeature: column.values } : {};
}

function figures(actual: Float64Array, predicted: Float64Array): RegressionFigures {
  return {
    rootMeanSquaredError: rootMeanSquaredError(actual, predicted),
    meanAbsoluteError: meanAbsoluteError(actual, predicted),
    r2: r2(actual, predicted),
  };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
