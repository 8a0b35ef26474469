/** Finds every example of the documentation and turns it into a module that can be checked and run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Example {
  /** 'README.md:28' */
  readonly place: string;
  readonly code: string;
  /** False for a block marked `ts no-run`: its types are checked, that is all. */
  readonly runs: boolean;
}

/** What an example of a docstring may use without saying so: the public names, and a few rows of data. */
const atHand: Record<string, string> = {
  X: 'const X = Array.from({ length: 40 }, (_, i) => [i % 7, (i * i) % 11, (i * 5) % 13]);',
  y: 'const y = Array.from({ length: 40 }, (_, i) => 3 + 2 * (i % 7) - ((i * i) % 11) + ((i * 3) % 5) / 10);',
  table: "const table = frameOf({ area: [50, 80, 120, 65, 90, 70, 110, 55, 95, 60], town: ['a', 'b', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a'], price: [152, 243, 359, 190, 271, 214, 330, 160, 285, 182] });",
};

export function findExamples(root: string): Example[] {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'datasets/README.md', ...filesBelow(root, 'docs', '.md')].filter((page) => existsSync(join(root, page)));
  const sources = filesBelow(root, 'src', '.ts').filter((file) => !/\.(test|testing)\.ts$/.test(file));
  const names = publicNames(root);
  return [
    ...pages.flatMap((page) => blocksOf(page, readFileSync(join(root, page), 'utf8'))),
    ...sources.flatMap((file) => docstringsOf(file, readFileSync(join(root, file), 'utf8')).map((example) => ({ ...example, code: prelude(example.code, names) + example.code }))),
  ];
}

/** The commands of the `sh` blocks: 'README.md:20' → 'npx glissade train houses.csv --target price'. */
export function findCommands(root: string): { readonly place: string; readonly command: string }[] {
  const pages = ['README.md', 'CONTRIBUTING.md', 'datasets/README.md', ...filesBelow(root, 'docs', '.md')].filter((page) => existsSync(join(root, page)));
  return pages.flatMap((page) => fences(readFileSync(join(root, page), 'utf8'))
    .filter(({ info }) => info === 'sh')
    .flatMap(({ line, lines }) => lines.map((text, i) => ({ place: `${page}:${line + i}`, command: text.replace(/\s+#.*$/, '').trim() }))))
    .filter(({ command }) => /^(npx glissade|glissade|npm start)\b/.test(command));
}

function blocksOf(page: string, text: string): Example[] {
  return fences(text)
    .filter(({ info }) => /^ts\b/.test(info))
    .map(({ info, line, lines }) => ({ place: `${page}:${line}`, code: lines.join('\n'), runs: info !== 'ts no-run' }));
}

function fences(text: string): { readonly info: string; readonly line: number; readonly lines: readonly string[] }[] {
  const all = text.split('\n');
  const found: { info: string; line: number; lines: string[] }[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  all.forEach((text, i) => {
    const fence = /^\s*```(.*)$/.exec(text);
    if (open !== undefined && fence) {
      found.push(open);
      open = undefined;
    } else if (fence) {
      open = { info: fence[1].trim(), line: i + 2, lines: [] };
    } else {
      open?.lines.push(text);
    }
  });
  return found;
}

function docstringsOf(file: string, text: string): Example[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const lines = comment[0].slice(0, -2).split('\n').map((line) => line.replace(/^\s*\/?\*+ ?/, ''));
    const start = text.slice(0, comment.index).split('\n').length;
    return lines.flatMap((line, i): Example[] => {
      const tag = /^\s*@example\b ?(.*)$/.exec(line);
      if (tag === null) return [];
      const rest = lines.slice(i + 1);
      const end = rest.findIndex((next) => /^\s*@\w/.test(next));
      const code = [tag[1], ...(end < 0 ? rest : rest.slice(0, end))].filter((next) => !/^\s*```/.test(next));
      return [{ place: `${file}:${start + i}`, code: code.join('\n').trim(), runs: true }];
    });
  });
}

/** Imports of the public names that the code uses and does not import, and the rows it uses and does not make. */
function prelude(code: string, names: ReadonlyMap<string, string>): string {
  const uses = (name: string): boolean => new RegExp(`(?<![.\\w$'])${name}\\b(?!\\s*:)`).test(code);
  const makes = (name: string): boolean => new RegExp(`\\b(const|let|import)\\b[^=;]*\\b${name}\\b`).test(code);
  const data = Object.entries(atHand).filter(([name]) => uses(name) && !makes(name)).map(([, made]) => made);
  const wanted = [...names].filter(([name]) => (uses(name) || data.some((made) => made.includes(`${name}(`))) && !makes(name));
  const imports = [...new Set(wanted.map(([, entry]) => entry))]
    .map((entry) => `import { ${wanted.filter(([, from]) => from === entry).map(([name]) => name).join(', ')} } from '${entry}';`);
  return [...imports, ...data, ''].join('\n');
}

/** Every value that a public entry exports, and the entry. */
function publicNames(root: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [entry, file] of [['glissade', 'index.ts'], ['glissade/data', 'data/index.ts'], ['glissade/nn', 'nn/index.ts'], ['glissade/explain', 'explain/index.ts'], ['glissade/plot', 'plot/index.ts'], ['glissade/report', 'report/index.ts']]) {
    for (const [, list] of readFileSync(join(root, 'src', file), 'utf8').matchAll(/export \{([^}]*)\}/g)) {
      for (const name of list.split(',').map((one) => one.trim())) if (/^\w+$/.test(name) && !names.has(name)) names.set(name, entry);
    }
  }
  return names;
}

function filesBelow(root: string, folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending)).map((file) => `${folder}/${file.replaceAll('\\', '/')}`).sort();
}
