/** The progress of training a network: a bar on a terminal, a line for each epoch elsewhere. */
import type { Progress } from '../index.ts';
import type { Epoch } from '../nn/index.ts';
import { duration, formatNumber, formatShare, note, progressBar } from './output.ts';

export interface TrainingProgress {
  /** A step of the work. */
  show(progress: Progress): void;
  /** An epoch has ended. */
  epoch(epoch: Epoch, progress: Progress): void;
  stop(): void;
}

export function trainingProgress(): TrainingProgress {
  const bar = progressBar();
  let last = '';
  if (process.stderr.isTTY) {
    return {
      show: (progress) => { bar.show({ done: progress.done, total: progress.total, label: [progress.label, last, ...pace(progress)].filter((part) => part !== '').join(' · ') }); },
      epoch: (epoch) => { last = inWords(epoch); },
      stop: bar.stop,
    };
  }
  return {
    // steps of epochs would drown the lines of the epochs
    show: (progress) => { if (!progress.label.startsWith('epoch ')) bar.show(progress); },
    epoch: (epoch, progress) => { note([progress.label, inWords(epoch), ...pace(progress)].join(' · ')); },
    stop: bar.stop,
  };
}

function inWords({ trainLoss, validationLoss, metrics: { accuracy } }: Epoch): string {
  return [
    `loss ${formatNumber(trainLoss, 3)}`, ...(validationLoss === undefined ? [] : [`validation ${formatNumber(validationLoss, 3)}`]),
    ...(accuracy === undefined ? [] : [`${formatShare(accuracy)} right`]),
  ].join(' · ');
}

function pace({ perSecond, secondsLeft }: Progress): string[] {
  if (perSecond === undefined || secondsLeft === undefined) return [];
  return [`${perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1)} images/s`, `${duration(secondsLeft)} left`];
}
