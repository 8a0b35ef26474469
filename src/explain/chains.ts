/** Through which arrays each derivative goes, and what it is with the derivatives before it put in. Knows no program. */
import { sameShape } from '../array/index.ts';
import { named, namesIn, sizeOfExpression, sumNode, type Expression } from './expression/expression.ts';
import { ShapeChanged, substitute } from './expression/forms.ts';
import type { LaidLine, Line, Way } from './line.ts';
import { partial, partsOfPartial } from './notation/names.ts';
import { reshaped } from './translate/operand.ts';

/** With something put in, a gradient may have this much more to read than without; any other derivative no more. */
const mostAdded = 4;
/** What is put in has at most this much to read. */
const mostPutIn = 20;

export function withChains(lines: readonly Line[], cost: string): LaidLine[] {
  const forward = lines.filter(({ part }) => part === 'forward');
  /** Derivatives in which no other derivative is left. */
  const known = new Map<string, Expression>();
  /** Derivatives that are another one, or that in another shape. */
  const equal = new Map<string, Line>();
  return lines.map(({ formula: computed, ...line }) => {
    const by = partsOfPartial(line.name)?.[1];
    if (line.part === 'forward' || by === undefined) return { ...line, formulas: [computed], through: [] };
    const formula = throughNames(computed, forward.flatMap((one) => (namesIn(one.formula).has(by) ? [partial(cost, one.name)] : [])), equal);
    if (computed.kind === 'named') equal.set(line.name, { ...line, formula: computed });
    const ways = forward.filter((one) => namesIn(one.formula).has(by)).map(({ name, index }): Way => ({ by: name, isOne: index !== undefined && !lines.some((one) => one.name === partial(cost, name)) }));
    const direct = putIn(formula, known);
    const last = direct ?? formula;
    if (!hasPartial(last) && sizeOfExpression(last) <= mostPutIn) known.set(line.name, last);
    const added = direct === undefined ? Infinity : sizeOfExpression(direct) - sizeOfExpression(formula);
    const through = withDirect(ways, forward.find(({ name }) => name === cost)?.formula, by, cost);
    // a derivative that no chain leads to is only a name for what it is
    const most = line.part !== 'gradient' ? 0 : through.length === 0 ? mostPutIn : mostAdded;
    const isShown = direct !== undefined && direct.key !== formula.key && !hasPartial(direct) && added <= most;
    return { ...line, formulas: isShown ? [formula, direct] : [formula], through };
  });
}

/** Where the result holds the array itself, beside other ways: which part of it does. None where all would be the result. */
function withDirect(ways: readonly Way[], result: Expression | undefined, by: string, cost: string): readonly Way[] {
  if (result === undefined || ways.every((way) => way.by !== cost)) return ways;
  const terms = result.kind === 'sum' ? result.terms.filter((term) => namesIn(term).has(by)) : [];
  const part = terms.length === 1 ? terms[0] : terms.length > 1 ? sumNode(terms) : undefined;
  if (ways.length === 1 || part === undefined || sizeOfExpression(part) > mostPutIn) return [];
  return ways.map((way) => (way.by === cost ? { ...way, part } : way)).sort((a, b) => Number(a.by === cost) - Number(b.by === cost));
}

/**
 * ∂C/∂Z = ∂C/∂H · ∂H/∂Z goes on with ∂C/∂H, also where the program goes on with ∂C/∂R, which ∂C/∂H was found to be.
 * @param ways  derivatives that the chain names   @param equal  those that are another one
 */
function throughNames(formula: Expression, ways: readonly string[], equal: ReadonlyMap<string, Line>): Expression {
  const own = new Map(ways.flatMap((way) => {
    const line = equal.get(way);
    if (line?.formula.kind !== 'named' || ways.includes(line.formula.name)) return [];
    const symbol = named(way, line.shape);
    return [...(sameShape(line.formula.shape, line.shape) ? [[line.formula.key, symbol] as const] : []), [reshaped(line.formula, line.shape).key, symbol] as const];
  }));
  return substituted(formula, own) ?? formula;
}

function hasPartial(expression: Expression): boolean {
  return [...namesIn(expression)].some((name) => partsOfPartial(name) !== undefined);
}

function putIn(formula: Expression, known: ReadonlyMap<string, Expression>): Expression | undefined {
  const fitting = new Map([...namesIn(formula)].flatMap((name) => (known.has(name) ? [[named(name, []).key, known.get(name)!] as const] : [])));
  return substituted(formula, fitting);
}

/** Undefined where nothing is put in, or where it would then mean something else. */
function substituted(formula: Expression, replacements: ReadonlyMap<string, Expression>): Expression | undefined {
  if (replacements.size === 0) return undefined;
  try {
    return substitute(formula, replacements);
  } catch (error) {
    if (error instanceof ShapeChanged) return undefined;
    throw error;
  }
}
