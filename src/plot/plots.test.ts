import { build } from 'esbuild';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { examples, noise } from './examples.testing.ts';
import {
  coefficientPath, coefficientPlot, foldPlot, learningCurvePlot, linePlot, lossCurve, predictedActualPlot, residualPlot, validationCurvePlot,
  type CurvePoints,
} from './index.ts';
import { textWidth } from './text.ts';
import { colors } from './theme.ts';

const line = { coef: [2], intercept: 1 };
const curves: CurvePoints = {
  parameter: 'alpha', values: [1, 2], metric: 'r2', greaterIsBetter: true,
  train: [{ mean: 0.5, std: 0.1 }, { mean: 0.4, std: 0.1 }], validation: [{ mean: 0.2, std: 0 }, { mean: 0.3, std: 0.1 }],
};

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
};

describe.each(Object.entries(smallest))('%s', (name, plot) => {
  test('draws a single point, or values that are all equal, with finite coordinates', () => {
    expect(plot()).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(plot().match(/<text/g)?.length).toBeGreaterThan(2);
  });

  test('names itself for screen readers, and needs nothing from outside', () => {
    const svg = plot({ title: 'A <b> & "c"' });
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="A &lt;b&gt; &amp; &quot;c&quot;"><title>A &lt;b&gt; &amp; &quot;c&quot;<\/title><desc>[^<]{4,}<\/desc><style>/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|@import|url\(|\bid=|<script|<image/);
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
    expect(placed.length).toBeGreaterThan(5);
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
