/** What a derivation is made of: symbols, and sections of formulas, sentences and tables. Knows no program and no notation. */
import type { NdArray, Shape } from '../array/index.ts';
import type { Expression } from './expression/expression.ts';
import type { Way } from './line.ts';
import type { Sizes } from './translate/constants.ts';

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

/** Sentences. */
export interface NoteLine {
  readonly kind: 'note';
  readonly text: string;
}

/** A formula that is told, not computed: in signs, and as LaTeX sets it. */
export interface EquationLine {
  readonly kind: 'equation';
  readonly text: string;
  readonly latex: string;
}

/** A table of words and numbers. */
export interface TableLine {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly (FormulaLine | NoteLine | EquationLine | TableLine)[];
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

export function note(text: string): NoteLine {
  return { kind: 'note', text };
}

/** @param sides  of its signs =, in LaTeX or in signs */
export function equation(sides: (isLatex: boolean) => readonly string[]): EquationLine {
  const [left, ...right] = sides(true);
  return { kind: 'equation', text: sides(false).join(' = '), latex: `\\begin{aligned}\n  ${left} &= ${right.join(' \\\\[4pt]\n  &= ')}\n\\end{aligned}` };
}
