import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { expectClose, fixture } from './checks.testing.ts';
import { minMaxScaler, standardScaler } from './index.ts';

const { X } = fixture;

test('standardScaler agrees with scikit-learn: mean, scale, and scale 1 for columns constant up to rounding', async () => {
  const fitted = await standardScaler().fit(X);
  expectClose(array([[...fitted.mean]]), [fixture.standardScaler.mean]);
  expectClose(array([[...fitted.scale]]), [fixture.standardScaler.scale]);
  expect(fitted.scale.slice(3)).toEqual(Float64Array.of(1, 1));
  const scaled = await fitted.transform(X);
  // means of 10⁶ cost ten digits of the difference x − mean; the rest agrees to 1e-12
  const columns = (rows: number[][], keep: readonly number[]): number[][] => rows.map((row) => keep.map((j) => row[j]));
  expectClose(array(columns(scaled.toNested(), [0, 2])), columns(fixture.standardScaler.transformed, [0, 2]));
  expectClose(array(columns(scaled.toNested(), [1])), columns(fixture.standardScaler.transformed, [1]), 1e-9);
  for (const row of scaled.toNested()) expect(Math.max(Math.abs(row[3]), Math.abs(row[4]))).toBeLessThan(1e-15);
});

test('standardScaler with weights agrees with scikit-learn', async () => {
  const fitted = await standardScaler().fit(X, { sampleWeight: fixture.weights });
  expectClose(array([[...fitted.mean]]), [fixture.standardScaler.weighted.mean]);
  expectClose(array([[...fitted.scale]]), [fixture.standardScaler.weighted.scale]);
});

test('standardScaler leaves out the mean or the scale when told', async () => {
  expectClose(await (await standardScaler({ withMean: false }).fit(X)).transform(X), fixture.standardScaler.withoutMean);
  const centred = await standardScaler({ withStd: false }).fit(X);
  expect([...centred.scale]).toEqual([1, 1, 1, 1, 1]);
  expect([...(await standardScaler({ withMean: false }).fit(X)).mean]).toEqual([0, 0, 0, 0, 0]);
  const first = (rows: number[][]): number[][] => rows.map((row) => [row[0]]);
  expectClose(array(first((await centred.transform(X)).toNested())), first(fixture.standardScaler.withoutStd));
});

test('standardScaler makes mean 0 and deviation 1 of numbers near the ends of the range of doubles', async () => {
  for (const size of [1e200, 1e-200, 1e15]) {
    const column = [1, 2, 3, 4].map((x) => [x * size]);
    const scaled = (await (await standardScaler().fit(column)).transform(column)).data;
    expect(scaled[3]).toBeCloseTo(3 / Math.sqrt(5), 14);
    expect(scaled[0]).toBeCloseTo(-3 / Math.sqrt(5), 14);
  }
  await expect(standardScaler().fit([[1e308], [-1e308]])).rejects.toThrow('standardScaler.fit: columns of X must have a finite mean and deviation; column 0 reaches from -1e+308 to 1e+308, rescale it first');
});

test('standardScaler gives back what it scaled', async () => {
  const fitted = await standardScaler().fit(X);
  expectClose(await fitted.inverseTransform(await fitted.transform(X)), X);
});

test('standardScaler is the same for rows in any order', async () => {
  const fitted = await standardScaler().fit(X);
  const reversed = await standardScaler().fit(X.toReversed());
  fitted.mean.forEach((mean, j) => expect(Math.abs(mean - reversed.mean[j])).toBeLessThanOrEqual(1e-12 * Math.abs(mean)));
  fitted.scale.forEach((scale, j) => expect(Math.abs(scale - reversed.scale[j])).toBeLessThanOrEqual(1e-12 * scale));
});

test('minMaxScaler agrees with scikit-learn', async () => {
  const V = X.map((row) => [row[0], row[1], row[3]]);
  const fitted = await minMaxScaler({ range: [-1, 3] }).fit(V);
  expectClose(array([[...fitted.scale]]), [fixture.minMaxScaler.scale]);
  expectClose(array([[...fitted.shift]]), [fixture.minMaxScaler.shift]);
  // shift is 10⁶ times as large as the results of column 1
  expectClose(await fitted.transform(V), fixture.minMaxScaler.transformed, 1e-9);
  const scaled = await (await minMaxScaler().fit(X)).transform(X);
  expect(Math.min(...scaled.data)).toBeGreaterThanOrEqual(-1e-9);
  expect(Math.max(...scaled.data)).toBeLessThanOrEqual(1 + 1e-9);
});

test('minMaxScaler gives back what it scaled, and scales a column of tiny numbers where scikit-learn takes it for constant', async () => {
  const fitted = await minMaxScaler().fit(X);
  expectClose(await fitted.inverseTransform(await fitted.transform(X)), X);
  expect([...(await (await minMaxScaler().fit([[0], [1e-20]])).transform([[0], [1e-20]])).data]).toEqual([0, 1]);
  expect([...(await (await minMaxScaler({ range: [5, 6] }).fit([[0.3], [0.1 + 0.2]])).transform([[0.1 + 0.2]])).data][0]).toBeCloseTo(5, 14);
});

test('the scalers refuse options that they do not know or that make no sense', async () => {
  const scaler = standardScaler as (options: unknown) => unknown;
  expect(() => scaler({ withmean: true })).toThrow('standardScaler: unknown option "withmean"; the options are withMean, withStd');
  expect(() => scaler({ withMean: 1 })).toThrow('standardScaler: withMean must be true or false; it is 1');
  const minMax = minMaxScaler as (options: unknown) => unknown;
  expect(() => minMax({ range: 3 })).toThrow('minMaxScaler: range must be [low, high], two numbers with low < high; it is 3');
  expect(() => minMax({ range: [0, '1'] })).toThrow('it is [0, "1"]');
  expect(() => minMax({ range: [1, 1] })).toThrow(RangeError);
  await expect(minMaxScaler().fit([[1e308], [-1e308]])).rejects.toThrow('minMaxScaler.fit: columns of X must have a finite spread; column 0 reaches from -1e+308 to 1e+308, rescale it first');
});
