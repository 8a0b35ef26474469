/** Chunks of columns put together to frames of as many rows as are asked for. Knows no database. */
import { categoryColumn, Frame, type ColumnInfo, type FrameColumn } from '../table/index.ts';
import type { Chunk } from './database.ts';

/** A column of the chunks: numbers, codes of `categories`, or, of a categorical column without these, words. */
export interface ScannedColumn extends ColumnInfo {
  readonly categories?: readonly string[];
  /** Where the codes of the chunks are others: the code of each. */
  readonly codeOf?: Int32Array;
}

/** Frames share their memory: each is good until the next is asked for. */
export async function* framesOf(columns: readonly ScannedColumn[], chunks: AsyncIterable<Chunk>, blockRows: number, source: string): AsyncGenerator<Frame, void, undefined> {
  const values = columns.map(({ type, categories }): Values => (type !== 'categorical' ? new Float64Array(blockRows) : categories ? new Int32Array(blockRows) : []));
  let filled = 0;
  for await (const chunk of chunks) {
    const parts = values.map((column, j) => (Array.isArray(column) ? chunk.words(j) : chunk.column(j) as Float64Array | Int32Array));
    for (let from = 0; from < chunk.rowCount;) {
      const count = Math.min(chunk.rowCount - from, blockRows - filled);
      columns.forEach(({ codeOf }, j) => {
        const to = values[j];
        const part = parts[j];
        if (Array.isArray(to)) for (let i = 0; i < count; i++) to[filled + i] = (part as readonly (string | null)[])[from + i];
        else if (codeOf === undefined) to.set((part as Float64Array).subarray(from, from + count), filled);
        else for (let i = 0, code; i < count; i++) to[filled + i] = (code = part[from + i] as number) < 0 ? -1 : codeOf[code];
      });
      filled += count;
      from += count;
      if (filled < blockRows) continue;
      yield frameOf(columns, values, filled, source);
      filled = 0;
    }
  }
  if (filled > 0) yield frameOf(columns, values, filled, source);
}

type Values = Float64Array | Int32Array | (string | null)[];

function frameOf(columns: readonly ScannedColumn[], values: readonly Values[], rows: number, source: string): Frame {
  return new Frame(columns.map(({ name, type, categories = [] }, j): FrameColumn => {
    const all = values[j];
    if (Array.isArray(all)) return categoryColumn(name, all.slice(0, rows));
    const here = all.length === rows ? all : all.subarray(0, rows);
    return type === 'categorical' ? { name, type, codes: here as Int32Array, categories } : { name, type, values: here as Float64Array };
  }), rows, source);
}

/** Words in the order of JavaScript, code unit by code unit; DuckDB's is by UTF-8 bytes, which differs beyond U+FFFF. */
export function sortedWords(words: readonly string[]): Pick<ScannedColumn, 'categories' | 'codeOf'> {
  const categories = words.toSorted((a, b) => (a < b ? -1 : 1));
  if (categories.every((category, i) => category === words[i])) return { categories };
  const position = new Map(categories.map((category, code) => [category, code]));
  return { categories, codeOf: Int32Array.from(words, (word) => position.get(word) ?? -1) };
}
