/** Examples of the pictures of networks, and their data. */
import { featureMapPlot, filterPlot, mistakesPlot, trainingCurvePlot, type Picture } from './index.ts';
import { noise } from './noise.testing.ts';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Losses that fall, and, where `turn` is reached, rise again. */
const history = (epochs: number, turn: number): { trainLoss: number; validationLoss: number }[] => {
  const next = noise(3);
  return range(epochs).map((e) => ({ trainLoss: 1.9 / (1 + 0.9 * e) + 0.004 * next(), validationLoss: 1.6 / (1 + 0.7 * e) + 0.16 + Math.max(0, e - turn) * 0.021 + 0.012 * next() }));
};

const strokes = ['..####..', '.##..##.', '.....##.', '...###..', '.....##.', '.....##.', '.##..##.', '..####..'];
/** A figure of 8 × 8, moved and made dirty. */
const digit = (seed: number): Picture => {
  const next = noise(seed);
  const [dx, dy] = [seed % 3 - 1, (seed >> 1) % 2];
  return { shape: [1, 8, 8], data: Float32Array.from(range(64), (i) => Math.min(1, Math.max(0, (strokes[(i >> 3) - dy]?.[(i & 7) - dx] === '#' ? 0.85 : 0.08) + 0.3 * next()))) };
};

/** A wave under a bell: what first layers often learn. */
const kernels = (filters: number, channels: number, side: number): { data: Float32Array; shape: number[] } => {
  const next = noise(filters);
  return {
    shape: [filters, channels, side, side],
    data: Float32Array.from({ length: filters * channels * side * side }, (_, i) => {
      const [filter, at] = [Math.floor(i / (channels * side * side)), i % (side * side)];
      const [x, y] = [(at % side) - (side - 1) / 2, Math.floor(at / side) - (side - 1) / 2];
      const along = ((filter % 4) - 1.5) * x + ((filter >> 2) - 1) * y;
      return 0.4 * ((along % 2) / 2) / (1 + 0.15 * (x * x + y * y)) + 0.06 * next();
    }),
  };
};

const relu = (maps: { data: Float32Array; shape: number[] }): { data: Float32Array; shape: number[] } => ({ ...maps, data: maps.data.map((value) => Math.max(0, value)) });
const mapsOf = (channels: number, side: number): { data: Float32Array; shape: number[] } => {
  const next = noise(channels + side);
  const image = digit(2).data;
  return {
    shape: [channels, side, side],
    data: Float32Array.from({ length: channels * side * side }, (_, i) => {
      const [channel, at] = [Math.floor(i / (side * side)), i % (side * side)];
      const [x, y] = [Math.floor(((at % side) * 8) / side), Math.floor((Math.floor(at / side) * 8) / side)];
      const beside = image[8 * Math.min(7, y + (channel >> 1) % 2) + Math.min(7, x + channel % 2)];
      return (channel % 3 === 0 ? image[8 * y + x] - 0.3 : image[8 * y + x] - beside) + 0.02 * next();
    }),
  };
};

const confusions = ([['3', '8', 7, 6], ['9', '4', 3, 3], ['1', '7', 1, 1]] as const).map(([actual, predicted, count, shown], row) => ({
  actual, predicted, count, images: range(shown).map((i) => ({ ...digit(5 + i + 10 * row), probability: 0.97 - 0.09 * i })),
}));

export const networkExamples: Readonly<Record<string, (width?: number) => string>> = {
  trainingCurvePlot: (width) => trainingCurvePlot(history(24, 8), { title: 'A network that learns too much by heart', yLabel: 'Cross-entropy', width }),
  trainingCurvePlotShort: (width) => trainingCurvePlot(history(3, 9), { width }),
  filterPlot: (width) => filterPlot(kernels(16, 1, 3), { title: 'Filters of the first layer', width }),
  filterPlotColour: (width) => filterPlot(kernels(12, 3, 5), { width }),
  featureMapPlot: (width) => featureMapPlot([
    { name: 'conv2d', ...mapsOf(8, 16) }, { name: 'relu', ...relu(mapsOf(8, 16)) }, { name: 'maxPool2d', ...relu(mapsOf(20, 8)) },
  ], { title: 'What each layer makes of a 3', image: digit(2), imageName: 'a 3', width }),
  mistakesPlot: (width) => mistakesPlot(confusions, { title: 'The most frequent mistakes', width }),
};
