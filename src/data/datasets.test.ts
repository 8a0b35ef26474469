/** The tables of datasets/ are what datasets/README.md says. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { open } from './open.ts';

const folder = fileURLToPath(new URL('../../datasets/', import.meta.url));
const readme = readFileSync(`${folder}README.md`, 'utf8');
const described = [...readme.matchAll(/^\| \[(\w+\.csv)\]\(\1\) \| (\d+) × (\d+) \| `(\w+)` \((.*?)\)/gm)].map(([, file, rows, columns, target, kind]) => ({ file, rows: Number(rows), columns: Number(columns), target, kind }));

test('every file is described, with its licence', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv')).sort();
  expect(described.map(({ file }) => file).sort()).toEqual(files);
  expect([...readme.matchAll(/^\| (\w+\.csv) \| [^|]{40,} \| [^|]{7,} \|$/gm)].map(([, file]) => file).sort()).toEqual(files);
});

test.each(described)('$file has the rows, columns and target it is said to have', async ({ file, rows, columns, target, kind }) => {
  await using table = await open(folder + file);
  expect([table.rowCount, table.columns.length]).toEqual([rows, columns]);
  const found = (await table.summary()).find(({ name }) => name === target);
  expect(found?.missing).toBeLessThan(3);
  expect(kind === 'a number' ? found?.type : `${found?.distinct} classes`).toBe(kind === 'a number' ? 'numeric' : kind);
  expect(table.columns.filter(({ type }) => type === 'categorical').map(({ name }) => name)).toEqual(
    { 'penguins.csv': ['species', 'island', 'sex'], 'iris.csv': ['species'], 'wine.csv': ['cultivar'], 'breast_cancer.csv': ['diagnosis'] }[file] ?? [],
  );
});

test('nineteen cells of the penguins are missing', async () => {
  await using table = await open(`${folder}penguins.csv`);
  expect((await table.summary()).reduce((sum, { missing }) => sum + missing, 0)).toBe(19);
});
