/** Puts the verdict on a training into words: why, and what to try. Decides nothing. */
import type { Diagnosis } from './diagnosis.ts';
import type { TrainingEvidence } from './trainingHistory.ts';
import { capital, figure, percent, timesThat, words } from './wording.ts';

export function adviseTraining(evidence: TrainingEvidence): Pick<Diagnosis, 'reason' | 'suggestions'> {
  return {
    reason: `${losses(evidence)} ${meanings[evidence.cause](evidence)}${ranAway(evidence)}`,
    suggestions: [...(evidence.ranAway === undefined || suggestions[evidence.cause].includes(shorter) ? [] : [shorter]), ...suggestions[evidence.cause]],
  };
}

/** The epoch that is judged: the best, or the last where what became of the training is what there is to say. */
export function judgedEpoch({ cause, epochs, best }: TrainingEvidence): TrainingEvidence['epochs'][number] {
  return epochs[cause === 'strayed' || cause === 'rose' || cause === 'gap' ? epochs.length - 1 : best];
}

type Cause = TrainingEvidence['cause'];

const smaller = 'Use a smaller network, dropout, or weightDecay in the optimizer.';
const more = 'Collect more samples; of images, augment shows others in every epoch.';
const larger = 'Use a larger network: more units or layers, and less dropout and weight decay.';
const longer = 'Train for more epochs, or with a larger learning rate.';
const shorter = 'Lower the learning rate, or limit gradients with clipNorm.';
const stop = 'Stop when the loss held out has stopped falling: earlyStopping: { patience: 3 }.';
const noise = 'If none of this helps, the target may be mostly noise as far as these samples can tell.';

const suggestions: { readonly [C in Cause]: readonly string[] } = {
  diverged: [shorter],
  strayed: [shorter, stop],
  rose: [more, smaller, stop],
  gap: [more, smaller],
  nothing: [longer, larger, noise],
  falling: [longer],
  'much left': [larger, longer, noise],
  fits: ['To do better still, try a larger network or more samples, and keep it only if the loss held out falls.'],
};

const meanings: { readonly [C in Cause]: (evidence: TrainingEvidence) => string } = {
  diverged: (evidence) => {
    const [best, last] = [evidence.epochs[evidence.best], evidence.epochs[evidence.epochs.length - 1]];
    return `That held out is ${below(evidence)} that of ${simplest(evidence)}${last.train > best.train ? `, and that on training samples rose to ${figure(last.train)}` : ''}: the steps are too large to come down.`;
  },
  strayed: ({ epochs, best }) => {
    const [then, last] = [epochs[best], epochs[epochs.length - 1]];
    return `That held out was least in epoch ${then.epoch}, ${figure(then.validation)}, and both rose since, that on training samples from ${figure(then.train)} to ${figure(last.train)}: steps that are too large have undone what was learnt. The model is that of epoch ${then.epoch}.`;
  },
  rose: ({ epochs, best }) => {
    const [then, last] = [epochs[best], epochs[epochs.length - 1]];
    const learnt = last.train < then.train ? `while that on training samples fell from ${figure(then.train)}` : 'and that on training samples did not';
    return `That held out was least in epoch ${then.epoch}, ${figure(then.validation)}, and rose since, ${learnt}: the network learns its training samples by heart. The model is that of epoch ${then.epoch}.`;
  },
  gap: ({ epochs }) => {
    const { train, validation } = epochs[epochs.length - 1];
    return `That held out ${timesThat(validation / train, 'on training samples')}: part of what the network learnt holds for its training samples only.`;
  },
  nothing: (evidence) => `That held out is ${below(evidence)} that of ${simplest(evidence)}: the network is too small or learnt too little, or these samples say little about the target.`,
  falling: (evidence) => {
    const { epochs, before } = evidence;
    const from = before < 0 ? '' : ` from ${figure(epochs[before].validation)} in epoch ${epochs[before].epoch}`;
    return `That held out was still falling${from} when the training ended, and ${left(evidence, 'validation')} is left of that of ${simplest(evidence)}: the network has not learnt yet all it can.`;
  },
  'much left': (evidence) => `On training samples, too, ${left(evidence, 'train')} is left of that of ${simplest(evidence)}, and it is not falling any more: the network is too small, or these samples say no more about the target.`,
  fits: (evidence) => {
    const { train, validation } = evidence.epochs[evidence.best];
    if (validation === 0) return 'There is no loss on samples held out.';
    const beside = validation <= train
      ? 'is no higher than that on training samples, which is measured while the network learns'
      : timesThat(validation / train, 'on training samples');
    return `That held out ${beside}, and ${below(evidence)} that of ${simplest(evidence)}: what the network learnt holds for new samples.`;
  },
};

function losses(evidence: TrainingEvidence): string {
  const { lossName, target, epochs, baseline } = evidence;
  const { epoch, train, validation } = judgedEpoch(evidence);
  return `${capital(words(lossName))} in epoch ${epoch} of ${epochs[epochs.length - 1].epoch} is ${figure(train)} on training samples and ${figure(validation)} on samples held out, and ${figure(baseline)} for ${simplest({ target })}.`;
}

function below({ epochs, best, baseline }: TrainingEvidence): string {
  const gain = 1 - epochs[best].validation / baseline;
  if (gain <= 0) return 'no lower than';
  return `${gain <= 0.1 ? 'only ' : ''}${percent(gain)} below`;
}

function left({ epochs, best, baseline }: TrainingEvidence, which: 'train' | 'validation'): string {
  return percent(epochs[best][which] / baseline);
}

function simplest({ target }: Pick<TrainingEvidence, 'target'>): string {
  return target === 'numbers' ? 'predicting the mean' : 'predicting the frequencies of the classes';
}

function ranAway({ ranAway: epoch }: TrainingEvidence): string {
  return epoch === undefined ? '' : ` In epoch ${epoch} the training ran away: its loss was no number any more.`;
}
