/** What has a name is written with it, also where it was computed once more. Knows no program. */
import { sameShape } from '../array/index.ts';
import { isNegative, minus, negative, plus } from './expression/algebra.ts';
import { isCall, named, namesIn, numeral, partsOf, sizeOfExpression, type Call, type Expression } from './expression/expression.ts';
import { functionOf, substitute } from './expression/forms.ts';
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
export function withProbabilities(computed: readonly Line[], nameFor: () => string): Line[] {
  const { lines, sigmoids } = withLogarithms(computed);
  const found = new Map<string, { readonly probabilities: Call; count: number }>();
  for (const { formula } of lines) {
    for (const [key, probabilities] of callsIn(formula, ({ head, key }) => head === 'softmax' || sigmoids.has(key))) found.set(key, { probabilities, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].filter(({ count }) => count > 1).reduce<Line[]>((all, { probabilities }) => {
    const own = all.find(({ formula, shape }) => formula.key === probabilities.key && sameShape(shape, probabilities.shape));
    const name = own?.name ?? nameFor();
    const symbol = new Map([[probabilities.key, named(name, probabilities.shape)]]);
    const written = all.map((line) => (line === own ? line : { ...line, formula: substitute(line.formula, symbol) }));
    return own === undefined ? [...written, { name, shape: probabilities.shape, part: 'forward', formula: probabilities, index: undefined }] : written;
  }, [...lines]);
}

/**
 * A cost of log(1 + e⁻ᶻ) and log(1 + eᶻ) is that of −log σ(z) and −log(1 − σ(z)), which no program computes, for it would
 * overflow.
 * @returns  also the keys of the σ(z)
 */
function withLogarithms(lines: readonly Line[]): { readonly lines: readonly Line[]; readonly sigmoids: ReadonlySet<string> } {
  const sigmoids = new Set<string>();
  const written = lines.map((line) => {
    const softplus = callsIn(line.formula, (call) => call.head === 'log' && scoreOf(call) !== undefined);
    const scores = [...softplus.values()].map((call) => scoreOf(call)!);
    const replaced = new Map(scores.flatMap((z) => {
      if (isNegative(z) || scores.every(({ key }) => key !== negative(z).key)) return [];
      const p = functionOf('sigmoid', z);
      sigmoids.add(p.key);
      return [[softplusOf(negative(z)).key, negative(functionOf('log', p))], [softplusOf(z).key, negative(functionOf('log', minus(numeral(1), p)))]] as const;
    }));
    return replaced.size === 0 ? line : { ...line, formula: substitute(line.formula, replaced) };
  });
  return { lines: written, sigmoids };
}

function softplusOf(z: Expression): Expression {
  return functionOf('log', plus(numeral(1), functionOf('exp', z)));
}

/** z of log(1 + eᶻ). */
function scoreOf({ args: [inside], key }: Call): Expression | undefined {
  const exponential = inside.kind === 'sum' ? inside.terms.find((term) => isCall(term, 'exp')) : undefined;
  return exponential !== undefined && isCall(exponential, 'exp') && softplusOf(exponential.args[0]).key === key ? exponential.args[0] : undefined;
}

function callsIn(expression: Expression, isWanted: (call: Call) => boolean, found: Map<string, Call> = new Map()): ReadonlyMap<string, Call> {
  if (expression.kind === 'call' && isWanted(expression)) found.set(expression.key, expression);
  for (const part of partsOf(expression)) callsIn(part, isWanted, found);
  return found;
}
