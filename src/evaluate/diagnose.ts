/** Reads under- and overfitting off the scores of a curve, by rules that are written down here. Knows no model. */
import { describe } from '../array/index.ts';
import { checkKnown, checkNumber } from '../estimator/index.ts';
import type { Curves } from './curves.ts';
import { advise } from './diagnosisAdvice.ts';
import { diagnoseTraining } from './diagnoseTraining.ts';
import type { Diagnosis, Evidence, Verdict } from './diagnosis.ts';
import { bestOf } from './oneStandardError.ts';
import { standardError, summarizeScores, type ScoreSummary } from './score.ts';
import type { TrainingHistory } from './trainingHistory.ts';

export interface DiagnoseOptions {
  /** The score of the simplest prediction; default the curves' own, or 0 for a squared score such as r2; of a network its `baselineLoss`. */
  readonly baseline?: number;
  /** Validation curves: the value to judge, one of `values`. Default the one of best validation score. */
  readonly at?: number;
}

/** The error on held-out rows is wide of that on training rows from this ratio on: a third of its square is optimism. */
const wideRatio = 1.25;
/** An error within this share of the baseline's is hardly better than predicting the mean (R² below about 0.1). */
const littleGain = 0.05;
/** A gap below this share of the baseline's error does not matter, whatever its ratio: the fit is all but perfect. */
const negligible = 0.01;

/**
 * A verdict on curves of training and validation scores. A learning curve is judged at its largest size, a validation
 * curve at its best value (or at `at`). All scores are first turned into errors: 1 − score where greater is better, the
 * square root of squared metrics; so R² and RMSE lead to the same verdict. R² of few rows is low by nature (even the
 * mean of other rows has an R² below 0), so each fold's is taken beside that of the mean. Accuracy becomes the share that
 * is wrong; log loss, half the deviance, is squared. Folds where a metric of classes has no meaning are left out. In this
 * order:
 *
 * 1. `at` is worse than the best value by more than the standard error of the difference over folds: *underfitting*
 *    when training is worse there too, else *overfitting*.
 * 2. Validation error ≥ 1.25 × training error, and the gap is beyond chance: more than twice its standard error over the
 *    folds, or validation worse in every one of at least 3 folds (errors of overfitted models vary wildly, so that their
 *    standard error says little): *overfitting*; save when the gap is below 1 % of the baseline's error.
 * 3. Validation no better than the baseline, training better than it by more than 5 %, and the gap is beyond chance:
 *    *overfitting*.
 * 4. Validation error within 5 % of the baseline's, or above: *underfitting*. Noise cannot be told from a too simple
 *    model by scores alone, and the reason says so. A small R² by itself is never overfitting.
 * 5. Else *good fit*: the model does as well on new rows as on those it saw. That a better one exists is not excluded.
 *
 * A trained network, or what has its `loss`, `history` and `baselineLoss`, is judged by the losses of its epochs: *overfitting* where that of samples held out
 * is in the end far above that of training samples, or rose; *underfitting* where little was learnt or the losses still fell; by
 * the rules at `diagnoseTraining` (docs/networks.md).
 *
 * Without a baseline (curves made by hand from an error metric) rules 3 and 4 cannot apply.
 * @throws RangeError when lists of the curves differ in length, the scores judged are not finite, or `at` is no value
 * @example diagnose(await learningCurve(ridge(), X, y)).verdict // 'good fit'
 */
export function diagnose(curves: Curves | TrainingHistory, options: DiagnoseOptions = {}): Diagnosis {
  checkKnown('diagnose', options, ['baseline', 'at']);
  if (isTraining(curves)) {
    if (options.at !== undefined) throw new TypeError('diagnose: at must be left out for a trained network, whose last and best epochs are judged');
    return diagnoseTraining(curves, options.baseline);
  }
  return diagnoseFolds(wholeFolds(curves), options);
}

function isTraining(curves: Curves | TrainingHistory): curves is TrainingHistory {
  return typeof curves === 'object' && curves !== null && 'history' in curves;
}

function diagnoseFolds(curves: Curves, options: DiagnoseOptions): Diagnosis {
  const evidence = evidenceOf(curves, options);
  const { index } = evidence;
  const train = curves.train[index];
  const validation = curves.validation[index];
  const gaps = summarizeScores(differences(validation, train, curves.greaterIsBetter));
  const verdict = judge(evidence);
  const baseline = baselineOf(curves, options)?.mean;
  return {
    verdict,
    ...advise(verdict, evidence, baseline),
    train: train.mean,
    validation: validation.mean,
    gap: gaps.mean,
    gapStandardError: standardError(gaps),
    at: curves.values[index],
    ...(baseline !== undefined && { baseline }),
  };
}

function judge(evidence: Evidence): Verdict {
  const { curves, index, best, train, validation, baseline, gapIsReal, notBest, wide } = evidence;
  if (notBest) {
    const [here, there] = [curves.train[index].mean, curves.train[best].mean];
    return (curves.greaterIsBetter ? here < there : here > there) ? 'underfitting' : 'overfitting';
  }
  const matters = baseline === undefined || validation - train >= negligible * baseline;
  if (gapIsReal && matters && wide) return 'overfitting';
  if (baseline === undefined) return 'good fit';
  if (gapIsReal && validation >= baseline && train < (1 - littleGain) * baseline) return 'overfitting';
  return validation > (1 - littleGain) * baseline ? 'underfitting' : 'good fit';
}

/** The curves of the folds in which the metric has a meaning throughout. */
function wholeFolds(curves: Curves): Curves {
  if (curves?.needs === undefined || !Array.isArray(curves.train) || !Array.isArray(curves.validation)) return curves;
  const all: readonly ScoreSummary[] = [...curves.train, ...curves.validation];
  const kept = (all[0]?.folds ?? []).map((_, fold) => fold).filter((fold) => all.every(({ folds }) => !Number.isNaN(folds[fold])));
  if (kept.length === 0 || all.every(({ folds }) => folds.length === kept.length)) return curves;
  const among = (score: ScoreSummary): ScoreSummary => summarizeScores(kept.map((fold) => score.folds[fold]));
  return {
    ...curves, train: curves.train.map(among), validation: curves.validation.map(among),
    ...(curves.baselineFolds && { baselineFolds: kept.map((fold) => curves.baselineFolds![fold]) }),
  };
}

function evidenceOf(curves: Curves, options: DiagnoseOptions): Evidence {
  if (!Array.isArray(curves?.values) || !Array.isArray(curves.train) || !Array.isArray(curves.validation)) {
    throw new TypeError(`diagnose: curves must be what learningCurve or validationCurve gives, or a trained network; they are ${describe(curves)}`);
  }
  const { values, train, validation, greaterIsBetter } = curves;
  if (values.length === 0) throw new RangeError('diagnose: curves must have at least one value; they have none');
  if (train.length !== values.length || validation.length !== values.length) {
    throw new RangeError(`diagnose: curves must have scores for every value; ${values.length} values, ${train.length} training and ${validation.length} validation scores`);
  }
  const best = bestOf(validation.map(({ mean }) => mean), greaterIsBetter);
  const index = indexOf(curves, options.at, best);
  const [fitted, held] = [train[index], validation[index]];
  if (index < 0 || !Number.isFinite(fitted.mean) || !Number.isFinite(held.mean)) {
    throw new RangeError(`diagnose: the scores judged must be finite; at ${values[Math.max(0, index)]} training is ${train[Math.max(0, index)].mean}, validation ${validation[Math.max(0, index)].mean}`);
  }
  if (fitted.folds.length !== held.folds.length) {
    throw new RangeError(`diagnose: training and validation must have the same folds; at ${values[index]} they have ${fitted.folds.length} and ${held.folds.length}`);
  }
  const errors = errorsOf(curves, index, baselineOf(curves, options));
  const gaps = errors.validation.map((error, fold) => error - errors.train[fold]);
  const worse = gaps.filter((gap) => gap > 0).length;
  const gap = summarizeScores(gaps);
  const behind = index === best ? undefined : summarizeScores(differences(held, validation[best], greaterIsBetter));
  const scale = (values: readonly number[]): number => {
    const { mean } = summarizeScores(values);
    return curves.squared === true ? Math.sqrt(mean) : mean;
  };
  const baseline = errors.baseline === undefined ? undefined : scale(errors.baseline);
  const [trainError, validationError] = [scale(errors.train), scale(errors.validation)];
  return {
    curves, index, best, worse,
    train: trainError,
    validation: validationError,
    wide: validationError >= wideRatio * trainError,
    baseline: baseline !== undefined && baseline > 0 ? baseline : undefined,
    folds: gaps.length,
    gapIsReal: gap.mean > 2 * standardError(gap) || (gaps.length >= 3 && worse === gaps.length),
    notBest: curves.kind === 'validation' && behind !== undefined && behind.mean > standardError(behind),
  };
}

interface Errors {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly baseline: readonly number[] | undefined;
}

/** Each fold's scores as errors; of R², the share of the error of predicting the mean that is left. */
function errorsOf({ train, validation, greaterIsBetter, needs }: Curves, index: number, baseline: ScoreSummary | undefined): Errors {
  const [fitted, held] = [train[index].folds, validation[index].folds];
  if (!greaterIsBetter) return { train: fitted, validation: held, baseline: baseline?.folds };
  // a share of rows: what is left to 1 is the share that is wrong, on whatever rows
  if (needs !== undefined) return { train: fitted.map(missed), validation: held.map(missed), baseline: baseline?.folds.map(missed) };
  // on its own rows the mean leaves all of the error, 1; on others more, and so does every model
  const left = baseline?.folds.map((score) => 1 - score);
  const beside = (score: number, fold: number): number => missed(score) / (left?.[fold] || 1);
  return { train: fitted.map(missed), validation: held.map(beside), baseline: left?.map(() => 1) };
}

function missed(score: number): number {
  return Math.max(0, 1 - score);
}

function indexOf(curves: Curves, at: number | undefined, best: number): number {
  if (at === undefined) return curves.kind === 'learning' ? curves.values.length - 1 : best;
  if (curves.kind === 'learning') throw new TypeError('diagnose: at must be left out for a learning curve, which is judged at its largest size');
  const index = curves.values.indexOf(at);
  if (index < 0) throw new RangeError(`diagnose: at must be one of the values ${curves.values.join(', ')}; it is ${describe(at)}`);
  return index;
}

/** A single number given stands for every fold. */
function baselineOf(curves: Curves, options: DiagnoseOptions): ScoreSummary | undefined {
  const folds = curves.validation[0].folds;
  if (options.baseline !== undefined) {
    const score = checkNumber('diagnose', 'baseline', options.baseline, {});
    return summarizeScores(folds.map(() => score));
  }
  if (curves.baselineFolds?.length === folds.length) return summarizeScores(curves.baselineFolds);
  const score = curves.baseline ?? (curves.greaterIsBetter && curves.squared === true ? 0 : undefined);
  return score === undefined ? undefined : summarizeScores(folds.map(() => score));
}

/** Per fold, by how much `a` is worse than `b`. */
function differences(a: ScoreSummary, b: ScoreSummary, greaterIsBetter: boolean): number[] {
  return a.folds.map((score, fold) => (greaterIsBetter ? b.folds[fold] - score : score - b.folds[fold]));
}
