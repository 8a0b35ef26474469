/** What has a name is written with it, also where it was computed once more. Knows no program. */
import { sameShape } from '../array/index.ts';
import { isCall, named, namesIn, partsOf, sizeOfExpression, type Call, type Expression } from './expression/expression.ts';
import { substitute } from './expression/forms.ts';
import type { Line } from './line.ts';
import { partial } from './notation/names.ts';

/**
 * Not in a forward line where there is a derivative by that name: it would then have to count the way through this line, and
 * the program goes another way.
 */
export function reused(lines: readonly Line[], cost: string): Line[] {
  const derived = new Set(lines.map(({ name }) => name));
  return lines.map((line) => {
    const names = new Map(lines.flatMap(({ name, shape, part, formula }) => {
      const isUseful = part === 'forward' && (line.part !== 'forward' || !derived.has(partial(cost, name))) && name !== line.name && sizeOfExpression(formula) >= 3 && sameShape(formula.shape, shape) && !namesIn(formula).has(line.name);
      return isUseful ? [[formula.key, named(name, shape)] as const] : [];
    }));
    return names.has(line.formula.key) ? line : { ...line, formula: substitute(line.formula, names) };
  });
}

/**
 * Probabilities have a name of their own where several lines hold them: the loss has their logarithm, its derivative has
 * them.
 * @param nameFor  makes the name
 */
export function withProbabilities(lines: readonly Line[], nameFor: () => string): Line[] {
  const found = new Map<string, { readonly softmax: Call; count: number }>();
  for (const { formula } of lines) {
    for (const [key, softmax] of softmaxesIn(formula)) found.set(key, { softmax, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].filter(({ count }) => count > 1).reduce<Line[]>((all, { softmax }) => {
    const own = all.find(({ formula, shape }) => formula.key === softmax.key && sameShape(shape, softmax.shape));
    const name = own?.name ?? nameFor();
    const symbol = new Map([[softmax.key, named(name, softmax.shape)]]);
    const written = all.map((line) => (line === own ? line : { ...line, formula: substitute(line.formula, symbol) }));
    return own === undefined ? [...written, { name, shape: softmax.shape, part: 'forward', formula: softmax, index: undefined }] : written;
  }, [...lines]);
}

function softmaxesIn(expression: Expression, found: Map<string, Call> = new Map()): ReadonlyMap<string, Call> {
  if (isCall(expression, 'softmax')) found.set(expression.key, expression);
  for (const part of partsOf(expression)) softmaxesIn(part, found);
  return found;
}
