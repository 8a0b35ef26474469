import { expect, test } from 'vitest';
import { readLayout } from './header.ts';

const layout = (text: string, complete = true): unknown => readLayout('x.csv', { text, complete }, {});

test('the separator is the one that cuts the first rows alike', () => {
  expect(layout('a,b\n1,2\n')).toEqual({ delimiter: ',', names: ['a', 'b'], header: true, newline: '\n' });
  expect(layout('price, EUR;size\n1,5;2\n2;3\n')).toEqual({ delimiter: ';', names: ['price, EUR', 'size'], header: true, newline: '\n' });
  expect(layout('"a;b;c",d\n"1;2;3",4\n')).toEqual({ delimiter: ',', names: ['a;b;c', 'd'], header: true, newline: '\n' });
  expect(layout('a,"b\t\t"\nfalse,";"\n')).toEqual({ delimiter: ',', names: ['a', 'b\t\t'], header: true, newline: '\n' });
  expect(layout('a b\n1\n')).toEqual({ delimiter: ',', names: ['a b'], header: true, newline: '\n' });
});

test('quotes in the header are undone, and line ends of all kinds end it', () => {
  expect(layout('"a ""x""\n",b\r\n1,2')).toEqual({ delimiter: ',', names: ['a "x"\n', 'b'], header: true, newline: '\r\n' });
  expect(layout('a,b\r1,2\r')).toEqual({ delimiter: ',', names: ['a', 'b'], header: true, newline: '\r' });
  expect(layout('a,b')).toEqual({ delimiter: ',', names: ['a', 'b'], header: true, newline: '\n' });
});

test('a header that does not end is refused', () => {
  const message = 'open: x.csv: the first line must name the columns; it does not end within 1 MiB, or a quote in it is not closed where its field ends';
  expect(() => layout('"a,b\n1,2\n')).toThrow(message);
  expect(() => layout('"a" x,b\n1,2\n')).toThrow(message);
  expect(() => layout('a,b', false)).toThrow(message);
});

test('a separator at the end of the header is a column without name', () => {
  expect(() => layout('a,b,\n1,2,3\n')).toThrow('every column must have a name; column 3 of 3 has none');
  expect(() => layout('a,b,')).toThrow('every column must have a name; column 3 of 3 has none');
});
