/** A model as equations: ŷ = c + Σ perUnit · column, or the scores of classes, in the units of the columns. */
import type { ClassificationTableModel, Effect, Label, LogisticModel, TableModel } from '../index.ts';
import { formatNumber } from './output.ts';

/** Rounding a number of the equation may move a prediction by this share of the largest effect. */
const tolerance = 1e-5;

/** As many digits as the equation needs to predict what the model predicts, 6 at least: a date is a large number of days. */
export function latexOf(model: TableModel, effects: readonly Effect[]): string {
  return sumOf(`\\widehat{${text(model.target)}}`, model.intercept, effects);
}

/** Two classes: P(second) by the sigmoid. More: the score of each, and P by softmax. */
export function classLatexOf(model: ClassificationTableModel<LogisticModel>): string {
  const { classes, target } = model;
  const probability = (label: string): string => `P(${text(target)} = ${label})`;
  if (classes.length === 2) {
    return `${probability(text(String(classes[1])))} = \\frac{1}{1 + e^{-z}} \\\\\n${sumOf('z', model.interceptOf(), model.explain())}`;
  }
  const score = (label: Label): string => `z_{${text(String(label))}}`;
  const sums = classes.map((label) => sumOf(score(label), model.interceptOf(label), model.explain(label)));
  return [`${probability('k')} = \\frac{e^{z_k}}{${classes.map((label) => `e^{${score(label)}}`).join(' + ')}}`, ...sums].join(' \\\\\n');
}

/** The left side = constant + Σ perUnit · column. @param intercept  the value where every column is at its mean */
function sumOf(left: string, intercept: number, effects: readonly Effect[]): string {
  const used = effects.filter((effect) => effect.perUnit !== 0);
  const constant = used.reduce((sum, effect) => sum - effect.perUnit * effect.mean, intercept);
  const largest = Math.max(0, ...used.map((effect) => Math.abs(effect.perStandardDeviation)));
  const digitsOf = (size: number): number => {
    const needed = largest === 0 ? 6 : Math.ceil(Math.log10(size / (largest * tolerance)));
    return Number.isFinite(needed) ? Math.min(17, Math.max(6, needed)) : 6;
  };
  const terms = used.map((effect) => {
    const digits = digitsOf(Math.abs(effect.perUnit * effect.mean) + Math.abs(effect.perStandardDeviation));
    return `${effect.perUnit < 0 ? '-' : '+'} ${number(Math.abs(effect.perUnit), digits)}\\,${variable(effect)}`;
  });
  return [`${left} = ${number(constant, digitsOf(Math.abs(constant)))}`, ...terms].join('\n  ');
}

function variable({ column, type, category }: Effect): string {
  if (type === 'categorical') return `[${text(column)} = ${text(category ?? '')}]`;
  if (type === 'boolean') return `[${text(column)}]`;
  return type === 'date' ? text(`${column} (days since 1970-01-01)`) : text(column);
}

function number(value: number, digits: number): string {
  return formatNumber(value, digits).replace(/e([+-]\d+)$/, (_, power: string) => ` \\cdot 10^{${Number(power)}}`);
}

const marks = new Map([['\\', '\\textbackslash{}'], ['^', '\\^{}'], ['~', '\\~{}']]);

/** A blank line or a special character in a name must not end the formula. */
function text(name: string): string {
  return `\\text{${name.replaceAll(/\s+/g, ' ').replaceAll(/[\\{}$&#^_%~]/g, (character) => marks.get(character) ?? `\\${character}`)}}`;
}
