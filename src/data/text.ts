/** Reads a text file once, before DuckDB does, to be sure that it is UTF-8 text. Knows neither rows nor columns. */
import { isUtf8 } from 'node:buffer';
import { FileError } from '../files/index.ts';
import { chunksOf, type SourceFile } from './chunks.ts';
import { binaryKind } from './format.ts';

/** The beginning of a text, without byte order mark; `complete` when it is all of it. */
export interface Head {
  readonly text: string;
  readonly complete: boolean;
}

const headBytes = 1 << 20;

/**
 * Reads every byte (a gigabyte takes about half a second): DuckDB stops at invalid UTF-8 with an internal error that
 * ends the database, and takes a truncated .gz for a whole one.
 * @throws FileError for an empty, binary, truncated or wrongly encoded file, naming the line
 */
export async function checkText(file: SourceFile, signal?: AbortSignal): Promise<Head> {
  const head: Buffer[] = [];
  let size = 0;
  let rest: Buffer = Buffer.alloc(0); // the first bytes of a character that the next chunk completes
  for await (const chunk of chunksOf('open', file, signal)) {
    if (size === 0) refuseBinary(file, chunk);
    const zero = chunk.indexOf(0);
    if (zero >= 0) throw new FileError(`open: ${file.source}: a text file must hold text; byte ${size + zero} is zero, as in binary files`);
    const whole = Buffer.concat([rest, chunk]);
    const end = wholeCharacters(whole);
    if (!isUtf8(whole.subarray(0, end))) throw await notUtf8(file, size - rest.length);
    rest = whole.subarray(end);
    if (size < headBytes) head.push(chunk);
    size += chunk.length;
  }
  if (rest.length > 0) throw await notUtf8(file, size - rest.length);
  if (size === 0) throw new FileError(`open: ${file.source}: a table must have a header and rows; the file is empty`);
  return { text: new TextDecoder().decode(Buffer.concat(head), { stream: true }), complete: size <= headBytes };
}

function refuseBinary(file: SourceFile, head: Buffer): void {
  const kind = binaryKind(head);
  if (kind !== undefined) throw new FileError(`open: ${file.source}: a text file must hold text; this is ${kind}`);
}

/** The length of `bytes` without a last character that is not there completely. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Reads again to find the line: only when there is something to complain about. */
async function notUtf8(file: SourceFile, from: number): Promise<FileError> {
  let line = 1;
  let offset = 0;
  let current: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf('open', file)) {
    for (let start = 0; start < chunk.length;) {
      const newline = chunk.indexOf(10, start);
      const end = newline < 0 ? chunk.length : newline + 1;
      if (offset + end > from) {
        current = Buffer.concat([current, chunk.subarray(start, end)]);
        if (newline >= 0 && !isUtf8(current)) return encodingError(file, line);
      } else if (newline < 0) {
        current = Buffer.concat([current, chunk.subarray(start, end)]);
      }
      if (newline >= 0) {
        line++;
        current = Buffer.alloc(0);
      }
      start = end;
    }
    offset += chunk.length;
  }
  return encodingError(file, line);
}

function encodingError(file: SourceFile, line: number): FileError {
  return new FileError(`open: ${file.source}: text must be UTF-8; line ${line} is not. Save the file as UTF-8, for example with: iconv -f latin1 -t utf-8`);
}
