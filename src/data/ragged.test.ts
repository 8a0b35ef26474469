import { expect, test } from 'vitest';
import { findRagged } from './ragged.ts';

/** The text in pieces of `size` bytes, so that every state meets the end of a piece. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const cases: [text: string, found: { line: number; fields: number } | undefined][] = [
  ['a,b\n1,2\n', undefined],
  ['a,b\n1,2\n3\n', { line: 3, fields: 1 }],
  ['a,b\r\n1,2,3\r\n', { line: 2, fields: 3 }],
  ['a,b\n"1\n,\n",2\n\n3,4\n5', { line: 7, fields: 1 }],
  ['a,b\n"x "", y",2\n"""",""\n1,"2"",3"\n', undefined],
  ['a,b\n1,2,\n5" x,2\n', undefined],
  ['a,b\n1,2,,\n', { line: 2, fields: 4 }],
];

test.each(cases)('the first row of another width is found in %j', async (text, found) => {
  for (const size of [1, 2, 3, 1000]) expect(await findRagged(pieces(text, size), ',', 2)).toEqual(found);
});
