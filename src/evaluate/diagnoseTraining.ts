/** Reads under- and overfitting off the losses of a training, epoch by epoch, by rules that are written down here. Knows no network. */
import { describe } from '../array/index.ts';
import { checkNumber } from '../estimator/index.ts';
import type { Diagnosis, Verdict } from './diagnosis.ts';
import { adviseTraining, judgedEpoch } from './trainingAdvice.ts';
import type { TrainingEvidence, TrainingHistory } from './trainingHistory.ts';

/** As for curves: half as much again in what is the square of an error, or the like of it. */
const wideRatio = 1.25 * 1.25;
/** Shares of the baseline's loss: a gap that matters, and a loss that is hardly lower. */
const matters = 0.1;
const littleLeft = 0.1;
const littleGain = 0.1;
/** So much left of the loss of the samples that were learnt from is much. */
const muchLeft = 0.7;
/** A fall by this share of the baseline in the last third of the epochs promises more. */
const stillFalling = 0.05;

/**
 * All losses are looked at beside that of the simplest prediction, b: the mean, or the frequencies of the classes. t and v are the losses of
 * training samples and of those held out, in the last epoch; in this order:
 *
 * 0. The least v of all epochs ≥ b, and t ≥ 1.5625 b having risen by as much, or no number any more: *underfitting*, by steps that are too large.
 *    So it is where v was lower once and rose by 0.05 b or more, if t rose with it: to 1.5625 times its least or more, by 0.1 b or more, and to b or by half of
 *    what v rose by. Who learns by heart has a low t.
 * 1. v ≥ 1.5625 t and v − t ≥ 0.1 b: *overfitting*; or v ≥ b and v ≥ 1.25 t. It is the training that is judged: the model may be of an epoch before
 *    the loss held out rose, and the reason says so.
 * 2. The least v of all epochs > 0.9 b: *underfitting*.
 * 3. v is the least and > 0.1 b, and fell by 0.05 b or more in the last third of the epochs: *underfitting*, for want of epochs.
 * 4. t > 0.7 b in the best epoch: *underfitting*. Noise cannot be told from a too small network by losses alone, and the reason says so.
 * 5. Else *good fit*.
 *
 * t is measured while the network learns, with dropout and augmentation, so that it may be above v. A rise of v that leaves it low beside b is none
 * of overfitting: losses of classifiers that are nearly always right rise because they are sure of the rest.
 */
export function diagnoseTraining(trained: TrainingHistory, baseline: number | undefined): Diagnosis {
  const evidence = evidenceOf(trained, baseline);
  const judged = judgedEpoch(evidence);
  return {
    verdict: verdicts[evidence.cause],
    ...adviseTraining(evidence),
    train: judged.train,
    validation: judged.validation,
    gap: judged.validation - judged.train,
    gapStandardError: 0,
    at: judged.epoch,
    baseline: evidence.baseline,
  };
}

const verdicts: { readonly [C in TrainingEvidence['cause']]: Verdict } = {
  diverged: 'underfitting', strayed: 'underfitting', rose: 'overfitting', gap: 'overfitting', nothing: 'underfitting', falling: 'underfitting', 'much left': 'underfitting', fits: 'good fit',
};

function evidenceOf({ loss, history, baselineLoss }: TrainingHistory, given: number | undefined): TrainingEvidence {
  if (!Array.isArray(history) || typeof loss?.name !== 'string') throw new TypeError(`diagnose: a trained network must have loss and history; they are ${describe(loss)} and ${describe(history)}`);
  if (history.length === 0) throw new RangeError('diagnose: the history must have at least one epoch; it has none');
  if (history.some(({ validationLoss }) => validationLoss === undefined)) {
    throw new RangeError('diagnose: the history must have validation losses; it has none, train with validation: 0.2');
  }
  const baseline = given === undefined ? baselineLoss : checkNumber('diagnose', 'baseline', given, { above: 0 });
  if (baseline === undefined) throw new RangeError('diagnose: there must be a loss to compare with, that of the simplest prediction; the network has no baselineLoss, give { baseline }');
  const all = history.map(({ epoch, trainLoss, validationLoss }) => ({ epoch, train: trainLoss, validation: validationLoss! }));
  const wrong = all.findIndex(({ train, validation }) => !Number.isFinite(train) || !Number.isFinite(validation));
  const epochs = wrong < 0 ? all : all.slice(0, wrong);
  if (epochs.length === 0) throw new RangeError(`diagnose: the losses of the first epoch must be finite; training is ${all[0].train}, validation ${all[0].validation}`);
  const best = epochs.reduce((least, { validation }, i) => (validation < epochs[least].validation ? i : least), 0);
  const before = epochs.length - 1 - Math.ceil(epochs.length / 3);
  return { lossName: loss.name, target: loss.target, epochs, best, baseline, ranAway: wrong < 0 ? undefined : all[wrong].epoch, before, cause: causeOf(epochs, best, baseline, before, wrong >= 0) };
}

function causeOf(epochs: TrainingEvidence['epochs'], best: number, baseline: number, before: number, ranAway: boolean): TrainingEvidence['cause'] {
  const last = epochs.length - 1;
  const { train, validation } = epochs[last];
  const least = epochs[best].validation;
  const lowest = Math.min(...epochs.map((epoch) => epoch.train));
  if (least >= baseline && (ranAway || (baseline > 0 && train >= wideRatio * Math.max(baseline, lowest)))) return 'diverged';
  const rise = validation - least;
  const rises = rise >= (matters / 2) * baseline;
  const unlearnt = train >= wideRatio * lowest && train - lowest >= matters * baseline && (train >= baseline || train - lowest >= rise / 2);
  if (baseline > 0 && rises && unlearnt) return 'strayed';
  const wide = validation >= wideRatio * train && validation - train >= matters * baseline;
  if (wide || (validation >= baseline && validation >= Math.sqrt(wideRatio) * train)) return rises ? 'rose' : 'gap';
  if (least > (1 - littleGain) * baseline) return 'nothing';
  const earlier = before < 0 ? baseline : epochs[before].validation;
  if (best === last && validation > littleLeft * baseline && earlier - validation >= stillFalling * baseline) return 'falling';
  return epochs[best].train > muchLeft * baseline ? 'much left' : 'fits';
}
