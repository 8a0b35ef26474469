/** The sides of a line, in a dialect: what every page writes alike. Knows no page. */
import type { Shape } from '../../array/index.ts';
import type { Expression } from '../expression/expression.ts';
import type { Dialect } from '../notation/dialect.ts';
import { partsOfPartial } from '../notation/names.ts';
import { lengthText, write } from '../notation/write.ts';
import type { FormulaLine, Section } from '../parts.ts';
import type { Sizes } from '../translate/constants.ts';

/** What stands right of each =: the chain rule, where there is a chain, then the formulas. */
export function sidesOf(line: FormulaLine, dialect: Dialect, sizes: Sizes): string[] {
  return [...chainOf(line, dialect, sizes), ...line.formulas.map((formula) => write(formula, dialect, sizes))];
}

/** ∂C/∂A · ∂A/∂w + ∂R/∂w */
function chainOf({ name, through }: FormulaLine, dialect: Dialect, sizes: Sizes): string[] {
  const parts = partsOfPartial(name);
  if (through.length === 0 || parts === undefined) return [];
  const [cost, by] = parts;
  const dot = dialect.isLatex ? ' \\cdot ' : ' · ';
  const ofPart = (part: Expression): string => (dialect.isLatex ? `\\frac{\\partial}{\\partial ${dialect.name(by)}} ${dialect.group(write(part, dialect, sizes))}` : `∂(${write(part, dialect, sizes)})/∂${dialect.name(by)}`);
  return [through.map((way) => (way.part !== undefined ? ofPart(way.part) : `${way.isOne ? '' : `${dialect.name(`∂${cost}/∂${way.by}`)}${dot}`}${dialect.name(`∂${way.by}/∂${by}`)}`)).join(' + ')];
}

/** 'm × 2'; nothing for a single number. */
export function shapeText(shape: Shape, sizes: Sizes, dialect: Dialect): string {
  return shape.map((length) => lengthText(length, sizes)).join(dialect.isLatex ? ' \\times ' : ' × ');
}

/** A name of a column may hold the end of a line; a line, a cell or a heading may not. */
export function inOneLine(words: string): string {
  return words.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' ');
}

/** Formulas that follow each other stand together; sentences and tables by themselves. */
export function groupsOf(lines: Section['lines']): (readonly [Section['lines'][number], ...Section['lines']])[] {
  const groups: [Section['lines'][number], ...Section['lines']][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (line.kind === 'formula' && last?.[0].kind === 'formula') groups[groups.length - 1] = [...last, line];
    else groups.push([line]);
  }
  return groups;
}
