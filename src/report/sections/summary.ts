/** The first screen: what is predicted, how well, and what to doubt. */
import { formatCount, formatNumber, formatPercent } from '../../plot/index.ts';
import type { Candidate, Comparison, RegressionComparison } from '../../select/index.ts';
import { doubts } from '../doubts.ts';
import { html, raw, type Markup } from '../markup.ts';
import { modelName } from '../names.ts';
import { list, tiles, verdict, type Section } from '../pieces.ts';

/** How well, in one plain sentence. */
export function headline(comparison: RegressionComparison): Markup {
  const { target, rows, test, baselineTest, features } = comparison;
  const name = html`<span class="name">${target}</span>`;
  const [error, without] = [test.meanAbsoluteError, baselineTest.meanAbsoluteError];
  const against = error < without
    ? html`always predicting the mean would miss it by ${formatNumber(without, 3)}`
    : html`always predicting the mean does no worse, with ${formatNumber(without, 3)}`;
  return html`${capital(chosenName(comparison))} predicts ${name} from ${formatCount(features.length, 'feature')}. On ${formatCount(rows.test, 'row')} it had never seen, it misses the true value by <strong>${formatNumber(error, 3)}</strong> on average; ${against}.`;
}

export function summary(comparison: RegressionComparison): Section {
  const { target, test, baselineTest, rows, diagnosis } = comparison;
  const saved = 1 - test.rootMeanSquaredError / baselineTest.rootMeanSquaredError;
  const figures: [string, string, string][] = [
    ['Mean absolute error', formatNumber(test.meanAbsoluteError, 3), `in the unit of ${target}`],
    ['Root mean squared error', formatNumber(test.rootMeanSquaredError, 3), 'counts large misses more'],
    ['R²', formatNumber(test.r2, 2), '1 is perfect, 0 no better than the mean'],
    ...(Number.isFinite(saved) ? [[saved >= 0 ? 'Below the mean’s error by' : 'Above the mean’s error by', formatPercent(Math.abs(saved), 2), 'root mean squared error against always predicting the mean'] as [string, string, string]] : []),
  ];
  return {
    id: 'summary',
    title: 'Summary',
    body: html`
<p class="lead">${headline(comparison)}</p>
${tiles(figures)}
<p class="note">These figures come from ${formatCount(rows.test, 'row')}, held out at random before anything was fitted and looked at once.</p>
${verdict(diagnosis, moreOnLearning)}
<h3>What to doubt</h3>
${list(doubts(comparison))}`,
  };
}

export const moreOnLearning: Markup = html`<a href="#learning">More on this</a>`;

/** 'lasso', as the models are called in tables. */
export function chosenName({ models, model }: Comparison): string {
  const chosen = (models as readonly Candidate[]).find((candidate) => candidate.chosen);
  return modelName(chosen?.name ?? model.model.kind);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Contents of the page. */
export function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="${raw(`#${id}`)}">${title}</a></li>`)}</ol></nav>`;
}
