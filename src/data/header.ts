/** The names of the columns and the separator, from the beginning of a CSV or TSV file. Knows no values. */
import { describe } from '../array/index.ts';
import { FileError } from '../files/index.ts';
import type { Head } from './text.ts';

export interface Layout {
  readonly delimiter: string;
  readonly newline: '\n' | '\r' | '\r\n';
  readonly names: readonly string[];
  /** Whether the first record is the header. */
  readonly header: boolean;
}

export interface LayoutRules {
  /** One character; undefined: the one of , ; tab | that cuts the first rows most evenly. */
  readonly delimiter?: string;
  /** true: the first line is the header; false: there is none; undefined: it is, and must not look like numbers. */
  readonly header?: boolean;
}

/** @throws FileError for no, empty or repeated names, and for a first line that looks like data */
export function readLayout(source: string, head: Head, rules: LayoutRules): Layout {
  const delimiter = rules.delimiter ?? likelyDelimiter(head);
  const record = records(head, delimiter, 1)[0];
  if (record === undefined || record.torn) throw new FileError(`open: ${source}: the first line must name the columns; it does not end within 1 MiB, or a quote in it is not closed where its field ends`);
  const { fields: first, newline } = record;
  if (first.length === 1 && first[0].trim() === '') throw new FileError(`open: ${source}: the first line must name the columns; it is empty`);
  if (rules.header === false) return { delimiter, newline, names: first.map((_, i) => `column${i + 1}`), header: false };
  if (rules.header === undefined && first.every(isNumber)) {
    throw new FileError(`open: ${source}: the first line must name the columns; it holds only numbers (${first.slice(0, 3).join(', ')}${first.length > 3 ? ', …' : ''}). If there is no header, say { header: false } (--no-header); if these are names, { header: true } (--header)`);
  }
  checkNames(source, first);
  return { delimiter, newline, names: first, header: true };
}

/** @throws FileError naming the columns that have no name, or the same */
export function checkNames(source: string, names: readonly string[]): void {
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    if (name.trim() === '') throw new FileError(`open: ${source}: every column must have a name; column ${i + 1} of ${names.length} has none. If it is an index, leave it out when writing the file`);
    const before = seen.get(name);
    if (before !== undefined) throw new FileError(`open: ${source}: column names must be distinct; columns ${before} and ${i + 1} are both ${describe(name)}`);
    seen.set(name, i + 1);
  });
}

function isNumber(field: string): boolean {
  return /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?\s*$/i.test(field);
}

/** The separator under which most of the first rows have as many fields as the header; among equals, the most fields. */
function likelyDelimiter(head: Head): string {
  let best = { delimiter: ',', share: 0, fields: 1 };
  for (const delimiter of [',', ';', '\t', '|']) {
    const first = records(head, delimiter, 50);
    const rows = first.map(({ fields }) => fields).filter((row) => row.length > 1 || row[0] !== '');
    const fields = rows[0]?.length ?? 1;
    if (fields < 2 || first.some(({ torn }) => torn)) continue;
    const share = rows.filter((row) => row.length === fields).length / rows.length;
    if (share > best.share || (share === best.share && fields > best.fields)) best = { delimiter, share, fields };
  }
  return best.delimiter;
}

interface FirstRecord {
  readonly fields: readonly string[];
  readonly newline: '\n' | '\r' | '\r\n';
  /** Whether a quote is open or text follows a closing quote: another separator, or no CSV. */
  readonly torn: boolean;
}

/** The first records of a text, quotes undone (RFC 4180). A record that the head cuts off is not among them. */
function records(head: Head, delimiter: string, limit: number): FirstRecord[] {
  const { text } = head;
  const found: FirstRecord[] = [];
  let fields: string[] = [];
  let torn = false;
  let at = 0;
  while (at < text.length && found.length < limit) {
    let field = '';
    const quoted = text[at] === '"';
    if (quoted) {
      for (at++; ; at++) {
        const close = text.indexOf('"', at);
        if (close < 0) return head.complete ? [...found, { fields, newline: '\n', torn: true }] : found;
        field += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
    }
    const start = at;
    torn ||= quoted && !['\n', '\r', delimiter, undefined].includes(text[at]);
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    field += text.slice(start, at);
    if (at === text.length && !head.complete) return found;
    fields.push(field);
    if (text[at] === delimiter) {
      at++;
      if (at < text.length) continue;
      fields.push('');
    }
    const newline = text[at] !== '\r' ? '\n' : text[at + 1] === '\n' ? '\r\n' : '\r';
    at += newline.length;
    found.push({ fields, newline, torn });
    fields = [];
    torn = false;
  }
  return found;
}
