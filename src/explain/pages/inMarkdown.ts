/** A derivation in Markdown, its formulas in LaTeX between dollar signs. Knows no other page but how LaTeX sets formulas. */
import { latex } from '../notation/dialect.ts';
import type { DerivationParts, FormulaLine, TableLine } from '../parts.ts';
import { valueText } from '../values.ts';
import { aligned } from './inLatex.ts';
import { groupsOf, inOneLine, shapeText } from './sides.ts';

export function inMarkdown({ title, intro, symbols, sections, sizes }: DerivationParts): string {
  const math = (formula: string): string => (formula === '' ? '' : `$${formula}$`);
  const rows = symbols.map(({ name, shape, meaning, value }) => [
    math(latex.name(name)), shape === undefined ? '' : math(shapeText(shape, sizes, latex)), escaped(meaning),
    value === undefined ? '' : typeof value === 'number' ? String(value) : math(valueText(value, latex)),
  ]);
  const hasValues = rows.some(([, , , value]) => value !== '');
  return [
    `# ${escaped(title)}`,
    ...intro.map(escaped),
    ...(rows.length === 0 ? [] : [table(['symbol', 'shape', 'meaning', ...(hasValues ? ['value'] : [])], hasValues ? rows : rows.map((row) => row.slice(0, 3)))]),
    ...sections.flatMap(({ title, lines }) => [`## ${escaped(title)}`, ...groupsOf(lines).map((group) => {
      const [first] = group;
      if (first.kind === 'note') return escaped(first.text);
      if (first.kind === 'equation') return `$$\n${first.latex}\n$$`;
      return first.kind === 'table' ? numbers(first) : `$$\n${aligned(group as readonly FormulaLine[], 'aligned', sizes)}\n$$`;
    })]),
  ].join('\n\n');
}

function numbers({ header, rows }: TableLine): string {
  return table(header.map(escaped), rows.map((row) => row.map(escaped)), true);
}

function table(header: readonly string[], rows: readonly (readonly string[])[], isRight = false): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(header), `|${header.map((_, i) => (i === 0 || !isRight ? '---' : '---:')).join('|')}|`, ...rows.map(row)].join('\n');
}

/** What Markdown would take for its own. */
function escaped(sentence: string): string {
  return inOneLine(sentence).replaceAll(/[\\*_|<>[\]`$#]/g, (sign) => `\\${sign}`);
}

