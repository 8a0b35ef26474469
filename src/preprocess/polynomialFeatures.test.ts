import { expect, test } from 'vitest';
import { expectClose, fixture } from './checks.testing.ts';
import { ModelFormatError } from '../estimator/index.ts';
import { polynomialFeatures, restorePolynomialFeatures } from './index.ts';

test('polynomialFeatures makes the products of scikit-learn, in its order and with its names', async () => {
  for (const { options, names, powers, transformed } of fixture.polynomialFeatures) {
    const fitted = await polynomialFeatures(options).fit(fixture.small);
    expect(fitted.featureNames()).toEqual(names);
    expect(fitted.powers).toEqual(powers);
    expect(fitted.nOutputs).toBe(names.length);
    expectClose(await fitted.transform(fixture.small), transformed);
  }
});

test('by default there is no column of ones', async () => {
  const fitted = await polynomialFeatures().fit([[2, 3]]);
  expect((await fitted.transform([[2, 3]])).toNested()).toEqual([[2, 3, 4, 6, 9]]);
  expect(fitted.featureNames(['a', 'b'])).toEqual(['a', 'b', 'a^2', 'a b', 'b^2']);
  expect(() => fitted.featureNames(['a'])).toThrow('polynomialFeatures.featureNames: there must be 2 names; there are 1');
});

test('interactions of more factors than features are none', async () => {
  const fitted = await polynomialFeatures({ degree: 5, interactionOnly: true }).fit([[2, 3]]);
  expect((await fitted.transform([[2, 3]])).toNested()).toEqual([[2, 3, 6]]);
});

test('polynomialFeatures refuses too many products, overflow and bad options', async () => {
  const wide = [Array.from({ length: 1000 }, () => 1)];
  await expect(polynomialFeatures({ degree: 3 }).fit(wide)).rejects.toThrow('polynomialFeatures.fit: there must be at most 100000 products; 1000 features of degree 3 make 167668500, lower the degree');
  const fitted = await polynomialFeatures().fit([[1, 2]]);
  await expect(fitted.transform([[1, 2], [1, 1e200]])).rejects.toThrow('polynomialFeatures.transform: products must be finite; x1^2 of row 1 is Infinity, rescale X first');
  const make = polynomialFeatures as (options: unknown) => unknown;
  expect(() => make({ degree: 0 })).toThrow('polynomialFeatures: degree must be an integer at least 1 and at most 100; it is 0');
  expect(() => make({ includeBias: 'yes' })).toThrow('polynomialFeatures: includeBias must be true or false; it is "yes"');
  expect(() => make({ power: 2 })).toThrow('unknown option "power"');
});

test('a file cannot ask for more products than a fit may make', async () => {
  const state = (await polynomialFeatures().fit([[1, 2]])).state();
  const lies: Record<string, number>[] = [{ nFeatures: 1e9 }, { degree: 101 }, { nFeatures: 400, degree: 100 }, { nFeatures: 0 }, { degree: 1.5 }];
  for (const settings of lies) {
    expect(() => restorePolynomialFeatures({ ...state, settings: { ...state.settings, ...settings } })).toThrow(ModelFormatError);
  }
});
