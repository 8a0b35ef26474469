import { build } from 'esbuild';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { examples } from './examples.testing.ts';
import { noise } from './noise.testing.ts';
import {
  calibrationPlot, clusterPlot, coefficientPath, coefficientPlot, confusionPlot, elbowPlot, foldPlot, learningCurvePlot, linePlot, lossCurve,
  convolutionPlot, costPlot, featureMapPlot, filterPlot, learningDiagram, mistakesPlot, networkDiagram, planePlot, precisionRecallPlot, predictedActualPlot, probabilityPlot, residualPlot, rocPlot, sigmoidPlot, silhouettePlot,
  trainingCurvePlot, validationCurvePlot, type CurvePoints,
} from './index.ts';
import { textWidth } from './text.ts';
import { colors } from './theme.ts';

const line = { coef: [2], intercept: 1 };
const curves: CurvePoints = {
  parameter: 'alpha', values: [1, 2], metric: 'r2', greaterIsBetter: true,
  train: [{ mean: 0.5, std: 0.1 }, { mean: 0.4, std: 0.1 }], validation: [{ mean: 0.2, std: 0 }, { mean: 0.3, std: 0.1 }],
};

const pixel = { data: Uint8Array.of(7), shape: [1, 1, 1] };

/** Every plot with the smallest input it takes, for what all must keep. */
const smallest: Readonly<Record<string, (options?: Readonly<Record<string, unknown>>) => string>> = {
  linePlot: (options) => linePlot([1], [2], line, options),
  predictedActualPlot: (options) => predictedActualPlot([1], [1], options),
  residualPlot: (options) => residualPlot([3], [3], options),
  coefficientPath: (options) => coefficientPath({ alphas: [1], coefs: [[0, 2]] }, options),
  coefficientPlot: (options) => coefficientPlot([{ feature: 'a', effect: 0 }], options),
  lossCurve: (options) => lossCurve([4], options),
  learningCurvePlot: (options) => learningCurvePlot({ ...curves, values: [9], train: [curves.train[0]], validation: [curves.train[0]] }, options),
  validationCurvePlot: (options) => validationCurvePlot({ ...curves, values: [0], train: [curves.train[0]], validation: [curves.train[0]] }, options),
  foldPlot: (options) => foldPlot([{ name: 'a', folds: [1] }], options),
  sigmoidPlot: (options) => sigmoidPlot([1], ['b'], { coef: [0], intercept: 0, classes: ['a', 'b'] }, options),
  rocPlot: (options) => rocPlot({ falsePositiveRate: [0], truePositiveRate: [0] }, options),
  precisionRecallPlot: (options) => precisionRecallPlot({ precision: [1], recall: [0] }, options),
  calibrationPlot: (options) => calibrationPlot({ predicted: [0.5], observed: [1] }, options),
  probabilityPlot: (options) => probabilityPlot([false, true], [0, 0], options),
  confusionPlot: (options) => confusionPlot([[0]], options),
  clusterPlot: (options) => clusterPlot([[1, 2, 3]], [0], options),
  silhouettePlot: (options) => silhouettePlot([0], [0], options),
  elbowPlot: (options) => elbowPlot({ nClusters: [1], inertia: [0] }, options),
  trainingCurvePlot: (options) => trainingCurvePlot([{ trainLoss: 0, validationLoss: 0 }], options),
  filterPlot: (options) => filterPlot({ data: Float32Array.of(0), shape: [1, 1, 1, 1] }, options),
  featureMapPlot: (options) => featureMapPlot([{ name: 'relu', data: Float32Array.of(0), shape: [1, 1, 1] }], options),
  convolutionPlot: (options) => convolutionPlot({ data: Float32Array.of(0), shape: [1, 1] }, { data: Float32Array.of(0), shape: [1, 1] }, options),
  planePlot: (options) => planePlot([[1, 1]], [1], { coef: [0, 0], intercept: 1 }, options),
  costPlot: (options) => costPlot(() => 1, [[0, 0]], options),
  learningDiagram: (options) => learningDiagram({}, options),
  networkDiagram: (options) => networkDiagram({ inputShape: [1], layers: [{ name: 'relu', outputShape: [1] }] }, options),
  mistakesPlot: (options) => mistakesPlot([{ actual: 'a', predicted: 'b', count: 1, images: [pixel] }], options),
};

describe.each(Object.entries(smallest))('%s', (name, plot) => {
  test('draws a single point, or values that are all equal, with finite coordinates', () => {
    expect(plot()).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(plot().match(/<text/g)?.length).toBeGreaterThan(1);
  });

  test('names itself for screen readers, and needs nothing from outside', () => {
    const svg = plot({ title: 'A <b> & "c"' });
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="A &lt;b&gt; &amp; &quot;c&quot;"><title>A &lt;b&gt; &amp; &quot;c&quot;<\/title><desc>[^<]{4,}<\/desc><style>/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|@import|url\(|\bid=|<script|<image href="(?!data:image\/png;base64,)/);
  });

  test('is the same string each time', () => {
    expect(plot()).toBe(plot());
  });

  test('keeps to the width and height asked for', () => {
    expect(plot({ width: 300, height: 400 })).toMatch(/ width="300" height="400" viewBox="0 0 300 400"/);
  });

  test('refuses unknown options and options of the wrong kind or size', () => {
    expect(() => plot({ colour: 'red' })).toThrow(new TypeError(`${name}: options must be among title, xLabel, yLabel, width, height; "colour" is not`));
    expect(() => plot({ title: 5 })).toThrow(new TypeError(`${name}: title must be a string; it is 5`));
    expect(() => plot({ width: 10 })).toThrow(new RangeError(`${name}: width must be a number of pixels from 240 to 4000; it is 10`));
    expect(() => plot({ height: NaN })).toThrow(new RangeError(`${name}: height must be a number of pixels from 120 to 4000; it is NaN`));
  });
});

test.each(Object.entries(examples))('the words of %s stay inside the picture, on paper as narrow as 240 pixels too', (_, draw) => {
  for (const width of [240, 343, 640]) {
    const placed = textBoxes(draw(width));
    expect(placed.length).toBeGreaterThan(1);
    for (const { text, left, right } of placed) {
      expect([text, left >= 0]).toEqual([text, true]);
      expect([text, right <= width]).toEqual([text, true]);
    }
  }
});

/** Every text of a picture with the pixels it covers from left to right. */
function textBoxes(svg: string): { text: string; left: number; right: number }[] {
  const shift = (attributes: string): number => Number(/translate\(([-\d.]+)/.exec(attributes)?.[1] ?? 0);
  const anchor = (attributes: string): string | undefined => /text-anchor="(\w+)"/.exec(attributes)?.[1];
  const size = (attributes: string): string | undefined => /font-size="([\d.]+)"/.exec(attributes)?.[1];
  let group = '';
  const boxes = [];
  for (const [, opened, closed, attributes, text] of svg.matchAll(/<g ([^>]*)>|(<\/g>)|<text ([^>]*)>([^<]*)<\/text>/g)) {
    if (attributes?.includes('rotate(-90)')) { // upright: as wide as it is high
      const at = shift(attributes) + shift(group);
      boxes.push({ text, left: at - Number(size(group)) / 2, right: at + Number(size(group)) / 2 });
      continue;
    }
    if (opened !== undefined || closed !== undefined) {
      group = opened ?? '';
      continue;
    }
    const width = textWidth(text.replaceAll(/&\w+;/g, 'x'), Number(size(attributes) ?? size(group)));
    const at = Number(/\bx="([-\d.]+)"/.exec(attributes)?.[1] ?? 0) + shift(attributes) + shift(group);
    const left = { start: at, middle: at - width / 2, end: at - width }[anchor(attributes) ?? anchor(group) ?? 'middle'] as number;
    boxes.push({ text, left, right: left + width });
  }
  return boxes;
}

test('every colour is swapped for a light one in the dark, and none is fixed', () => {
  const known = new Set([...Object.values(colors), 'none', 'currentColor']);
  for (const draw of Object.values(examples)) {
    for (const [, color] of draw().matchAll(/ (?:fill|stroke)="([^"]+)"/g)) expect(known).toContain(color);
  }
});

test('100,000 points stay below 200 kB and are said to be counted', () => {
  const next = noise(5);
  const actual = Float64Array.from({ length: 100_000 }, next);
  const predicted = actual.map((value) => value + next());
  expect(rocPlot({ falsePositiveRate: actual.map((_, i) => i / 99_999), truePositiveRate: actual.map((_, i) => Math.sqrt(i / 99_999)) }).length).toBeLessThan(60_000);
  expect(clusterPlot({ data: actual, shape: [50_000, 2] }, actual.subarray(0, 50_000).map((value) => Math.sign(value))).length).toBeLessThan(300_000);
  for (const plot of [predictedActualPlot, residualPlot]) {
    const svg = plot(actual, predicted);
    expect(svg.length).toBeLessThan(200_000);
    expect(svg.replaceAll('</text>', ' ').replaceAll(/<[^>]*>/g, '')).toContain('100,000 points, counted in small squares');
  }
  expect(lossCurve(actual).length).toBeLessThan(60_000);
});

test('any finite numbers give finite coordinates', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  fc.assert(fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 60 }), (points) => {
    const x = points.map(([a]) => a);
    const y = points.map(([, b]) => b);
    for (const svg of [linePlot(x, y, line.coef[0] === 2 ? { coef: [0], intercept: y[0] } : line), predictedActualPlot(x, y), lossCurve(x), foldPlot([{ name: 'a', folds: x }])]) {
      expect(svg).not.toMatch(/[^\w]NaN|Infinity|undefined/);
    }
  }), { numRuns: 60 });
});

test('pictures of classes and clusters are finite, whatever finite numbers come', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 });
  const row = fc.record({ x: number, y: number, z: number, label: fc.nat(3), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
    const x = rows.map((one) => one.x);
    const labels = rows.map(({ label }) => label);
    const shares = rows.map(({ share }) => share);
    const drawn = [
      clusterPlot(rows.map(({ x, y, z }) => [x, y, z]), labels), silhouettePlot(shares, labels), rocPlot({ falsePositiveRate: shares.toSorted((a, b) => a - b), truePositiveRate: shares }),
      sigmoidPlot(x, labels.map((label) => label > 1), { coef: [rows[0].y], intercept: rows[0].z, classes: [false, true] }), probabilityPlot(labels.map((_, i) => i > 0), shares),
      elbowPlot({ nClusters: labels.map((_, i) => i + 1), inertia: x, silhouette: shares }),
    ];
    for (const svg of drawn) expect(svg).not.toMatch(/[^\w]NaN|Infinity|undefined/);
  }), { numRuns: 40 });
});

test('a legend of many clusters repeats colours with other symbols, and −1 is no cluster', () => {
  const labels = Array.from({ length: 15 }, (_, i) => i - 1);
  const svg = clusterPlot(labels.map((label) => [label, label * label]), labels);
  expect(svg).toContain('>no cluster<');
  expect(svg).toContain(`fill="${colors.soft}" fill-opacity`);
  const paths = [...svg.matchAll(/<path d="(M[^"]+)" fill="([^"]+)"\/>/g)].map(([, d, fill]) => `${fill} ${d.replace(/^M[-\d.,]+/, '')}`);
  expect(new Set(paths).size).toBe(15);
});

test('numbers stand in a confusion matrix as long as they fit', () => {
  const matrix = (k: number, count: number): number[][] => Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => (i === j ? count : 1)));
  expect(confusionPlot(matrix(3, 12_345))).toContain('>12,345<');
  expect(confusionPlot(matrix(20, 88))).toContain('>88<');
  expect(confusionPlot(matrix(60, 88), { width: 343 })).toContain('There is no room for numbers.');
  expect(confusionPlot([[0.5, 0.25], [0, 1.125]])).toContain('>1.13<');
});

test('a network whose training went astray is drawn as far as its losses are numbers', () => {
  const svg = trainingCurvePlot([{ trainLoss: 3, validationLoss: 2 }, { trainLoss: 9, validationLoss: 8 }, { trainLoss: NaN, validationLoss: Infinity }], { width: 900 });
  expect(svg).toContain('kept: epoch 1');
  expect(svg).toContain('In 1 epoch the loss was no finite number, and is not drawn.');
  expect(svg).not.toMatch(/[^\w]NaN|Infinity|undefined/);
  expect(trainingCurvePlot([{ trainLoss: 3, validationLoss: undefined }, { trainLoss: 2, validationLoss: undefined }])).not.toContain('kept');
});

test('epochs and iterations are counted in whole numbers, and losses that differ by factors get an axis of factors', () => {
  const ticks = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  expect(trainingCurvePlot(Array.from({ length: 100_000 }, (_, i) => ({ trainLoss: 1 / (i + 1), validationLoss: undefined })))).toContain('100,000 epochs');
  expect(ticks(trainingCurvePlot([5, 4, 3].map((loss) => ({ trainLoss: loss, validationLoss: loss }))))).not.toContain('1.5');
  expect(ticks(lossCurve([5, 4, 3]))).toEqual(expect.arrayContaining(['0', '1', '2']));
  expect(ticks(lossCurve([5, 4, 3]))).not.toContain('0.5');
  expect(ticks(trainingCurvePlot([100, 10, 0.1].map((loss) => ({ trainLoss: loss, validationLoss: loss }))))).toEqual(expect.arrayContaining(['0.1', '1', '10', '100']));
});

test('thumbnails are the pixels of the images, those of large ones their means', () => {
  const pixelsOf = (svg: string): Uint8Array[] => [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, text]) => new Uint8Array(PNG.sync.read(Buffer.from(text, 'base64')).data));
  const grey = Uint8Array.of(0, 50, 100, 255);
  const rgb = Float32Array.of(0, 1, 0.2, 0.4, 1, 0);
  const drawn = (data: Uint8Array | Float32Array, shape: readonly number[]): Uint8Array => pixelsOf(mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [{ data, shape }] }]))[0];
  expect([...drawn(grey, [1, 2, 2])]).toEqual([0, 50, 100, 255].flatMap((v) => [v, v, v, 255]));
  expect([...drawn(rgb, [3, 1, 2])]).toEqual([0, 51, 255, 255, 255, 102, 0, 255]);
  expect([...drawn(Float32Array.of(-2, 0, 2, 6), [1, 1, 4])].filter((_, i) => i % 4 === 0)).toEqual([0, 64, 128, 255]); // no shares: from least to greatest
  const large = drawn(Uint8Array.from({ length: 96 * 96 }, (_, i) => (i % 2 === 0 ? 0 : 100)), [1, 96, 96]);
  expect([large.length, new Set(large.filter((_, i) => i % 4 === 0))]).toEqual([48 * 48 * 4, new Set([50])]);
  // feature maps: opaque where the number is largest, transparent at 0
  const maps = pixelsOf(featureMapPlot([{ name: 'a', data: Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 2 : i === 1 ? -1 : 0)), shape: [1, 20, 20] }]));
  expect([maps[0][3], maps[0][7], maps[0][11], maps[0][0] < maps[0][2], maps[0][4] > maps[0][6]]).toEqual([255, 128, 0, true, true]);
});

test('of many filters, channels and maps so many are drawn as can be looked at, and the rest is counted', () => {
  const kernels = { data: new Float32Array(70 * 10 * 9).fill(0.5), shape: [70, 10, 3, 3] };
  const svg = filterPlot(kernels, { width: 900 });
  expect(svg).toContain('6 further filters not shown. 2 further channels not shown.');
  expect(svg.match(/<rect/g)!.length).toBe(64 * 8 * 10);
  expect(featureMapPlot([{ name: 'a', data: new Float32Array(20), shape: [20, 1, 1] }])).toContain('20 maps of 1 × 1, ±0; the first 16');
});

test('a network is drawn node by node while each layer gives at most 10 numbers, and by blocks beyond', () => {
  const dense = (units: number): string => networkDiagram({ inputShape: [3], layers: [{ name: 'dense', outputShape: [units], parameters: 4 * units }, { name: 'relu', outputShape: [units] }] });
  expect(dense(10).match(/<circle/g)).toHaveLength(13);
  expect(dense(10).match(/<path d="M[^"]*" fill="none"/g)).toHaveLength(30); // a line per weight
  expect(dense(11).match(/<circle/g)).toBeNull();
  expect(dense(11)).toContain('>dense · relu<');
});

test('a network of more small layers than there is room for is drawn by blocks', () => {
  const deep = (layers: number, width?: number): string => networkDiagram({ inputShape: [3], layers: Array.from({ length: layers }, () => ({ name: 'dense', outputShape: [3], parameters: 12 })) }, width === undefined ? {} : { width });
  expect([deep(10), deep(11), deep(4, 336), deep(5, 336)].map((svg) => svg.includes('<circle'))).toEqual([true, false, true, false]);
});

test('a caption does not say of a training that ran away that it learnt', () => {
  const curve = (train: readonly number[]): string => trainingCurvePlot(train.map((trainLoss, i) => ({ trainLoss, validationLoss: 1 + i })), { bestEpoch: 1 }).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(curve([2, 1, 0.5])).toContain('The weights are those of epoch 1: what was learnt after it helps on the samples trained on, not on others.');
  for (const train of [[2, 3, 4], [2, NaN]]) expect(curve(train)).toContain('The weights are those of epoch 1, where the validation loss was lowest.');
});

test('weights are coloured by their sign and as wide as they are large, and read where they belong', () => {
  const svg = networkDiagram({ inputShape: [2], layers: [{ name: 'dense', outputShape: [1], parameters: 3 }], parameters: [{ kernel: { data: Float32Array.of(2, -1), shape: [2, 1] } }] });
  const lines = [...svg.matchAll(/stroke="(#\w+)" stroke-width="([\d.]+)" stroke-opacity/g)].map(([, stroke, width]) => [stroke, Number(width)]);
  expect(lines).toEqual([[colors.blue, 4], [colors.orange, 2.3]]);
  expect(svg).toContain('>−1<');
});

test('upright lines of a plane end on it, and points are coloured by their side', () => {
  const svg = planePlot([[0, 0], [1, 0], [0, 1]], [1, -1, 0], { coef: [0, 0], intercept: 0 }, { azimuth: 0 });
  expect(svg.match(new RegExp(`<circle[^>]*fill="${colors.blue}"`, 'g'))).toHaveLength(2); // one of them on the plane
  expect(svg.match(new RegExp(`<circle[^>]*fill="${colors.orange}"`, 'g'))).toHaveLength(1);
  for (const [, x1, x2] of svg.matchAll(/<path d="M([\d.]+),[\d.]+L([\d.]+),[\d.]+"[^>]*stroke-opacity="0.55"/g)) expect(x1).toBe(x2);
});

test('lines of equal cost are drawn of any function that is not flat, and the way of a long descent is thinned', () => {
  expect(costPlot((w, b) => w * w + b * b, [[3, 1], [0, 0]]).match(new RegExp(`<path [^>]*d="M`, 'g'))!.length).toBeGreaterThan(12);
  expect(costPlot((w) => w, Array.from({ length: 200_000 }, (_, i) => [i, i]))).toContain('199,999 steps');
  const long = costPlot((w) => w, Array.from({ length: 5000 }, (_, i) => [i, i]));
  expect(long.length).toBeLessThan(120_000);
});

test('inputs are arrays, typed arrays or NdArrays, and are not modified', () => {
  const x = Float64Array.of(3, 1, 2);
  const coefs = array([[0, 1], [2, 3], [4, 5]]);
  linePlot(x, [1, 2, 3], line);
  residualPlot(x, x);
  expect(coefficientPath({ alphas: x, coefs })).toBe(coefficientPath({ alphas: [3, 1, 2], coefs: [[0, 1], [2, 3], [4, 5]] }));
  expect([...x, ...coefs.data]).toEqual([3, 1, 2, 0, 1, 2, 3, 4, 5]);
});

const refusals: readonly [string, () => string, Error][] = [
  ['no points', () => predictedActualPlot([], []), new RangeError('predictedActualPlot: actual must have at least one element; it has none')],
  ['unequal lengths', () => residualPlot([1, 2], [1]), new RangeError('residualPlot: actual and predicted must have one element per point; actual has 2, predicted has 1')],
  ['NaN', () => linePlot([1, NaN], [1, 2], line), new RangeError('linePlot: every number must be finite; x[1] is NaN; leave out the rows where it is missing')],
  ['numbers whose span is infinite', () => linePlot([-1e308, 1e308], [1, 2], line), new RangeError('linePlot: numbers must lie within ±1e300 to be drawn; x[0] is -1e+308')],
  ['a model of two features', () => linePlot([1], [1], { coef: [1, 2], intercept: 0 }), new RangeError('linePlot: the line must have one coefficient; line.coef has 2. Fit the model on one feature, or draw predictedActualPlot')],
  ['a penalty of 0', () => coefficientPath({ alphas: [1, 0], coefs: [[1], [2]] }), new RangeError('coefficientPath: alphas must be above 0 for a logarithmic axis; alphas[1] is 0')],
  ['rows that are not penalties', () => coefficientPath({ alphas: [1], coefs: [[1], [2]] }), new RangeError('coefficientPath: coefs must have one row per alpha; coefs is [2, 1], there are 1 alphas')],
  ['too few names', () => coefficientPath({ alphas: [1], coefs: [[1, 2]], features: ['a'] }), new RangeError('coefficientPath: features must name every column of coefs; there are 1 names, coefs is [1, 2]')],
  ['names that are no strings', () => coefficientPath({ alphas: [1], coefs: [[1]], features: [7 as unknown as string] }), new TypeError('coefficientPath: features must be strings; features[0] is 7')],
  ['names that are no array', () => coefficientPath({ alphas: [1], coefs: [[1]], features: 'a' as unknown as string[] }), new TypeError('coefficientPath: features must be an array of strings; it is "a"')],
  ['no effects', () => coefficientPlot([]), new RangeError('coefficientPlot: there must be at least one effect; there is none')],
  ['effects that are no array', () => coefficientPlot({} as never), new TypeError('coefficientPlot: effects must be an array; it is an object')],
  ['an effect without a name', () => coefficientPlot([{ effect: 1 } as never]), new TypeError("coefficientPlot: every effect must have a feature's name; effects[0] is undefined")],
  ['a negative error', () => coefficientPlot([{ feature: 'a', effect: 1, standardError: -1 }]), new RangeError('coefficientPlot: standard errors must be at least 0; that of "a" is -1')],
  ['an empty history', () => lossCurve([]), new RangeError('lossCurve: history must have at least one element; it has none')],
  ['a cost of 0 on a log scale', () => lossCurve([1, 0], { scale: 'log' }), new RangeError('lossCurve: history must be above 0 for a logarithmic axis; history[1] is 0')],
  ['an unknown scale', () => lossCurve([1], { scale: 'cube' as 'log' }), new TypeError('lossCurve: scale must be \'linear\' or \'log\'; it is "cube"')],
  ['a run without a name', () => lossCurve([{ history: [1] } as never]), new TypeError('lossCurve: every run must have a name and a history; runs[0] is an object')],
  ['scores that are no array', () => learningCurvePlot({ ...curves, train: 3 as never }), new TypeError('learningCurvePlot: train must be an array of { mean, std }; it is 3')],
  ['scores of another length', () => learningCurvePlot({ ...curves, validation: [] }), new RangeError('learningCurvePlot: validation must have one score per value; validation has 0, values has 2')],
  ['an unknown scale of values', () => validationCurvePlot(curves, { scale: 'cube' as 'log' }), new TypeError('validationCurvePlot: scale must be \'linear\' or \'log\'; it is "cube"')],
  ['a value of 0 on a log scale', () => validationCurvePlot({ ...curves, values: [0, 1] }, { scale: 'log' }), new RangeError('validationCurvePlot: values must be above 0 for a logarithmic axis; values[0] is 0')],
  ['no models', () => foldPlot([]), new RangeError('foldPlot: there must be at least one model; there is none')],
  ['models that are no array', () => foldPlot('ridge' as never), new TypeError('foldPlot: models must be an array; it is "ridge"')],
  ['a model without a name', () => foldPlot([{ folds: [1] } as never]), new TypeError('foldPlot: every model must have a name; models[0] is undefined')],
  ['a model without folds', () => foldPlot([{ name: 'ridge', folds: [] }]), new RangeError('foldPlot: folds of "ridge" must have at least one element; it has none')],
  ['one class in a picture of two', () => probabilityPlot([true, true], [0, 1]), new RangeError('probabilityPlot: there must be two classes, one of them the positive one; there are true')],
  ['a sigmoid of two features', () => sigmoidPlot([1], ['a'], { coef: [1, 2], intercept: 0 }), new RangeError('sigmoidPlot: the sigmoid must have one coefficient; sigmoid.coef has 2. Fit the model on one feature and two classes')],
  ['a sigmoid of two intercepts', () => sigmoidPlot([1], ['a'], { coef: [1], intercept: [0, 1] }), new RangeError('sigmoidPlot: the sigmoid must have one intercept; sigmoid.intercept has 2')],
  ['three classes over a sigmoid', () => sigmoidPlot([1, 2, 3], ['a', 'b', 'c'], { coef: [1], intercept: 0 }), new RangeError('sigmoidPlot: there must be two classes, those of the model; it has "a", "b", "c", y has "a", "b", "c"')],
  ['classes that are not the model\'s', () => sigmoidPlot([1], ['c'], { coef: [1], intercept: 0, classes: ['a', 'b'] }), new RangeError('sigmoidPlot: there must be two classes, those of the model; it has "a", "b", y has "c"')],
  ['a threshold of 2', () => sigmoidPlot([1], ['a'], { coef: [1], intercept: 0, classes: ['a', 'b'], threshold: 2 }), new RangeError('sigmoidPlot: the threshold must be a probability from 0 to 1; it is 2')],
  ['shares above 1', () => rocPlot({ falsePositiveRate: [0, 2], truePositiveRate: [0, 1] }), new RangeError('rocPlot: shares must lie between 0 and 1; falsePositiveRate[1] is 2')],
  ['shares of unequal lengths', () => precisionRecallPlot({ precision: [1], recall: [0, 1] }), new RangeError('precisionRecallPlot: recall and precision must have one element per point; recall has 2, precision has 1')],
  ['several curves without names', () => rocPlot([{ falsePositiveRate: [0], truePositiveRate: [0] }] as never), new TypeError('rocPlot: every one of several curves must have a name; curves[0] is an object')],
  ['no curve', () => calibrationPlot([]), new RangeError('calibrationPlot: there must be at least one curve; there is none')],
  ['a curve that is a number', () => rocPlot(3 as never), new TypeError('rocPlot: curves must be { falsePositiveRate, truePositiveRate }, or an array of such with a name; it is 3')],
  ['a matrix that is not square', () => confusionPlot([[1, 2]]), new RangeError('confusionPlot: the matrix must have as many rows as columns; it is [1, 2]')],
  ['too many classes', () => confusionPlot(Array.from({ length: 61 }, () => Array.from({ length: 61 }, () => 1))), new RangeError('confusionPlot: at most 60 classes can be told apart; there are 61')],
  ['negative counts', () => confusionPlot([[1, 0], [-1, 0]]), new RangeError('confusionPlot: counts must be at least 0; matrix[1][0] is -1')],
  ['too few names of classes', () => confusionPlot([[1, 0], [0, 1]], { classes: ['a'] }), new RangeError('confusionPlot: classes must name every row of the matrix; they are an array of 1, it is [2, 2]')],
  ['centres of other features', () => clusterPlot([[1, 2]], [0], { centers: [[1, 2, 3]] }), new RangeError('clusterPlot: centers must have the 2 columns of X; they are [1, 3]')],
  ['too many clusters', () => clusterPlot(Array.from({ length: 25 }, (_, i) => [i, i]), Array.from({ length: 25 }, (_, i) => i)), new RangeError('clusterPlot: at most 24 clusters can be told apart; there are 25')],
  ['labels of another length', () => silhouettePlot([0, 1], [0]), new RangeError('silhouettePlot: labels must have one element per row; it has 1, there are 2 rows')],
  ['silhouettes above 1', () => silhouettePlot([2], [0]), new RangeError('silhouettePlot: silhouettes must lie between -1 and 1; values[0] is 2')],
  ['silhouettes of another length', () => elbowPlot({ nClusters: [1, 2], inertia: [3, 2], silhouette: [1] }), new RangeError('elbowPlot: nClusters and silhouette must have one element per point; nClusters has 2, silhouette has 1')],
  ['a history that is a number', () => trainingCurvePlot(3 as never), new TypeError('trainingCurvePlot: history must be a list of { trainLoss, validationLoss }; it is 3')],
  ['an epoch without a loss', () => trainingCurvePlot([{} as never]), new TypeError('trainingCurvePlot: every epoch must have a trainLoss, a number; history[0] is an object')],
  ['no epoch', () => trainingCurvePlot([]), new RangeError('trainingCurvePlot: there must be an epoch with a finite loss; there is no epoch')],
  ['a training that went astray at once', () => trainingCurvePlot([{ trainLoss: NaN, validationLoss: undefined }]), new RangeError('trainingCurvePlot: there must be an epoch with a finite loss; of 1 epoch none has')],
  ['a best epoch that is not there', () => trainingCurvePlot([{ trainLoss: 1, validationLoss: 1 }], { bestEpoch: 2 }), new RangeError('trainingCurvePlot: bestEpoch must be an epoch of the history, 1 to 1; it is 2')],
  ['a scale that is none', () => trainingCurvePlot([{ trainLoss: 1, validationLoss: 1 }], { scale: 'cube' as 'log' }), new TypeError('trainingCurvePlot: scale must be \'auto\', \'linear\' or \'log\'; it is "cube"')],
  ['a loss of 0 on a log scale', () => trainingCurvePlot([{ trainLoss: 0, validationLoss: 1 }], { scale: 'log' }), new RangeError('trainingCurvePlot: losses must be above 0 for a logarithmic axis; the least is 0')],
  ['kernels that are an array', () => filterPlot([1] as never), new TypeError('filterPlot: kernels must be { data, shape: [filters, channels, height, width] }; they are an array of 1')],
  ['kernels without width', () => filterPlot({ data: Float32Array.of(1), shape: [1, 1, 1] }), new RangeError('filterPlot: the shape must be [filters, channels, height, width], each 1 or more; it is [1, 1, 1]')],
  ['too few weights', () => filterPlot({ data: Float32Array.of(1), shape: [1, 1, 1, 2] }), new RangeError('filterPlot: weights must fill their shape; [1, 1, 1, 2] has 1')],
  ['a weight that is no number', () => filterPlot({ data: Float32Array.of(NaN), shape: [1, 1, 1, 1] }), new RangeError('filterPlot: every weight must be finite; number 0 is NaN')],
  ['half a filter', () => filterPlot({ data: Float32Array.of(1), shape: [1, 1, 1, 1] }, { most: 0.5 }), new RangeError('filterPlot: most must be a whole number of filters, 1 or more; it is 0.5')],
  ['no layers', () => featureMapPlot([]), new TypeError('featureMapPlot: layers must be a list of { name, data, shape }, one at least; it is an array of 0')],
  ['a layer without a name', () => featureMapPlot([{} as never]), new TypeError('featureMapPlot: layers must be { name, data, shape: [channels, height, width] }; layers[0] is an object')],
  ['maps of another size', () => featureMapPlot([{ name: 'a', data: Float32Array.of(1), shape: [1, 1, 2] }]), new RangeError('featureMapPlot: maps must fill their shape [channels, height, width]; layers[0] has shape [1, 1, 2] and 1 numbers')],
  ['a map that is no number', () => featureMapPlot([{ name: 'a', data: Float32Array.of(NaN), shape: [1, 1, 1] }]), new RangeError('featureMapPlot: every number must be finite; layers[0] has NaN')],
  ['no map at all', () => featureMapPlot([{ name: 'a', data: Float32Array.of(1), shape: [1, 1, 1] }], { most: 0 }), new RangeError('featureMapPlot: most must be a whole number of maps, 1 or more; it is 0')],
  ['no mistake', () => mistakesPlot([]), new TypeError('mistakesPlot: confusions must be a list of { actual, predicted, count, images }, one at least; it is an array of 0')],
  ['a mistake without an image', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [] }]), new TypeError('mistakesPlot: confusions must be { actual, predicted, count, images }, with an image at least; confusions[0] is an object')],
  ['too many images', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: Array.from({ length: 1001 }, () => pixel) }]), new RangeError('mistakesPlot: there must be at most 1000 images; there are 1001')],
  ['an image that is a number', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [5 as never] }]), new TypeError('mistakesPlot: images must be { data, shape: [channels, height, width] }; images[0] is 5')],
  ['an image of two channels', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [{ data: Uint8Array.of(1, 2), shape: [2, 1, 1] }] }]), new RangeError('mistakesPlot: images must have 1 channel (grey) or 3 (red, green, blue); images[0] has 2')],
  ['images of two shapes', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [pixel, { data: Uint8Array.of(1, 2), shape: [1, 1, 2] }] }]), new RangeError('mistakesPlot: images must have one shape; images[0] has [1, 1, 1], images[1] has [1, 1, 2]')],
  ['half an image', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [{ data: Uint8Array.of(1), shape: [1, 1, 2] }] }]), new RangeError('mistakesPlot: pixels must fill their shape; images[0] has shape [1, 1, 2] and 1 numbers')],
  ['a pixel that is no number', () => mistakesPlot([{ actual: 1, predicted: 2, count: 1, images: [{ data: Float32Array.of(NaN), shape: [1, 1, 1] }] }]), new RangeError('mistakesPlot: every pixel must be finite; images[0] has NaN')],
  ['an image that is a number', () => convolutionPlot(3 as never, pixel), new TypeError('convolutionPlot: x must be an array, or { data, shape }; it is 3')],
  ['an image of one axis', () => convolutionPlot({ data: Float32Array.of(1), shape: [1] }, pixel), new TypeError('convolutionPlot: x must have 2 or 3 axes; its shape is [1]')],
  ['a kernel that does not fill its shape', () => convolutionPlot({ data: Float32Array.of(1), shape: [1, 1] }, { data: Float32Array.of(1), shape: [1, 2] }), new RangeError('convolutionPlot: numbers must fill their shape; kernel has shape [1, 2] and 1 numbers')],
  ['an image with NaN', () => convolutionPlot({ data: Float32Array.of(NaN), shape: [1, 1] }, { data: Float32Array.of(1), shape: [1, 1] }), new RangeError('convolutionPlot: every number must be finite; x has NaN')],
  ['two biases for one kernel', () => convolutionPlot({ data: Float32Array.of(1), shape: [1, 1] }, { data: Float32Array.of(1), shape: [1, 1] }, { bias: [1, 2] }), new RangeError('convolutionPlot: bias must have one number per kernel; there is 1 kernel, bias is an array of 2')],
  ['a step beyond the output', () => convolutionPlot({ data: Float32Array.of(1), shape: [1, 1] }, { data: Float32Array.of(1), shape: [1, 1] }, { step: 1 }), new RangeError('convolutionPlot: step must be a cell of the output, 0 to 0; it is 1')],
  ['an image too large to be looked at', () => convolutionPlot({ data: new Float32Array(1600), shape: [40, 40] }, { data: Float32Array.of(1), shape: [1, 1] }), new RangeError('convolutionPlot: at most 1600 cells can be looked at; x with its padding and one output have 3200. Take a smaller part of x')],
  ['maps whose span is infinite', () => featureMapPlot([{ name: 'a', data: Float64Array.of(1e308, -1e308), shape: [1, 1, 2] }]), new RangeError('featureMapPlot: numbers must lie within ±1e300 to be drawn; layers[0][0] is 1e+308')],
  ['filters whose span is infinite', () => filterPlot({ data: Float64Array.of(1, -1e308), shape: [1, 1, 1, 2] }), new RangeError('filterPlot: numbers must lie within ±1e300 to be drawn; kernels.data[1] is -1e+308')],
  ['no plane', () => planePlot([[1, 2]], [1], undefined as never), new TypeError('planePlot: plane must be { coef, intercept }, as a fitted model is; it is undefined')],
  ['no line', () => linePlot([1], [1], null as never), new TypeError('linePlot: line must be { coef, intercept }, as a fitted model is; it is null')],
  ['a line beyond all numbers', () => linePlot([1e200, 1], [1, 2], { coef: [1e200], intercept: 0 }), new RangeError('linePlot: fitted values must lie within ±1e300 to be drawn; there is Infinity')],
  ['a plane beyond all numbers', () => planePlot([[1e200, 1], [1, 2]], [1, 2], { coef: [1e200, 1], intercept: 0 }), new RangeError('planePlot: fitted values must lie within ±1e300 to be drawn; there is -Infinity')],
  ['a plane of three features', () => planePlot([[1, 2, 3]], [1], { coef: [1, 2, 3], intercept: 0 }), new RangeError('planePlot: there must be two features; X is [1, 3]. Fit the model on two, or draw predictedActualPlot')],
  ['a plane of one coefficient', () => planePlot([[1, 2]], [1], { coef: [1], intercept: 0 }), new RangeError('planePlot: the plane must have two coefficients; plane.coef has 1')],
  ['heights of another length', () => planePlot([[1, 2]], [1, 2], { coef: [1, 2], intercept: 0 }), new RangeError('planePlot: X and y must have one row per point; X has 1, y has 2')],
  ['one name for two features', () => planePlot([[1, 2]], [1], { coef: [1, 2], intercept: 0 }, { featureNames: ['a'] as never }), new TypeError('planePlot: featureNames must be two texts; it is an array of 1')],
  ['a view that is no number', () => planePlot([[1, 2]], [1], { coef: [1, 2], intercept: 0 }, { azimuth: NaN }), new TypeError('planePlot: azimuth must be a number of degrees; it is NaN')],
  ['a cost that is a number', () => costPlot(3 as never, [[0, 0]]), new TypeError('costPlot: cost must be a function of two numbers; it is 3')],
  ['a descent in three parameters', () => costPlot(() => 1, [[0, 0, 0]]), new RangeError('costPlot: there must be two parameters; path is [1, 3]')],
  ['a minimum of one number', () => costPlot(() => 1, [[0, 0]], { minimum: [1] as never }), new RangeError('costPlot: minimum must be two numbers; it has 1')],
  ['a cost that is not finite', () => costPlot(() => NaN, [[0, 0]]), new RangeError('costPlot: the cost must be finite around the path; at (−1.16, −1.16) it is NaN')],
  ['a loop that is a number', () => learningDiagram(3 as never), new TypeError('learningDiagram: loop must be an object of formulas; it is 3')],
  ['a formula that is a number', () => learningDiagram({ cost: 3 as never }), new TypeError('learningDiagram: cost must be a text; it is 3')],
  ['a formula of nothing in the loop', () => learningDiagram({ price: 'p' } as never), new TypeError('learningDiagram: formulas must be among parameters, prediction, cost, gradient, update; "price" is not')],
  ['products that are too large', () => convolutionPlot({ data: Float64Array.of(1e200), shape: [1, 1] }, { data: Float64Array.of(1e200), shape: [1, 1] }), new RangeError('convolutionPlot: every sum must be finite; cell 0 of the output is Infinity. Scale x or kernel')],
  ['weights of a training that ran away', () => networkDiagram({ inputShape: [1], layers: [{ name: 'dense', outputShape: [1] }], parameters: [{ kernel: { data: Float32Array.of(NaN), shape: [1, 1] } }] }), new RangeError('networkDiagram: every weight must be finite; parameters[0].kernel has NaN')],
  ['a network that is a number', () => networkDiagram(3 as never), new TypeError('networkDiagram: network must be { inputShape, layers: [{ name, outputShape }] }; it is 3')],
  ['a network without layers', () => networkDiagram({ inputShape: [2], layers: [] }), new RangeError('networkDiagram: there must be a layer; there is none')],
  ['a layer without a shape', () => networkDiagram({ inputShape: [2], layers: [{ name: 'dense' } as never] }), new TypeError('networkDiagram: layers must be { name, outputShape }, lengths of 1 or more; layers[0] is an object')],
  ['too few names of inputs', () => networkDiagram({ inputShape: [2], layers: [{ name: 'dense', outputShape: [1] }], inputNames: ['a'] }), new RangeError('networkDiagram: inputNames must name each of 2; there are 1')],
  ['options that are no object', () => foldPlot([{ name: 'a', folds: [1] }], 5 as never), new TypeError('foldPlot: options must be an object; it is 5')],
];

test.each(refusals)('a plot says what is wrong with %s', (_, draw, error) => {
  expect(draw).toThrow(error);
});

const bundled = build({
  entryPoints: [fileURLToPath(new URL('./examples.testing.ts', import.meta.url))],
  bundle: true, platform: 'browser', format: 'iife', globalName: 'plots', write: false, metafile: true, logLevel: 'silent',
});

test('a page can bundle the plots: no module of Node and no other document is drawn in', async () => {
  const { metafile, warnings } = await bundled;
  expect(warnings).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => /linkedom|jsdom|duckdb|^node:/.test(path))).toEqual([]);
});

test.each([1, 2])('a page with %d pixels per pixel draws the same strings as Node', async (devicePixelRatio) => {
  const page = createContext({ window: { devicePixelRatio } });
  runInContext((await bundled).outputFiles[0].text, page);
  const drawn = runInContext('Object.entries(plots.examples).map(([name, draw]) => [name, draw()])', page) as [string, string][];
  expect(drawn).toHaveLength(Object.keys(examples).length);
  for (const [name, svg] of drawn) expect([name, svg === examples[name]()]).toEqual([name, true]);
});

test('a path of very many coefficients draws the largest and says how many it left out', () => {
  const coefs = [Array.from({ length: 60 }, (_, j) => j), Array.from({ length: 60 }, (_, j) => 2 * j)];
  const text = (features: number): string => coefficientPath({ alphas: [2, 1], coefs: coefs.map((row) => row.slice(0, features)) }).replaceAll('</text>', ' ').replaceAll(/<[^>]*>/g, '');
  expect(text(60)).toContain('The 12 largest of 60 coefficients are named; the next 38 are grey, and 10 smaller ones are not drawn.');
  expect(text(20)).toContain('The 12 largest of 20 coefficients are named; the others are grey.');
  expect(text(12)).not.toContain('named');
});
