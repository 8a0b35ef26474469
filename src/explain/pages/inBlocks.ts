/** A derivation in pieces, for pages that set formulas themselves. Knows no other page but how LaTeX sets formulas. */
import { latex } from '../notation/dialect.ts';
import type { DerivationParts, FormulaLine, NoteLine, TableLine } from '../parts.ts';
import { valueText } from '../values.ts';
import { aligned } from './inLatex.ts';
import { groupsOf, shapeText } from './sides.ts';

/** Formulas under each other, as one formula of LaTeX. */
export interface FormulaBlock {
  readonly kind: 'formulas';
  readonly latex: string;
}

export interface SymbolBlock {
  /** In LaTeX; the shape is empty for a single number, the value where there are no numbers. */
  readonly name: string;
  readonly shape: string;
  readonly value: string;
  readonly meaning: string;
}

export interface SectionBlocks {
  readonly title: string;
  readonly blocks: readonly (FormulaBlock | NoteLine | TableLine)[];
}

export function symbolBlocks({ symbols, sizes }: DerivationParts): SymbolBlock[] {
  return symbols.map(({ name, shape, meaning, value }) => ({
    name: latex.name(name), shape: shape === undefined ? '' : shapeText(shape, sizes, latex), meaning, value: value === undefined ? '' : typeof value === 'number' ? String(value) : valueText(value, latex),
  }));
}

export function sectionBlocks({ sections, sizes }: DerivationParts): SectionBlocks[] {
  return sections.map(({ title, lines }) => ({
    title,
    blocks: groupsOf(lines).map((group): FormulaBlock | NoteLine | TableLine => {
      const [first] = group;
      if (first.kind === 'equation') return { kind: 'formulas', latex: first.latex };
      return first.kind === 'formula' ? { kind: 'formulas', latex: aligned(group as readonly FormulaLine[], 'aligned', sizes) } : first;
    }),
  }));
}
