/** Examples of the pictures of classes and clusters, and their data. */
import {
  calibrationPlot, clusterPlot, confusionPlot, elbowPlot, precisionRecallPlot, probabilityPlot, rocPlot, sigmoidPlot, silhouettePlot,
} from './index.ts';
import { noise } from './noise.testing.ts';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Marks of an exam by hours of study. */
const exam = (() => {
  const next = noise(5);
  const hours = range(140).map(() => Math.round((5 + 5 * next()) * 20) / 20);
  return { hours, passed: hours.map((h) => (1.1 * (h - 4.6) + 2.4 * next() > 0 ? 'passed' : 'failed')) };
})();

/** Scores of n rows, a third of them positive; the larger `skill`, the better they part. */
function scored(n: number, skill: number, seed: number): { truth: boolean[]; scores: number[] } {
  const next = noise(seed);
  const truth = range(n).map((i) => i % 3 === 0);
  return { truth, scores: truth.map((is) => 0.36 + (is ? skill : 0) + 0.6 * next()) };
}

/** Cumulative shares by falling score: what rocCurve and precisionRecallCurve return. */
function curvesOf({ truth, scores }: { truth: boolean[]; scores: number[] }): { falsePositiveRate: number[]; truePositiveRate: number[]; precision: number[]; recall: number[] } {
  const order = range(truth.length).sort((a, b) => scores[b] - scores[a]);
  const positives = truth.filter(Boolean).length;
  let found = 0;
  const points = order.map((i, k) => {
    if (truth[i]) found++;
    return { found, called: k + 1 };
  });
  return {
    falsePositiveRate: [0, ...points.map((point) => (point.called - point.found) / (truth.length - positives))],
    truePositiveRate: [0, ...points.map((point) => point.found / positives)],
    precision: [1, ...points.map((point) => point.found / point.called)],
    recall: [0, ...points.map((point) => point.found / positives)],
  };
}

const good = scored(300, 0.34, 3);
const fair = scored(300, 0.16, 4);
const models = [{ name: 'logistic L2', ...curvesOf(good) }, { name: 'one feature', ...curvesOf(fair) }];

const digits = range(10).flatMap((i) => range(10).map((j) => (i === j ? 33 + ((i * 7) % 5) : [0, 0, 1, 0, 2, 0, 0, 0, 1, 3][(i * 3 + j * 7) % 10])));

/** Four clouds in five dimensions. */
const clouds = (n: number): { X: number[][]; labels: number[]; centers: number[][] } => {
  const next = noise(9);
  const centers = [[0, 0, 0, 0, 0], [6, 1, 0, 2, 1], [2, 6, 1, -2, 0], [-4, 4, 5, 1, 2]];
  const labels = range(n).map((i) => (i * 7) % 4);
  return { centers, labels, X: labels.map((c) => centers[c].map((value, j) => value + (j < 3 ? 4.6 : 2) * next())) };
};
const few = clouds(260);
const many = clouds(20_000);
const silhouettes = few.X.map((row, i) => {
  const means = [0, 1, 2, 3].map((c) => {
    const others = few.X.filter((_, k) => few.labels[k] === c && k !== i);
    return others.reduce((sum, other) => sum + Math.sqrt(row.reduce((total, value, j) => total + (value - other[j]) * (value - other[j]), 0)), 0) / others.length;
  });
  const own = means[few.labels[i]];
  const nearest = Math.min(...means.filter((_, c) => c !== few.labels[i]));
  return (nearest - own) / Math.max(own, nearest);
});

export const classExamples: Readonly<Record<string, (width?: number) => string>> = {
  sigmoidPlot: (width) => sigmoidPlot(exam.hours, exam.passed, { coef: [1.62], intercept: -7.45, classes: ['failed', 'passed'] }, { title: 'Who passes the exam', xLabel: 'Hours of study per week', width }),
  rocPlot: (width) => rocPlot(models, { title: 'Two models, ROC', width }),
  precisionRecallPlot: (width) => precisionRecallPlot(models, { title: 'Two models, precision and recall', width }),
  calibrationPlot: (width) => calibrationPlot([
    { name: 'logistic L2', predicted: [0.04, 0.15, 0.25, 0.35, 0.45, 0.54, 0.66, 0.75, 0.86, 0.96], observed: [0.03, 0.17, 0.22, 0.38, 0.43, 0.57, 0.63, 0.77, 0.88, 0.97], rows: [210, 70, 45, 30, 28, 25, 31, 40, 66, 190] },
    { name: 'too sure of itself', predicted: [0.01, 0.14, 0.26, 0.36, 0.44, 0.55, 0.65, 0.76, 0.85, 0.99], observed: [0.12, 0.27, 0.34, 0.41, 0.46, 0.53, 0.58, 0.64, 0.72, 0.87], rows: [290, 33, 20, 14, 11, 12, 13, 22, 30, 290] },
  ], { title: 'Do the probabilities mean what they say?', width }),
  probabilityPlot: (width) => probabilityPlot(good.truth.map((is) => (is ? 'malignant' : 'benign')), good.scores.map((score) => Math.min(1, Math.max(0, 1.4 * score - 0.25))), { positive: 'malignant', title: 'Where the threshold parts them', threshold: 0.4, width }),
  confusionPlot: (width) => confusionPlot([[104, 6], [9, 51]], { classes: ['benign', 'malignant'], title: 'Two classes', width }),
  confusionPlotThree: (width) => confusionPlot([[50, 0, 0], [0, 47, 3], [0, 4, 46]], { classes: ['Iris setosa', 'Iris versicolor', 'Iris virginica'], title: 'Three kinds of iris', width }),
  confusionPlotTen: (width) => confusionPlot(range(10).map((i) => digits.slice(10 * i, 10 * i + 10)), { title: 'Ten digits', xLabel: 'Predicted digit', yLabel: 'True digit', width }),
  clusterPlot: (width) => clusterPlot(few.X, few.labels, { centers: few.centers, title: 'Four clusters of five features', width }),
  clusterPlotMany: (width) => clusterPlot(many.X, many.labels, { centers: many.centers, width }),
  silhouettePlot: (width) => silhouettePlot(silhouettes, few.labels, { title: 'How well rows sit in their clusters', width }),
  elbowPlot: (width) => elbowPlot({
    nClusters: [1, 2, 3, 4, 5, 6, 7, 8], inertia: [6120, 3480, 2010, 905, 790, 702, 640, 588], silhouette: [NaN, 0.38, 0.47, 0.58, 0.5, 0.44, 0.41, 0.38], chosen: 4,
  }, { title: 'How many clusters?', width }),
};
