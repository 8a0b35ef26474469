/** The models that were compared, fold by fold, and why one was chosen. */
import { foldPlot, formatAligned, formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { Candidate, Comparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { modelName, optionsText } from '../names.ts';
import { figure, table, type Section } from '../pieces.ts';

export function models(comparison: Comparison): Section {
  const { folds, rows, why } = comparison;
  const { baseline, candidates, axis, score, explained, further, simplest } = wordsFor(comparison);
  const all = [baseline, ...candidates];
  const errors = formatAligned(all.map(({ cv }) => cv.mean));
  const spreads = formatAligned(all.map(({ cv }) => cv.std), 2);
  const freedom = formatAligned(all.map(({ degreesOfFreedom }) => degreesOfFreedom), 3);
  const shown = isFarOff(baseline, candidates) ? candidates : all;
  const note = shown.length < all.length ? html`<p class="note">${simplest} is not drawn: at ${formatNumber(baseline.cv.mean, 3)} it lies so far off that the others could not be told apart.</p>` : undefined;
  return {
    id: 'models',
    title: 'Models compared',
    body: html`
<p>Each model was fitted ${folds} times on the training rows, each time leaving out a different one of ${folds} parts, and judged on the part left out (${folds}-fold cross-validation over ${formatCount(rows.train, 'row')}). Filling in, scaling and categories were learnt anew each time.</p>
<p><strong>${why}</strong></p>
${figure((width) => foldPlot(shown.map(({ name, cv, chosen }) => ({ name: modelName(name), folds: cv.folds, chosen })), { xLabel: axis, width }))}
${note}
${table('Models compared', [
    { name: 'model' }, { name: 'options' }, { name: score, number: true }, { name: '± between folds', number: true },
    { name: further.name, number: true }, { name: 'effective coefficients', number: true },
  ], all.map(({ name, options, chosen }, i) => [
    modelName(name) + (chosen ? ' (chosen)' : ''), optionsText(options) || '–', errors[i], spreads[i], further.values[i], freedom[i],
  ]), all.findIndex(({ chosen }) => chosen))}
<p class="note">${explained} Effective coefficients: how many free numbers the model amounts to; fewer is simpler.</p>`,
  };
}

interface Words {
  readonly baseline: Candidate;
  readonly candidates: readonly Candidate[];
  /** Of the picture. */
  readonly axis: string;
  /** Head of its column. */
  readonly score: string;
  readonly explained: string;
  readonly further: { readonly name: string; readonly values: readonly string[] };
  readonly simplest: string;
}

function wordsFor(comparison: Comparison): Words {
  if (comparison.task === 'regression') {
    const { baseline, models: candidates, target } = comparison;
    return {
      baseline, candidates, axis: `Root mean squared error of ${target} per fold`, score: `error of ${target}`,
      explained: `Error: root mean squared error, mean over the folds, in the unit of ${target}. Lower is better.`,
      further: { name: 'R²', values: [baseline, ...candidates].map(({ r2 }) => formatFixed(r2.mean, 3)) }, simplest: 'The mean as prediction',
    };
  }
  const { baseline, models: candidates } = comparison;
  return {
    baseline, candidates, axis: 'Log loss per fold', score: 'log loss',
    explained: 'Log loss: the mean of −ln p, p the probability that the model gave to the true class; 0 is perfect, lower is better, and being sure of the wrong class costs most. Accuracy: the share of rows whose class is predicted.',
    further: { name: 'accuracy', values: [baseline, ...candidates].map(({ accuracy }) => formatPercent(accuracy.mean, 3)) }, simplest: 'Always predicting the frequencies of the classes',
  };
}

/** The baseline would squeeze the models together when it lies further off than they spread. */
function isFarOff(baseline: Candidate, candidates: readonly Candidate[]): boolean {
  const folds = candidates.flatMap(({ cv }) => cv.folds);
  const [low, high] = [Math.min(...folds), Math.max(...folds)];
  return baseline.cv.mean > high + 1.5 * (high - low);
}
