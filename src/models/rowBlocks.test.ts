import { describe, expect, test } from 'vitest';
import { blocksOf, type Matrix, type RowBlock, type RowBlocks } from '../array/index.ts';
import { elasticNet } from './elasticNet.ts';
import { lasso } from './lasso.ts';
import type { LinearEstimator } from './linearEstimator.ts';
import { linearRegression } from './linearRegression.ts';
import { logisticRegression } from './logisticRegression.ts';
import { ridge } from './ridge.ts';

const [n, d] = [12_000, 9];
const X: Matrix = { data: Float64Array.from({ length: n * d }, (_, e) => 100 * (e % d) + (((e * 7919) ^ (e >> 3)) % 1009) / 64), rows: n, columns: d };
const Y: Matrix = {
  data: Float64Array.from({ length: 2 * n }, (_, e) => {
    const [i, target] = [e >> 1, e & 1];
    return X.data[i * d + 1] - 2 * X.data[i * d + 4 + target] + ((i * 31) % 101) / 10;
  }), rows: n, columns: 2,
};
const first: Matrix = { data: Y.data.filter((_, e) => e % 2 === 0), rows: n, columns: 1 };
const weights = Float64Array.from({ length: n }, (_, i) => i % 4);

/** The blocks one after the other, as they would come from a file; each one is overwritten by the next. */
function fromFile(blocks: RowBlocks, onBlock: (rows: number) => void = () => {}): RowBlocks {
  return {
    features: blocks.features,
    targets: blocks.targets,
    async *walk(blockRows) {
      for (const { X: x, Y: y, weights: w } of blocks.walk(Math.min(blockRows, 1000)) as Iterable<RowBlock>) {
        await Promise.resolve();
        onBlock(x.rows);
        const own = { X: { ...x, data: x.data.slice() }, Y: { ...y, data: y.data.slice() }, ...(w && { weights: w.slice() }) };
        yield own;
        own.X.data.fill(NaN);
        own.Y.data.fill(NaN);
        own.weights?.fill(NaN);
      }
    },
  };
}

const estimators: Readonly<Record<string, LinearEstimator>> = {
  linearRegression: linearRegression(), 'without intercept': linearRegression({ fitIntercept: false }), ridge: ridge({ alpha: 10 }),
  lasso: lasso({ alpha: 0.5 }), elasticNet: elasticNet({ alpha: 0.1, l1Ratio: 0.3 }), 'large penalty': lasso({ alpha: 1e6 }),
};

describe.each(Object.entries(estimators))('%s', (name, estimator) => {
  test('rows in blocks give the fit of all rows in memory, to 1e-12', async () => {
    const model = await estimator.fit(fromFile(blocksOf(X, Y, weights)));
    const whole = await estimator.fit({ data: X.data, shape: [n, d] }, { data: Y.data, shape: [n, 2] }, { sampleWeight: weights });
    expect([model.targets, model.converged, model.kind]).toEqual(['many', true, whole.kind]);
    const [found, wanted] = [model.state().arrays, whole.state().arrays];
    expect([...found.keys()]).toEqual([...wanted.keys()]);
    for (const [array, { data }] of wanted) {
      const size = Math.max(1e-300, ...Array.from(data, Math.abs));
      found.get(array)!.data.forEach((value, e) => expect(Math.abs(value - data[e]) / size, array).toBeLessThan(1e-12));
    }
  });

  // without an intercept the condition is large enough for double-double in memory
  test.skipIf(name === 'without intercept')('blocks of the asked size give the bits of one target in memory', async () => {
    const model = await estimator.fit(blocksOf(X, first));
    const whole = await estimator.fit({ data: X.data, shape: [n, d] }, first.data);
    expect(model.targets).toBe('one');
    expect([model.coef, model.intercept, model.optimality]).toEqual([whole.coef, whole.intercept, whole.optimality]);
  });
});

test('a fit walks the rows two or three times, and ends when it is aborted', async () => {
  let rows = 0;
  await ridge().fit(fromFile(blocksOf(X, first), (count) => { rows += count; }));
  expect(rows).toBe(2 * n);
  rows = 0;
  await lasso({ alpha: 0.5 }).fit(fromFile(blocksOf(X, first), (count) => { rows += count; }));
  expect(rows).toBe(3 * n);
  const controller = new AbortController();
  const slow = fromFile(blocksOf(X, first), () => {
    const end = performance.now() + 15;
    while (performance.now() < end); // longer than work between two looks at the signal
    controller.abort(new Error('stopped by the user'));
  });
  await expect(ridge().fit(slow, { signal: controller.signal })).rejects.toThrow('stopped by the user');
});

test.each([[{ penalty: 'l2' }], [{ penalty: 'l1', alpha: 20 }], [{ classWeight: 'balanced' }]] as const)('logistic regression, %o: rows in blocks give the fit of all rows in memory, to 1e-9', async (options) => {
  const [low, high] = [0.3, 0.6].map((share) => first.data.toSorted()[n * share]);
  const classes: Matrix = { data: first.data.map((value, i) => (value > high ? 7 : value > low && i % 5 > 0 ? 3 : 1)), rows: n, columns: 1 };
  for (const own of [undefined, weights]) {
    const found = await logisticRegression(options).fit(fromFile(blocksOf(X, classes, own)));
    const whole = await logisticRegression(options).fit({ data: X.data, shape: [n, d] }, classes.data, { ...(own && { sampleWeight: own }) });
    expect([found.classes, found.converged]).toEqual([[1, 3, 7], true]);
    const size = Math.max(...whole.coef.data.map(Math.abs));
    found.coef.data.forEach((value, e) => expect(Math.abs(value - whole.coef.data[e]) / size).toBeLessThan(1e-9));
    found.intercept.forEach((value, k) => expect(Math.abs(value / whole.intercept[k] - 1)).toBeLessThan(1e-9));
  }
  await expect(logisticRegression().fit(blocksOf(X, Y))).rejects.toThrow('logisticRegression.fit: rows in blocks must have one target, the class; they have 2');
  await expect(logisticRegression().fit(blocksOf(X, { ...classes, data: classes.data.map((value) => value / 2) }))).rejects.toThrow('classes in blocks must be whole numbers; one is ');
  await expect(logisticRegression({ solver: 'gradientDescent' }).fit(blocksOf(X, classes))).rejects.toThrow('solver is gradient descent, leave it out or fit in memory');
});

test('blocks that are none are refused with the row they begin at', async () => {
  const blocks = (change: (block: RowBlock) => unknown): RowBlocks => ({
    features: d, targets: 1,
    *walk() {
      yield { X: { data: X.data.subarray(0, 2 * d), rows: 2, columns: d }, Y: { data: Float64Array.of(1, 2), rows: 2, columns: 1 } };
      yield change({ X: { data: X.data.slice(2 * d, 5 * d), rows: 3, columns: d }, Y: { data: Float64Array.of(1, 2, 3), rows: 3, columns: 1 } }) as RowBlock;
    },
  });
  const cases: readonly [(block: RowBlock) => unknown, string][] = [
    [(block) => ({ ...block, Y: { ...block.Y, rows: 2 } }), 'Y of the block from row 2 on must hold 3 rows of 1; it is [2, 1] of 3 numbers'],
    [(block) => ({ ...block, X: { ...block.X, columns: 8 } }), 'X of the block from row 2 on must hold 3 rows of 9; it is [3, 8] of 27 numbers'],
    [(block) => ({ ...block, X: { ...block.X, data: [1] } }), 'X of every block must be a matrix { data: Float64Array, rows, columns }; in the block from row 2 on it is an object'],
    [(block) => ({ ...block, Y: { ...block.Y, data: Float64Array.of(1, NaN, 3) } }), 'every number must be finite; Y[3][0] is NaN'],
    [(block) => ({ ...block, weights: Float64Array.of(1, 2) }), 'weights of the block from row 2 on must be 3 numbers; they are Float64Array(2)'],
    [(block) => ({ ...block, weights: Float64Array.of(1, 1, -1) }), 'weights must be finite and at least 0; that of row 4 is -1'],
  ];
  for (const [change, message] of cases) await expect(ridge().fit(blocks(change))).rejects.toThrow(`ridge.fit: ${message}`);
  await expect(ridge().fit({ features: 0, targets: 1, walk: () => [] })).rejects.toThrow('ridge.fit: rows in blocks must say how many features (≥ 1) and targets they have; they say 0 and 1');
  await expect(ridge().fit({ features: 1, targets: 1, walk: () => [] })).rejects.toThrow('ridge.fit: there must be at least one row; the blocks hold none');
  await expect(ridge().fit({ features: 1, targets: 0, walk: () => [] })).rejects.toThrow('ridge.fit: rows in blocks must have at least one target; they have none');
});

test('what blocks cannot give is refused, and says what to do', async () => {
  const twice: Matrix = { data: Float64Array.from({ length: 2 * n }, (_, e) => (e >> 1) % 17), rows: n, columns: 2 };
  const far: Matrix = { data: first.data.map((value) => value * 1e200), rows: n, columns: 1 };
  await expect(linearRegression().fit(blocksOf(twice, first))).rejects.toThrow('linearRegression.fit: columns of rows in blocks must not be constant or nearly dependent, nor beyond 1e±100; these are, drop or scale some, use ridge, or fit them in memory');
  await expect(ridge().fit(blocksOf(far, first))).rejects.toThrow('raise alpha, or fit them in memory');
  await expect(lasso({ alpha: 0 }).fit(blocksOf(X, first))).rejects.toThrow('lasso.fit: rows in blocks need a penalty with an L1 part here; alpha is 0 and l1Ratio 1, use ridge or linearRegression');
  await expect(ridge({ solver: 'gradientDescent' }).fit(blocksOf(X, first))).rejects.toThrow('ridge.fit: rows in blocks are solved from their Gram matrix; solver is gradient descent, leave it out or fit in memory');
  await expect(ridge().fit(blocksOf(X, first), { sampleWeight: weights } as object)).rejects.toThrow('sampleWeight');
});
