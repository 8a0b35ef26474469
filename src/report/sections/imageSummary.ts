/** The first screen of a network of images: how often it is right, and what to doubt. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { ImageClassification } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { modelName } from '../names.ts';
import { list, tiles, verdict, type Section } from '../pieces.ts';
import { capital, moreOnLearning } from './summary.ts';

/** A test figure from fewer images than this moves a good deal with those that happened to be drawn. */
const fewImages = 200;
const fewOfClass = 10;
const imbalance = 5;

export function imageSummary(found: ImageClassification): Section {
  const { test, rows, diagnosis, parts } = found;
  return {
    id: 'summary',
    title: 'Summary',
    body: html`
<p class="lead">${headline(found)}</p>
${tiles([
    ['Accuracy', formatPercent(test.accuracy, 3), 'images whose class is predicted'],
    ['Balanced accuracy', formatPercent(test.balancedAccuracy, 3), 'the same, each class counting alike'],
    ['Macro F1', formatFixed(test.macroF1, 3), 'found and right at once, 1 is perfect'],
    ['Log loss', formatNumber(test.logLoss, 3), 'of the probabilities, 0 is perfect'],
  ])}
<p class="note">These figures come from ${formatCount(rows.test, 'image')} ${parts.test === 'own' ? 'of the test part that the data set brings' : 'held out at random before anything was trained'}, looked at once. The network in the file is the one that was measured.</p>
${verdict(diagnosis, moreOnLearning)}
<h3>What to doubt</h3>
${list(doubts(found))}`,
  };
}

function headline({ modelName: name, source, classes, rows, test, baselineTest }: ImageClassification): Markup {
  const against = test.accuracy > baselineTest.accuracy
    ? html`always naming the most frequent class would be right for ${formatPercent(baselineTest.accuracy, 3)}`
    : html`always naming the most frequent class does no worse, with ${formatPercent(baselineTest.accuracy, 3)}`;
  return html`${capital(modelName(name))} tells the ${formatCount(classes.length, 'class', 'classes')} of <span class="name">${source}</span> apart. Of ${formatCount(rows.test, 'image')} it had never seen, it names the class of <strong>${formatPercent(test.accuracy, 3)}</strong>; ${against}.`;
}

function doubts({ test, baselineTest, rows, classes, testPredictions, model, models, skipped }: ImageClassification): string[] {
  const found: string[] = [];
  if (test.accuracy <= baselineTest.accuracy) found.push('On the test images the network is right no more often than always naming the most frequent class. Do not rely on it.');
  const error = Math.sqrt((test.accuracy * (1 - test.accuracy)) / rows.test);
  if (rows.test < fewImages && error > 0) found.push(`The test has ${formatCount(rows.test, 'image')} only: another draw would move the accuracy, ${formatPercent(test.accuracy, 3)}, by about ±${formatPercent(error, 2)}.`);
  if (test.accuracy === 1) found.push(`No image of the test was missed. With ${formatCount(rows.test, 'image')}, up to ${formatPercent(Math.min(1, 3 / rows.test), 2)} of new ones may still be (the rule of three).`);
  const sizes = classes.map((one) => one.rows);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  if (most > imbalance * least) found.push(`The classes differ much in size, from ${formatCount(least, 'image')} to ${formatFixed(most, 0)}. Accuracy is mostly about the large ones; balanced accuracy counts each class alike.`);
  const small = classes.map(({ label }) => ({ label, count: testPredictions.actual.filter((one) => one === label).length })).filter(({ count }) => count < fewOfClass);
  if (small.length > 0) found.push(`Few images of the test are of ${small.slice(0, 5).map(({ label, count }) => `${String(label)} (${count})`).join(', ')}${small.length > 5 ? ` and ${small.length - 5} more classes` : ''}: figures of a single class hang on single images.`);
  if (model.bestEpoch === model.history.length && model.history.length === models[0].options.epochs) found.push(`The network was still learning in the last epoch, ${model.bestEpoch}: with more epochs it may be better.`);
  if (skipped > 0) found.push(`${formatCount(skipped, 'file')} of the folder ${skipped === 1 ? 'is' : 'are'} no image, and ${skipped === 1 ? 'was' : 'were'} left out.`);
  return [
    ...found,
    'Images of one source are alike in light, angle and background. A network may have learnt these instead of what is shown: test it on images of another source.',
    'It names one of its classes for every image, also for one that shows none of them.',
  ];
}
