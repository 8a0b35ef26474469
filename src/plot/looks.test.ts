/** What a reader sees, and must be able to believe, in light and in dark. */
import { expect, test } from 'vitest';
import { clusterPlot, confusionPlot, convolutionPlot, costPlot, elbowPlot, foldPlot, learningCurvePlot, linePlot, mistakesPlot, networkDiagram, residualPlot, rocPlot } from './index.ts';
import { formatShort } from './format.ts';
import { paintOf } from './series.ts';
import { wrap } from './text.ts';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const words = (svg: string): string => svg.replaceAll(/<(style|desc|title)>.*?<\/\1>/g, '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

test('no series is told by colour alone, and none looks like a line of reference', () => {
  const paints = range(24).map(paintOf);
  for (const looks of [paints.slice(0, 18).map(({ color, dash }) => `${color} ${dash}`), paints.map(({ color, symbol }) => `${color} ${symbol}`)]) expect(new Set(looks).size).toBe(looks.length);
  for (const [i, { color, dash, symbol }] of paints.entries()) {
    if (i === 0) continue;
    expect([color === paints[i - 1].color, dash === paints[i - 1].dash, symbol === paints[i - 1].symbol]).toEqual([false, false, false]);
  }
  const drawn = rocPlot(range(18).map((i) => ({ name: `model ${i}`, falsePositiveRate: [0, 1], truePositiveRate: [0, 1] })));
  expect(drawn.match(/stroke-dasharray="2 4"/g)).toHaveLength(1); // chance
});

test('what is said of shades holds on dark ground, where strong colours are the light ones', () => {
  const many = range(3000);
  for (const svg of [residualPlot(many, many), confusionPlot([[1, 0], [0, 1]]), clusterPlot(many.map((i) => [i, i % 7]), many.map((i) => i % 2))]) {
    expect(words(svg)).not.toContain('darker');
    expect(words(svg)).toMatch(/the stronger/i);
  }
});

test('numbers of large and of small size keep few digits, and stay on one line', () => {
  expect([1_234_567_890, -2e6, 999_999, 1.5e-9, 0, Infinity].map((value) => formatShort(value))).toEqual(['1.23 × 10⁹', '−2 × 10⁶', '999,999', '1.5 × 10⁻⁹', '0', '∞']);
  for (const lines of range(40).map((i) => wrap('about 5 % of 2 × 10⁻⁹ and 3 × 4', 75 + 5 * i, 12))) {
    expect(lines.join(' ')).toBe('about 5 % of 2 × 10⁻⁹ and 3 × 4');
    expect(lines.filter((line) => line.startsWith('%') || line.startsWith('10⁻') || /× ?$/.test(line.replace(/3 ×$/, '')))).toEqual([]);
  }
  const grids = (factor: number): string => convolutionPlot({ data: Float64Array.of(1, 2, 3, 4).map((x) => factor * x), shape: [2, 2] }, { data: Float64Array.of(1, 1, 1, 1), shape: [2, 2] });
  expect(words(grids(1.234567e9))).toContain('(1.23 × 10⁹)·1 + (2.47 × 10⁹)·1');
});

test('a residual block is a block of its own, not a function of numbers', () => {
  const layers = [{ name: 'dense', outputShape: [4], parameters: 20 }, { name: 'relu', outputShape: [4] }, { name: 'residual', outputShape: [4], parameters: 40 }, { name: 'dense', outputShape: [1], parameters: 5 }];
  const svg = networkDiagram({ inputShape: [4], layers });
  expect(svg).not.toContain('<circle');
  for (const part of ['>dense · relu<', '>residual<', '>40<', '>20<']) expect(svg).toContain(part);
  expect(words(svg)).toContain('Residual: layers whose result is added to what goes in.');
});

test('rows of blocks are joined by arrows, also from row to row', () => {
  const deep = networkDiagram({ inputShape: [99], layers: range(12).map(() => ({ name: 'dense', outputShape: [99], parameters: 9900 })) });
  const rows = new Set([...deep.matchAll(/font-weight="600">/g)].map(({ index }) => /y="([\d.]+)"[^>]*$/.exec(deep.slice(0, index))?.[1])).size;
  expect(rows).toBe(3);
  expect(deep.match(/<path d="M[^"]*H[^"]*"/g)).toHaveLength(12 + rows - 1); // between 13 blocks, those that go on drawn at both ends
});

test('every name of a layer is read, however many there are', () => {
  const svg = words(networkDiagram({ inputShape: [64], layers: ['dense', 'batchNorm', 'leakyRelu', 'dropout'].map((name) => ({ name, outputShape: [64] })) }, { width: 336 }));
  for (const name of ['dense', 'batchNorm', 'leakyRelu', 'dropout']) expect(svg).toContain(name);
});

test('lines of equal cost lie where the cost is, and are cut off at the frame', () => {
  const svg = costPlot((w) => Math.abs(w), [[10, 10], [0, 0]], { minimum: [0, 0] });
  const [x, width] = [/ x="([\d.]+)"/, / width="([\d.]+)"/].map((part) => Number(part.exec(/<svg x=[^>]*overflow="hidden">/.exec(svg)![0])![1]));
  const most = 11.6; // where the axis ends
  const costs = [...svg.matchAll(/[ML]([\d.]+),/g)].map(([, pixel]) => Math.abs(((Number(pixel) - x) / width - 0.5) * 2 * most));
  for (const level of range(14).map((i) => most * ((i + 0.5) / 14) ** 2)) expect(Math.min(...costs.map((cost) => Math.abs(cost - level)))).toBeLessThan(0.02);
});

test('the standard error of a mean is seen, where it is smaller than the dot, too', () => {
  const svg = foldPlot([{ name: 'a', folds: [1, 1.001] }, { name: 'b', folds: [5, 9] }]);
  expect(svg.match(/<path d="M([\d.]+),([\d.]+)L\1,/g)).toHaveLength(4); // two upright ends per model
});

test('shares stand in a confusion matrix whose counts have no room', () => {
  const svg = words(confusionPlot([[5e10, 5e10], [0, 1e11]], { width: 260 }));
  expect(svg).toContain('50 % 50 % 100 %');
  expect(svg).not.toContain('no room');
});

test('of two long names of classes both are seen', () => {
  const name = (letter: string): string => letter.repeat(200);
  const svg = words(mistakesPlot([{ actual: name('A'), predicted: name('B'), count: 12_345, images: [{ data: Uint8Array.of(1), shape: [1, 1, 1], probability: 0.5 }] }]));
  expect(svg).toMatch(/A…A+ → B+…B/);
  expect(svg).toContain('12,345 times');
});

test('silhouettes that are nowhere defined leave the lower half out', () => {
  expect(words(elbowPlot({ nClusters: [1], inertia: [3], silhouette: [NaN] }))).not.toContain('silhouette');
});

test('rows are counted in whole numbers, and a single number of rows shows its spread', () => {
  const one = learningCurvePlot({ parameter: 'training rows', values: [10], metric: 'r2', greaterIsBetter: true, train: [{ mean: 0.5, std: 0.1 }], validation: [{ mean: 0.4, std: 0.1 }] });
  expect(one).not.toContain('>9.5<');
  for (const width of [5, 12]) expect(one).toContain(`stroke-width="${width}"`); // a stroke each, one wider than the other
});

test('what there is one of is seen: a line through one point, a single fold without a bar, a descent of no step', () => {
  const [, from, to] = /stroke-linecap="round"><path d="M([\d.]+),[\d.]+L([\d.]+),/.exec(linePlot([3, 3], [4, 5], { coef: [1], intercept: 0 }))!.map(Number);
  expect(to - from).toBeGreaterThan(500);
  expect(foldPlot([{ name: 'a', folds: [1] }])).not.toMatch(/<path d="M[^"]*L/);
  expect(words(costPlot((w) => w * w, [[1, 1]]))).toContain('At the ring the cost is 1.');
});

test('there are no 0 clusters', () => {
  const counts = range(30).map((i) => i + 1);
  expect(elbowPlot({ nClusters: counts, inertia: counts.map((k) => 1 / k) })).not.toMatch(/<text y="0.71em"[^>]*>0</);
});
