import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { arrayOf, checkChoice, checkKnown, checkNumber, isNumber, ModelFormatError, pauser, settingOf, type ModelState } from './index.ts';

test('a number outside its range is refused with the range', () => {
  expect(checkNumber('ridge', 'alpha', 0, { min: 0 })).toBe(0);
  expect(() => checkNumber('ridge', 'alpha', -1, { min: 0 })).toThrow('ridge: alpha must be a number at least 0; it is -1');
  expect(() => checkNumber('ridge', 'alpha', NaN, { min: 0 })).toThrow('ridge: alpha must be a number at least 0; it is NaN');
  expect(() => checkNumber('ridge', 'alpha', '1', { min: 0 })).toThrow(TypeError);
  expect(() => checkNumber('lasso', 'maxIter', 1.5, { min: 1, integer: true })).toThrow('lasso: maxIter must be an integer at least 1; it is 1.5');
  expect(() => checkNumber('split', 'testSize', 1, { above: 0, below: 1 })).toThrow('split: testSize must be a number above 0 and below 1; it is 1');
});

test('an unknown choice or option is refused with the known ones', () => {
  expect(() => checkChoice('ridge', 'solver', 'qr', ['auto', 'leastSquares'])).toThrow("ridge: solver must be one of 'auto', 'leastSquares'; it is \"qr\"");
  expect(() => checkKnown('ridge', { alhpa: 1 }, ['alpha', 'fitIntercept'])).toThrow('ridge: unknown option "alhpa"; the options are alpha, fitIntercept');
  for (const [options, what] of [[null, 'null'], [3, '3'], [[1, 1], 'an array of 2'], [Float64Array.of(1), 'Float64Array(1)']] as const) {
    expect(() => checkKnown('ridge.fit', options as unknown as object, ['sampleWeight'])).toThrow(new TypeError(`ridge.fit: options must be an object with sampleWeight; they are ${what}`));
  }
});

test('reading a state trusts nothing', () => {
  const state: ModelState = { kind: 'ridge', settings: { iterations: 3 }, arrays: new Map<string, NdArray>([['coef', array([[1, 2]])], ['bad', array([Infinity])], ['single', array([1], { dtype: 'float32' })]]) };
  expect(arrayOf(state, 'coef', [null, 2]).shape).toEqual([1, 2]);
  expect(settingOf(state, 'iterations', isNumber, 'a number')).toBe(3);
  expect(() => arrayOf(state, 'coef', [null, 3])).toThrow('load: the array "coef" of a ridge model must be float64 [any, 3]; it is float64 [1, 2]');
  expect(() => arrayOf(state, 'single', [1])).toThrow('must be float64 [1]; it is float32 [1]');
  expect(() => arrayOf(state, 'bad', [1])).toThrow('load: the array "bad" of a ridge model must be finite; it holds Infinity');
  expect(() => arrayOf(state, 'none', [1])).toThrow(ModelFormatError);
  expect(() => settingOf(state, 'toString', isNumber, 'a number')).toThrow('load: "toString" of a ridge model must be a number; it is undefined');
});

test('a pause gives the event loop a turn and ends an aborted run', async () => {
  const controller = new AbortController();
  const pause = pauser(controller.signal);
  expect(pause()).toBeUndefined();
  const until = performance.now() + 20;
  while (performance.now() < until);
  setTimeout(() => controller.abort(new Error('enough')), 0);
  await expect((async () => {
    for (;;) await (pause() ?? new Promise((resolve) => setTimeout(resolve, 1)));
  })()).rejects.toThrow('enough');
  expect(() => pauser(controller.signal)).toThrow('enough');
});
