/** Columns as CSV, in a form that `open` reads back. Knows no DuckDB. */
import { once } from 'node:events';
import { writeAtomically } from '../files/index.ts';
import { Frame, frameOf, type Cell, type FrameColumn } from '../table/index.ts';

/** Where text can be written: process.stdout, a stream. */
export interface TextSink {
  write(text: string): boolean;
  once(event: string, listener: (...values: unknown[]) => void): unknown;
}

/**
 * Writes columns as CSV: UTF-8, LF, a header, quotes only where needed, numbers in the shortest form that reads back
 * as the same float64, true and false, dates as ISO 8601 in UTC to the microsecond, nothing for a missing value.
 * A file appears whole or not at all.
 * @param target  a path, or a stream such as process.stdout (left open)
 * @param columns  the rows, or frames with the same columns, one after the other
 * @throws FileError naming the path and the reason
 */
export async function writeCsv(target: string | TextSink, columns: Frame | AsyncIterable<Frame> | Readonly<Record<string, ArrayLike<Cell>>>): Promise<void> {
  const frames = columns instanceof Frame ? [columns] : isFrames(columns) ? columns : [frameOf(columns)];
  if (typeof target === 'string') {
    await writeAtomically('writeCsv', target, async (file) => {
      for await (const piece of csvOf(frames)) await file.write(piece);
    });
    return;
  }
  for await (const piece of csvOf(frames)) if (!target.write(piece)) await once(target as unknown as NodeJS.EventEmitter, 'drain');
}

const piece = 1 << 16;

function isFrames(value: object): value is AsyncIterable<Frame> {
  return Symbol.asyncIterator in value;
}

async function* csvOf(frames: Iterable<Frame> | AsyncIterable<Frame>): AsyncGenerator<string> {
  let text = '';
  let begun = false;
  for await (const frame of frames) {
    if (!begun) text = `${frame.columns.map(({ name }) => quoted(name)).join(',')}\n`;
    begun = true;
    const alone = frame.columns.length === 1;
    const writers = frame.columns.map(writerOf);
    for (let i = 0; i < frame.rowCount; i++) {
      const row = writers.map((write) => write(i)).join(',');
      // an empty line would be no row to most readers
      text += alone && row === '' ? '""\n' : `${row}\n`;
      if (text.length < piece) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function writerOf(column: FrameColumn): (row: number) => string {
  if (column.type === 'categorical') {
    const words = column.categories.map(quoted);
    return (row) => words[column.codes[row]] ?? '';
  }
  const { values } = column;
  const write = column.type === 'boolean' ? booleanText : column.type === 'date' ? dateText : numberText;
  return (row) => (Number.isNaN(values[row]) ? '' : write(values[row]));
}

function quoted(text: string): string {
  // not only commas: a reader that guesses the separator must not find another one
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function booleanText(value: number): string {
  return value === 0 ? 'false' : 'true';
}

const microsecondsPerDay = 86_400_000_000;

function dateText(days: number): string {
  const microseconds = Math.round(days * microsecondsPerDay);
  const whole = Math.floor(microseconds / microsecondsPerDay);
  const date = new Date(whole * 86_400_000);
  if (!Number.isFinite(date.getTime())) return numberText(days);
  const day = date.toISOString().slice(0, -14);
  const rest = microseconds - whole * microsecondsPerDay;
  if (rest === 0) return day;
  const seconds = Math.floor(rest / 1e6);
  const two = (n: number): string => String(n).padStart(2, '0');
  const fraction = rest % 1e6 === 0 ? '' : `.${String(rest % 1e6).padStart(6, '0')}`;
  return `${day}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}Z`;
}
