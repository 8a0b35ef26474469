import { test } from 'vitest';
import { cases, check, nameOf } from './scikitLearn.testing.ts';

/** Ten classes by 64 columns with an L1 penalty take some seconds: test/slow has them. */
for (const at of cases) if (at.dataset !== 'digits' || at.penalty !== 'l1') test(`${nameOf(at)} gives scikit-learn's coefficients to 1e-6`, () => check(at));
