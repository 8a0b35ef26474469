/** Examples of the drawings that explain: networks, the loop of learning, fits in space. */
import { convolutionPlot, costPlot, learningDiagram, networkDiagram, planePlot } from './index.ts';
import { noise } from './noise.testing.ts';

/** A kernel of a dense layer, [inputs, outputs]. */
const kernel = (inputs: number, outputs: number, seed: number): { kernel: { data: Float32Array; shape: number[] } } => {
  const next = noise(seed);
  return { kernel: { shape: [inputs, outputs], data: Float32Array.from({ length: inputs * outputs }, () => 1.6 * next()) } };
};
const shallow = { inputShape: [2], layers: [{ name: 'dense', outputShape: [4], parameters: 12 }, { name: 'tanh', outputShape: [4] }, { name: 'dense', outputShape: [1], parameters: 5 }] };

/** A bright square in a dark image. */
const strokes = Array.from({ length: 36 }, (_, i) => (i % 6 > 2 && i > 11 ? 1 : 0));

/** Rows about the plane 0.8·x₁ − 0.5·x₂ + 3. */
const cloud = ((): { X: number[][]; y: number[] } => {
  const next = noise(5);
  const X = Array.from({ length: 60 }, () => [5 + 4 * next(), 3 + 2.5 * next()]);
  return { X, y: X.map(([a, b]) => 3 + 0.8 * a - 0.5 * b + 0.9 * next()) };
})();

/** Gradient descent on a bowl longer than wide. */
const bowl = (w: number, b: number): number => (w - 2) * (w - 2) + 0.9 * (w - 2) * (b - 1) + 3 * (b - 1) * (b - 1) + 0.4;
const descent = Array.from({ length: 30 }).reduce<number[][]>((path) => {
  const [w, b] = path[path.length - 1];
  return [...path, [w - 0.11 * (2 * (w - 2) + 0.9 * (b - 1)), b - 0.11 * (0.9 * (w - 2) + 6 * (b - 1))]];
}, [[-1.5, 2.9]]);

export const diagramExamples: Readonly<Record<string, (width?: number) => string>> = {
  convolutionPlot: (width) => convolutionPlot({ data: Float32Array.from(strokes), shape: [6, 6] }, { data: Float32Array.of(1, 0, -1, 2, 0, -2, 1, 0, -1), shape: [3, 3] }, { title: 'An edge is found', padding: 1, step: 15, width }),
  convolutionPlotChannels: (width) => convolutionPlot(
    { data: Float32Array.from({ length: 50 }, (_, i) => ((i * 7) % 10) / 10), shape: [2, 5, 5] }, { data: Float32Array.from({ length: 16 }, (_, i) => (i % 5) / 2 - 1), shape: [2, 2, 2, 2] }, { stride: 2, dilation: 2, bias: [0.5, -0.5], step: 6, width },
  ),
  planePlot: (width) => planePlot(cloud.X, cloud.y, { coef: [0.8, -0.5], intercept: 3 }, { title: 'A plane through a cloud', featureNames: ['rooms', 'age'], yLabel: 'price', width }),
  costPlot: (width) => costPlot(bowl, descent, { title: 'Down the bowl', minimum: [2, 1], width }),
  learningDiagram: (width) => learningDiagram({}, { title: 'How a model learns', width }),
  networkDiagramSingle: (width) => networkDiagram(
    { inputShape: [2], layers: [{ name: 'dense', outputShape: [1], parameters: 3 }, { name: 'sigmoid', outputShape: [1] }], parameters: [{ kernel: { shape: [2, 1], data: Float32Array.of(1.84, -0.62) } }], inputNames: ['age', 'income'], outputNames: ['buys'] },
    { title: 'A single layer', width },
  ),
  networkDiagramShallow: (width) => networkDiagram({ ...shallow, parameters: [kernel(2, 4, 1), {}, kernel(4, 1, 2)] }, { title: 'A shallow network', width }),
  networkDiagramDeep: (width) => networkDiagram({ inputShape: [4], layers: [8, 8, 3].flatMap((units, i) => [{ name: 'dense', outputShape: [units], parameters: 30 }, ...(i < 2 ? [{ name: 'relu', outputShape: [units] }] : [])]) }, { width }),
  networkDiagramConvolutional: (width) => networkDiagram({
    inputShape: [1, 28, 28],
    layers: [
      { name: 'conv2d', outputShape: [16, 28, 28], parameters: 160 }, { name: 'relu', outputShape: [16, 28, 28] }, { name: 'maxPool2d', outputShape: [16, 14, 14] },
      { name: 'conv2d', outputShape: [32, 14, 14], parameters: 4640 }, { name: 'relu', outputShape: [32, 14, 14] }, { name: 'maxPool2d', outputShape: [32, 7, 7] },
      { name: 'flatten', outputShape: [1568] }, { name: 'dense', outputShape: [64], parameters: 100_416 }, { name: 'relu', outputShape: [64] }, { name: 'dense', outputShape: [10], parameters: 650 },
    ],
  }, { title: 'A convolutional network', width }),
};
