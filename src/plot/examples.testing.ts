/** One example per plot: the stored pictures of the tests and the gallery of the documentation. */
import {
  coefficientPath, coefficientPlot, foldPlot, learningCurvePlot, linePlot, lossCurve, predictedActualPlot, residualPlot, validationCurvePlot,
} from './index.ts';
import { classExamples } from './classExamples.testing.ts';
import { diagramExamples } from './diagramExamples.testing.ts';
import { networkExamples } from './networkExamples.testing.ts';
import { noise } from './noise.testing.ts';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const bodyMassIndex = (() => {
  const next = noise(7);
  const x = range(120).map(() => 26 + 12 * next());
  return { x, y: x.map((bmi) => -118 + 10.2 * bmi + 190 * next()) };
})();

function predictions(n: number, seed: number): { actual: Float64Array; predicted: Float64Array } {
  const next = noise(seed);
  const predicted = Float64Array.from({ length: n }, () => 150_000 + 120_000 * next());
  return { predicted, actual: predicted.map((price) => price + (price / 4) * next() + ((price - 150_000) * (price - 150_000)) / 500_000 - 6000) };
}

const few = predictions(90, 3);
const many = predictions(20_000, 11);

/** Soft thresholds: what the lasso does on an orthonormal design. */
const weights = [26.1, -14.6, 22.4, 11.9, -9.3, 5.2, -4.4, 3.1, 1.2, -0.4];
const names = ['bmi', 'sex', 's5', 'bp', 's1', 's2', 's4', 's6', 'age', 's3'];
/** From 26.1 down by the tenth root of two: 61 penalties. */
const alphas = range(61).reduce<number[]>((found, i) => [...found, i === 0 ? 26.1 : found[i - 1] / 1.0717734625362931], []);
const coefs = alphas.map((alpha) => weights.map((weight) => Math.sign(weight) * Math.max(0, Math.abs(weight) - alpha)));

export const examples: Readonly<Record<string, (width?: number) => string>> = {
  linePlot: (width) => linePlot(bodyMassIndex.x, bodyMassIndex.y, { coef: [10.2], intercept: -118 },
    { title: 'Diabetes progression by body mass', xLabel: 'Body mass index (kg/m²)', yLabel: 'Progression after one year', width }),
  predictedActualPlot: (width) => predictedActualPlot(few.actual, few.predicted, { title: 'House prices, predicted and real', xLabel: 'Predicted price ($)', yLabel: 'Actual price ($)', width }),
  predictedActualPlotMany: (width) => predictedActualPlot(many.actual, many.predicted, { xLabel: 'Predicted price ($)', yLabel: 'Actual price ($)', width }),
  residualPlot: (width) => residualPlot(few.actual, few.predicted, { xLabel: 'Predicted price ($)', width }),
  residualPlotMany: (width) => residualPlot(many.actual, many.predicted, { title: 'What the model leaves unexplained', width }),
  coefficientPath: (width) => coefficientPath({ alphas, coefs, features: names, alpha: 1.2 }, { title: 'Lasso: coefficients along the penalty', yLabel: 'Coefficient per standard deviation', width }),
  coefficientPlot: (width) => coefficientPlot([
    { feature: 'grade', effect: 52_300, standardError: 2100 },
    { feature: 'living area', effect: 81_200, standardError: 2600 },
    { feature: 'year built', effect: -36_900, standardError: 2200 },
    { feature: 'waterfront = true', effect: 21_400, standardError: 1800 },
    { feature: 'condition', effect: 9800, standardError: 1700 },
    { feature: 'number of bedrooms on the upper floor, counted in 2014', effect: -15_100, standardError: 2000 },
    { feature: 'lot', effect: 2400, standardError: 2050 },
  ], { title: 'What moves the price', xLabel: 'Price per standard deviation ($)', width }),
  lossCurve: (width) => lossCurve([0.02, 0.1, 0.25].map((rate) => ({
    name: `rate ${rate}`,
    history: range(61).reduce<number[]>((costs, i) => [...costs, i === 0 ? 5900 : 2900 + (costs[i - 1] - 2900) * (1 - rate)], []),
  })), { title: 'Gradient descent at three learning rates', yLabel: 'Cost (mean squared error)', width }),
  learningCurvePlot: (width) => learningCurvePlot({
    parameter: 'training rows', values: [35, 115, 194, 274, 353], metric: 'rootMeanSquaredError', greaterIsBetter: false, baseline: 77,
    train: [47.2, 51.1, 52.3, 52.9, 53.1].map((mean, i) => ({ mean, std: 4.1 - i * 0.7 })),
    validation: [66.4, 58.2, 56.1, 55.3, 54.9].map((mean, i) => ({ mean, std: 6.5 - i * 0.6 })),
  }, { title: 'Learning curve', yLabel: 'Error of progression (root mean square)', width }),
  validationCurvePlot: (width) => validationCurvePlot({
    parameter: 'alpha', values: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30], metric: 'r2', greaterIsBetter: true,
    train: [0.532, 0.531, 0.528, 0.522, 0.511, 0.489, 0.41, 0.13].map((mean) => ({ mean, std: 0.011 })),
    validation: [0.462, 0.468, 0.477, 0.486, 0.491, 0.473, 0.39, 0.11].map((mean) => ({ mean, std: 0.034 })),
  }, { title: 'Validation curve of the lasso', xLabel: 'Penalty alpha', width }),
  foldPlot: (width) => foldPlot([
    { name: 'mean', folds: [78.1, 74.9, 80.3, 76.2, 77.5] },
    { name: 'linear', folds: [55.9, 52.1, 58.8, 54.6, 56.7] },
    { name: 'ridge', folds: [55.2, 52.4, 58.1, 54.1, 56.2] },
    { name: 'lasso', folds: [55.4, 52.3, 57.9, 54.2, 56.5], chosen: true },
    { name: 'elastic-net', folds: [55.3, 52.3, 58, 54.1, 56.3] },
  ], { title: 'Five models, five folds', xLabel: 'Root mean squared error per fold', width }),
  ...classExamples,
  ...networkExamples,
  ...diagramExamples,
};
