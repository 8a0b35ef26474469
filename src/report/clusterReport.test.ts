import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { clusterTable } from '../select/index.ts';
import { frameOf } from '../table/index.ts';
import { clusterReport } from './index.ts';

const options = { modelFile: 'm.clusters.glissade', version: '0.1.0' };
const evil = '<script>alert(1)</script>';
const rows = Array.from({ length: 90 }, (_, i) => ({
  'x <b>': 10 * (i % 3) + (i % 7) / 7, y: (i % 3) === 1 ? 9 + (i % 5) / 5 : (i % 4) / 4, kind: [evil, '__proto__', '__proto__'][i % 3], day: new Date(Date.UTC(2020, i % 3, 1 + (i % 20))), ok: i % 3 === 0,
}));
const clustering = await clusterTable(frameOf(rows, 'a & <b>.csv'));
const report = clusterReport(clustering, options);
const { document } = parseHTML(report);
const textOf = (selector: string): string => (document.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

test('the report has all its sections, in order, and its contents link to each', () => {
  const ids = [...document.querySelectorAll('main > section')].map((section) => section.id);
  expect(ids).toEqual(['summary', 'number', 'clusters', 'picture', 'silhouettes', 'data', 'use', 'making']);
  expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(ids.map((id) => `#${id}`));
});

test('it loads nothing, runs nothing, and names are text', () => {
  expect(document.querySelectorAll('script, link, img, iframe, object, embed, form, b')).toHaveLength(0);
  expect(report).not.toMatch(/<script|NaN|undefined/);
  expect(clusterReport(clustering, options)).toBe(report);
});

test('the summary says how many clusters there are, why, and what to doubt', () => {
  expect(textOf('#summary .lead')).toBe('90 rows in 3 clusters, by 5 features, standardised so that each counts alike whatever its unit.');
  expect(textOf('#summary')).toContain(clustering.why);
  expect(textOf('#summary ul')).toContain('Categories part rows sharply');
});

test('each cluster is told in words, in the units of the table, and beside all others', () => {
  expect([...document.querySelectorAll('#clusters li')].map((item) => item.textContent)).toEqual([0, 1, 2].map((c) => expect.stringMatching(new RegExp(`^Cluster ${c}, 30 rows \\(33\\s%\\): `))));
  expect(textOf('#clusters ul')).toMatch(/more often kind = <script>alert\(1\)<\/script> \(100 % against 33 %\)/);
  expect(textOf('#clusters table')).toContain('2020-');
  expect([...document.querySelectorAll('#clusters thead th')].map((cell) => cell.textContent)).toEqual(['centre of', 'all rows', 'cluster 0', 'cluster 1', 'cluster 2']);
});

test('two columns are drawn in their own units; one column, or a single cluster, is not drawn', async () => {
  const table = frameOf(rows, 'rows');
  const two = clusterReport(await clusterTable(table, { columns: ['x <b>', 'y'], clusters: 3 }), options);
  expect(two).toContain('All 90 rows.</p>');
  expect(two).not.toContain('id="number"');
  const one = clusterReport(await clusterTable(table, { columns: ['y'], clusters: 1 }), options);
  expect(one).not.toMatch(/id="picture"|id="silhouettes"|NaN/);
});

test('how to use it, and how it was made', () => {
  expect(textOf('#use')).toContain("{ kind: 'tableClusters' }");
  expect(textOf('#making pre')).toBe("npx glissade cluster 'a & <b>.csv' --clusters 3 --seed 0 --model m.clusters.glissade");
  expect(() => clusterReport(clustering, { version: '1' } as never)).toThrow(new TypeError('clusterReport: modelFile must be a string; it is undefined'));
});
