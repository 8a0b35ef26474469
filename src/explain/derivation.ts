/** A derivation, ready to be read. How it is written is in pages/; knows no program. */
import type { NdArray } from '../array/index.ts';
import { latex, text } from './notation/dialect.ts';
import { write } from './notation/write.ts';
import { sectionBlocks, symbolBlocks, type SectionBlocks, type SymbolBlock } from './pages/inBlocks.ts';
import { inLatex } from './pages/inLatex.ts';
import { inMarkdown } from './pages/inMarkdown.ts';
import { inText } from './pages/inText.ts';
import { shapeText, sidesOf } from './pages/sides.ts';
import type { DerivationParts, FormulaLine, Section, SymbolRow } from './parts.ts';

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

export class Derivation {
  readonly title: string;
  /** Sentences before everything. */
  readonly intro: readonly string[];
  readonly symbols: readonly SymbolRow[];
  readonly sections: readonly Section[];
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

  /** Symbols, and sections of formulas in LaTeX, sentences and tables, for a page that sets them itself. */
  get symbolBlocks(): readonly SymbolBlock[] {
    return symbolBlocks(this.#parts);
  }

  get sectionBlocks(): readonly SectionBlocks[] {
    return sectionBlocks(this.#parts);
  }

  /** For a terminal. @param options.width  columns: sentences are broken there, a formula only between its sides. Default 88 */
  toText({ width = 88 }: { readonly width?: number } = {}): string {
    return inText(this.#parts, width);
  }

  /** With formulas in LaTeX between dollar signs. */
  toMarkdown(): string {
    return inMarkdown(this.#parts);
  }

  /** A fragment of a LaTeX document that needs amsmath and amssymb. */
  toLatex(): string {
    return inLatex(this.#parts);
  }

  toString(): string {
    return this.toText();
  }

  #printed(line: FormulaLine): PrintedLine {
    const { sizes } = this.#parts;
    const isUpdate = line.relation === '←';
    return {
      name: text.name(line.name), nameLatex: latex.name(line.name), shape: shapeText(line.shape, sizes, text),
      text: `${text.name(line.name)} ${isUpdate ? '←' : '='} ${sidesOf(line, text, sizes).join(' = ')}`,
      latex: `${latex.name(line.name)} ${isUpdate ? '\\leftarrow' : '='} ${sidesOf(line, latex, sizes).join(' = ')}`,
      formulas: line.formulas.map((formula) => ({ text: write(formula, text, sizes), latex: write(formula, latex, sizes) })),
      value: line.value,
    };
  }
}
