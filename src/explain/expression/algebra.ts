/**
 * Sums and products as one writes them on paper: like terms collected, factors gathered and cancelled, multiplied out where
 * that is shorter. What it says of a/a is meant where a ≠ 0. Knows no operation and no notation.
 */
import { isNumber, numeral, productNode, sizeOfExpression, sumNode, type Expression, type Factor } from './expression.ts';

/** Products are multiplied out only as far as there are this many terms. */
const mostTerms = 24;

export function plus(...terms: readonly Expression[]): Expression {
  const collected = collect(terms.flatMap(termsOf));
  const open = collected.flatMap((term) => multipliedOut(term) ?? [term]);
  if (open.length > collected.length && open.length <= mostTerms) {
    const shorter = collect(open);
    if (sizeOfTerms(shorter) < sizeOfTerms(collected)) return asSum(shorter);
  }
  return asSum(collected);
}

export function minus(a: Expression, b: Expression): Expression {
  return plus(a, negative(b));
}

export function negative(a: Expression): Expression {
  return times(numeral(-1), a);
}

/** Place by place. */
export function times(...factors: readonly Expression[]): Expression {
  const product = gathered(factors);
  const open = multipliedOut(product);
  if (open === undefined) return product;
  const sum = asSum(collect(open.flatMap((term) => multipliedOut(term) ?? [term])));
  return sizeOfExpression(sum) < sizeOfExpression(product) ? sum : product;
}

export function over(a: Expression, b: Expression): Expression {
  return times(a, power(b, -1));
}

/** @param exponent  a whole number, ½ or −½ */
export function power(base: Expression, exponent: number): Expression {
  if (exponent === 0) return numeral(1);
  if (exponent === 1) return base;
  if (base.kind === 'number') {
    const root = Number.isInteger(exponent) ? base.value : Math.sqrt(base.value);
    let value = 1;
    for (let i = 0; i < Math.abs(Number.isInteger(exponent) ? exponent : 2 * exponent); i++) value *= root;
    return numeral(exponent < 0 ? 1 / value : value);
  }
  if (base.kind === 'product') {
    if (!Number.isInteger(exponent)) return productNode(1, [{ base: sumOfOne(base), exponent }]);
    return gathered([power(numeral(base.coefficient), exponent), ...base.factors.map((factor) => productNode(1, [{ ...factor, exponent: factor.exponent * exponent }]))]);
  }
  return productNode(1, [{ base, exponent }]);
}

/** A coefficient and what it is of; a number is itself times nothing. */
export function splitCoefficient(expression: Expression): readonly [number, readonly Factor[]] {
  if (expression.kind === 'number') return [expression.value, []];
  return expression.kind === 'product' ? [expression.coefficient, expression.factors] : [1, [{ base: expression, exponent: 1 }]];
}

/** coefficient · Π factors, in the shortest form. */
export function productOf(coefficient: number, factors: readonly Factor[]): Expression {
  if (coefficient === 0 || factors.length === 0) return numeral(coefficient);
  const [{ base, exponent }] = factors;
  if (factors.length === 1 && exponent === 1) {
    if (coefficient === 1) return base;
    if (coefficient === -1 && base.kind === 'sum') return sumNode(base.terms.map((term) => scaled(term, -1)));
  }
  return productNode(coefficient, factors);
}

export function scaled(term: Expression, by: number): Expression {
  const [coefficient, factors] = splitCoefficient(term);
  return productOf(coefficient * by, factors);
}

/** Whether it is written with a minus before it. */
export function isNegative(term: Expression): boolean {
  return splitCoefficient(inwards(term))[0] < 0;
}

/** −(y − 1) z as (1 − y) z: a minus goes into a sum that takes a number away. */
export function inwards(term: Expression): Expression {
  if (term.kind !== 'product' || term.coefficient >= 0) return term;
  const index = term.factors.findIndex(({ base, exponent }) => base.kind === 'sum' && exponent === 1 && base.terms.some((one) => one.kind === 'number' && one.value < 0));
  const factor = term.factors[index];
  if (factor === undefined || factor.base.kind !== 'sum') return term;
  return productOf(-term.coefficient, term.factors.with(index, { base: sumNode(factor.base.terms.map((one) => scaled(one, -1))), exponent: 1 }));
}

/** A root of a product is not the product of roots where both are negative: it stays one thing. */
function sumOfOne(product: Expression): Factor['base'] {
  return { kind: 'sum', terms: [product], shape: product.shape, key: `(${product.key})` };
}

/** The factors put together: exponents of one base added up. */
export function gathered(parts: readonly Expression[]): Expression {
  let coefficient = 1;
  const exponents = new Map<string, Factor>();
  for (const part of parts) {
    const [own, factors] = splitCoefficient(part);
    coefficient *= own;
    for (const { base, exponent } of factors) {
      // −(b − a) is a − b: of the two, one is the base
      const before = exponents.get(base.key)?.exponent ?? 0;
      if (before + exponent === 0) exponents.delete(base.key);
      else exponents.set(base.key, { base, exponent: before + exponent });
    }
  }
  return productOf(coefficient, [...exponents.values()]);
}

function termsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'sum') return expression.terms;
  if (expression.kind === 'product' && expression.factors.some(({ base }) => base.kind === 'sum')) {
    const sums = expression.factors.filter(({ base, exponent }) => base.kind === 'sum' && exponent === 1);
    const others = expression.factors.filter((factor) => !sums.includes(factor));
    // a number before a single sum does not keep it together
    if (sums.length === 1 && others.every(({ base }) => base.kind === 'named' && base.shape.length === 0) && sums[0].base.kind === 'sum') {
      return sums[0].base.terms.map((term) => gathered([term, productOf(expression.coefficient, others)]));
    }
  }
  return [expression];
}

/** Like terms together, in the order of their first. */
function collect(terms: readonly Expression[]): readonly Expression[] {
  const found = new Map<string, { coefficient: number; factors: readonly Factor[] }>();
  for (const term of terms) {
    const [coefficient, factors] = splitCoefficient(term);
    const key = productNode(1, factors).key;
    found.set(key, { coefficient: (found.get(key)?.coefficient ?? 0) + coefficient, factors });
  }
  return [...found.values()].filter(({ coefficient }) => coefficient !== 0).map(({ coefficient, factors }) => productOf(coefficient, factors));
}

function asSum(terms: readonly Expression[]): Expression {
  if (terms.length === 0) return numeral(0);
  if (terms.length === 1) return terms[0];
  return commonOut(terms);
}

/** What all terms share, numbers, single numbers such as 1/m, arrays, is written once, before the sum. */
function commonOut(terms: readonly Expression[]): Expression {
  const split = terms.map(splitCoefficient);
  const [first] = split;
  const size = Math.abs(first[0]);
  const coefficient = split.every(([own]) => Math.abs(own) === size) ? size : 1;
  const isFlat = terms.every(({ shape }) => shape.length < 4); // beside images, one axis would come to be channels
  const shared = first[1].filter(({ base, exponent }) => (base.shape.length === 0 || isFlat) && split.every(([, factors]) => factors.some((other) => other.base.key === base.key && other.exponent === exponent)));
  if (coefficient === 1 && shared.length === 0) return sumNode(terms);
  const rest = split.map(([own, factors]) => productOf(own / coefficient, factors.filter(({ base }) => !shared.some((one) => one.base.key === base.key))));
  return productOf(coefficient, [...shared, { base: sumNode(rest), exponent: 1 }]);
}

/** The terms of a product of sums; undefined where there is none, or they were too many. */
function multipliedOut(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind !== 'product') return undefined;
  const index = expression.factors.findIndex(({ base, exponent }) => base.kind === 'sum' && base.terms.length > 1 && Number.isInteger(exponent) && exponent > 0);
  if (index < 0) return undefined;
  const { base, exponent } = expression.factors[index];
  if (base.kind !== 'sum') return undefined;
  const others = expression.factors.filter((_, i) => i !== index);
  const rest = productOf(expression.coefficient, exponent === 1 ? others : [...others, { base, exponent: exponent - 1 }]);
  const terms = base.terms.flatMap((term) => {
    const product = gathered([term, rest]);
    return multipliedOut(product) ?? [product];
  });
  return terms.length > mostTerms ? undefined : terms;
}

function sizeOfTerms(terms: readonly Expression[]): number {
  return terms.length === 0 ? 1 : sizeOfExpression(asSum(terms));
}

/** The value of a formula that is a number; undefined for others. */
export function valueOf(expression: Expression): number | undefined {
  return isNumber(expression) ? expression.value : undefined;
}
