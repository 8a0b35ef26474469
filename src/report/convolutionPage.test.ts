import { expect, test } from 'vitest';
import { convolutionPage } from './index.ts';

const square = { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), shape: [3, 3] };
const pair = { data: Float32Array.of(1, -1), shape: [1, 2] };

test('a page has a radio button, a picture for screens and one for phones for each cell, and runs no script', () => {
  const page = convolutionPage(square, pair, { title: '<Edges>' });
  expect(page.match(/<input type="radio"/g)).toHaveLength(6);
  expect(page.match(/ checked>/g)).toHaveLength(1);
  expect(page.match(/<svg /g)).toHaveLength(12);
  expect(page).toContain('<h1>&lt;Edges&gt;</h1>');
  expect(page).toContain('#s5:checked~.step:nth-of-type(6){display:block}');
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(page).toContain('⌊(3 − 2) / 1⌋ + 1 = 2, and a column ⌊(3 − 1) / 1⌋ + 1 = 3');
});

test('the first step has no way back, the last none on', () => {
  const steps = convolutionPage(square, pair).split('<div class="step">').slice(1);
  expect(steps[0]).toContain('<span class="note">← back</span>');
  expect(steps[0]).toContain('<label for="s1">on →</label>');
  expect(steps[5]).toContain('<label for="s4">← back</label>');
  expect(steps[5]).toContain('<span class="note">on →</span>');
});

test('what cannot be stepped through is refused by name', () => {
  expect(() => convolutionPage({ data: new Float32Array(400), shape: [20, 20] }, pair)).toThrow(new RangeError('convolutionPage: at most 144 steps can be gone through; the output has 380 cells. Take a smaller part of x, or convolutionPlot for one step'));
  expect(() => convolutionPage(square, { data: new Float32Array(16), shape: [4, 4] })).toThrow(/^conv2d: /);
});
