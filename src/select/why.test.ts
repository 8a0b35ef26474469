import { expect, test } from 'vitest';
import { summarizeScores } from '../evaluate/index.ts';
import type { Candidate } from './result.ts';
import { whyChosen } from './why.ts';

const candidate = (name: string, error: number, degreesOfFreedom: number, chosen = false): Candidate => ({
  name, options: {}, cv: summarizeScores([error - 1, error, error + 1]), degreesOfFreedom, chosen,
});
const baseline = candidate('mean', 70, 0);
const words = { loss: 'error', simplest: 'the mean' };

test('a simpler model within one standard error is explained by both figures', () => {
  const best = candidate('ridge', 54, 9.4);
  const chosen = candidate('lasso', 54.5, 6, true);
  expect(whyChosen({ target: 'y', words, baseline, models: [best, chosen, candidate('linear', 57, 10)], chosen, best, standardError: 0.58, automatic: true })).toBe(
    'Lasso is chosen: its error, 54.50, is within one standard error (0.58) of the smallest, 54.00 of ridge, and with 6.00 effective coefficients it is the simpler of the two.',
  );
});

test('a model that is best and alone, best and simplest, or asked for, is explained as such', () => {
  const best = candidate('ridge', 54, 5, true);
  const common = { target: 'y', words, baseline, chosen: best, best, standardError: 0.58, automatic: true };
  expect(whyChosen({ ...common, models: [best, candidate('linear', 60, 10)] })).toBe('Ridge is chosen: no other model comes within one standard error (0.58) of its error, 54.00.');
  expect(whyChosen({ ...common, models: [best, candidate('linear', 54.1, 10), candidate('lasso', 54.2, 8)] })).toBe(
    'Ridge has the smallest error, 54.00. Linear and lasso come within one standard error (0.58) of it, but ridge is the simplest, with 5.00 effective coefficients.',
  );
  expect(whyChosen({ ...common, models: [best], automatic: false })).toBe('Ridge was asked for: error 54.00, against 70.00 for the mean.');
});

test('models no better than the mean are said to be so', () => {
  const best = candidate('lasso', 69.8, 1, true);
  expect(whyChosen({ target: 'rain', words, baseline, models: [best], chosen: best, best, standardError: 0.58, automatic: true })).toBe(
    'Lasso is chosen: no other model comes within one standard error (0.58) of its error, 69.80. No model is clearly better than predicting the mean (70.00): the columns may say little about rain, or there are too few rows.',
  );
});

test('large errors keep their whole digits, as in the table', () => {
  const best = candidate('lasso', 47_301.4, 7);
  const chosen = candidate('ridge', 47_393.2, 6, true);
  expect(whyChosen({ target: 'y', words, baseline: candidate('mean', 89_447, 0), models: [best, candidate('linear', 47_350, 8), chosen], chosen, best, standardError: 5364, automatic: true })).toBe(
    'Ridge is chosen: its error, 47393, is within one standard error (5364) of the smallest, 47301 of lasso, and with 6.00 effective coefficients it is the simplest model that close.',
  );
});

test('classes have a log loss, and their models names that are written out', () => {
  const best = candidate('logistic-l2', 54, 9.4);
  const chosen = candidate('logistic-l1', 54.5, 6, true);
  const classes = { loss: 'log loss', simplest: 'the frequencies of the classes' };
  const common = { target: 'y', words: classes, baseline, models: [best, chosen], chosen, best, standardError: 0.58 };
  expect(whyChosen({ ...common, automatic: true })).toBe(
    'Logistic L1 is chosen: its log loss, 54.50, is within one standard error (0.58) of the smallest, 54.00 of logistic L2, and with 6.00 effective coefficients it is the simpler of the two.',
  );
  expect(whyChosen({ ...common, automatic: false })).toBe('Logistic L1 was asked for: log loss 54.50, against 70.00 for the frequencies of the classes.');
});
