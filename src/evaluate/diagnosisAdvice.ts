/** Puts a verdict into words: why, and what to try. Decides nothing. */
import type { Diagnosis, Evidence, Verdict } from './diagnosis.ts';
import { standardError, summarizeScores } from './score.ts';
import { capital, figure, percent, timesThat, words } from './wording.ts';

/** @param baseline  on the metric's own scale, for the sentence */
export function advise(verdict: Verdict, evidence: Evidence, baseline: number | undefined): Pick<Diagnosis, 'reason' | 'suggestions'> {
  if (evidence.notBest) return besideTheBest(verdict, evidence);
  return { reason: `${scores(evidence, baseline)} ${meaning(verdict, evidence)}`, suggestions: [...edge(evidence), ...suggestions[verdict](evidence)] };
}

const suggestions: { readonly [V in Verdict]: (evidence: Evidence) => string[] } = {
  overfitting: (evidence) => [
    ...(stillImproving(evidence) ?? ['Collect more rows: with more to learn from, a model can memorise less.']),
    'Use a simpler model: a stronger penalty (larger alpha), a lower polynomial degree, fewer features.',
  ],
  underfitting: () => [
    'Use a more flexible model: polynomial or interaction features, a weaker penalty (smaller alpha).',
    'Add features that have to do with the target; if none of this helps, the target may be mostly noise as far as these rows can tell.',
    'More rows of the same kind will hardly help.',
  ],
  'good fit': (evidence) => stillImproving(evidence) ?? ['To do better still, try other features or a more flexible model, and keep it only if the validation score improves.'],
};

function scores({ curves, index, folds }: Evidence, baseline: number | undefined): string {
  const simplest = baseline === undefined ? '' : `, and ${figure(baseline)} for ${simplestOf(curves)}`;
  const where = curves.kind === 'learning' ? `with ${curves.values[index]} training rows` : `with ${curves.parameter} ${figure(curves.values[index])}`;
  const over = folds === 1 ? 'one fold' : `${folds} folds`;
  return `${capital(words(curves.metric))} ${where} is ${figure(curves.train[index].mean)} on training rows and ${figure(curves.validation[index].mean)} on rows held out${simplest} (means over ${over}).`;
}

function meaning(verdict: Verdict, { curves, train, validation, baseline, worse, folds, wide, gapIsReal }: Evidence): string {
  // judged by its root, as other squares are, and spoken of as it is
  const isLoss = curves.needs === 'probabilities' && curves.squared === true;
  const kind = isLoss ? 'loss' : 'error';
  const share = (a: number, b: number): number => (isLoss ? (a * a) / (b * b) : a / b);
  const error = curves.greaterIsBetter && curves.needs === undefined ? 'Beside that of predicting the mean, the error on rows held out' : `The ${kind} on rows held out`;
  const times = timesThat(share(validation, train), 'on training rows');
  const better = baseline === undefined ? 0 : 1 - share(validation, baseline);
  if (verdict === 'overfitting') return `${error} ${times}, and larger in ${worse} of ${folds} folds: part of what the model learnt holds for its training rows only.`;
  if (verdict === 'underfitting') {
    const gain = better > 0 ? `only ${percent(better)} below` : 'no lower than';
    return `The ${kind} on rows held out is ${gain} that of ${simplestOf(curves)}: the model is too simple, or these features say little about the target.`;
  }
  if (validation === 0) return 'There is no error on rows held out.';
  const gain = baseline === undefined ? '' : ` The ${kind} on rows held out is ${percent(better)} below that of ${simplestOf(curves)}.`;
  const unsure = wide && !gapIsReal;
  const holds = unsure
    ? `but larger in ${worse} of ${folds} folds only: too few rows or folds to tell whether what the model learnt holds for new rows`
    : 'what the model learnt holds for new rows';
  return `${error} ${times}${unsure ? ', ' : ': '}${holds}.${gain}`;
}

function besideTheBest(verdict: Verdict, { curves, index, best }: Evidence): Pick<Diagnosis, 'reason' | 'suggestions'> {
  const [at, better] = [figure(curves.values[index]), figure(curves.values[best])];
  const [train, bestTrain, held, bestHeld] = [curves.train[index], curves.train[best], curves.validation[index], curves.validation[best]].map(({ mean }) => figure(mean));
  const side = verdict === 'underfitting' ? 'worse on training rows too' : 'no worse on training rows, so what it learnt more does not hold for others';
  return {
    reason: `With ${curves.parameter} ${at}, ${words(curves.metric)} on rows held out is ${held}, with ${better} it is ${bestHeld}. With ${at} it is ${side} (${train} against ${bestTrain}).`,
    suggestions: [`Use ${curves.parameter} ${better}.`],
  };
}

/** The optimum of a validation curve may lie beyond the values tried. */
function edge({ curves, best, index }: Evidence): string[] {
  const { kind, values, parameter } = curves;
  if (kind !== 'validation' || values.length < 2 || index !== best || (best > 0 && best < values.length - 1)) return [];
  const [end, beyond] = best === 0 ? ['smallest', 'smaller'] : ['largest', 'larger'];
  return [`Try ${beyond} values of ${parameter}: the best, ${figure(values[best])}, is the ${end} tried.`];
}

/** Undefined unless the last step of a learning curve improved validation beyond the chance of the folds. */
function stillImproving({ curves, index }: Evidence): string[] | undefined {
  if (curves.kind !== 'learning' || index === 0) return undefined;
  const [before, now] = [curves.validation[index - 1], curves.validation[index]];
  const sign = curves.greaterIsBetter ? 1 : -1;
  const gain = summarizeScores(now.folds.map((score, fold) => sign * (score - before.folds[fold])));
  if (!(gain.mean > standardError(gain))) return undefined;
  return [`Collect more rows: from ${curves.values[index - 1]} to ${curves.values[index]} training rows validation still improved, from ${figure(before.mean)} to ${figure(now.mean)}.`];
}

/** What the baseline does. */
function simplestOf({ needs }: Evidence['curves']): string {
  if (needs === undefined) return 'predicting the mean';
  return needs === 'labels' ? 'predicting the most frequent class' : 'predicting the frequencies of the classes';
}
