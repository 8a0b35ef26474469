/** What text for a terminal and LaTeX write differently. Knows no operation. */
import { decimalInLatex, decimalInText, knownConstant } from './numbers.ts';
import { nameInLatex, nameInText } from './names.ts';

/** How tightly what was written holds together: what is looser than its place is put in parentheses. */
export const level = { sum: 1, product: 2, convolution: 3, tight: 4, prefix: 5, postfix: 6, atom: 7 } as const;

export interface Written {
  readonly text: string;
  readonly level: number;
  /** A fraction in text that stands alone needs no parentheses: so it is written there. */
  readonly open?: string;
}

export interface Dialect {
  readonly isLatex: boolean;
  name(name: string): string;
  /** ≥ 0 */
  number(value: number): Written;
  group(text: string): string;
  /** @param isScalar  of single numbers, which stand before others */
  fraction(above: string, below: string, isScalar: boolean): Written;
  root(x: Written): Written;
  power(base: string, exponent: number): string;
  readonly times: string;
  /** name_{settings}(arguments) */
  call(name: string, settings: string, args: readonly string[]): string;
}

function fractionInText(above: string, below: string): Written {
  return { text: `(${above}/${below})`, level: level.atom, open: `${above} / ${below}` };
}

const superscripts: Readonly<Record<string, string>> = { '-': '⁻', '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹' };

export const text: Dialect = {
  isLatex: false,
  name: nameInText,
  number: (value) => {
    const constant = knownConstant(value);
    return constant === undefined ? { text: decimalInText(value), level: level.atom } : fractionInText(...constant.text);
  },
  group: (inner) => `(${inner})`,
  fraction: (above, below, isScalar) => (isScalar ? fractionInText(above, below) : { text: `${above} / ${below}`, level: level.product }),
  root: (x) => ({ text: `√${x.level === level.atom ? x.text : `(${x.text})`}`, level: level.prefix }),
  power: (base, exponent) => `${base}${Number.isInteger(exponent) ? [...String(exponent)].map((digit) => superscripts[digit]).join('') : `^(${2 * exponent}/2)`}`,
  times: ' ⊙ ',
  call: (name, settings, args) => `${name}${settings === '' ? '' : `[${settings}]`}(${args.join(', ')})`,
};

const functions = new Set(['log', 'tanh', 'sin', 'cos', 'max', 'min']);

export const latex: Dialect = {
  isLatex: true,
  name: nameInLatex,
  number: (value) => {
    const constant = knownConstant(value);
    if (constant !== undefined) return { text: constant.latex, level: level.atom };
    const written = decimalInLatex(value);
    return { text: written, level: written.includes('\\cdot') ? level.tight : written.includes('^') ? level.postfix : level.atom };
  },
  group: (inner) => `\\left(${inner}\\right)`,
  fraction: (above, below) => ({ text: `\\frac{${above}}{${below}}`, level: level.atom }),
  root: (x) => ({ text: `\\sqrt{${x.text}}`, level: level.atom }),
  power: (base, exponent) => `${base}^{${Number.isInteger(exponent) ? exponent : `${2 * exponent}/2`}}`,
  times: ' \\odot ',
  call: (name, settings, args) => `${functions.has(name) ? `\\${name}` : `\\operatorname{${name}}`}${settings === '' ? '' : `_{${settings}}`}\\left(${args.join(', ')}\\right)`,
};
