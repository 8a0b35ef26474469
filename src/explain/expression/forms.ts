/**
 * Calls in their simplest form: numbers before a matrix product, transposes of transposes undone, logarithms of exponentials,
 * sums of what does not change along the axis. Knows no operation of the catalogue and no notation.
 */
import { sizeOf, type Shape } from '../../array/index.ts';
import { gathered, isNegative, minus, negative, power, productOf, scaled, splitCoefficient, times } from './algebra.ts';
import { call, hasSingleAxis, isCall, isNumber, isScalar, numeral, productNode, shapeOfAll, type Call, type Expression, type Factor } from './expression.ts';

/** A sum, the greatest, … along axes, which stay with length 1; along all of them it is a single number. */
export interface AlongAxes {
  /** From 0, of what is reduced; 'all' adds up every number there is. */
  readonly axes: readonly number[] | 'all';
}

/** [..., n, k] times [..., k, m]. */
export function matmulOf(a: Expression, b: Expression): Expression {
  const [left, leftScale] = withoutScale(a);
  const [right, rightScale] = withoutScale(b);
  const batch = shapeOfAll([{ ...left, shape: left.shape.slice(0, -2) }, { ...right, shape: right.shape.slice(0, -2) }]);
  const product = call('matmul', [left, right], [...batch, left.shape.at(-2)!, right.shape.at(-1)!], {});
  return times(leftScale, rightScale, product);
}

/** The last two axes exchanged. */
export function transposed(x: Expression): Expression {
  if (isScalar(x)) return x;
  const [array, scale] = withoutScale(x);
  if (isCall(array, 'transpose', 'matmul')) {
    const [a, b] = array.args;
    if (array.head === 'transpose') return times(scale, a);
    // (Aᵀ B)ᵀ = Bᵀ A
    if (isCall(a, 'transpose') || isCall(b, 'transpose')) return times(scale, matmulOf(transposed(b), transposed(a)));
  }
  return times(scale, call('transpose', [array], [...array.shape.slice(0, -2), array.shape.at(-1)!, array.shape.at(-2)!], {}));
}

/** Σ along axes of x, with what is the same everywhere written before it. */
export function summed(x: Expression, axes: AlongAxes['axes']): Expression {
  if (axes !== 'all' && axes.length === 0) return x;
  if (x.kind === 'sum' && x.terms.every(isNegative)) return negative(summed(negative(x), axes));
  const rank = x.shape.length;
  const along = axes === 'all' ? x.shape.map((_, axis) => axis) : axes;
  const [coefficient, factors] = splitCoefficient(x);
  const isFixed = ({ base }: Factor): boolean => along.every((axis) => (base.shape[axis - rank + base.shape.length] ?? 1) === 1) && (base.shape.length === rank || base.shape.length === 0);
  const outside = x.kind === 'product' ? factors.filter(isFixed) : [];
  const inside = productOf(1, factors.filter((factor) => !outside.includes(factor)));
  // what is left must still have the shape that is summed
  if (inside.shape.length !== rank || along.some((axis) => inside.shape[axis] !== x.shape[axis])) return reduceCall('sum', x, axes);
  // a row of shares sums to 1, be it one of many or all there is
  if (isShares(inside) && rank > 0 && along.includes(rank - 1) && along.every((axis) => axis === rank - 1 || x.shape[axis] === 1)) return productOf(coefficient, outside);
  return times(productOf(coefficient, outside), reduceCall('sum', axes === 'all' ? sameSum(inside) : inside, axes));
}

/** All numbers of an array are those of what it was reshaped, turned or partly added up from. */
function sameSum(x: Expression): Expression {
  return isCall(x, 'reshape', 'flat', 'permuted', 'transpose', 'exchanged', 'turned', 'sum') ? sameSum(x.args[0]) : x;
}

/** Rows that sum to 1, whatever changes. Those of a softmax do, too, but that is for its derivative to find. */
export function isShares(x: Expression): boolean {
  return x.kind === 'named' ? x.known.shares === true : isCall(x, 'onehot');
}

export function reduceCall(head: string, x: Expression, axes: AlongAxes['axes']): Call {
  const all = axes === 'all' || x.shape.every((length, axis) => length === 1 || axes.includes(axis));
  const shape = all ? [] : x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return call<AlongAxes>(head, [x], shape, { axes: all ? 'all' : axes });
}

/** Functions of every number, whatever the shape. */
const placewise: ReadonlySet<string> = new Set(['exp', 'log', 'tanh', 'sigmoid', 'relu', 'abs', 'sign', 'erf', 'sin', 'cos', 'cut']);

/** A function of every number, by its name in notation/rows.ts. */
export function functionOf(name: string, x: Expression): Expression {
  const [coefficient] = splitCoefficient(x);
  if (name === 'exp' && isCall(x, 'log')) return x.args[0];
  if (name === 'log' && isCall(x, 'exp')) return x.args[0];
  if (name === 'sigmoid' && coefficient < 0 && x.kind !== 'number') return minus(numeral(1), functionOf('sigmoid', negative(x)));
  if (name === 'abs' && coefficient < 0) return functionOf('abs', negative(x));
  return call(name, [x], x.shape, {});
}

/** 1 where the condition holds, else 0: these may be multiplied with instead of choosing. */
export function isMask(expression: Expression): boolean {
  if (expression.kind === 'named') return expression.known.mask === true;
  if (expression.kind === 'product') return expression.coefficient === 1 && expression.factors.every(({ base, exponent }) => exponent > 0 && isMask(base));
  return isCall(expression, 'compare', 'onehot');
}

/** a where the condition holds, else b. */
export function chosen(condition: Expression, a: Expression, b: Expression): Expression {
  if (isMask(condition) && isNumber(b, 0)) return times(condition, a);
  if (isMask(condition) && isNumber(a, 0)) return times(minus(numeral(1), condition), b);
  const tested = isCall(condition, 'compare') ? condition : call('compare', [condition, numeral(0)], condition.shape, { relation: '≠' });
  return call('cases', [a, b, tested], shapeOfAll([condition, a, b]), {});
}

/** g ⊙ (0.99 [z > 0] + 0.01) as (g if [z > 0], else 0.01 g); other formulas as they are. */
export function asCases(x: Expression): Expression {
  const terms = twoTerms(x);
  for (const [masked, plain] of terms === undefined ? [] : [terms, terms.toReversed()]) {
    const [share, factors] = splitCoefficient(masked);
    const [rest, others] = splitCoefficient(plain);
    const mask = factors.find(({ base, exponent }) => exponent === 1 && isCall(base, 'compare'));
    const common = productOf(1, factors.filter((factor) => factor !== mask));
    if (mask !== undefined && others.length > 0 && share + rest !== 0 && common.key === productOf(1, others).key) return call('cases', [scaled(common, share + rest), scaled(common, rest), mask.base], x.shape, {});
  }
  return x;
}

/** Of a sum of two, or of what multiplies such a sum. */
function twoTerms(x: Expression): readonly Expression[] | undefined {
  if (x.kind === 'sum') return x.terms.length === 2 ? x.terms : undefined;
  if (x.kind !== 'product') return undefined;
  const sum = x.factors.find(({ base, exponent }) => exponent === 1 && base.kind === 'sum' && base.terms.length === 2);
  const rest = productOf(x.coefficient, x.factors.filter((factor) => factor !== sum));
  return sum?.base.kind === 'sum' ? sum.base.terms.map((term) => gathered([term, rest])) : undefined;
}

/** Ones of a shape, to repeat what is multiplied with them. */
export function ones(shape: Shape): Expression {
  return sizeOf(shape) === 1 && shape.length === 0 ? numeral(1) : call('ones', [], shape, { shape });
}

/**
 * The formula with others in the place of its parts; what calls allow is done again.
 * @param replacements  by the key of what they replace
 * @throws ShapeChanged where that would mean something else
 */
export function substitute(expression: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  const replacement = replacements.get(expression.key);
  if (replacement !== undefined) return fittingIn(replacement, expression.shape);
  const inner = (part: Expression): Expression => substitute(part, replacements);
  switch (expression.kind) {
    case 'number': case 'named': return expression;
    case 'sum': return expression.terms.map((term) => besideOthers(inner(term), term, expression)).reduce((sum, term) => minus(sum, negative(term)));
    case 'product': return times(numeral(expression.coefficient), ...expression.factors.map(({ base, exponent }) => power(besideOthers(inner(base), base, expression), exponent)));
    default: return rebuilt(expression, expression.args.map(inner));
  }
}

/** @throws ShapeChanged where a formula of this shape does not lie as an array of that one does */
function fittingIn(formula: Expression, shape: Shape): Expression {
  const missing = shape.length - formula.shape.length;
  if (missing < 0 || (formula.shape.length === 1 && shape.length === 4) || formula.shape.some((own, axis) => own !== 1 && own !== shape[axis + missing])) throw new ShapeChanged();
  return formula;
}

/** @throws ShapeChanged where one axis of what was put in would be taken for channels */
function besideOthers(next: Expression, before: Expression, { shape }: Expression): Expression {
  if (next.key !== before.key && shape.length >= 4 && before.shape.length !== 1 && before.shape.length < shape.length && hasSingleAxis(next)) throw new ShapeChanged();
  return next;
}

function rebuilt({ head, params, args, shape }: Call, next: readonly Expression[]): Expression {
  if (next.every(({ key }, i) => key === args[i].key)) return call(head, args, shape, params);
  if (placewise.has(head) && next.length === 1) return functionOf(head, next[0]);
  // a formula that depends on the shape of its parts is only right where they keep it
  if (next.some((each, i) => each.shape.join() !== args[i].shape.join())) throw new ShapeChanged();
  if (head === 'matmul') return matmulOf(next[0], next[1]);
  if (head === 'transpose') return transposed(next[0]);
  if (head === 'sum') return summed(next[0], (params as AlongAxes).axes);
  return call(head, next, shape, params);
}

/** Thrown by substitute where the formula would mean something else. */
export class ShapeChanged extends Error {}

/** An array, and the single numbers and the coefficient before it. */
function withoutScale(x: Expression): readonly [Expression, Expression] {
  if (x.kind !== 'product') return [x, numeral(1)];
  const single = x.factors.filter(({ base }) => isScalar(base));
  const array = productOf(1, x.factors.filter((factor) => !single.includes(factor)));
  if (array.shape.length !== x.shape.length) return [x, numeral(1)];
  return [array, single.length === 0 ? numeral(x.coefficient) : productNode(x.coefficient, single)];
}

