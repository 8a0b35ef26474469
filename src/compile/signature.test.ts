import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NdArray } from '../array/index.ts';
import { fits, outlineOf, signature } from './signature.ts';

const leaf = fc.tuple(fc.constantFrom(Float32Array, Float64Array, Int32Array), fc.constantFrom<number[]>([], [1], [2], [1, 2], [2, 1])).map(
  ([Numbers, shape]) => new NdArray(new Numbers(shape.reduce((a, b) => a * b, 1)), shape));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '__proto__', '0'), tie('tree')), { maxLength: 3, selector: ([name]) => name }).map((entries) => Object.fromEntries(entries))),
}));

test('arguments fit an outline just when they have its signature, and give the same arrays in the same order', () => {
  let same = 0;
  fc.assert(fc.property(tree, tree, (one, other) => {
    const [found, known]: NdArray[][] = [[], []];
    const equal = signature([one], []) === signature([other], known);
    expect(fits(other, outlineOf(one), found)).toBe(equal);
    expect(equal ? found : known).toEqual(known);
    same += equal ? 1 : 0;
    expect(fits(one, outlineOf(one), [])).toBe(true);
  }), { numRuns: 2000 });
  expect(same).toBeGreaterThan(20);
});

test('what is no array, record or list fits nothing', () => {
  const x = new NdArray(Float64Array.of(1), []);
  for (const wrong of [undefined, null, 1, 'x', { x: 1 }, [x, 1], () => x]) expect(fits(wrong, outlineOf({ x }), [])).toBe(false);
  expect(fits(Object.assign(Object.create({ more: x }) as object, { x }), outlineOf({ x }), [])).toBe(false);
});
