/** The report of a classification, from real comparisons of tables with names that would break careless HTML. */
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { compareClassifiers, type ClassificationComparison } from '../select/index.ts';
import { frameOf, type Cell } from '../table/index.ts';
import { htmlReport } from './index.ts';

const options = { modelFile: 'm.glissade', version: '0.1.0' };
const evil = '<script>alert(1)</script>';
const n = 150;
const wave = (i: number, k: number): number => ((i * (2 * k + 7) * (i % 5 + 3)) % 31) / 15 - 1;
const rows = Array.from({ length: n }, (_, i) => {
  const x = wave(i, 1);
  const kind = ['flat', evil, '__proto__'][i % 3];
  const z = 3 * x + (kind === 'flat' ? 1 : -0.5) + 1.5 * wave(i, 4);
  return { 'x <b>': x, kind, garden: i % 4 === 1, day: new Date(Date.UTC(2020, 0, 1 + (i % 50))), sold: z > 0, grade: z > 1 ? evil : z > -1 ? 'mid' : 'low' };
});
const table = (target: 'sold' | 'grade', keep: readonly string[]): ReturnType<typeof frameOf> =>
  frameOf(rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name === target || keep.includes(name))) as Record<string, Cell>), 'houses & <co>.csv');

const two = await compareClassifiers(table('sold', ['x <b>', 'kind', 'garden', 'day']), { target: 'sold' });
const three = await compareClassifiers(table('grade', ['x <b>', 'kind']), { target: 'grade', model: 'logistic-l1' });
const report = htmlReport(two, options);
const { document } = parseHTML(report);
const textOf = (doc: Document, selector: string): string => (doc.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

test('the report has all its sections, in order, and its contents link to each', () => {
  const ids = [...document.querySelectorAll('main > section')].map((section) => section.id);
  expect(ids).toEqual(['summary', 'data', 'models', 'model', 'confusion', 'curves', 'calibration', 'path', 'learning', 'use', 'making']);
  expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(ids.map((id) => `#${id}`));
  expect(textOf(document, '.kicker')).toBe('Classification report · houses & <co>.csv');
});

test.each([['two classes', two], ['three classes', three]])('%s: it loads nothing, runs nothing, and names are text', (_, comparison) => {
  const html = htmlReport(comparison, options);
  const { document: doc } = parseHTML(html);
  expect(doc.querySelectorAll('script, link, img, iframe, object, embed, form, b')).toHaveLength(0);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('NaN');
  expect(html).not.toContain('undefined');
  const ids = [...doc.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(htmlReport(comparison, options)).toBe(html);
});

test('the summary says how often it is right, against the most frequent class', () => {
  expect(textOf(document, '#summary .lead')).toMatch(/^Logistic regression \(L[12]\) tells the 2 classes of sold apart by 5 features\. Of 30 rows it had never seen, it is right in [\d.]+ %; always predicting the most frequent class would be right in [\d.]+ %\.$/);
  expect(textOf(document, '#summary .tiles')).toMatch(/Accuracy.*Balanced accuracy.*AUC.*Log loss/);
  expect(textOf(document, '#summary ul')).toContain('The test has 30 rows only: another draw of rows would move the accuracy');
});

test('the models are compared by log loss, with the frequencies of the classes', () => {
  expect([...document.querySelectorAll('#models tbody th')].map((cell) => (cell.textContent ?? '').replace(' (chosen)', ''))).toEqual(['class frequencies', 'logistic regression (L2)', 'logistic regression (L1)']);
  expect(textOf(document, '#models')).toContain('Log loss: the mean of −ln p');
  expect(textOf(document, '#models tr.marked')).not.toContain('penalty');
});

test('effects of two classes are odds ratios, for numbers, categories, booleans and dates', () => {
  const words = textOf(document, '#model ul');
  expect(words).toMatch(/One standard deviation more of x <b> \([\d.]+\) multiplies the odds of sold = true by [\d.]+, one unit by [\d.]+\./);
  expect(textOf(document, '#model table')).toContain('odds ratio per unit');
  expect(textOf(document, '#model')).toMatch(/the probability of sold = true is [\d.]+ %/);
});

test('effects of many classes stand side by side', () => {
  const { document: doc } = parseHTML(htmlReport(three, options));
  const [signs, scores] = [...doc.querySelectorAll('#model table')];
  expect([...signs.querySelectorAll('tbody th')].map((cell) => cell.textContent)).toEqual([evil, 'low', 'mid']);
  expect(signs.textContent).toContain('more x <b>');
  expect([...scores.querySelectorAll('thead th')].map((cell) => cell.textContent)).toEqual(['feature', evil, 'low', 'mid', 'standard deviation']);
  expect(doc.querySelector('#path')).toBeNull();
  expect(textOf(doc, '#summary .tiles')).toContain('Macro F1');
});

test('a column that lowers the score of a class speaks against it', () => {
  const { document: doc } = parseHTML(htmlReport(three, options));
  const rowOf = (label: string): string[] => [...doc.querySelectorAll('#model table')[0].querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent ?? '')).find(([name]) => name === label)!;
  const effect = three.model.explain('low').find(({ feature }) => feature === 'x <b>')!;
  expect(effect.perUnit).toBeLessThan(0);
  expect(rowOf('low')[2]).toContain('more x <b>');
  expect(rowOf('low')[1]).not.toContain('x <b>');
});

test('one numeric column is drawn with its sigmoid', async () => {
  const one = await compareClassifiers(table('sold', ['x <b>']), { target: 'sold' });
  expect(htmlReport(one, options)).toContain('Curve: the probability by the model to keep');
  expect(report).not.toContain('Curve: the probability by the model to keep');
});

test('what a reader must doubt is said: no better than the most frequent class, sizes that differ, classes left out', () => {
  const test: ClassificationComparison['test'] = { ...two.test, accuracy: two.baselineTest.accuracy };
  const html = htmlReport({ ...two, test, rareClasses: [{ label: 'odd <i>', rows: 2 }], classes: [{ label: false, rows: 140 }, { label: true, rows: 10 }] }, options);
  expect(html).toContain('the model is right no more often than always predicting the most frequent sold');
  expect(html).toContain('always predicting the most frequent class does no worse');
  expect(html).toContain('The classes differ much in size: 140 rows of false, 10 rows of true');
  expect(html).toContain('Left out, as too rare to be learnt and tested: odd &lt;i&gt; (2 rows)');
});

test('a test of one class has no curves, and one without a mistake says how many there may be', () => {
  const actual = two.testPredictions.actual.map(() => true);
  const html = htmlReport({ ...two, test: { ...two.test, accuracy: 1 }, testPredictions: { ...two.testPredictions, actual } }, options);
  expect(html).not.toContain('id="curves"');
  expect(html).toContain('up to 10\u00a0% of new rows may still be (the rule of three)');
});

test('what is said of a picture is what it shows: the line of true probabilities is dotted', () => {
  for (const comparison of [two, three]) {
    const part = parseHTML(htmlReport(comparison, options)).document.querySelector('#calibration')!;
    expect(part.textContent).toContain('dots on the dotted line');
    expect(part.querySelector('svg')!.textContent).toContain('Dotted: probabilities that mean what they say');
    expect(part.innerHTML).not.toContain('dashed');
  }
});
