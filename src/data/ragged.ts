/** Finds the first row of a delimited text that has too few or too many fields. Knows no values. */

const quote = 34;
const newline = 10;
const carriageReturn = 13;

export interface RaggedRow {
  /** 1 is the first line of the file; lines inside quotes count. */
  readonly line: number;
  readonly fields: number;
}

/**
 * DuckDB says that a row is ragged, but counts rows instead of lines: this reads the file again, only then.
 * As there, empty lines are passed over, and one separator too many at the end of a row is no field.
 */
export async function findRagged(chunks: AsyncIterable<Uint8Array>, delimiter: string, expected: number): Promise<RaggedRow | undefined> {
  const separator = delimiter.charCodeAt(0);
  let line = 1;
  let recordLine = 1;
  let fields = 1;
  let fieldBytes = 0;
  let recordBytes = 0;
  let quoted = false;
  let closed = false; // the byte before was a closing quote, so that another one means a quote inside quotes
  let previous = 0;

  const ragged = (): boolean => recordBytes > 0 && fields !== expected && !(fields === expected + 1 && fieldBytes === 0);

  for await (const chunk of chunks) {
    for (const byte of chunk) {
      const ends = byte === newline || byte === carriageReturn;
      if (ends && !(byte === newline && previous === carriageReturn)) line++;
      previous = byte;
      if (quoted) {
        if (byte === quote) {
          quoted = false;
          closed = true;
        }
        continue;
      }
      if (ends) {
        if (ragged()) return { line: recordLine, fields };
        recordLine = line;
        fields = 1;
        fieldBytes = 0;
        recordBytes = 0;
      } else {
        recordBytes++;
        if (byte === separator) {
          fields++;
          fieldBytes = 0;
        } else {
          if (byte === quote && (fieldBytes === 0 || closed)) quoted = true;
          fieldBytes++;
        }
      }
      closed = false;
    }
  }
  return ragged() ? { line: recordLine, fields } : undefined;
}
