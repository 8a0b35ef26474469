/** Predictions on the held-out rows: against the truth, and what is left over. */
import { linePlot, predictedActualPlot, residualPlot } from '../../plot/index.ts';
import type { RegressionComparison } from '../../select/index.ts';
import { html, type Markup } from '../markup.ts';
import { networkOf } from '../networkOf.ts';
import { figure, type Section } from '../pieces.ts';

export function predictions(comparison: RegressionComparison): Section {
  return {
    id: 'predictions',
    title: 'Predictions',
    body: html`
<p>The held-out rows, predicted by the model that had never seen them.</p>
${line(comparison)}
${figure((width) => predictedActualPlot(comparison.testPredictions.actual, comparison.testPredictions.predicted, { xLabel: `Predicted ${comparison.target}`, yLabel: `Actual ${comparison.target}`, width }))}`,
  };
}

export function residuals({ testPredictions, target }: RegressionComparison): Section {
  return {
    id: 'residuals',
    title: 'Residuals',
    body: html`
<p>What is left when the prediction is taken from the truth. A good model leaves a shapeless cloud around 0. A bend means that a straight line misses something; a funnel means that the error grows with the prediction.</p>
${figure((width) => residualPlot(testPredictions.actual, testPredictions.predicted, { xLabel: `Predicted ${target}`, yLabel: `Residual of ${target}: actual − predicted`, width }))}`,
  };
}

/** One numeric column: the picture of linear regression, its points and its line. */
function line({ model, testFeature, testPredictions, target }: RegressionComparison): Markup | undefined {
  if (networkOf({ model }) !== undefined) return undefined;
  const effects = model.explain();
  if (effects.length !== 1 || effects[0].type !== 'numeric' || testFeature === undefined) return undefined;
  const [{ column, perUnit, mean }] = effects;
  return html`${figure((width) => linePlot(testFeature, testPredictions.actual, { coef: [perUnit], intercept: model.intercept - perUnit * mean }, { xLabel: column, yLabel: target, width }))}
<p class="note">Points: the held-out rows. Line: the model to keep, fitted on all rows.</p>`;
}
