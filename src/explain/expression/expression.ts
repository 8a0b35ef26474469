/**
 * A formula as a tree: numbers, named arrays, sums, products of the numbers in the same place, and calls of everything
 * else. Two formulas with one key are the same. Knows no program and no notation.
 */
import { sameShape, type Shape } from '../../array/index.ts';

export type Expression = Numeral | Named | Sum | Product | Call;

interface Node {
  /**
   * The shape that the formula has as it is written, where sums keep the axes that they add along, with length 1, and what
   * broadcasts is not repeated.
   */
  readonly shape: Shape;
  readonly key: string;
}

export interface Numeral extends Node {
  readonly kind: 'number';
  readonly value: number;
}

/** An array, or a number, that has a name. */
export interface Named extends Node {
  readonly kind: 'named';
  readonly name: string;
  /** What is known of its numbers beside that: shares along the last axis sum to 1; of a mask each is 0 or 1. */
  readonly known: { readonly shares?: boolean; readonly mask?: boolean };
}

/** At least two terms, none of them a sum. */
export interface Sum extends Node {
  readonly kind: 'sum';
  readonly terms: readonly Expression[];
}

/** coefficient · Π baseᵏ, place by place. */
export interface Product extends Node {
  readonly kind: 'product';
  readonly coefficient: number;
  readonly factors: readonly Factor[];
}

export interface Factor {
  readonly base: Exclude<Expression, Numeral | Product>;
  /** A whole number or half of one, not 0. */
  readonly exponent: number;
}

/** Whatever is neither a sum nor a product: matrix products, functions, sums along axes, convolutions. */
export interface Call<P extends object = object> extends Node {
  readonly kind: 'call';
  /** What notation.ts has a row for. */
  readonly head: string;
  readonly params: P;
  readonly args: readonly Expression[];
}

export function numeral(value: number): Numeral {
  return { kind: 'number', value, shape: [], key: String(value) };
}

export function named(name: string, shape: Shape, known: Named['known'] = {}): Named {
  return { kind: 'named', name, shape, known, key: `«${name}»` };
}

export function call<P extends object>(head: string, args: readonly Expression[], shape: Shape, params: P): Call<P> {
  return { kind: 'call', head, params, args, shape, key: `${head}${JSON.stringify(params)}(${args.map(({ key }) => key).join(';')})` };
}

/** Without looking for equal terms; `terms` are no sums. */
export function sumNode(terms: readonly Expression[]): Sum {
  return { kind: 'sum', terms, shape: shapeOfAll(terms), key: `(${terms.map(({ key }) => key).sort().join('+')})` };
}

/** Without looking for equal factors. */
export function productNode(coefficient: number, factors: readonly Factor[]): Product {
  const key = factors.map(({ base, exponent }) => `${base.key}^${exponent}`).sort().join('·');
  return { kind: 'product', coefficient, factors, shape: shapeOfAll(factors.map(({ base }) => base)), key: `[${coefficient}·${key}]` };
}

/** Of arrays that broadcast as `alignedShape` says. */
export function shapeOfAll(expressions: readonly Expression[]): Shape {
  return expressions.reduce<Shape>((shape, each) => alignedShape(shape, each.shape), []);
}

/**
 * How arrays meet in a formula: as everywhere, from the last axis on; but one axis beside four are channels beside images,
 * [n, channels, h, w].
 * @throws Error when they do not fit: a formula was put together wrongly
 */
export function alignedShape(a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const [left, right] = [asChannels(a, b), asChannels(b, a)];
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [left[axis - rank + left.length] ?? 1, right[axis - rank + right.length] ?? 1];
    if (m !== n && m !== 1 && n !== 1) throw new Error(`bug in explain: [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    return m === 1 ? n : m;
  });
}

function asChannels(shape: Shape, other: Shape): Shape {
  return shape.length === 1 && other.length === 4 ? [1, shape[0], 1, 1] : shape;
}

/**
 * Whether it has one axis, or sums and products of it have parts with one: beside four axes these are channels, so a formula
 * must not come to stand there when it was meant otherwise.
 */
export function hasSingleAxis(expression: Expression): boolean {
  return expression.shape.length === 1 || ((expression.kind === 'sum' || expression.kind === 'product') && partsOf(expression).some(hasSingleAxis));
}

/** A single number, which stands before what it multiplies. */
export function isScalar({ shape }: Expression): boolean {
  return shape.length === 0;
}

export function isNumber(expression: Expression, value?: number): expression is Numeral {
  return expression.kind === 'number' && (value === undefined || expression.value === value);
}

export function isCall(expression: Expression, ...heads: readonly string[]): expression is Call {
  return expression.kind === 'call' && heads.includes(expression.head);
}

/** Equal but for axes of length 1: the same numbers in the same order. */
export function sameNumbers(a: Shape, b: Shape): boolean {
  return sameShape(a.filter((length) => length !== 1), b.filter((length) => length !== 1));
}

/** How much there is to read. */
export function sizeOfExpression(expression: Expression): number {
  switch (expression.kind) {
    case 'number': case 'named': return 1;
    case 'sum': return expression.terms.reduce((size, term) => size + sizeOfExpression(term), expression.terms.length - 1);
    case 'product': return expression.factors.reduce((size, { base, exponent }) => size + sizeOfExpression(base) + (Math.abs(exponent) === 1 ? 0 : 1), Math.abs(expression.coefficient) === 1 ? 0 : 1);
    default: return expression.args.reduce((size, arg) => size + sizeOfExpression(arg), 1);
  }
}

/** What it is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'sum': return expression.terms;
    case 'product': return expression.factors.map(({ base }) => base);
    case 'call': return expression.args;
    default: return [];
  }
}

/** The names that occur. */
export function namesIn(expression: Expression, names: Set<string> = new Set()): ReadonlySet<string> {
  if (expression.kind === 'named') names.add(expression.name);
  for (const part of partsOf(expression)) namesIn(part, names);
  return names;
}


/** Whether it is made of more than single numbers. */
export function hasArray(expression: Expression): boolean {
  return expression.shape.length > 0 || partsOf(expression).some(hasArray);
}
