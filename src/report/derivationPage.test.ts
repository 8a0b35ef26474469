import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { derive } from '../explain/index.ts';
import { lasso, linearRegression } from '../models/index.ts';
import { batchNorm, conv2d, crossEntropy, dense, flatten, maxPool2d, relu, sequential } from '../nn/index.ts';
import { add, square, sum } from '../ops/index.ts';
import { derivationPage } from './index.ts';

const X = [[1, 2, 0.3], [3, 1, -0.2], [2, 4, 0.1], [5, 3, 0.4], [4, 5, -0.5], [6, 1, 0]];
const y = [3.1, 4.2, 5.9, 7.8, 9.1, 6.5];

test('a derivation is one page with every formula as MathML, and nothing to load', async () => {
  const derivation = derive(await lasso({ alpha: 0.2 }).fit(X, y), { X, y, features: ['area', '<rooms>', 'noise'] });
  const page = await derivationPage(derivation, { source: 'houses.glissade', version: '1.2.3' });
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('math').length).toBeGreaterThan(10);
  expect([...document.querySelectorAll('h2')].map(({ textContent }) => textContent)).toEqual(['Symbols', ...derivation.sections.map(({ title }) => title)]);
  expect(document.querySelectorAll('table').length).toBe(3);
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|katex-error|<rooms>|undefined/);
  expect(page).toContain('&lt;rooms&gt;');
  expect(page).toContain('Glissade 1.2.3');
});

test('convolutions and their gradients can be set', async () => {
  const net = sequential([1, 6, 6], conv2d(2, 3, { stride: 2, padding: 1 }), batchNorm(), relu(), maxPool2d(2, { stride: 1 }), flatten(), dense(2));
  expect(await derivationPage(derive(net, { loss: crossEntropy() }))).toMatch(/∗[\s\S]*↔/);
});

test('the same derivation gives the same page', async () => {
  const model = await linearRegression().fit(X, y);
  expect(await derivationPage(derive(model))).toBe(await derivationPage(derive(model)));
});

test('names of any signs are set', async () => {
  const names = ['Maß', '日本 & co', '🎉', '\\frac{', 'a<b>%$#|'];
  const cost = (...args: NdArray[]): NdArray => sum(square(args.reduce((total, one) => add(total, one))));
  const page = await derivationPage(derive(cost, names.map((_, i) => array([1, i])), { names }));
  const { document } = parseHTML(page);
  const shown = [...document.querySelectorAll('#symbols tr')].flatMap((row) => row.querySelector('semantics > :first-child')?.textContent.replaceAll('\u00a0', ' ').replace('∣', '|') ?? []);
  expect(shown.slice(0, names.length)).toEqual(names);
});

test('formulas have fonts that brackets grow in, and what they mean has room beside large values', async () => {
  const page = await derivationPage(derive(await linearRegression().fit([[1], [2], [4]], [1, 3, 2])));
  expect(page).toMatch(/math\{font-family:[^}]*"STIX Two Math"[^}]*,math;/);
  expect(page).toContain('#symbols td:nth-child(3){min-width:11rem}');
});
