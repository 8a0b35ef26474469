import { expect, test } from 'vitest';
import { Frame, linearRegression, type TableModel } from '../index.ts';
import { latexOf } from './latex.ts';

const n = 40;
const days = Float64Array.from({ length: n }, (_, i) => 19_700 + i / 24);
const table = new Frame([
  { name: 'a_1\n\nb', type: 'date', values: days },
  { name: 'open', type: 'boolean', values: Float64Array.from({ length: n }, (_, i) => i % 2) },
  { name: 'kind', type: 'categorical', categories: ['x', '50 %'], codes: Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0)) },
  { name: 'y', type: 'numeric', values: Float64Array.from(days, (day, i) => 24 * (day - 19_700) + (i % 2) + 3 * (i % 3 === 0 ? 1 : 0)) },
], n, 'memory');
const equation = async (): Promise<{ model: TableModel; lines: readonly string[] }> => {
  const model = await linearRegression().fit(table, { target: 'y' });
  return { model, lines: latexOf(model, model.explain()).split('\n  ') };
};

test('names are escaped, and say what is counted', async () => {
  const { lines } = await equation();
  expect(lines[0]).toMatch(/^\\widehat\{\\text\{y\}\} = -47\d{4}/);
  expect(lines.map((line) => line.replace(/^.*\\,/, '')).slice(1).sort()).toEqual([
    String.raw`[\text{kind} = \text{50 \%}]`, String.raw`[\text{open}]`, String.raw`\text{a\_1 b (days since 1970-01-01)}`,
  ]);
});

test('the equation has digits enough to predict what the model predicts', async () => {
  const { model, lines } = await equation();
  const valueOf = (pattern: RegExp): number => Number(lines.map((line) => pattern.exec(line)?.[1]).find((text) => text !== undefined)?.replaceAll(' ', ''));
  const [constant, perDay, open, kind] = [valueOf(/= (-?[\d.]+)$/), valueOf(/^(. [\d.]+).*days/), valueOf(/^(. [\d.]+).*open/), valueOf(/^(. [\d.]+).*kind/)];
  const predicted = await model.predict(table);
  predicted.forEach((value, i) => expect(constant + perDay * days[i] + open * (i % 2) + kind * (i % 3 === 0 ? 1 : 0)).toBeCloseTo(value, 2));
});
