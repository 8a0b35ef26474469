/** Paths, and names and texts, as parts of a statement of DuckDB's, whatever characters they hold. Knows no statement. */
import { literal } from '../table/index.ts';

export { identifier, literal } from '../table/index.ts';

/** A file for DuckDB's readers, which take * ? and [ for patterns: each is bracketed, so that it stands for itself. */
export function fileLiteral(path: string): string {
  return literal(path.replaceAll(/[*?[]/g, '[$&]'));
}

/** `value IN (…)`; false for no words at all, which SQL has no way to write. */
export function isOneOf(value: string, words: readonly string[]): string {
  return words.length === 0 ? 'false' : `${value} IN (${words.map(literal).join(', ')})`;
}
