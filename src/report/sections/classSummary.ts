/** The first screen of a classification: what is predicted, how often it is right, and what to doubt. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { ClassificationComparison } from '../../select/index.ts';
import { doubts } from '../doubts.ts';
import { html, type Markup } from '../markup.ts';
import { list, tiles, verdict, type Section } from '../pieces.ts';
import { capital, chosenName, moreOnLearning } from './summary.ts';

export function classSummary(comparison: ClassificationComparison): Section {
  const { test, rows, diagnosis, classWeights } = comparison;
  return {
    id: 'summary',
    title: 'Summary',
    body: html`
<p class="lead">${headline(comparison)}</p>
${tiles([
    ['Accuracy', formatPercent(test.accuracy, 3), 'rows whose class is predicted'],
    ['Balanced accuracy', formatPercent(test.balancedAccuracy, 3), 'the same, each class counting alike'],
    test.rocAuc === undefined
      ? ['Macro F1', formatFixed(test.macroF1, 3), 'finding each class, and only it; 1 is perfect']
      : ['AUC', formatFixed(test.rocAuc, 3), 'ranks a pair of both classes right so often; ½ is chance'],
    ['Log loss', formatNumber(test.logLoss, 3), 'of the probabilities; 0 is perfect'],
  ])}
<p class="note">These figures come from ${formatCount(rows.test, 'row')}, held out at random, each class with its share, before anything was fitted, and looked at once.</p>
${classWeights && html`<p class="note">A row counts ${Object.entries(classWeights).map(([label, weight]) => `${formatNumber(weight, 3)} when it is ${label}`).join(', ')}, in log losses, too; probabilities are those of rows that count so.</p>`}
${verdict(diagnosis, moreOnLearning)}
<h3>What to doubt</h3>
${list(doubts(comparison))}`,
  };
}

function headline(comparison: ClassificationComparison): Markup {
  const { target, rows, test, baselineTest, features, classes } = comparison;
  const against = test.accuracy > baselineTest.accuracy
    ? html`always predicting the most frequent class would be right in ${formatPercent(baselineTest.accuracy, 3)}`
    : html`always predicting the most frequent class does no worse, with ${formatPercent(baselineTest.accuracy, 3)}`;
  return html`${capital(chosenName(comparison))} tells the ${formatCount(classes.length, 'class', 'classes')} of <span class="name">${target}</span> apart by ${formatCount(features.length, 'feature')}. Of ${formatCount(rows.test, 'row')} it had never seen, it is right in <strong>${formatPercent(test.accuracy, 3)}</strong>; ${against}.`;
}
