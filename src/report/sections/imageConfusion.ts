/** Which classes of images are taken for which, and the images themselves. */
import { mistakesPlot } from '../../plot/index.ts';
import type { ImageClassification } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, type Section } from '../pieces.ts';
import { confusion } from './confusion.ts';

export function imageConfusion({ testPredictions, classes, confusions, rows }: ImageClassification): Section[] {
  const missed = testPredictions.actual.filter((label, i) => label !== testPredictions.predicted[i]).length;
  const shown = confusions.reduce((sum, { count }) => sum + count, 0);
  return [
    confusion({ testPredictions, classes, target: 'class' }, 'image'),
    ...(confusions.length === 0 ? [] : [{
      id: 'mistakes',
      title: 'Mistakes to look at',
      body: html`
<p>${missed === 1 ? 'The one image' : `The ${missed} images`} of the test, of ${rows.test}, that ${missed === 1 ? 'was' : 'were'} taken for another class${shown < missed ? `; the pairs of classes that are mixed up most often` : ', by pairs of classes'}. Within a pair, those come first of which the network was surest.</p>
${figure((width) => mistakesPlot(confusions.map((one) => ({ ...one, images: one.images.slice(0, width < 400 ? 4 : 8) })), { width }))}
<p class="note">Ask of each: could a person tell? Is the label right? A mistake with a high percentage is one that the probabilities do not warn of.</p>`,
    }]),
  ];
}
