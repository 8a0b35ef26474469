import { afterEach, expect, test, vi } from 'vitest';
import { formatNumber, formatTable, print } from './output.ts';
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
