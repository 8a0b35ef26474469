/** Whether probabilities mean what they say. */
import { calibrationCurve } from '../../evaluate/index.ts';
import { calibrationPlot } from '../../plot/index.ts';
import type { ClassificationComparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, type Section } from '../pieces.ts';
import { positiveName, probabilitiesOf } from './classes.ts';

/** With fewer rows per bin the dots jump. */
const rowsPerBin = 15;

/** Of two classes the probability of the second; of more, that of the predicted class: is it right so often? */
export function calibration(comparison: ClassificationComparison): Section {
  const { classes, testPredictions: { actual, predicted, probabilities } } = comparison;
  const two = classes.length === 2;
  const k = classes.length;
  const right = two ? actual.map((label) => label === classes[1].label) : actual.map((label, i) => label === predicted[i]);
  const p = two ? probabilitiesOf(comparison, 1) : Float64Array.from(actual, (_, i) => Math.max(...probabilities.data.subarray(i * k, (i + 1) * k)));
  const nBins = Math.max(3, Math.min(10, Math.floor(actual.length / rowsPerBin)));
  const curve = calibrationCurve(right, p, { nBins, strategy: 'quantile', positive: true, classes: [false, true] });
  const what = two ? positiveName(comparison) : 'the predicted class';
  return {
    id: 'calibration',
    title: 'Are the probabilities true?',
    body: html`
<p>Of the rows to which the model gives 70 % for ${what}, about 70 % should be of it: dots on the dotted line. Dots below it mean that the model is too sure, dots above it that it is too careful.</p>
${figure((width) => calibrationPlot(curve, { xLabel: `Predicted probability of ${what}`, yLabel: two ? `Share that is ${what}` : 'Share that is right', width }))}
<p class="note">Each dot stands for about as many of the ${actual.length} held-out rows, those whose probabilities are next to each other. With few rows, dots leave the line by chance.</p>`,
  };
}
