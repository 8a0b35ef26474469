/** The chosen model itself: what each column does to the prediction, in words, figures and a plot. */
import { coefficientPlot, formatNumber } from '../../plot/index.ts';
import type { RegressionComparison } from '../../select/index.ts';
import type { Effect } from '../../models/index.ts';
import { html, type Markup } from '../markup.ts';
import { dateText } from '../names.ts';
import { figure, list, table, type Section } from '../pieces.ts';
import { capital, chosenName } from './summary.ts';

/** So many effects are put into words. */
const inWords = 5;

export function effects(comparison: RegressionComparison): Section {
  const { model, target } = comparison;
  const found = model.explain();
  const used = found.filter(({ perStandardDeviation }) => perStandardDeviation !== 0);
  const unused = found.length - used.length;
  const withErrors = found.some(({ standardErrorPerUnit }) => standardErrorPerUnit !== undefined);
  // among numbers alone, 'one unit' in every row says nothing
  const mixed = found.some(({ type }) => type !== 'numeric');
  return {
    id: 'model',
    title: 'The chosen model',
    body: html`
<p>${capital(chosenName(comparison))}, fitted once more on all rows. Where every column is at its mean, it predicts ${formatNumber(model.intercept)}. From there, each column moves the prediction by its effect; the effects add up.</p>
${used.length === 0
    ? html`<p><strong>No column has an effect: the model always predicts the mean.</strong></p>`
    : html`${list(used.slice(0, inWords).map((effect) => sentence(effect, target)))}
${unused === 0 ? undefined : html`<p>${unused} of ${found.length} effects ${unused === 1 ? 'is' : 'are'} exactly zero: the model does not use ${unused === 1 ? 'that column' : 'those columns'}.</p>`}
${figure((width) => coefficientPlot(found.map((effect) => ({
    feature: effect.feature, effect: effect.perStandardDeviation,
    ...(usable(effect.standardErrorPerUnit) && { standardError: effect.standardErrorPerUnit * effect.standardDeviation }),
  })), { xLabel: `Change of ${target} per standard deviation`, width }))}`}
${table('Effects', [
    { name: 'feature' }, { name: `${target} per unit`, number: true }, ...(withErrors ? [{ name: '± standard error', number: true }] : []), ...(mixed ? [{ name: 'one unit' }] : []),
    { name: 'per standard deviation', number: true }, { name: 'standard deviation', number: true }, { name: 'mean', number: true },
  ], found.map((effect) => [
    effect.feature, formatNumber(effect.perUnit), ...(withErrors ? [formatNumber(effect.standardErrorPerUnit ?? NaN, 2)] : []), ...(mixed ? [unitOf(effect)] : []),
    formatNumber(effect.perStandardDeviation), formatNumber(effect.standardDeviation), effect.type === 'date' ? dateText(effect.mean) : formatNumber(effect.mean),
  ]))}
<p class="note">Each effect is that of one column while the others stay as they are. Per standard deviation, columns of different units compare.</p>`,
  };
}

/** One more unit of bmi goes with … */
function sentence(effect: Effect, target: string): Markup {
  const { column, type, category, reference, perUnit, perStandardDeviation, standardDeviation } = effect;
  const name = html`<span class="name">${column}</span>`;
  const change = html`${formatNumber(Math.abs(perUnit), 3)} ${perUnit > 0 ? 'more' : 'less'} ${target}`;
  if (type === 'categorical') return html`${name} = “${category}”: ${change} than with “${reference}”.`;
  if (type === 'boolean') return html`${name}: ${change} when true than when false.`;
  const step = type === 'date' ? html`One day later in ${name}` : html`One more unit of ${name}`;
  const spread = `${formatNumber(standardDeviation, 3)}${type === 'date' ? ' days' : ''}`;
  return html`${step} goes with ${change}; one standard deviation (${spread}) with ${formatNumber(Math.abs(perStandardDeviation), 3)} ${perStandardDeviation > 0 ? 'more' : 'less'}.`;
}

/** What `perUnit` is the effect of. */
export function unitOf({ type, category, reference }: Effect): string {
  if (type === 'categorical') return `“${category}” against “${reference}”`;
  if (type === 'boolean') return 'true against false';
  return type === 'date' ? 'one day' : 'one unit';
}

/** Standard errors are not numbers when there are as many coefficients as rows. */
function usable(error: number | undefined): error is number {
  return error !== undefined && Number.isFinite(error);
}
