import { test } from 'vitest';
import { cases, check, nameOf } from '../../src/models/logistic/scikitLearn.testing.ts';

for (const at of cases) if (at.dataset === 'digits' && at.penalty === 'l1') test(`${nameOf(at)} gives scikit-learn's coefficients to 1e-6`, () => check(at));
