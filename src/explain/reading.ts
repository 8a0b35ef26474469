/** How the signs of a derivation are read, as far as it uses them. Knows no program. */
import { partsOf, type Expression } from './expression/expression.ts';
import type { FormulaLine } from './parts.ts';

/** One sentence; none where there is nothing to say. */
export function introOf({ forward, backward }: { readonly forward: readonly FormulaLine[]; readonly backward: readonly FormulaLine[] }): string[] {
  const signs = new Set<string>();
  for (const { formulas } of [...forward, ...backward]) for (const formula of formulas) addSigns(formula, signs);
  const said = readings.flatMap(([sentence, ...needed]) => (needed.some((sign) => signs.has(sign)) ? [sentence] : []));
  return said.length === 0 ? [] : [`How to read it: ${said.join('; ')}.`];
}

function addSigns(expression: Expression, signs: Set<string>): void {
  if (expression.kind === 'product') {
    if (expression.factors.filter(({ base }) => base.shape.length > 0).length > 1) signs.add('⊙');
    if (expression.factors.some(({ base, exponent }) => base.shape.length > 0 && exponent !== 1)) signs.add('power');
  } else if (expression.kind === 'call') {
    signs.add(expression.head === 'sum' && (expression.params as { axes: unknown }).axes !== 'all' ? 'sum along' : expression.head);
  }
  for (const part of partsOf(expression)) addSigns(part, signs);
}

const readings: readonly (readonly [string, ...string[]])[] = [
  ['X W is the product of matrices', 'matmul'],
  ['⊙ multiplies numbers in the same place', '⊙'],
  ['powers and functions are of each number', 'power', 'exp', 'log', 'tanh', 'sigmoid', 'relu', 'abs', 'sign', 'erf', 'sin', 'cos'],
  ['σ(z) = 1/(1 + exp(−z))', 'sigmoid'],
  ['Σ adds up all numbers', 'sum'],
  ['Σᵢ adds up along the first axis, Σⱼ along the second', 'sum along'],
  ['[a > b] is 1 where that holds, else 0', 'compare'],
  ['∗ slides a kernel over an image without flipping it (s stride, p padding)', 'conv'],
  ['flip turns a kernel by 180°', 'turned'],
  ['↔ exchanges samples and channels, or the channels that a kernel takes and gives', 'exchanged'],
  ['spread puts zeros between neighbours', 'spreadOut'],
  ['unpool puts each number where the greatest one lay', 'place'],
];
