/** Which classes are taken for which, and what a prediction of each class is worth. */
import { confusionPlot, formatCount, formatFixed, formatPercent } from '../../plot/index.ts';
import { classificationReport, confusionMatrix } from '../../evaluate/index.ts';
import type { ClassificationComparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, table, type Section } from '../pieces.ts';

/** More classes than this make a picture that cannot be read: the mistakes are listed instead. */
const mostDrawn = 20;
const mostMistakes = 40;

/** @param noun  what is classified */
export function confusion({ testPredictions, classes, target }: Pick<ClassificationComparison, 'testPredictions' | 'classes' | 'target'>, noun: 'row' | 'image' = 'row'): Section {
  const { actual, predicted } = testPredictions;
  const labels = classes.map(({ label }) => label);
  const matrix = confusionMatrix(actual, predicted, { classes: labels });
  const k = labels.length;
  const mistakes = Array.from(matrix.data, (count, cell) => ({ count, i: Math.floor(cell / k), j: cell % k }))
    .filter(({ count, i, j }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count);
  const right = actual.length - mistakes.reduce((sum, { count }) => sum + count, 0);
  return {
    id: 'confusion',
    title: 'Right and wrong',
    body: html`
<p>Of ${formatCount(actual.length, noun === 'row' ? 'held-out row' : 'test image')}, ${formatFixed(right, 0)} ${right === 1 ? 'is' : 'are'} on the diagonal: predicted as the class that they are. Every other cell is a kind of mistake.</p>
${k <= mostDrawn
    ? figure((width) => confusionPlot(matrix, { xLabel: `Predicted ${target}`, yLabel: `True ${target}`, width }))
    : table('Most frequent mistakes', [{ name: 'true class' }, { name: 'taken for' }, { name: `${noun}s`, number: true }], mistakes.slice(0, mostMistakes).map(({ count, i, j }) => [String(labels[i]), String(labels[j]), formatFixed(count, 0)]))}
${table('Figures per class', [
    { name: 'class' }, { name: 'found', number: true }, { name: 'right when predicted', number: true }, { name: 'F1', number: true }, { name: `${noun}s in the test`, number: true },
  ], classificationReport(actual, predicted, { classes: labels }).map(({ class: label, recall, precision, f1, support }) => [
    String(label), support === 0 ? '–' : formatPercent(recall, 3), predicted.includes(label) ? formatPercent(precision, 3) : '–', formatFixed(f1, 3), formatFixed(support, 0),
  ]))}
<p class="note">Found (recall): of the ${noun}s of the class, how many are predicted as it. Right when predicted (precision): of the ${noun}s predicted as the class, how many are. F1: the harmonic mean of both.</p>`,
  };
}
