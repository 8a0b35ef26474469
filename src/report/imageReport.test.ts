import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { imagesOf } from '../images/index.ts';
import { classifyImages } from '../select/index.ts';
import { imageReport } from './index.ts';

/** A bright dot in the upper or lower half; every ninth label is wrong, so that there is something to look at. */
const count = 90;
const data = new Uint8Array(count * 64);
const labels = Array.from({ length: count }, (_, i) => {
  const upper = i % 2 === 0;
  data[i * 64 + ((i * 7) % 32) + (upper ? 0 : 32)] = 255;
  return (i % 9 === 0) !== upper ? 'up <b>' : "do'wn";
});
const images = imagesOf({ data, shape: [count, 8, 8] }, labels);
const found = await classifyImages(images, { source: 'dots & <co>', epochs: 3, batchSize: 8, learningRate: 0.01 });
const options = { modelFile: "do'ts.glissade", version: '0.1.0' };
const report = imageReport(found, options);
const { document } = parseHTML(report);
const textOf = (selector: string): string => (document.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

test('the report has its sections in order, linked, and every id once', () => {
  const ids = [...document.querySelectorAll('main > section')].map((section) => section.id);
  expect(ids).toEqual(['summary', 'data', 'learning', 'confusion', 'mistakes', 'model', 'filters', 'maps', 'use', 'making']);
  expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(ids.map((id) => `#${id}`));
  const all = [...document.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(all).size).toBe(all.length);
});

test('it loads nothing, runs nothing, and shows no picture but those in it; names are text', () => {
  expect(document.querySelectorAll('script, link, img, iframe, object, embed, form, b')).toHaveLength(0);
  expect(report.replaceAll('http://www.w3.org/2000/svg', '').replaceAll(/data:image\/png;base64,[\w+/=]+/g, '')).not.toMatch(/https?:|\/\/[a-z]|url\(|@import|javascript:| on\w+=|NaN|undefined/i);
  expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:;");
  expect(textOf('#data table')).toContain('up <b>');
  expect(document.title).toBe('Classes of dots & <co>');
});

test('it says how often the network is right, what to doubt, whether it overfits', () => {
  expect(textOf('#summary .lead')).toMatch(/^Convolutional network tells the 2 classes of dots & <co> apart\. Of 18 images it had never seen, it names the class of [\d.]+ %; always naming the most frequent class (would be right for|does no worse, with) 50 %\.$/);
  expect(textOf('#summary ul')).toContain('It names one of its classes for every image');
  expect(textOf('#summary .verdict')).toContain(`Verdict: ${found.diagnosis.verdict}.`);
  expect(textOf('#learning')).toContain(`was least in epoch ${found.model.bestEpoch},`);
  expect(textOf('#learning svg')).toContain(`kept: epoch ${found.model.bestEpoch}`);
});

test('mistakes, filters and maps are drawn, each for wide and narrow', () => {
  const missed = found.testPredictions.actual.filter((label, i) => label !== found.testPredictions.predicted[i]).length;
  expect(textOf('#mistakes p')).toContain(missed === 1 ? 'The one image of the test' : `The ${missed} images of the test, of 18,`);
  for (const id of ['mistakes', 'filters', 'maps', 'learning', 'confusion']) expect(document.querySelectorAll(`#${id} figure > div > svg`)).toHaveLength(2);
  expect(document.querySelectorAll('#mistakes image').length).toBe(2 * missed);
  expect(textOf('#maps')).toContain('2. conv2d, batchNorm, relu');
  expect(textOf('#model table')).toContain('conv2d16 × 8 × 8144');
});

test('a network that misses nothing has no mistakes, an mlp no filters and maps', () => {
  const right = { ...found, confusions: [], example: undefined, testPredictions: { ...found.testPredictions, predicted: found.testPredictions.actual }, test: { ...found.test, accuracy: 1 } };
  const page = parseHTML(imageReport(right, options)).document;
  expect([page.querySelector('#mistakes'), page.querySelector('#maps')]).toEqual([null, null]);
  expect(page.querySelector('#summary ul')!.textContent).toContain('No image of the test was missed. With 18 images, up to 17\u00a0% of new ones may still be');
  expect(() => imageReport(found, { modelFile: 3 as never, version: '1' })).toThrow('imageReport: modelFile must be a string; it is number');
});
