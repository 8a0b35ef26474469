/** The stairs only go down: the import table of docs/ARCHITECTURE.md, enforced. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.testing.ts'));

/** file → what it imports: paths below src/, or package names. */
const imports = new Map(files.map((file) => {
  const text = readFileSync(join(src, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?(?:from\s*)?'([^']+)'|\bimport\('([^']+)'\)/g)].map((match) => match[1] ?? match[2]);
  return [file, found.map((path) => (path.startsWith('.') ? posix.join(dirname(file), path) : path))] as const;
}));

const floorOf = (file: string): string => (file.includes('/') ? `${file.slice(0, file.indexOf('/'))}` : file);

function table(): Map<string, string[]> {
  const rows = readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8').matchAll(/^\| `([\w.]+)\/?` \|[^|]*\|([^|]*)\|$/gm);
  return new Map([...rows].map((row) => [row[1], [...row[2].matchAll(/`([\w.]+)`/g)].map((match) => match[1])]));
}

test('every folder of src has a row in the table of docs/ARCHITECTURE.md, and every row a folder', () => {
  expect([...new Set(files.map(floorOf))].sort()).toEqual([...table().keys()].sort());
});

test('a file imports only from its own folder and from those its row names', () => {
  const rows = table();
  const broken: string[] = [];
  for (const [file, paths] of imports) {
    const floor = floorOf(file);
    for (const path of paths) {
      if (!files.includes(path)) continue;
      const other = floorOf(path);
      if (other !== floor && !rows.get(floor)?.includes(other)) broken.push(`src/${file} imports src/${path}`);
    }
  }
  expect(broken).toEqual([]);
});

test('a folder is entered by its index', () => {
  const broken: string[] = [];
  for (const [file, paths] of imports) {
    for (const path of paths) {
      if (files.includes(path) && floorOf(path) !== floorOf(file) && path.includes('/') && posix.basename(path) !== 'index.ts') broken.push(`src/${file} imports src/${path}`);
    }
  }
  expect(broken).toEqual([]);
});

test('every relative import names a file of src', () => {
  const broken = [...imports].flatMap(([file, paths]) =>
    paths.filter((path) => path.endsWith('.ts') && !files.includes(path)).map((path) => `src/${file} imports ${path}`));
  expect(broken).toEqual([]);
});

test('no files import each other in a loop', () => {
  const done = new Set<string>();
  const loops: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      loops.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) if (files.includes(next)) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(loops).toEqual([]);
});

test('only files/, data/, exchange/, report/ and cli/ import Node, and no file outside data/ imports DuckDB', () => {
  const node = new Set(['data', 'files', 'report', 'cli', 'exchange']);
  const broken = [...imports].flatMap(([file, paths]) =>
    paths
      .filter((path) => (path.startsWith('node:') && !node.has(floorOf(file))) || (path.startsWith('@duckdb/') && floorOf(file) !== 'data'))
      .map((path) => `src/${file} imports ${path}`));
  expect(broken).toEqual([]);
});

test('no path to a result calls a function whose bits differ between engines', () => {
  const drawing = new Set(['plot', 'report', 'cli']);
  const broken: string[] = [];
  for (const file of files) {
    if (drawing.has(floorOf(file)) || file.endsWith('generated.ts')) continue;
    const code = readFileSync(join(src, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const match of code.matchAll(/\bMath\.(exp|expm1|log|log1p|log2|log10|tanh|sinh|cosh|sin|cos|tan|asin|acos|atan|atan2|pow|cbrt|random)\b|[^*\s]\s*\*\*\s*[^*\s]/g)) {
      broken.push(`${relative(root, join(src, file))}: ${match[0]}`);
    }
  }
  expect(broken).toEqual([]);
});
