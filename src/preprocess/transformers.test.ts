/** What every transformer keeps, whatever it computes. A new transformer is a new row; the type makes the rows complete. */
import { describe, expect, test } from 'vitest';
import { array, NdArray } from '../array/index.ts';
import { ModelFormatError, type FittedTransformer, type Json, type ModelState, type Transformer } from '../estimator/index.ts';
import {
  imputer, minMaxScaler, oneHotEncoder, pipeline, polynomialFeatures, restoreImputer, restoreMinMaxScaler, restoreOneHotEncoder,
  restorePipeline, restorePolynomialFeatures, restoreStandardScaler, standardScaler,
} from './index.ts';
import { expectClose, fixture, throughJson } from './checks.testing.ts';

const missing = fixture.missing.map((row) => row.map((value) => value ?? NaN));

interface Row {
  readonly make: () => Transformer;
  readonly X: number[][];
  readonly restore: (state: ModelState) => FittedTransformer;
  readonly takesMissing: boolean;
}

type Name = 'standardScaler' | 'minMaxScaler' | 'imputer' | 'medianImputer' | 'frequentImputer' | 'polynomialFeatures' | 'oneHotEncoder' | 'pipeline';

const rows: Readonly<Record<Name, Row>> = {
  standardScaler: { make: standardScaler, X: fixture.X, restore: restoreStandardScaler, takesMissing: false },
  minMaxScaler: { make: minMaxScaler, X: fixture.X, restore: restoreMinMaxScaler, takesMissing: false },
  imputer: { make: imputer, X: missing, restore: restoreImputer, takesMissing: true },
  medianImputer: { make: () => imputer({ strategy: 'median' }), X: missing, restore: restoreImputer, takesMissing: true },
  frequentImputer: { make: () => imputer({ strategy: 'mostFrequent' }), X: missing, restore: restoreImputer, takesMissing: true },
  polynomialFeatures: { make: polynomialFeatures, X: fixture.X, restore: restorePolynomialFeatures, takesMissing: false },
  oneHotEncoder: { make: () => oneHotEncoder({ drop: 'mostFrequent' }), X: fixture.codes, restore: restoreOneHotEncoder, takesMissing: false },
  pipeline: {
    make: () => pipeline(imputer(), standardScaler()),
    X: missing,
    restore: (state) => restorePipeline(state, (part) => (part.kind === 'imputer' ? restoreImputer(part) : restoreStandardScaler(part))) as FittedTransformer,
    takesMissing: true,
  },
};

describe.each(Object.entries(rows))('%s', (_, { make, X, restore, takesMissing }) => {
  test('changes neither its input nor its weights', async () => {
    const given = X.map((row) => [...row]);
    const weights = X.map((_, i) => i % 3);
    await (await make().fit(given, { sampleWeight: weights })).transform(given);
    expect(given).toEqual(X);
    expect(weights).toEqual(X.map((_, i) => i % 3));
    const typed = array(X);
    const before = typed.data.slice();
    await (await make().fit(typed)).transform(typed);
    expect(typed.data).toEqual(before);
  });

  test('transforms a row as it transforms all rows', async () => {
    const fitted = await make().fit(X);
    const all = (await fitted.transform(X)).toNested() as number[][];
    for (const [i, row] of X.entries()) expect((await fitted.transform([row])).toNested()).toEqual([all[i]]);
  });

  test('takes a row of weight 2 for the row twice, and a row of weight 0 for no row', async () => {
    const weights = X.map((_, i) => (i === 2 ? 0 : i % 2 === 0 ? 2 : 1));
    const repeated = X.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
    const used = X.filter((_, i) => weights[i] > 0);
    const weighted = await make().fit(X, { sampleWeight: weights });
    const twice = await make().fit(repeated);
    expectClose(await weighted.transform(used), await twice.transform(used));
  });

  test('fits one row and one column', async () => {
    const whole = X.find((row) => !row.some(Number.isNaN)) as number[];
    expect((await (await make().fit([whole])).transform([whole])).shape[0]).toBe(1);
    const column = X.map((row) => [row[0]]);
    expect((await (await make().fit(column)).transform(column)).shape[0]).toBe(X.length);
  });

  test('keeps every bit through its state as JSON', async () => {
    const fitted = await make().fit(X);
    const back = restore(throughJson(fitted.state()));
    expect((await back.transform(X)).data).toEqual((await fitted.transform(X)).data);
    expect(back.state()).toEqual(fitted.state());
    expect(back.nFeatures).toBe(X[0].length);
  });

  test('refuses infinity always and NaN unless it fills it', async () => {
    const bad = (value: number): number[][] => X.map((row, i) => row.map((x, j) => (i === 1 && j === 0 ? value : x)));
    const fitted = await make().fit(X);
    await expect(make().fit(bad(Infinity))).rejects.toThrow('finite; X[1][0] is Infinity');
    await expect(fitted.transform(bad(-Infinity))).rejects.toThrow('finite; X[1][0] is -Infinity');
    const outcome = await make().fit(bad(NaN)).then(() => 'fitted', String);
    expect(outcome).toContain(takesMissing ? 'fitted' : 'finite; X[1][0] is NaN');
  });

  test('refuses no rows, no columns, ragged rows, other columns than the fit, and bad weights', async () => {
    const fitted = await make().fit(X);
    await expect(make().fit([])).rejects.toThrow('X must have at least one row; it has none');
    await expect(make().fit([[], []])).rejects.toThrow('X must have at least one column; it is [2, 0]');
    await expect(make().fit([[1, 2], [3]])).rejects.toThrow('rows of X must have equal lengths; row 0 has 2, row 1 has 1');
    await expect(fitted.transform([[...X[0], 1]])).rejects.toThrow(`X must have the ${X[0].length} columns of the fit; it is [1, ${X[0].length + 1}]`);
    const weigh = (sampleWeight: number[]): Promise<FittedTransformer> => make().fit(X, { sampleWeight });
    await expect(weigh([1])).rejects.toThrow('sampleWeight must have one element per row of X; sampleWeight has 1, X has 12 rows');
    await expect(weigh(X.map((_, i) => 1 - i))).rejects.toThrow('weights must be at least 0; sampleWeight[2] is -1');
    await expect(weigh(X.map(() => 0))).rejects.toThrow('at least one weight must be above 0; all 12 are 0');
  });

  test('stops before it starts when aborted', async () => {
    await expect(make().fit(X, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  test('does not restore a state that lacks something or holds the wrong numbers', async () => {
    const state = (await make().fit(X)).state();
    for (const name of state.arrays.keys()) {
      const without = new Map([...state.arrays].filter(([other]) => other !== name));
      expect(() => restore({ ...state, arrays: without })).toThrow(ModelFormatError);
      for (const array of [new NdArray(new Float64Array(0), [0]), new NdArray(Float64Array.of(1, NaN), [2]), new NdArray(new Float64Array(2), [1, 2])]) {
        expect(() => restore({ ...state, arrays: new Map([...state.arrays, [name, array]]) })).toThrow(ModelFormatError);
      }
    }
    for (const name of Object.keys(state.settings)) {
      const wrong: Json[] = [{}, [[]], 'maybe', -1, 1.5, [null, 'a'], [['b', 'a'], [1]], 1e300];
      for (const value of wrong) expect(() => restore({ ...state, settings: { ...state.settings, [name]: value } })).toThrow(ModelFormatError);
    }
  });
});
