import { test } from 'vitest';
import { cases, check, nameOf } from './scikitLearn.testing.ts';

for (const at of cases) test(`${nameOf(at)} gives scikit-learn's coefficients to 1e-6`, () => check(at));
