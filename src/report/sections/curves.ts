/** How well the probabilities rank the rows: the sigmoid, ROC and precision-recall curves, and the probabilities by class. */
import { precisionRecallCurve, rocAuc, rocCurve } from '../../evaluate/index.ts';
import { precisionRecallPlot, probabilityPlot, rocPlot, sigmoidPlot } from '../../plot/index.ts';
import type { ClassificationComparison } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { networkOf } from '../networkOf.ts';
import { figure, type Section } from '../pieces.ts';
import { drawable, positiveName, probabilitiesOf } from './classes.ts';

/** More lines than this cannot be told apart. */
const mostLines = 8;

/** Nothing when the test has one class only. */
export function curves(comparison: ClassificationComparison): Section[] {
  const found = drawable(comparison);
  if (found.length === 0) return [];
  const { classes, testPredictions: { actual } } = comparison;
  const two = classes.length === 2;
  // of two classes the second is enough; of many the hardest
  const auc = (c: number): number => rocAuc(actual.map((label) => label === classes[c].label), probabilitiesOf(comparison, c));
  const drawn = two ? [1] : found.map((c) => ({ c, area: auc(c) })).sort((a, b) => a.area - b.area).slice(0, mostLines).map(({ c }) => c).sort((a, b) => a - b);
  const isOf = drawn.map((c) => actual.map((label) => label === classes[c].label));
  const named = <T extends object>(curve: (yTrue: readonly boolean[], p: Float64Array) => T): (T & { name: string })[] =>
    drawn.map((c, i) => ({ name: String(classes[c].label), ...curve(isOf[i], probabilitiesOf(comparison, c)) }));
  const roc = named((y, p) => rocCurve(y, p));
  const precision = named((y, p) => precisionRecallCurve(y, p));
  const left = found.length - drawn.length;
  return [{
    id: 'curves',
    title: 'Finding a class',
    body: html`
${sigmoid(comparison)}
${two
    ? html`<p>The model gives each row a probability of ${positiveName(comparison)}, and predicts it above ½. Another threshold finds more of them at the price of more false alarms, or fewer of both. These curves show every threshold at once.</p>`
    : html`<p>For each class, how well its probability tells it from all others, whatever the threshold.${left > 0 ? ` The ${drawn.length} hardest of ${classes.length} classes are drawn.` : ''}</p>`}
${two ? figure((width) => probabilityPlot(actual, probabilitiesOf(comparison, 1), { xLabel: `Predicted probability of ${positiveName(comparison)}`, width })) : undefined}
<h3>ROC: what is found, against false alarms</h3>
${figure((width) => rocPlot(roc, { width }))}
<h3>Precision and recall: how many alarms are true</h3>
${figure((width) => precisionRecallPlot(precision, { width }))}`,
  }];
}

/** One numeric column and two classes: the picture of logistic regression. */
function sigmoid({ model, testFeature, testPredictions, classes }: ClassificationComparison): Markup | undefined {
  if (networkOf({ model }) !== undefined) return undefined;
  const effects = model.explain();
  if (classes.length !== 2 || testFeature === undefined || effects.length !== 1) return undefined;
  const [{ column, perUnit, mean }] = effects;
  const curve = { coef: [perUnit], intercept: model.interceptOf() - perUnit * mean, classes: model.classes };
  return html`${figure((width) => sigmoidPlot(testFeature, testPredictions.actual, curve, { xLabel: column, yLabel: `Probability of ${String(classes[1].label)}`, width }))}
<p class="note">Points: the held-out rows, each on the side of its class. Curve: the probability by the model to keep, fitted on all rows.</p>`;
}
