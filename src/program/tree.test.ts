import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { flatten } from './index.ts';

test('records and lists are taken apart in order and put together again', () => {
  const [a, b, c] = [array([1]), array([2]), array([3])];
  const { leaves, paths, rebuild } = flatten('f', 'params', { layers: [{ w: a }, { w: b }], out: c });
  expect([leaves, paths]).toEqual([[a, b, c], ['params.layers[0].w', 'params.layers[1].w', 'params.out']]);
  expect(rebuild([1, 2, 3])).toEqual({ layers: [{ w: 1 }, { w: 2 }], out: 3 });
});

test('one array may stand in two places', () => {
  const a = array([1]);
  const shared = { w: a };
  expect(flatten('f', 'x', [shared, shared]).paths).toEqual(['x[0].w', 'x[1].w']);
});

test('a key of __proto__ is a key like others', () => {
  const tree = JSON.parse('{"__proto__": 0}') as Record<string, unknown>;
  Object.defineProperty(tree, '__proto__', { value: array([1]), enumerable: true });
  const rebuilt = flatten('f', 'x', tree).rebuild([7]) as object;
  expect([Object.getPrototypeOf(rebuilt) === Object.prototype, Object.entries(rebuilt)]).toEqual([true, [['__proto__', 7]]]);
});
