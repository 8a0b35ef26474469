import { expect, test } from 'vitest';
import { optionsText } from './names.ts';

test('an option close to 1 is not shown as 1', () => {
  expect(optionsText({ alpha: 1245.123, l1Ratio: 0.999989 })).toBe('alpha\u00a0=\u00a01,245, l1Ratio\u00a0=\u00a00.999989');
  expect(optionsText({ alpha: 0.31234, l1Ratio: 0.5 })).toBe('alpha\u00a0=\u00a00.312, l1Ratio\u00a0=\u00a00.5');
});
