/** A derivation as a fragment of a LaTeX document. Knows no other page. */
import { latex, text } from '../notation/dialect.ts';
import { lowered } from '../notation/names.ts';
import type { DerivationParts, FormulaLine, TableLine } from '../parts.ts';
import type { Sizes } from '../translate/constants.ts';
import { valueText } from '../values.ts';
import { groupsOf, inOneLine, shapeText, sidesOf } from './sides.ts';

/** Needs amsmath and amssymb. */
export function inLatex({ title, intro, symbols, sections, sizes }: DerivationParts): string {
  const items = symbols.map(({ name, shape, meaning, value }) => {
    const space = shape === undefined || shape.length === 0 ? '' : ` \\in \\mathbb{R}^{${shapeText(shape, sizes, latex)}}`;
    return `  \\item $${latex.name(name)}${space}${value === undefined ? '' : ` = ${typeof value === 'number' ? value : valueText(value, latex)}`}$: ${prose(meaning)}`;
  });
  return [
    `\\section*{${prose(title)}}`,
    ...intro.map(prose),
    ...(items.length === 0 ? [] : [`\\begin{itemize}\n${items.join('\n')}\n\\end{itemize}`]),
    ...sections.flatMap(({ title, lines }) => [`\\subsection*{${prose(title)}}`, ...groupsOf(lines).map((group) => {
      const [first] = group;
      if (first.kind === 'note') return prose(first.text);
      if (first.kind === 'equation') return `\\[\n${first.latex}\n\\]`;
      return first.kind === 'table' ? tabular(first) : aligned(group as readonly FormulaLine[], 'align*', sizes);
    })]),
  ].join('\n\n');
}

/** Sides of a line stand behind each other as long as they have no more signs than this together. */
const longestRow = 64;
/** As many signs as the numbers of an array are wide. */
const widthOfArray = 16;

/** Formulas under each other at their first =, each with its shape. */
export function aligned(lines: readonly FormulaLine[], environment: 'aligned' | 'align*', sizes: Sizes): string {
  const rows = lines.map((line) => {
    const written = sidesOf(line, text, sizes);
    const sides = [
      ...sidesOf(line, latex, sizes).map((side, i) => ({ side, width: written[i].length })),
      ...(line.value === undefined ? [] : [{ side: valueText(line.value, latex), width: widthOfArray }]),
    ];
    const shape = line.shape.length === 0 || line.relation === '←' ? '' : ` && \\scriptstyle ${shapeText(line.shape, sizes, latex)}`;
    const parts: string[] = [];
    let taken = Infinity;
    for (const { side, width } of sides) {
      taken += width + 3;
      if (taken <= longestRow) parts.push(`${parts.pop()} = ${side}`);
      else {
        parts.push(side);
        taken = width;
      }
    }
    return parts.map((part, i) => `  ${i === 0 ? `${latex.name(line.name)} &${line.relation === '←' ? '\\leftarrow' : '='}` : '&='} ${part}${i === parts.length - 1 ? shape : ''}`).join(' \\\\\n');
  });
  return `\\begin{${environment}}\n${rows.join(' \\\\[4pt]\n')}\n\\end{${environment}}`;
}

function tabular({ header, rows }: TableLine): string {
  const row = (cells: readonly string[]): string => `  ${cells.map(prose).join(' & ')} \\\\`;
  return [`\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`, row(header), '  \\hline', ...rows.map(row), '\\end{tabular}'].join('\n');
}

/** Signs that sentences use, as LaTeX knows them. */
const signs: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '^': '\\^{}', '~': '\\~{}', '→': '$\\to$', '←': '$\\leftarrow$', '∂': '$\\partial$', 'Σ': '$\\sum$', '·': '$\\cdot$', '×': '$\\times$', '⊙': '$\\odot$', '∗': '$\\ast$',
  '↔': '$\\leftrightarrow$', '−': '$-$', '≤': '$\\leq$', '≠': '$\\neq$', '⌊': '$\\lfloor$', '⌋': '$\\rfloor$', '√': '$\\surd$', '½': '$\\frac{1}{2}$', '²': '$^2$', 'ᵀ': '$^{\\top}$', 'ᵗ': '$^t$',
  '|': '$|$', '<': '$<$', '>': '$>$', '°': '$^{\\circ}$', 'ỹ': '$\\tilde{y}$', 'ŷ': '$\\hat{y}$',
  'α': '$\\alpha$', 'β': '$\\beta$', 'γ': '$\\gamma$', 'η': '$\\eta$', 'θ': '$\\theta$', 'κ': '$\\kappa$', 'λ': '$\\lambda$', 'μ': '$\\mu$', 'ρ': '$\\rho$', 'σ': '$\\sigma$',
  ...Object.fromEntries(Object.entries(lowered).map(([sign, low]) => [low, `$_${sign}$`])), '…': '\\dots{}',
};

/** A sentence, or a cell: its signs as LaTeX needs them. */
function prose(sentence: string): string {
  return [...inOneLine(sentence).normalize('NFC')].map((sign) => signs[sign] ?? (/[{}$&#_%]/.test(sign) ? `\\${sign}` : sign)).join('');
}
