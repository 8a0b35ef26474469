/** The chosen classifier itself: what each column does to the odds of a class, in words, figures and a plot. */
import type { ClassEffect } from '../../models/index.ts';
import { coefficientPlot, formatFixed, formatNumber, formatPercent, formatShort } from '../../plot/index.ts';
import type { ClassificationComparison } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { dateText } from '../names.ts';
import { figure, list, table, type Section } from '../pieces.ts';
import { positiveName } from './classes.ts';
import { unitOf } from './effects.ts';
import { capital, chosenName } from './summary.ts';

/** So many effects are put into words. */
const inWords = 5;
/** Of each of many classes. */
const perClass = 3;

export function classEffects(comparison: ClassificationComparison): Section {
  return {
    id: 'model',
    title: 'The chosen model',
    body: comparison.classes.length === 2 ? ofTwo(comparison) : ofMany(comparison),
  };
}

function ofTwo(comparison: ClassificationComparison): Markup {
  const { model } = comparison;
  const positive = positiveName(comparison);
  const found = model.explain();
  const used = found.filter(({ perUnit }) => perUnit !== 0);
  const unused = found.length - used.length;
  const mixed = found.some(({ type }) => type !== 'numeric');
  return html`
<p>${capital(chosenName(comparison))}, fitted once more on all rows. Where every column is at its mean, the probability of ${positive} is ${formatPercent(model.probabilitiesAtMeans()[1], 3)}. From there, each column multiplies the odds, the probability of ${positive} over that of the other class, by its factor.</p>
${used.length === 0
    ? html`<p><strong>No column has an effect: the model always gives the frequencies of the classes.</strong></p>`
    : html`${list(used.slice(0, inWords).map((effect) => sentence(effect, positive)))}
${notUsed(unused, found.length)}
${figure((width) => coefficientPlot(found.map(({ feature, perStandardDeviation }) => ({ feature, effect: perStandardDeviation })), { xLabel: `Change of the log-odds of ${positive} per standard deviation`, width }))}`}
${table('Effects', [
    { name: 'feature' }, { name: 'odds ratio per unit', number: true }, ...(mixed ? [{ name: 'one unit' }] : []), { name: 'odds ratio per standard deviation', number: true },
    { name: 'log-odds per unit', number: true }, { name: 'standard deviation', number: true }, { name: 'mean', number: true },
  ], found.map((effect) => [
    effect.feature, `× ${formatShort(effect.oddsRatioPerUnit, 4)}`, ...(mixed ? [unitOf(effect)] : []), `× ${formatShort(effect.oddsRatioPerStandardDeviation, 4)}`,
    formatNumber(effect.perUnit), formatNumber(effect.standardDeviation), effect.type === 'date' ? dateText(effect.mean) : formatNumber(effect.mean),
  ]))}
<p class="note">Each factor is that of one column while the others stay as they are: above 1 it speaks for ${positive}, below 1 against it, 1 does nothing. Per standard deviation, columns of different units compare.</p>`;
}

/** One row per feature, one column per class. */
function ofMany(comparison: ClassificationComparison): Markup {
  const { model, classes } = comparison;
  const labels = classes.map(({ label }) => label);
  const perLabel = labels.map((label) => model.explain(label));
  const byFeature = new Map(model.features.map((feature) => [feature, perLabel.map((effects) => effects.find((effect) => effect.feature === feature)!)]));
  const strength = (effects: readonly ClassEffect[]): number => Math.max(...effects.map(({ perStandardDeviation }) => Math.abs(perStandardDeviation)));
  const ranked = [...byFeature].map(([feature, effects]) => ({ feature, effects, most: strength(effects) })).sort((a, b) => b.most - a.most);
  const unused = ranked.filter(({ most }) => most === 0).length;
  return html`
<p>${capital(chosenName(comparison))}, fitted once more on all rows. Each class has a score that starts from its own constant and to which each column adds; the probability of a class is its share of e<sup>score</sup>. What speaks most for and against each class:</p>
${table('What speaks for each class', [{ name: 'class' }, { name: 'for it' }, { name: 'against it' }], labels.map((label, c) => [
    String(label), ...[1, -1].map((sign) => perLabel[c].filter(({ perStandardDeviation }) => perStandardDeviation * sign > 0).slice(0, perClass).map(raising).join(', ') || '–'),
  ]))}
${notUsed(unused, ranked.length)}
${table('Scores per standard deviation', [{ name: 'feature' }, ...labels.map((label) => ({ name: String(label), number: true })), { name: 'standard deviation', number: true }],
    ranked.map(({ feature, effects }) => [feature, ...effects.map(({ perStandardDeviation }) => (perStandardDeviation === 0 ? '0' : formatFixed(perStandardDeviation, 2))), formatNumber(effects[0].standardDeviation)]))}
<p class="note">Change of each class’s score when the column grows by one standard deviation and the others stay as they are. A difference of 0.7 between two classes doubles the odds of one against the other.</p>`;
}

/** What raises the feature. */
function raising({ type, column, category, feature }: ClassEffect): string {
  if (type === 'categorical') return `${column} = ${category}`;
  if (type === 'boolean') return column;
  return type === 'date' ? `later ${feature}` : `more ${feature}`;
}

function notUsed(unused: number, all: number): Markup | undefined {
  return unused === 0 ? undefined : html`<p>${unused} of ${all} features ${unused === 1 ? 'has' : 'have'} no effect at all: the model does not use ${unused === 1 ? 'it' : 'them'}.</p>`;
}

/** One standard deviation more of mean_radius multiplies the odds of … */
function sentence(effect: ClassEffect, positive: string): Markup {
  const { column, type, category, reference, oddsRatioPerUnit, oddsRatioPerStandardDeviation, standardDeviation } = effect;
  const name = html`<span class="name">${column}</span>`;
  const odds = html`the odds of ${positive} by ${formatShort(oddsRatioPerUnit)}`;
  if (type === 'categorical') return html`${name} = “${category}” multiplies ${odds}, compared with “${reference}”.`;
  if (type === 'boolean') return html`${name}: being true multiplies ${odds}.`;
  const step = type === 'date' ? 'one day' : 'one unit';
  return html`One standard deviation more of ${name} (${formatNumber(standardDeviation, 3)}${type === 'date' ? ' days' : ''}) multiplies the odds of ${positive} by ${formatShort(oddsRatioPerStandardDeviation)}, ${step} by ${formatShort(oddsRatioPerUnit, 4)}.`;
}
