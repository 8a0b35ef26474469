/** The models that were compared, fold by fold, and why one was chosen. */
import { foldPlot, formatAligned, formatCount, formatFixed, formatNumber } from '../../plot/index.ts';
import type { Candidate, Comparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { modelName, optionsText } from '../names.ts';
import { figure, table, type Section } from '../pieces.ts';

export function models({ models: candidates, baseline, target, folds, rows, why }: Comparison): Section {
  const all = [baseline, ...candidates];
  const errors = formatAligned(all.map(({ cv }) => cv.mean));
  const spreads = formatAligned(all.map(({ cv }) => cv.std), 2);
  const freedom = formatAligned(all.map(({ degreesOfFreedom }) => degreesOfFreedom), 3);
  const shown = isFarOff(baseline, candidates) ? candidates : all;
  const note = shown.length < all.length ? html`<p class="note">The mean as prediction is not drawn: at ${formatNumber(baseline.cv.mean, 3)} it lies so far off that the others could not be told apart.</p>` : undefined;
  return {
    id: 'models',
    title: 'Models compared',
    body: html`
<p>Each model was fitted ${folds} times on the training rows, each time leaving out a different one of ${folds} parts, and judged on the part left out (${folds}-fold cross-validation over ${formatCount(rows.train, 'row')}). Filling in, scaling and categories were learnt anew each time.</p>
<p><strong>${why}</strong></p>
${figure((width) => foldPlot(shown.map(({ name, cv, chosen }) => ({ name: modelName(name), folds: cv.folds, chosen })), { xLabel: `Root mean squared error of ${target} per fold`, width }))}
${note}
${table('Models compared', [
    { name: 'model' }, { name: 'options' }, { name: `error of ${target}`, number: true }, { name: '± between folds', number: true },
    { name: 'R²', number: true }, { name: 'effective coefficients', number: true },
  ], all.map(({ name, options, r2, chosen }, i) => [
    modelName(name) + (chosen ? ' (chosen)' : ''), optionsText(options) || '–', errors[i], spreads[i], formatFixed(r2.mean, 3), freedom[i],
  ]), all.findIndex(({ chosen }) => chosen))}
<p class="note">Error: root mean squared error, mean over the folds, in the unit of ${target}. Lower is better. Effective coefficients: how many free numbers the model amounts to; fewer is simpler.</p>`,
  };
}

/** The baseline would squeeze the models together when it lies further off than they spread. */
function isFarOff(baseline: Candidate, candidates: readonly Candidate[]): boolean {
  const folds = candidates.flatMap(({ cv }) => cv.folds);
  const [low, high] = [Math.min(...folds), Math.max(...folds)];
  return baseline.cv.mean > high + 1.5 * (high - low);
}
