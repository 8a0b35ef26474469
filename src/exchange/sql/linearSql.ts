/** b + Σ coefⱼ xⱼ as an SQL expression, xⱼ the features that an encoder makes of a table's columns. Knows no model. */
import type { EncodedColumn, FittedTableEncoder } from '../../preprocess/index.ts';
import { columnSql, numberSql, textSql } from './literals.ts';

/** A summand, written without its sign. */
interface Term {
  readonly minus: boolean;
  readonly text: string;
}

/** Sums of more terms are nested: databases bound the depth of an expression, DuckDB by 1000. */
const mostTerms = 100;

/** In the order in which `predict` adds, and with its rounding but for categories, whose levels are added up here. */
export function linearSql({ columns, mean, scale }: Pick<FittedTableEncoder, 'columns' | 'mean' | 'scale'>, coef: Float64Array, intercept: number): string {
  const terms: Term[] = [];
  let j = 0;
  for (const column of columns) {
    const width = column.type === 'categorical' ? column.levels.length : 1;
    const part = (values: Float64Array): Float64Array => values.subarray(j, j + width);
    if (part(coef).some((value) => value !== 0)) terms.push(termOf(column, part(coef), part(mean), part(scale)));
    j += width;
  }
  return `(${sumOf([{ minus: intercept < 0, text: numberSql(Math.abs(intercept)) }, ...terms])})`;
}

function termOf(column: EncodedColumn, coef: Float64Array, mean: Float64Array, scale: Float64Array): Term {
  const name = columnSql(column.name);
  switch (column.type) {
    case 'categorical': return levels(name, column, coef, mean, scale);
    case 'boolean': return bit(name, [0, 1, column.fill].map((value) => coef[0] * ((value - mean[0]) / scale[0])));
    case 'numeric': return number(`NULLIF(CAST(${name} AS DOUBLE PRECISION), 'NaN')`, column.fill, coef[0], mean[0], scale[0]);
    case 'date': return number(`epoch_us(${name}) / 86400000000e0`, column.fill, coef[0], mean[0], scale[0]);
  }
}

/** coef · ((x − mean) / scale) */
function number(value: string, fill: number, coef: number, mean: number, scale: number): Term {
  const centred = `COALESCE(${value}, ${numberSql(fill)}) ${mean < 0 ? '+' : '-'} ${numberSql(Math.abs(mean))}`;
  return { minus: coef < 0, text: `${numberSql(Math.abs(coef))} * ((${centred}) / ${numberSql(scale)})` };
}

/** A missing value is one of both: said in one WHEN. */
function bit(name: string, [no, yes, missing]: readonly number[]): Term {
  const [first, second] = missing === no ? [`${name} THEN ${numberSql(yes)}`, no] : [`NOT ${name} THEN ${numberSql(no)}`, yes];
  const rest = missing === second ? '' : ` WHEN ${name} IS NULL THEN ${numberSql(missing)}`;
  return { minus: false, text: `CASE WHEN ${first}${rest} ELSE ${numberSql(second)} END` };
}

/** What the level of a row adds: Σ over the features of the column; the reference, missing and unknown ones are the rest. */
function levels(name: string, { levels: words }: EncodedColumn & { type: 'categorical' }, coef: Float64Array, mean: Float64Array, scale: Float64Array): Term {
  const added = (level: number): number => coef.reduce((sum, weight, l) => sum + weight * (((l === level ? 1 : 0) - mean[l]) / scale[l]), 0);
  const cases = words.flatMap((word, level) => (coef[level] === 0 ? [] : [`WHEN ${textSql(word)} THEN ${numberSql(added(level))}`]));
  return { minus: false, text: `CASE CAST(${name} AS VARCHAR) ${cases.join(' ')} ELSE ${numberSql(added(-1))} END` };
}

function sumOf(terms: readonly Term[]): string {
  if (terms.length > mostTerms) {
    const size = Math.max(mostTerms, Math.ceil(terms.length / mostTerms));
    const groups = Array.from({ length: Math.ceil(terms.length / size) }, (_, g): Term => ({ minus: false, text: `(${sumOf(terms.slice(g * size, (g + 1) * size))})` }));
    return sumOf(groups);
  }
  return terms.map(({ minus, text }, i) => (i === 0 ? `${minus ? '-' : ''}${text}` : `\n  ${minus ? '-' : '+'} ${text}`)).join('');
}
