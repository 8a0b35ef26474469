import { afterEach, expect, test, vi } from 'vitest';
import { readByteSize } from './byteSize.ts';
import { formatNumber, formatTable, print, progressBar } from './output.ts';
import { printable } from './printable.ts';

afterEach(() => { vi.restoreAllMocks(); });

test('a name cannot move the cursor, break a line or turn it around', () => {
  expect(printable('a\tb\nc\u001b[2J\u009b\u202e')).toBe('a\\tb\\nc\\u001b[2J\\u009b\\u202e');
  expect(printable('größe 身長 🙂 "q"')).toBe('größe 身長 🙂 "q"');
});

test('a table keeps one line per row and cuts names that are sentences', () => {
  expect(formatTable(['column', 'n'], [['two\nlines', '1'], ['x'.repeat(60), '22']])).toBe([
    'column                                     n',
    '─'.repeat(44),
    'two\\nlines                                 1',
    `${'x'.repeat(39)}…  22`,
  ].join('\n'));
});

test.each([[0.99996, 3, '1.00'], [9.9999, 4, '10.00'], [47301.4, 4, '47301'], [0, 4, '0'], [-0.05, 3, '-0.0500'], [2.5e-7, 3, '2.50e-7'], [NaN, 3, 'NaN']])(
  '%d with %d digits is %s', (value, digits, text) => { expect(formatNumber(value, digits)).toBe(text); },
);

test('sentences break between words on a terminal, and nowhere else', () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const terminal = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
  try {
    Object.assign(process.stdout, { isTTY: true, columns: 12 });
    print('one two three four\nfive', { wrap: true });
    print('one two three four');
    Object.assign(process.stdout, { isTTY: false });
    print('one two three four', { wrap: true });
  } finally {
    Object.assign(process.stdout, terminal);
  }
  expect(written).toEqual(['one two\nthree four\nfive\n', 'one two three four\n', 'one two three four\n']);
});

test('progress says how many rows come per second, and how long the rest takes', () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const terminal = { isTTY: process.stderr.isTTY };
  const said = (isTTY: boolean): string => {
    written.length = 0;
    Object.assign(process.stderr, { isTTY });
    const bar = progressBar();
    bar.show({ label: 'reading rows, pass 1', done: 40, total: 100, perSecond: 123_456, secondsLeft: 75 });
    for (const done of [1, 2, 3]) {
      now += 2000;
      bar.show({ label: `fold ${done}`, done, total: 11 });
    }
    bar.stop();
    return written.join('');
  };
  try {
    const onTerminal = said(true);
    expect(onTerminal).toContain('reading rows, pass 1 · 123456 rows/s · 1 min 15 s left');
    expect(onTerminal).toContain('fold 3 · about 16 s left'); // two steps in 4 s, eight to go
    expect(said(false)).toBe('… reading rows, pass 1 · 123456 rows/s · 1 min 15 s left\n… fold 1\n… fold 2\n… fold 3\n');
  } finally {
    Object.assign(process.stderr, terminal);
  }
});

test.each([['512MB', 512e6], ['4 GiB', 4 * 2 ** 30], ['1.5k', 1536], ['100', 100], ['2g', 2 * 2 ** 30], ['', undefined], ['much', undefined], ['-1', undefined], ['3 constructor', undefined]])('%j bytes are %s', (text, bytes) => {
  expect(readByteSize(text)).toBe(bytes);
});
