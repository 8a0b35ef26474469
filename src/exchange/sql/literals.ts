/** Numbers, texts and columns as an SQL expression holds them. Knows no expression. */
import { describe } from '../../array/index.ts';
import { identifier, literal } from '../../table/index.ts';

/** With an exponent, which makes it a DOUBLE: 0.1 would be a DECIMAL, and divided as one. */
export function numberSql(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value);
  return /e/.test(text) ? text.replace('e+', 'e') : `${text}e0`;
}

/** @throws RangeError for a text that no statement can hold */
export function textSql(value: string): string {
  return literal(checked(value));
}

/** @throws RangeError for a name that no statement can hold */
export function columnSql(name: string): string {
  return identifier(checked(name));
}

function checked(text: string): string {
  if (text.includes('\0')) throw new RangeError(`toSql: names and categories must be without the character NUL, at which a statement ends; there is ${describe(text)}`);
  return text;
}
