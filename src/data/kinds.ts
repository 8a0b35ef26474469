/** What the texts of a column are, all of them: numbers, dates, words. Writes SQL, knows no file. */
import type { ColumnType } from '../table/index.ts';
import { isOneOf } from './sql.ts';

/** A column's values are a set of these, as bits. Missing values count as none. */
const kinds = {
  number: 1, // 12, -3e5; with a point too where no comma can be a decimal mark
  pointed: 2, // 1.5
  grouped: 4, // 1.234: a number with a point, or thousands
  comma: 8, // 1,5 or 1.234,5
  coded: 16, // 01234 or 2020_01: digits that a number would lose
  trueFalse: 32,
  yesNo: 64,
  t: 128,
  f: 256,
  date: 512, // 2024-01-31, with time or without
  text: 1024,
  millions: 2048, // 1.234.567: a number only where commas are decimal marks
} as const;

const commaNumbers = kinds.number | kinds.grouped | kinds.comma | kinds.millions;

export interface TextRules {
  /** What stands for a missing value, spaces around it ignored. NULL always does, and NaN among numbers. */
  readonly missing: readonly string[];
  /** Whether a comma may be a decimal mark: not where it separates columns. */
  readonly commas: boolean;
}

/** In text files these, by default, are missing values. */
export const missingWords: readonly string[] = ['', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', '?'];

/**
 * An SQL aggregate: the kinds of the VARCHAR expression `value` over all rows, as an INTEGER. Numbers pay for a few
 * comparisons; regular expressions, which DuckDB compiles for milliseconds, are kept for files with other separators.
 */
export function kindsOf(value: string, rules: TextRules): string {
  const trimmed = `trim(${value})`;
  const lower = `lower(${trimmed})`;
  const isNumber = `TRY_CAST(${value} AS DOUBLE) <= 'inf'::DOUBLE`; // DuckDB puts NaN above infinity
  const zeroFirst = ['', '-', '+', ' '].map((sign) => `${value} BETWEEN '${sign}00' AND '${sign}0:'`).join(' OR '); // : follows 9
  const thousands = '[+-]?[0-9]{1,3}([.][0-9]{3})';
  const number = choice([
    [`contains(${value}, '_')`, kinds.coded],
    ...when(rules.commas, [`regexp_full_match(${trimmed}, '${thousands}')`, kinds.grouped], [`contains(${value}, '.')`, kinds.pointed]),
  ], kinds.number);
  return `coalesce(bit_or(${choice([
    [`${value} IS NULL`, 0],
    [isOneOf(trimmed, numbersOf(rules)), 0],
    [`(${zeroFirst}) AND ${isNumber} AND NOT contains(${value}, '.')`, kinds.coded],
    [isNumber, number],
    [isOneOf(trimmed, rules.missing), 0],
    [isOneOf(lower, ['nan', '+nan', '-nan']), 0],
    [isOneOf(lower, ['true', 'false']), kinds.trueFalse],
    [isOneOf(lower, ['yes', 'no']), kinds.yesNo],
    [`${lower} = 't'`, kinds.t],
    [`${lower} = 'f'`, kinds.f],
    [`${trimmed}[5] = '-' AND TRY_CAST(${value} AS TIMESTAMPTZ) IS NOT NULL`, kinds.date],
    ...when(
      rules.commas,
      [`regexp_full_match(${trimmed}, '([+-]?[0-9]+|${thousands}+),[0-9]*(e[+-]?[0-9]+)?')`, kinds.comma],
      [`regexp_full_match(${trimmed}, '${thousands}{2,}')`, kinds.millions],
    ),
  ], kinds.text)}), 0)::INTEGER`;
}

type Case = readonly [condition: string, result: string | number];

/** CASE computes a branch only for the rows that reach it. */
function choice(cases: readonly Case[], otherwise: number): string {
  return `CASE ${cases.map(([condition, result]) => `WHEN ${condition} THEN ${result}`).join(' ')} ELSE ${otherwise} END`;
}

function when(condition: boolean, ...cases: readonly Case[]): readonly Case[] {
  return condition ? cases : [];
}

/** Whether a file whose columns hold these kinds writes 1,5 for 1.5: some column is of such numbers throughout. */
export function usesDecimalComma(columns: readonly number[]): boolean {
  return columns.some((found) => (found & kinds.comma) !== 0 && within(found, commaNumbers));
}

/** The type of a column whose values are of these kinds. Nothing but missing values is numeric. */
export function typeOfKinds(found: number, decimalComma: boolean): ColumnType {
  if (isNumeric(found, decimalComma)) return 'numeric';
  // t and f must both be there: F alone is as likely to be a woman
  if (found === kinds.trueFalse || found === kinds.yesNo || found === (kinds.t | kinds.f)) return 'boolean';
  return found === kinds.date ? 'date' : 'categorical';
}

/** Whether values of these kinds can all be read as `type`, when a user says that they are. */
export function suits(found: number, type: ColumnType, decimalComma: boolean): boolean {
  if (type === 'numeric') return isNumeric(found & ~kinds.coded, decimalComma);
  if (type === 'boolean') return within(found, kinds.trueFalse | kinds.yesNo | kinds.t | kinds.f);
  return type === 'categorical' || within(found, kinds.date);
}

/** SQL: the VARCHAR expression `value` as `type`: DOUBLE with NaN for missing, or VARCHAR with NULL for missing. */
export function converted(value: string, type: ColumnType, found: number, decimalComma: boolean, rules: TextRules): string {
  const unlessMissing = (words: readonly string[], text: string): string =>
    words.length === 0 ? text : `CASE WHEN ${isOneOf(`trim(${value})`, words)} THEN NULL ELSE ${text} END`;
  switch (type) {
    case 'numeric': {
      const text = decimalComma && (found & kinds.pointed) === 0 ? `replace(replace(${value}, '.', ''), ',', '.')` : value;
      return orNaN(unlessMissing(numbersOf(rules), `TRY_CAST(${text} AS DOUBLE)`));
    }
    case 'boolean':
      return orNaN(`CASE WHEN ${isOneOf(`lower(trim(${value}))`, ['true', 'yes', 't'])} THEN 1 WHEN ${isOneOf(`lower(trim(${value}))`, ['false', 'no', 'f'])} THEN 0 END`);
    case 'date':
      return orNaN(daysOf(`TRY_CAST(${value} AS TIMESTAMPTZ)`));
    case 'categorical':
      return unlessMissing(rules.missing, value);
  }
}

export function orNaN(value: string): string {
  return `coalesce((${value})::DOUBLE, 'nan'::DOUBLE)`;
}

/** SQL: a TIMESTAMP or TIMESTAMPTZ as days since 1970-01-01 UTC. Tells microseconds apart from 1881 to 2059, milliseconds always. */
export function daysOf(time: string): string {
  return `epoch_us(${time})::DOUBLE / 86400000000::DOUBLE`;
}

function isNumeric(found: number, decimalComma: boolean): boolean {
  const point = within(found, kinds.number | kinds.pointed | kinds.grouped);
  return point || (decimalComma && within(found, commaNumbers));
}

/** The words for missing that would pass for numbers, such as -999. */
function numbersOf(rules: TextRules): readonly string[] {
  return rules.missing.filter((word) => word.trim() !== '' && !Number.isNaN(Number(word)));
}

function within(found: number, allowed: number): boolean {
  return (found & ~allowed) === 0;
}
