import { expect, test } from 'vitest';
import type { RowBlock } from '../array/index.ts';
import { duckdb, testFolder } from './folder.testing.ts';
import type { CategoryColumn, Frame } from '../table/index.ts';
import { open } from './open.ts';
import { tableBlocks } from './tableBlocks.ts';

const { pathOf, write } = testFolder();

/** All rows of all blocks as [features…, target, weight?], and how many rows each block had. */
async function gather(walk: Iterable<RowBlock> | AsyncIterable<RowBlock>): Promise<{ rows: number[][]; sizes: number[] }> {
  const rows: number[][] = [];
  const sizes: number[] = [];
  for await (const { X, Y, weights } of walk) {
    sizes.push(X.rows);
    for (let i = 0; i < X.rows; i++) rows.push([...X.data.subarray(i * X.columns, (i + 1) * X.columns), Y.data[i], ...(weights ? [weights[i]] : [])]);
  }
  return { rows, sizes };
}

test('chunks of any size become blocks of the size asked for, in order', async () => {
  for (const [chunks, blockRows, sizes] of [[[5, 1, 7], 4, [4, 4, 4, 1]], [[3, 3], 6, [6]], [[10], 3, [3, 3, 3, 1]], [[2, 2], 100, [4]], [[], 5, []]] as const) {
    const blocks = tableBlocks(2, true, async function* read() {
      let at = 0;
      for (const rowCount of chunks) {
        const first = at;
        yield { rowCount, words: () => [], column: (j: number) => Array.from({ length: rowCount }, (_, i) => 10 * (first + i) + j) };
        at += rowCount;
      }
    });
    const found = await gather(blocks.walk(blockRows));
    expect(found.sizes).toEqual(sizes);
    expect(found.rows).toEqual(Array.from({ length: chunks.reduce((a: number, b) => a + b, 0) }, (_, i) => [10 * i, 10 * i + 1, 10 * i + 2, 10 * i + 3]));
  }
});

test('a file is read again each time, without the rows that have no target', async () => {
  const path = write('blocks.csv', `a,b,y,w,name\n${Array.from({ length: 5000 }, (_, i) => `${i},${i % 2 === 0},${i % 10 === 3 ? '' : 2 * i},${i % 3},x${i}`).join('\n')}\n`);
  await using table = await open(path);
  const blocks = table.rowBlocks({ target: 'y', features: ['b', 'a'], sampleWeight: 'w' });
  const wanted = Array.from({ length: 5000 }, (_, i) => [i % 2 === 0 ? 1 : 0, i, 2 * i, i % 3]).filter(([, i]) => i % 10 !== 3);
  for (const blockRows of [5000, 1111]) expect((await gather(blocks.walk(blockRows))).rows).toEqual(wanted);
  const whole = { features: table.rowBlocks({ target: 'y', features: ['a'] }).features, all: () => table.rowBlocks({ target: 'y' }) };
  expect(whole.features).toBe(1);
  expect(whole.all).toThrow('table.rowBlocks: columns must be numeric, boolean or date; "name" is categorical. Leave it out by naming the features');
  expect(() => table.rowBlocks({ target: 'z' })).toThrow('there is no column "z"');
});

test('stopping, aborting and closing leave nothing open', async () => {
  await duckdb(`ATTACH '${pathOf('many.duckdb')}' AS f`, 'CREATE TABLE f.t AS SELECT range::DOUBLE AS x, (range % 7)::DOUBLE AS y FROM range(300000)');
  const table = await open(pathOf('many.duckdb'));
  const controller = new AbortController();
  const blocks = table.rowBlocks({ target: 'y', signal: controller.signal });
  for await (const { X } of blocks.walk(1000)) {
    expect(X.rows).toBe(1000);
    break;
  }
  const aborted = (async () => {
    for await (const { X } of blocks.walk(1000)) if (X.data[0] > 5000) controller.abort(new Error('stopped by the user'));
  })();
  await expect(aborted).rejects.toThrow('stopped by the user');
  await table.close();
  const closed = gather(table.rowBlocks({ target: 'y' }).walk(10));
  await expect(closed).rejects.toThrow('table.rowBlocks: the table must be open; many.duckdb was closed');
});

test('a scan gives the rows in order, with the categories of the table or of each block', async () => {
  const words = ['b', 'a', '', '𝔷', '\uFFFD', 'c'];
  await using table = await open(write('scan.csv', `w,x\n${Array.from({ length: 5000 }, (_, i) => `${words[(i * 31) % 7] ?? ''},${i}`).join('\n')}\n`));
  const whole = await table.read();
  const wordsOf = (frame: Frame): (string | null)[] => {
    const column = frame.column('w') as CategoryColumn;
    return Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]));
  };
  for (const categories of ['table', 'block'] as const) {
    for (const blockRows of [3, 1000, 5000, 9999]) {
      const [found, sizes, x]: [(string | null)[], number[], number[]] = [[], [], []];
      for await (const frame of table.scan(['x', 'w'], { blockRows, categories })) {
        found.push(...wordsOf(frame));
        x.push(...(frame.column('x') as { values: Float64Array }).values);
        sizes.push(frame.rowCount);
        const own = (frame.column('w') as CategoryColumn).categories;
        const present = [...new Set(wordsOf(frame))].filter((word) => word !== null).sort((a, b) => (a < b ? -1 : 1));
        expect(own).toEqual(categories === 'table' ? (whole.column('w') as CategoryColumn).categories : present);
      }
      expect(found).toEqual(wordsOf(whole));
      expect(x).toEqual(Array.from({ length: 5000 }, (_, i) => i));
      expect(sizes.slice(0, -1).every((size) => size === blockRows)).toBe(true);
    }
  }
  expect(await table.levels('w', { known: 'x', positive: 'x' })).toEqual({ distinct: 5, present: wordsOf(whole).filter((word, i) => i > 0 && word !== null).length });
});
