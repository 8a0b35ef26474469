/** A derivation as it is read: symbols, then sections of formulas and sentences; as text, Markdown and LaTeX. Knows no program. */
import type { NdArray, Shape } from '../array/index.ts';
import type { Expression } from './expression/expression.ts';
import { latex, text, type Dialect } from './notation/dialect.ts';
import type { Way } from './line.ts';
import { partsOfPartial } from './notation/names.ts';
import { lengthText, write } from './notation/write.ts';
import type { Sizes } from './translate/constants.ts';
import { valueText } from './values.ts';

/** A formula with its name: name = one form = another. */
export interface FormulaLine {
  readonly kind: 'formula';
  readonly name: string;
  readonly shape: Shape;
  readonly formulas: readonly Expression[];
  /** ∂C/∂w goes through these: written ∂C/∂A · ∂A/∂w. */
  readonly through: readonly Way[];
  /** What stands between the name and the formula. Default '='. */
  readonly relation?: '=' | '←';
  readonly value?: NdArray;
}

/** A sentence, and numbers or tables in plain text. */
export interface NoteLine {
  readonly kind: 'note';
  readonly text: string;
}

/** A table of words and numbers. */
export interface TableLine {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly (FormulaLine | NoteLine | TableLine)[];
}

export interface SymbolRow {
  readonly name: string;
  /** undefined for a number that is only a size. */
  readonly shape: Shape | undefined;
  readonly meaning: string;
  readonly value?: NdArray | number;
}

export interface DerivationParts {
  readonly title: string;
  /** Sentences before everything. */
  readonly intro: readonly string[];
  readonly symbols: readonly SymbolRow[];
  readonly sections: readonly Section[];
  readonly sizes: Sizes;
  /** Arrays that the function closes over, under the names that they have here. */
  readonly constants?: readonly { readonly name: string; readonly value: NdArray }[];
}

/** One line as it is printed. */
export interface PrintedLine {
  /** 'W₁' */
  readonly name: string;
  readonly nameLatex: string;
  /** 'm × 2' */
  readonly shape: string;
  /** The line in text, as in toText(). */
  readonly text: string;
  /** The line in LaTeX, without $. */
  readonly latex: string;
  /** The right sides, one for each = but those of the chain rule: each can be computed by itself. */
  readonly formulas: readonly { readonly text: string; readonly latex: string }[];
  /** With numbers only. */
  readonly value: NdArray | undefined;
}

/** A derivation, ready to be read. */
export class Derivation {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly symbols: readonly SymbolRow[];
  readonly intro: readonly string[];
  /** Arrays that the function closes over, under the names that they have here. */
  readonly constants: readonly { readonly name: string; readonly value: NdArray }[];
  readonly #parts: DerivationParts;

  /** @internal */
  constructor(parts: DerivationParts) {
    this.title = parts.title;
    this.intro = parts.intro;
    this.symbols = parts.symbols;
    this.sections = parts.sections;
    this.constants = parts.constants ?? [];
    this.#parts = parts;
  }

  /** Every formula in order. */
  get lines(): readonly PrintedLine[] {
    return this.sections.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'formula' ? [this.#printed(line)] : [])));
  }

  /** For a terminal. @param options.width  columns; lines are not broken, only sentences. Default 88 */
  toText({ width = 88 }: { readonly width?: number } = {}): string {
    const blocks = [
      `${this.title}\n${'═'.repeat(this.title.length)}`,
      ...this.intro.map((sentence) => wrapped(sentence, width, '')),
      this.#symbolsText(width),
      ...this.sections.map((section) => `${section.title}\n${'─'.repeat(section.title.length)}\n${this.#sectionText(section, width)}`),
    ];
    return blocks.filter((block) => block !== '').join('\n\n');
  }

  toMarkdown(): string {
    const { sizes } = this.#parts;
    const symbols = this.symbols.map(({ name, shape, meaning, value }) =>
      `| $${latex.name(name)}$ | ${shape === undefined || shape.length === 0 ? '' : `$${shapeText(shape, sizes, latex)}$`} | ${meaning}${value === undefined ? '' : ` = ${inlineValue(value)}`} |`);
    return [
      `# ${this.title}`,
      ...this.intro,
      ...(symbols.length === 0 ? [] : [['| symbol | shape | |', '|---|---|---|', ...symbols].join('\n')]),
      ...this.sections.flatMap(({ title, lines }) => [`## ${title}`, ...groupsOf(lines).map((group) => this.#groupMarkdown(group))]),
    ].join('\n\n');
  }

  /** A fragment of a LaTeX document that needs amsmath and amssymb. */
  toLatex(): string {
    const { sizes } = this.#parts;
    const symbols = this.symbols.map(({ name, shape, meaning, value }) =>
      `  \\item $${latex.name(name)}${shape === undefined || shape.length === 0 ? '' : ` \\in \\mathbb{R}^{${shapeText(shape, sizes, latex)}}`}${value === undefined ? '' : ` = ${typeof value === 'number' ? value : valueText(value, latex)}`}$: ${latexText(meaning)}`);
    return [
      `\\section*{${latexText(this.title)}}`,
      ...this.intro.map(latexText),
      ...(symbols.length === 0 ? [] : [`\\begin{itemize}\n${symbols.join('\n')}\n\\end{itemize}`]),
      ...this.sections.flatMap(({ title, lines }) => [`\\subsection*{${latexText(title)}}`, ...groupsOf(lines).map((group) => this.#groupLatex(group))]),
    ].join('\n\n');
  }

  toString(): string {
    return this.toText();
  }

  #printed(line: FormulaLine): PrintedLine {
    const { sizes } = this.#parts;
    return {
      name: text.name(line.name), nameLatex: latex.name(line.name), shape: shapeText(line.shape, sizes, text),
      text: [text.name(line.name), ...this.#sides(line, text).map((side, i) => `${i === 0 ? line.relation ?? '=' : '='} ${side}`)].join(' '),
      latex: [latex.name(line.name), ...this.#sides(line, latex).map((side, i) => `${i === 0 && line.relation === '←' ? '\\leftarrow' : '='} ${side}`)].join(' '),
      formulas: line.formulas.map((formula) => ({ text: write(formula, text, sizes), latex: write(formula, latex, sizes) })),
      value: line.value,
    };
  }

  #sides(line: FormulaLine, dialect: Dialect): string[] {
    return [...chainText(line, dialect), ...line.formulas.map((formula) => write(formula, dialect, this.#parts.sizes))];
  }

  #symbolsText(width: number): string {
    const { sizes } = this.#parts;
    const rows = this.symbols.map(({ name, shape, meaning, value }) => [
      text.name(name), shape === undefined || shape.length === 0 ? '' : shapeText(shape, sizes, text), `${meaning}${typeof value === 'number' ? ` = ${value}` : ''}`,
      value === undefined || typeof value === 'number' ? '' : valueText(value, text),
    ]);
    const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => lengthOf(row[column]))));
    return rows.map(([name, shape, meaning, value]) => {
      const head = `  ${padded(name, widths[0])}  ${padded(shape, widths[1])}  `;
      const row = hanging(head, meaning, width);
      return value === '' ? row : `${row}\n${value.split('\n').map((line, i) => `${' '.repeat(lengthOf(head))}${i === 0 ? '= ' : '  '}${line}`).join('\n')}`;
    }).join('\n');
  }

  #sectionText({ lines }: Section, width: number): string {
    const names = lines.flatMap((line) => (line.kind === 'formula' ? [lengthOf(text.name(line.name))] : []));
    const wide = Math.min(12, Math.max(0, ...names));
    return lines.map((line) => {
      if (line.kind === 'note') return wrapped(line.text, width, '  ');
      if (line.kind === 'table') return tableText(line);
      const { sizes } = this.#parts;
      const [first, ...rest] = this.#sides(line, text);
      const left = `  ${padded(text.name(line.name), wide)} ${line.relation ?? '='} `;
      const shape = line.shape.length === 0 || line.relation === '←' ? '' : `   [${shapeText(line.shape, sizes, text)}]`;
      const sides = [first, ...rest];
      const oneLine = `${left}${sides.join(' = ')}`;
      const indent = ' '.repeat(lengthOf(left) - 2);
      const body = lengthOf(oneLine) + shape.length <= width ? `${oneLine}${shape}` : [`${left}${first}`, ...rest.map((side) => `${indent}= ${side}`)].join('\n') + shape;
      return line.value === undefined ? body : `${body}\n${valueText(line.value, text).split('\n').map((row, i) => `${indent}${i === 0 ? '= ' : '  '}${row}`).join('\n')}`;
    }).join('\n');
  }

  #groupMarkdown(group: readonly (FormulaLine | NoteLine | TableLine)[]): string {
    const [first] = group;
    if (first.kind === 'note') return first.text;
    if (first.kind === 'table') return markdownTable(first);
    return `$$\n${this.#aligned(group as readonly FormulaLine[], 'aligned')}\n$$`;
  }

  #groupLatex(group: readonly (FormulaLine | NoteLine | TableLine)[]): string {
    const [first] = group;
    if (first.kind === 'note') return latexText(first.text);
    if (first.kind === 'table') {
      const row = (cells: readonly string[]): string => `  ${cells.map(latexText).join(' & ')} \\\\`;
      return [`\\begin{tabular}{l${'r'.repeat(first.header.length - 1)}}`, row(first.header), '  \\hline', ...first.rows.map(row), '\\end{tabular}'].join('\n');
    }
    return this.#aligned(group as readonly FormulaLine[], 'align*');
  }

  /** Formulas under each other at their first =, each with its shape. */
  #aligned(lines: readonly FormulaLine[], environment: 'aligned' | 'align*'): string {
    const { sizes } = this.#parts;
    const rows = lines.flatMap((line) => {
      const sides = [...this.#sides(line, latex), ...(line.value === undefined ? [] : [valueText(line.value, latex)])];
      const relation = line.relation === '←' ? '\\leftarrow' : '=';
      const shape = line.shape.length === 0 || line.relation === '←' ? '' : ` && \\scriptstyle ${shapeText(line.shape, sizes, latex)}`;
      return sides.map((side, i) => `  ${i === 0 ? `${latex.name(line.name)} &${relation}` : '&='} ${side}${i === sides.length - 1 ? shape : ''}`);
    });
    return `\\begin{${environment}}\n${rows.join(' \\\\\n')}\n\\end{${environment}}`;
  }
}

/** ∂C/∂A · ∂A/∂w + ∂C/∂R · ∂R/∂w; nothing where it would say no more than the name. */
function chainText({ name, through }: FormulaLine, dialect: Dialect): string[] {
  const parts = partsOfPartial(name);
  if (through.length === 0 || parts === undefined) return [];
  const [cost, by] = parts;
  const dot = dialect.isLatex ? ' \\cdot ' : ' · ';
  return [through.map((way) => `${way.isOne ? '' : `${dialect.name(`∂${cost}/∂${way.by}`)}${dot}`}${dialect.name(`∂${way.by}/∂${by}`)}`).join(' + ')];
}

function shapeText(shape: Shape, sizes: Sizes, dialect: Dialect): string {
  if (shape.length === 0) return '';
  const by = dialect.isLatex ? ' \\times ' : ' × ';
  const written = shape.map((length) => lengthText(length, sizes)).join(by);
  return dialect.isLatex || shape.length > 1 ? written : written;
}

function inlineValue(value: NdArray | number): string {
  return typeof value === 'number' ? String(value) : valueText(value, text);
}

function groupsOf(lines: Section['lines']): (FormulaLine | NoteLine | TableLine)[][] {
  const groups: (FormulaLine | NoteLine | TableLine)[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (line.kind === 'formula' && last?.[0].kind === 'formula') last.push(line);
    else groups.push([line]);
  }
  return groups;
}

function tableText({ header, rows }: TableLine): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => lengthOf(row[column]))));
  return all.map((row) => `  ${row.map((cell, column) => (column === 0 ? padded(cell, widths[column]) : ' '.repeat(widths[column] - lengthOf(cell)) + cell)).join('  ')}`.trimEnd()).join('\n');
}

function markdownTable({ header, rows }: TableLine): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(header), `|${header.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(row)].join('\n');
}

/** As many places as a terminal needs: marks that are put on a letter need none. */
function lengthOf(line: string): number {
  return [...line.replaceAll(/\p{M}/gu, '')].length;
}

function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - lengthOf(line)));
}

function hanging(head: string, body: string, width: number): string {
  return head + wrapped(body, Math.max(24, width - lengthOf(head)), '').replaceAll('\n', `\n${' '.repeat(lengthOf(head))}`);
}

function wrapped(sentence: string, width: number, indent: string): string {
  const lines: string[] = [];
  for (const paragraph of sentence.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && lengthOf(indent) + lengthOf(line) + 1 + lengthOf(word) > width) {
        lines.push(indent + line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(indent + line);
  }
  return lines.join('\n');
}

const special = /[\\{}$&#^_%~]/g;

/** A sentence in LaTeX: the signs of formulas that text uses are put into formulas. */
function latexText(sentence: string): string {
  return sentence.replaceAll(special, (character) => (character === '\\' ? '\\textbackslash{}' : character === '^' || character === '~' ? `\\${character}{}` : `\\${character}`));
}
