import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { linearRegression } from '../models/index.ts';
import { compareRegressions } from '../select/index.ts';
import { frameOf } from '../table/index.ts';
import { comparisonOf, hostile } from './comparison.testing.ts';
import { htmlReport, writeReport } from './index.ts';

const options = { modelFile: "pen'guins.glissade", version: '0.1.0' };
const report = htmlReport(await comparisonOf(), options);
const { document } = parseHTML(report);
const textOf = (selector: string): string => (document.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

test('the report has all its sections, in order, and its contents link to each', () => {
  const ids = [...document.querySelectorAll('main > section')].map((section) => section.id);
  expect(ids).toEqual(['summary', 'data', 'models', 'model', 'predictions', 'residuals', 'path', 'learning', 'use', 'making']);
  expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(ids.map((id) => `#${id}`));
});

test('every link leads to a place in the report, and every id is there once', () => {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const link of document.querySelectorAll('a')) expect(ids).toContain(link.getAttribute('href')?.slice(1));
  for (const element of document.querySelectorAll('[aria-labelledby]')) expect(ids).toContain(element.getAttribute('aria-labelledby'));
});

test('the report loads nothing and runs nothing', () => {
  expect(document.querySelectorAll('script, link, img, iframe, object, embed, form')).toHaveLength(0);
  expect(report.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\/[a-z]|url\(|@import|javascript:| on\w+=/i);
  expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'");
});

test('names from the table are text, never markup', () => {
  for (const element of document.querySelectorAll('b, i')) expect(element).toBeUndefined();
  expect(report).not.toContain('<script');
  expect(document.title).toBe(`${hostile.target}, predicted from penguins & <co>.csv`);
  const data = textOf('#data');
  for (const name of [hostile.numeric, hostile.proto, hostile.category, hostile.level, hostile.target, 'id <i>']) expect(data).toContain(name);
});

test('the summary says in one sentence how far predictions are off, against the mean', () => {
  expect(textOf('#summary .lead')).toBe(`Lasso predicts ${hostile.target} from 6 features. On 68 rows it had never seen, it misses the true value by 242 on average; always predicting the mean would miss it by 688.`);
  expect(textOf('#summary .tiles')).toContain('Root mean squared error301');
  expect(textOf('#summary .verdict')).toContain('Verdict: good fit. With 274 training rows');
});

test('the summary doubts: few test rows, filled columns, rows left out', () => {
  const doubts = textOf('#summary ul');
  expect(doubts).toContain('The test has 68 rows only');
  expect(doubts).toContain('2 rows without mass </title> (g) were left out');
  expect(doubts).toContain(`filled in with the column’s usual value: ${hostile.numeric} (11 %)`);
});

test('a model no better than the mean is said to be so, and one that did not converge too', async () => {
  const usual = await comparisonOf();
  const poor = { rootMeanSquaredError: 830, meanAbsoluteError: 700, r2: -0.05 };
  const model = Object.assign(Object.create(usual.model) as typeof usual.model, { model: Object.assign(Object.create(usual.model.model) as typeof usual.model.model, { converged: false, note: 'maxIter reached' }) });
  const html = htmlReport({ ...usual, test: poor }, options);
  expect(html).toContain('the model is no better than always predicting the mean');
  expect(html).toContain('always predicting the mean does no worse, with 688');
  expect(html).toContain('is higher than cross-validation had promised (372 ± 15 between folds)');
  expect(htmlReport({ ...usual, test: { ...poor, rootMeanSquaredError: 800 } }, options)).toContain('only 1.5\u00a0% better than always predicting the mean');
  expect(htmlReport({ ...usual, model: Object.assign(model, { explain: () => usual.model.explain() }) }, options)).toContain('The solver stopped before it was done: maxIter reached');
});

test('the models are listed with the mean first, the chosen one marked, and the reason given', () => {
  expect([...document.querySelectorAll('#models tbody th')].map((cell) => cell.textContent)).toEqual(['mean as prediction', 'linear regression', 'ridge', 'lasso (chosen)', 'elastic net']);
  expect(textOf('#models tr.marked')).toContain('alpha = 0.31');
  expect(textOf('#models')).toContain('Lasso is chosen: its error, 372,');
});

test('effects are told in words, per unit and per standard deviation, for numbers, categories, booleans and dates', () => {
  const words = textOf('#model ul');
  expect(words).toMatch(/One more unit of flipper <b>length<\/b> & "width" goes with [\d.]+ more mass .*; one standard deviation \([\d.]+\) with 410 more\./);
  expect(words).toMatch(/adult: [\d.]+ less mass .* when true than when false\.|adult: [\d.]+ more mass .* when true than when false\./);
  expect(words).toMatch(/One day later in seen goes with/);
  expect(words).toMatch(/spe'cies = “.*”: [\d,]+ (more|less) mass .* than with “Adelie”|spe'cies = “.*”: [\d,.]+ (more|less)/);
  expect(textOf('#model')).toContain('1 of 6 effects is exactly zero');
});

test('standard errors, where the model has them, stand in the table and in the picture', async () => {
  const table = frameOf({ area: [50, 80, 120, 65, 90], rooms: [2, 3, 4, 3, 2], price: [151, 240, 362, 190, 271] }, 'houses.csv');
  const model = await linearRegression().fit(table, { target: 'price' });
  const html = htmlReport(await comparisonOf({ model, target: 'price', summary: await table.summary() }), options);
  expect(html).toContain('Whiskers: ± one standard error.');
  expect(html).toContain('<th scope="col" class="number">± standard error</th>');
  expect(html).not.toContain('one unit</th>');
  expect(report).toContain('one unit</th>');
});

test('the lines to load the model have the real names, quoted so that they run', () => {
  const code = [...document.querySelectorAll('#use pre')].map((block) => block.textContent ?? '');
  expect(code[0]).toBe('npm install glissade');
  expect(code[1]).toContain("import { load } from 'glissade';\nconst model = await load('pen\\'guins.glissade', { kind: 'table' });");
  expect(code[1]).toContain("['__proto__']: ");
  expect(code[1]).toContain("'spe\\'cies': 'Adelie'");
  expect(code[1]).toMatch(/adult: true,\n {2}seen: new Date\('2008-\d\d-\d\d'\),/);
  expect(code[2]).toContain("npx glissade predict 'pen'\\''guins.glissade' new.csv --out predictions.csv");
});

test('a model of many columns is shown with a table instead of a row', async () => {
  const wide = htmlReport(await comparisonOf({}, { columns: 500 }), options);
  expect(wide).toContain('await model.predict(await open(&#39;new.csv&#39;))');
  expect(wide).toContain('360 more rows');
  expect(wide).toContain('further rows not shown');
  expect(wide.length).toBeLessThan(600_000);
});

test('how it was made can be repeated: the command given, or one with table, target, folds and seed', async () => {
  expect(textOf('#making pre')).toBe("npx glissade train 'penguins & <co>.csv' --target 'mass </title> (g)' --folds 5 --seed 0 --out 'pen'\\''guins.glissade'");
  const dated = htmlReport(await comparisonOf(), { ...options, command: 'npm start -- train', generated: '21 November 2026' });
  expect(dated).toContain('<code>npm start -- train</code>');
  expect(dated).toContain('<dd>21 November 2026</dd>');
});

test('each picture is there for wide and for narrow screens, with a name for screen readers', () => {
  const svgs = [...document.querySelectorAll('svg')];
  expect(svgs.map((svg) => svg.getAttribute('role'))).toEqual(svgs.map(() => 'img'));
  expect(svgs.filter((svg) => svg.getAttribute('width') === '680')).toHaveLength(6);
  expect(svgs.filter((svg) => svg.getAttribute('width') === '335')).toHaveLength(6);
});

test('a single numeric column is drawn with its line', async () => {
  const comparison = await comparisonOf({}, { single: true });
  const testFeature = comparison.testPredictions.actual.map((value) => value / 1000);
  expect(htmlReport({ ...comparison, testFeature }, options)).toContain('Line: the model to keep, fitted on all rows.');
  expect(htmlReport(comparison, options)).not.toContain('Line: the model to keep');
});

test('a model without a penalty has no path', async () => {
  const html = htmlReport(await comparisonOf({ path: undefined }), options);
  expect(html).not.toContain('Coefficient path');
});

test('100,000 test rows make a report below 600 kB', async () => {
  const html = htmlReport(await comparisonOf({}, { testRows: 100_000 }), options);
  expect(html.length).toBeLessThan(600_000);
  expect(html).toContain('100,000 points');
});

test('the same comparison gives the same report', async () => {
  expect(htmlReport(await comparisonOf(), options)).toBe(report);
});

test('the report says what its options lack', async () => {
  const comparison = await comparisonOf();
  expect(() => htmlReport(comparison, { version: '1' } as never)).toThrow(new TypeError('htmlReport: modelFile must be a string; it is undefined'));
  expect(() => htmlReport(comparison, { modelFile: 'a', version: null } as never)).toThrow(new TypeError('htmlReport: version must be a string; it is null'));
});

test('writeReport writes the whole file and leaves nothing beside it, or says why not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-'));
  try {
    await writeReport(join(folder, 'a.html'), report);
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toBe(report);
    await expect(writeReport(join(folder, 'none', 'a.html'), report)).rejects.toThrow(/^writeReport: .*a\.html/);
    expect(readdirSync(folder)).toEqual(['a.html']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a network has its layers and the curve of its training where other models have their effects', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const table = frameOf({ x: rows.map((i) => i / 30 - 1), y: rows.map((i) => (i / 30 - 1) * (i / 30 - 1)), kind: rows.map((i) => (i % 20 < 10 ? 'odd <b>' : 'even')) });
  const found = await compareRegressions(table, { target: 'y', model: 'mlp', folds: 2, mlp: { hidden: [3], epochs: 2, batchSize: 64 } });
  const page = parseHTML(htmlReport(found, { modelFile: 'a.glissade', version: '0.1.0' })).document;
  const text = (selector: string): string => (page.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ');
  expect(text('#model')).toContain('Multilayer perceptron, trained once more on all rows.');
  expect(text('#model table')).toContain('dense3');
  expect(text('#model .facts')).toContain('after 20 epochs without a lower validation loss, or 2 epochs');
  expect(text('#model')).toContain('What it looks at');
  expect(page.querySelectorAll('#model figure > div > svg')).toHaveLength(6); // importance, layers, losses
  expect(text('#summary ul')).toContain('A network has no coefficients to read');
  expect(text('#models table')).toContain('multilayer perceptron (chosen)hidden = 3');
  expect(page.querySelector('#path')).toBeNull();
});
