/** Data that pictures must bear: one point, equal values, very large and very small numbers, long names, many classes, deep networks. */
import {
  clusterPlot, coefficientPath, coefficientPlot, confusionPlot, convolutionPlot, costPlot, elbowPlot, featureMapPlot, foldPlot, learningCurvePlot, linePlot, lossCurve,
  mistakesPlot, networkDiagram, planePlot, predictedActualPlot, probabilityPlot, residualPlot, rocPlot, sigmoidPlot, silhouettePlot, trainingCurvePlot, validationCurvePlot,
} from './index.ts';
import { noise } from './noise.testing.ts';

type Draw = (width?: number) => string;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const next = noise(17);
const around = (n: number, middle: number, spread: number): number[] => range(n).map(() => middle + spread * next());
const longName = 'A class with a name so long that there is room for it nowhere, whatever one tries';
const names = range(30).map((i) => (i === 4 ? longName : `class number ${i + 1}`));

const scales: Readonly<Record<string, readonly [x: number[], y: number[]]>> = {
  one: [[3], [4]],
  equal: [[2, 2, 2, 2], [5, 5, 5, 5]],
  large: [around(30, 1e9, 2e8), around(30, -3e9, 3e9)],
  small: [around(30, 0, 1e-9), around(30, 0, 1e-9)],
  shifted: [range(30).map((i) => 1e9 + i), range(30).map((i) => 1e6 + i / 1000)],
  huge: [range(5).map((i) => i * 1e290), range(5).map((i) => -i * 1e299)],
  negative: [around(20, -50, 5), around(20, -0.003, 0.001)],
};

const ofScales = Object.fromEntries(Object.entries(scales).flatMap(([scale, [x, y]]): [string, Draw][] => {
  const rows = x.map((value, i) => [value, y[i]]);
  const reach = (values: readonly number[]): number => Math.max(...values.map((value) => Math.abs(value - values[values.length - 1])), 1e-12);
  const drawn: [string, Draw][] = [
    ['linePlot', (width) => linePlot(x, y, { coef: [0.1], intercept: 0 }, { width })],
    ['predictedActualPlot', (width) => predictedActualPlot(x, y, { width })],
    ['residualPlot', (width) => residualPlot(x, y, { width })],
    ['planePlot', (width) => planePlot(rows, y, { coef: [0.001, 0.9], intercept: 0 }, { featureNames: ['first feature', 'second feature'], width })],
    ['lossCurve', (width) => lossCurve(y, { width })],
    ['foldPlot', (width) => foldPlot([{ name: longName, folds: y }, { name: 'b', folds: x, chosen: true }], { width })],
    ['coefficientPlot', (width) => coefficientPlot(y.slice(0, 8).map((effect, i) => ({ feature: i === 0 ? longName : `f${i}`, effect, standardError: Math.abs(effect) / 3 })), { width })],
    ['clusterPlot', (width) => clusterPlot(rows, x.map((_, i) => (i % 3 === 0 ? -1 : i % 3)), { width })],
    ['trainingCurvePlot', (width) => trainingCurvePlot(y.map((trainLoss, i) => ({ trainLoss, validationLoss: i === 2 ? NaN : x[i] })), { width })],
    ['sigmoidPlot', (width) => sigmoidPlot(x, x.map((_, i) => (i % 2 === 0 ? longName : 'no')), { coef: [2 / (Math.abs(x[x.length - 1]) || 1)], intercept: -1, classes: ['no', longName] }, { width })],
    ['costPlot', (width) => costPlot((a, b) => ((a - x[x.length - 1]) / reach(x)) ** 2 + ((b - y[y.length - 1]) / reach(y)) ** 2, rows, { width })],
    ['validationCurvePlot', (width) => validationCurvePlot({
      parameter: 'alpha', values: x.map(Math.abs), metric: 'r2', greaterIsBetter: true, train: y.map((mean) => ({ mean, std: Math.abs(mean) / 10 })), validation: y.map((mean) => ({ mean: 0.9 * mean, std: Math.abs(mean) / 5 })),
    }, { width })],
  ];
  return drawn.map(([plot, draw]) => [`${plot}, ${scale}`, draw]);
}));

const dense = (units: number, parameters = 42): { name: string; outputShape: number[]; parameters: number } => ({ name: 'dense', outputShape: [units], parameters });
const after = (name: string, shape: number[], parameters?: number): { name: string; outputShape: number[]; parameters?: number } => ({ name, outputShape: shape, ...(parameters !== undefined && { parameters }) });
const grid = (side: number, value: (i: number) => number): { data: Float32Array; shape: number[] } => ({ data: Float32Array.from({ length: side * side }, (_, i) => value(i)), shape: [side, side] });

export const hardExamples: Readonly<Record<string, Draw>> = {
  ...ofScales,
  'elbowPlot, one number of clusters': (width) => elbowPlot({ nClusters: [1], inertia: [3], silhouette: [NaN], chosen: 1 }, { width }),
  'confusionPlot, long names': (width) => confusionPlot([[50_000, 123_456], [1e9, 7]], { classes: [longName, 'no'], width }),
  'confusionPlot, thirty classes': (width) => confusionPlot(range(30).map((i) => range(30).map((j) => (i === j ? 100 : (i * 7 + j * 3) % 11 === 0 ? 3 : 0))), { classes: names, width }),
  'rocPlot, thirty models': (width) => rocPlot(names.map((name) => ({ name, falsePositiveRate: [0, 0.5, 1], truePositiveRate: [0, 0.7, 1] })), { width }),
  'probabilityPlot, long names': (width) => probabilityPlot(range(50).map((i) => (i % 3 === 0 ? 'x' : longName)), range(50).map((i) => i / 50), { positive: longName, threshold: 0.999, width }),
  'silhouettePlot, thirty clusters': (width) => silhouettePlot(around(300, 0, 0.7), range(300).map((i) => i % 30), { width }),
  'silhouettePlot, clusters of few rows': (width) => silhouettePlot(range(1000).map((i) => i / 1000), range(1000).map((i) => (i < 2 ? 0 : i < 5 ? 1 : 2)), { width }),
  'coefficientPath, thirty features': (width) => coefficientPath({ alphas: [1, 0.1, 0.01], coefs: [1, 2, 3].map((size) => range(30).map((j) => size * 1e4 * j)), features: names, alpha: 1e-5 }, { width }),
  'learningCurvePlot, one number of rows': (width) => learningCurvePlot({ parameter: 'training rows', values: [10], metric: 'logLoss', greaterIsBetter: false, needs: 'labels', baseline: 1e9, train: [{ mean: 5e8, std: 1e8 }], validation: [{ mean: 6e8, std: 1e8 }] }, { width }),
  'lossCurve, twelve runs that end alike': (width) => lossCurve(range(12).map((k) => ({ name: k === 1 ? longName : `rate ${k}`, history: range(50).map((i) => 1e-9 * (1 + 50 / (1 + i * (k + 1)))) })), { scale: 'log', width }),
  'mistakesPlot, long names and narrow images': (width) => mistakesPlot([{ actual: longName, predicted: longName, count: 1234, images: range(14).map(() => ({ shape: [1, 60, 12], data: new Float32Array(720), probability: 0.99999 })) }], { width }),
  'featureMapPlot, large numbers': (width) => featureMapPlot([{ name: longName, shape: [3, 8, 8], data: Float32Array.from({ length: 192 }, (_, i) => 1e9 * i) }], { image: { shape: [1, 8, 8], data: new Float32Array(64) }, imageName: longName, width }),
  'convolutionPlot, large numbers': (width) => convolutionPlot(grid(8, (i) => 1e9 * Math.sin(i)), grid(3, (i) => 1e9 * Math.cos(i)), { step: 20, width }),
  'convolutionPlot, small numbers': (width) => convolutionPlot(grid(6, (i) => 1e-9 * Math.sin(i)), grid(3, Math.cos), { step: 5, width }),
  'convolutionPlot, decimals': (width) => convolutionPlot(grid(7, (i) => -12.345 * Math.sin(i)), grid(3, (i) => 12.345 * Math.cos(i)), { step: 24, width }),
  'networkDiagram, twelve layers': (width) => networkDiagram({ inputShape: [4], layers: range(12).flatMap((i) => [dense(i === 11 ? 1 : 6), ...(i < 11 ? [after('relu', [6])] : [])]) }, { width }),
  'networkDiagram, twelve wide layers of many functions': (width) => networkDiagram({ inputShape: [4], layers: range(12).flatMap(() => [dense(64, 4160), after('batchNorm', [64], 128), after('leakyRelu', [64]), after('dropout', [64])]) }, { width }),
  'networkDiagram, residual blocks': (width) => networkDiagram({ inputShape: [3, 16, 16], layers: [after('conv2d', [16, 16, 16], 448), after('relu', [16, 16, 16]), after('residual', [16, 16, 16], 4672), after('residual', [16, 16, 16], 2320), after('flatten', [4096]), dense(10, 40_970)] }, { width }),
  'networkDiagram, layers of one unit': (width) => networkDiagram({ inputShape: [1], layers: [dense(1, 2), after('tanh', [1]), dense(1, 2), after('sigmoid', [1])], parameters: [{ kernel: { shape: [1, 1], data: Float32Array.of(-123_456) } }, {}, { kernel: { shape: [1, 1], data: Float32Array.of(1e-9) } }] }, { width }),
  'networkDiagram, weights that cross': (width) => networkDiagram({ inputShape: [2], layers: [dense(3, 9)], parameters: [{ kernel: { shape: [2, 3], data: Float32Array.of(1.11, -2.22, 3.33, -0.444, 0.555, -66.6) } }] }, { width }),
  'networkDiagram, long names': (width) => networkDiagram({ inputShape: [3], layers: [dense(3, 12)], inputNames: [longName, 'b', 'c'], outputNames: [longName, 'Iris versicolor', 'z'] }, { width }),
};
