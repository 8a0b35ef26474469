/** Names of models, values and files as a reader, a shell or TypeScript wants them. */
import { formatNumber } from '../plot/index.ts';
import type { Candidate } from '../select/index.ts';
import type { ColumnType } from '../table/index.ts';

const models: Readonly<Record<string, string>> = {
  mean: 'mean as prediction', linear: 'linear regression', ridge: 'ridge', lasso: 'lasso', 'elastic-net': 'elastic net',
  majority: 'class frequencies', 'logistic-l2': 'logistic regression (L2)', 'logistic-l1': 'logistic regression (L1)',
  mlp: 'multilayer perceptron', cnn: 'convolutional network',
};

/** 'elastic-net' → 'elastic net'. */
export function modelName(name: string): string {
  return Object.hasOwn(models, name) ? models[name] : name;
}

/** The options a search has set: 'alpha = 0.31', which stays on one line. */
export function optionsText(options: Candidate['options']): string {
  // an l1Ratio of 0.99999 is not 1
  const valueOf = (value: unknown): string => (typeof value === 'number' ? (value > 0.99 && value < 1 ? String(value) : formatNumber(value, 3)) : typeof value === 'string' ? value : JSON.stringify(value));
  // the name of the model says it
  // of a network all the rest stands where it is described
  if (Array.isArray(options.hidden)) return `hidden\u00a0=\u00a0${options.hidden.join(',\u00a0') || 'none'}`;
  return Object.entries(options).filter(([name]) => name !== 'penalty').map(([name, value]) => `${name}\u00a0=\u00a0${valueOf(value)}`).join(', ');
}

/** A number of a column: dates as dates, everything else as a number. */
export function cellText(type: ColumnType, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return type === 'date' ? dateText(value) : formatNumber(value);
}

/** Days since 1970-01-01 as 2024-02-29. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? formatNumber(days) : date.toISOString().slice(0, 10);
}

/** A word of a POSIX shell, quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w./=,@%+:-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string of TypeScript. */
export function stringLiteral(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A key of an object literal. `__proto__` must be computed: written plainly it sets the prototype. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}
