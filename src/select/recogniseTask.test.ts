import { expect, test } from 'vitest';
import { frameOf, type Cell } from '../table/index.ts';
import { recogniseTask } from './recogniseTask.ts';

const cases: [title: string, cell: (i: number) => Cell, task: 'regression' | 'classification', reason: string, ambiguous: boolean][] = [
  ['strings', (i) => ['a', 'b', '__proto__'][i % 3], 'classification', '"y" holds 3 different texts', false],
  ['strings that are numbers but for one', (i) => (i === 7 ? '3+' : String(i % 3)), 'classification', '"y" holds 4 different texts', false],
  ['many numbers with slips of the pen', (i) => (i === 7 ? 'n.k.' : String(i)), 'regression', 'most values of "y" are numbers', true],
  ['booleans', (i) => i % 2 === 0, 'classification', '"y" is true or false', false],
  ['few whole numbers', (i) => i % 10, 'classification', '"y" holds 10 different whole numbers', true],
  ['few whole numbers with gaps', (i) => (i % 3 === 0 ? null : i % 2), 'classification', '"y" holds 2 different whole numbers', true],
  ['eleven whole numbers', (i) => i % 11, 'regression', '"y" holds 11 different numbers', false],
  ['few numbers, but of fractions', (i) => (i % 2) / 2, 'regression', '"y" holds numbers with fractions', false],
];

test.each(cases)('%s', async (_, cell, task, reason, ambiguous) => {
  const table = frameOf({ y: Array.from({ length: 60 }, (__, i) => cell(i)) });
  expect(await recogniseTask(table, 'y')).toEqual({ task, reason, ambiguous });
});

test('whole numbers that are different in nearly every row are a quantity', async () => {
  expect(await recogniseTask(frameOf({ y: [1, 2, 3, 4, 4, 5] }), 'y')).toEqual({ task: 'regression', reason: '"y" holds 5 different numbers in 6 rows', ambiguous: true });
});

test('dates and columns that are not there are refused', async () => {
  const table = frameOf({ y: [new Date(0)] }, 'a.csv');
  await expect(recogniseTask(table, 'y')).rejects.toThrow('recogniseTask: the target must hold numbers, strings or booleans; "y" holds dates. Choose another target');
  await expect(recogniseTask(table, 'z')).rejects.toThrow('a.csv: there is no column "z"');
});
