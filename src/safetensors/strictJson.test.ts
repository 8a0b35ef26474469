import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelFormatError } from '../estimator/index.ts';
import { parseStrictJson } from './strictJson.ts';

const parse = (text: string): unknown => parseStrictJson(text, 'the text');

test('every JSON value is read as JSON.parse reads it', () => {
  fc.assert(fc.property(fc.jsonValue({ depthSize: 'small' }), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
    const text = JSON.stringify(value, null, space);
    expect(parse(text)).toEqual(JSON.parse(text));
  }), { numRuns: 500 });
});

test('brackets, quotes and colons inside strings count for nothing', () => {
  expect(parse(String.raw`{"a": "[[[{\"a\":", "b": ["\\", ":"], "c\"": {"a": "a"}}`)).toEqual({ a: '[[[{"a":', b: ['\\', ':'], 'c"': { a: 'a' } });
});

test('a key that is there twice is refused, however it is spelt', () => {
  expect(() => parse('{"a": 1, "b": {"a": 2}, "a": 3}')).toThrow('load: the text must name everything once; "a" is there twice');
  expect(() => parse(String.raw`{"a": 1, "\u0061": 3}`)).toThrow('load: the text must name everything once; "a" is there twice');
  expect(parse('[{"a": 1}, {"a": 2}, "a", "a"]')).toHaveLength(4);
});

test('__proto__ is a key like any other', () => {
  const read = parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(read.polluted).toBeUndefined();
});

test('text nested deeper than 64 levels is refused before it is parsed', () => {
  expect(parse(`${'['.repeat(64)}${']'.repeat(64)}`)).toHaveLength(1);
  expect(() => parse('['.repeat(65))).toThrow('load: the text must nest at most 64 levels deep; at character 64 it is deeper');
  expect(() => parse('{"a":'.repeat(1_000_000))).toThrow('must nest at most 64 levels deep');
});

test('what is no JSON is refused', () => {
  for (const text of ['', '{', '{"a', '{"a": 1', '{"a" 1}', '[1,]', 'NaN', '{} {}', ']', '"\\', '{"\\x":1}']) {
    expect(() => parse(text), text).toThrow(ModelFormatError);
    expect(() => parse(text), text).toThrow(/^load: the text must be JSON; /);
  }
});

test('ten million characters take linear time', () => {
  const start = performance.now();
  parse(`["${'\\"'.repeat(5_000_000)}"]`);
  expect(performance.now() - start).toBeLessThan(2000);
});

test('what the parser quotes does not break the line of the message', () => {
  expect(() => parseStrictJson('{"a": \n\u{40000}\n 1}', 'the header')).toThrow(/^load: the header must be JSON; [^\n]+$/);
  expect(() => parseStrictJson('{"a\\"\n": 1, "\\x\n": 2}', 'the header')).toThrow(/^load: the header must be JSON; [^\n]+$/);
});
