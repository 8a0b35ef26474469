/** A formula as text or LaTeX. What single calls look like is in rows.ts. */
import { hasArray, isCall, isScalar, type Expression, type Factor, type Named, type Product, type Sum } from '../expression/expression.ts';
import { inwards, isNegative, scaled } from '../expression/algebra.ts';
import type { Sizes } from '../translate/constants.ts';
import { level, type Dialect, type Written } from './dialect.ts';
import { fractionOf, type Fraction } from './numbers.ts';
import { partsOfPartial } from './names.ts';
import { rows, type Writing } from './rows.ts';

export function write(expression: Expression, dialect: Dialect, sizes: Sizes): string {
  return written(expression, writing(dialect, sizes)).text;
}

/** A length, as m, 2m or m+1 where it stands for that. */
export function lengthText(length: number, { symbol, length: own }: Sizes): string {
  const times = Math.round(length / own);
  if (symbol === undefined || times === 0) return String(length);
  if (length === own * own) return `${symbol}${symbol}`;
  const rest = length - times * own;
  return `${times === 1 ? '' : times}${symbol}${rest === 0 ? '' : rest < 0 ? String(rest) : `+${rest}`}`;
}

function writing(dialect: Dialect, sizes: Sizes): Writing {
  return { ...dialect, length: (length) => lengthText(length, sizes) };
}

function written(expression: Expression, by: Writing): Written {
  switch (expression.kind) {
    case 'number': return ofNumber(expression.value, by);
    case 'named': return { text: by.name(expression.name), level: by.isLatex || !isPartial(expression) ? level.atom : level.postfix };
    case 'sum': return ofSum(expression, by);
    case 'product': {
      const term = inwards(expression);
      return term.kind === 'product' ? ofProduct(term, by) : written(term, by);
    }
    default: {
      const row = rows[expression.head];
      const args = expression.args.map((arg) => atLeast(row.inside, arg, by));
      return { text: row.write(expression as never, args, by), level: row.level };
    }
  }
}

function isPartial({ name }: Named): boolean {
  return partsOfPartial(name) !== undefined;
}

function atLeast(needed: number, expression: Expression, by: Writing): string {
  const { text, level: own } = written(expression, by);
  // a partial derivative in LaTeX is a fraction: what is raised needs parentheses
  const isLow = own < needed || (needed === level.atom && expression.kind === 'named' && isPartial(expression));
  return isLow ? by.group(text) : text;
}

function ofNumber(value: number, by: Writing): Written {
  if (Number.isNaN(value)) return { text: by.isLatex ? '\\mathrm{NaN}' : 'NaN', level: level.atom };
  const fraction = fractionOf(Math.abs(value));
  const size = fraction === undefined || fraction.below === 1 ? by.number(Math.abs(value)) : by.fraction(String(fraction.above), String(fraction.below), true);
  return value < 0 ? { text: `${by.isLatex ? '-' : '−'}${size.text}`, level: level.sum } : size;
}

function ofSum(sum: Sum, by: Writing): Written {
  const terms = sum.terms.map(inwards);
  if (terms.length === 1) return written(terms[0], by);
  // what is all negative has one minus, before it
  if (terms.every(isNegative)) return { text: `${by.isLatex ? '-' : '−'}${by.group(ofSum({ ...sum, terms: terms.map((term) => scaled(term, -1)) }, by).text)}`, level: level.sum };
  // the first is one without a minus, where there is one; but −Σ … stays in its place
  const isLong = isScalar(terms[0]) && hasArray(terms[0]);
  const first = isLong ? 0 : Math.max(0, terms.findIndex((term) => !isNegative(term)));
  const ordered = [terms[first], ...terms.filter((_, i) => i !== first)];
  const minus = by.isLatex ? '-' : '−';
  const text = ordered.map((term, i) => {
    const isMinus = isNegative(term);
    const size = atLeast(level.product, isMinus ? scaled(term, -1) : term, by);
    return i === 0 ? `${isMinus ? minus : ''}${size}` : ` ${isMinus ? minus : '+'} ${size}`;
  }).join('');
  return { text, level: level.sum };
}

/** Numbers and short names above and below one line, other single numbers behind it, then arrays with ⊙ between them. */
function ofProduct({ coefficient, factors }: Product, by: Writing): Written {
  const isShort = ({ base }: Factor): boolean => isScalar(base) && base.kind === 'named' && !isPartial(base);
  const above = factors.filter(({ exponent }) => exponent > 0);
  const below = factors.filter(({ exponent }) => exponent < 0);
  const size = Math.abs(coefficient);
  const fraction = fractionOf(size) ?? { above: size, below: 1 };
  const isLast = above.filter((factor) => !isShort(factor)).length === 0 && below.every(({ base }) => isScalar(base));
  const byName = (a: Factor, b: Factor): number => (a.base.key < b.base.key ? -1 : 1);
  const head = single(fraction.above, fraction.below, above.filter(isShort).sort(byName), below.filter(({ base }) => isScalar(base)), by);
  const long = above.filter((factor) => !isShort(factor) && isScalar(factor.base));
  // what chooses stands behind what it chooses from
  const arrays = above.filter(({ base }) => !isScalar(base)).sort((a, b) => Number(isCall(a.base, 'compare')) - Number(isCall(b.base, 'compare')));
  const under = below.filter(({ base }) => !isScalar(base));
  const isOver = below.some((factor) => !isShort(factor)) && factors.every(({ base }) => isScalar(base));
  if (isOver) return overLine(coefficient, fraction, above, below, by);
  const parts: Written[] = head === undefined ? [] : [head];
  const follows = (index: number): boolean => index < long.length - 1 || arrays.length + under.length > 0;
  long.forEach((factor, i) => parts.push(grouped(raised(factor, 1, by), follows(i) ? level.postfix : level.prefix, by)));
  if (arrays.length + under.length > 0) parts.push(ofArrays(arrays, under, parts.length > 0, by));
  // a fraction that stands alone needs no parentheses in text
  if (parts.length === 1 && head?.open !== undefined) parts[0] = { text: head.open, level: level.product };
  const tight = parts.slice(0, -1).map((part) => grouped(part, level.tight, by).text);
  const last = parts[parts.length - 1];
  const tail = parts.length === 1 ? last : grouped(last, last.level === level.product ? level.product : level.tight, by);
  const text = [...tight, tail.text].join(' ');
  const own = parts.length === 1 ? last.level : Math.min(level.tight, tail.level);
  if (coefficient < 0) return { text: `${by.isLatex ? '-' : '−'}${text}`, level: level.sum };
  return { text, level: isLast && parts.length === 1 ? last.level : own };
}

/** Single numbers of which a long one divides: all above and below one line. */
function overLine(coefficient: number, { above: top, below: bottom }: Fraction, above: readonly Factor[], below: readonly Factor[], by: Writing): Written {
  const list = (value: number, factors: readonly Factor[], sign: number): Written => {
    const parts = [...(value === 1 && factors.length > 0 ? [] : [by.number(value)]), ...factors.map((factor) => raised(factor, sign, by))];
    return parts.length === 1 ? parts[0] : { text: parts.map((part) => grouped(part, level.postfix, by).text).join(' '), level: level.tight };
  };
  const [numerator, denominator] = [list(top, above, 1), list(bottom, below, -1)];
  const text = by.isLatex ? by.fraction(numerator.text, denominator.text, true).text : `${grouped(numerator, level.tight, by).text} / ${grouped(denominator, level.postfix, by).text}`;
  if (coefficient < 0) return { text: `${by.isLatex ? '-' : '−'}${text}`, level: level.sum };
  return { text, level: by.isLatex ? level.atom : level.product };
}

/** What stands before: a number, m, α and their like; undefined where it is 1. */
function single(above: number, below: number, aboveNames: readonly Factor[], belowFactors: readonly Factor[], by: Writing): Written | undefined {
  const list = (value: number, factors: readonly Factor[], sign: number): Written | undefined => {
    const parts = [...(value === 1 && factors.length > 0 ? [] : [by.number(value)]), ...factors.map((factor) => grouped(raised(factor, sign, by), factors.length > 1 || value !== 1 ? level.postfix : level.sum, by))];
    return parts.length === 1 ? parts[0] : { text: parts.map(({ text }) => text).join(' '), level: level.tight };
  };
  const top = list(above, aboveNames, 1)!;
  if (below === 1 && belowFactors.length === 0) return above === 1 && aboveNames.length === 0 ? undefined : top;
  const bottom = list(below, belowFactors, -1)!;
  return by.fraction(top.text, by.isLatex ? bottom.text : grouped(bottom, level.postfix, by).text, true);
}

function ofArrays(arrays: readonly Factor[], under: readonly Factor[], isPreceded: boolean, by: Writing): Written {
  const list = (factors: readonly Factor[], sign: number): Written => {
    const parts = factors.map((factor) => raised(factor, sign, by));
    if (parts.length === 1) return parts[0];
    return { text: parts.map((part) => grouped(part, level.prefix, by).text).join(by.times), level: level.product };
  };
  if (under.length === 0) {
    const all = list(arrays, 1);
    return arrays.length === 1 && isPreceded ? grouped(all, all.level === level.convolution ? level.tight : all.level === level.sum ? level.tight : all.level, by) : all;
  }
  const top = arrays.length === 0 ? by.number(1) : list(arrays, 1);
  const bottom = list(under, -1);
  return by.isLatex ? by.fraction(top.text, bottom.text, false) : by.fraction(grouped(top, level.tight, by).text, grouped(bottom, level.postfix, by).text, false);
}

function raised({ base, exponent }: Factor, sign: number, by: Writing): Written {
  const own = exponent * sign;
  if (own === 1) return written(base, by);
  if (own === 0.5) return by.root(written(base, by));
  return { text: by.power(atLeast(level.atom, base, by), own), level: level.postfix };
}

function grouped(part: Written, needed: number, by: Writing): Written {
  return part.level < needed ? { text: by.group(part.text), level: level.atom } : part;
}
