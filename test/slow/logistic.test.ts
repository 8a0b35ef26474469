import { test } from 'vitest';
import { cases, check, nameOf } from '../../src/models/logistic/scikitLearn.testing.ts';

for (const at of cases) if (at.dataset === 'digits' && at.penalty === 'l1') test(nameOf(at), () => check(at));
