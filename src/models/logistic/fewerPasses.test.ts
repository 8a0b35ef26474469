import { expect, test } from 'vitest';
import { blocksOf, type RowBlock, type RowBlocks } from '../../array/index.ts';
import { withMachine } from '../../runtime/index.ts';
import { logisticRegression, type LogisticRegressionOptions } from '../logisticRegression.ts';
import { KernelRows } from './kernelRows.ts';
import { logisticObjective, sharesOf } from './objective.ts';
import { inOnePass } from './fewerPasses.ts';

/** Just enough rows for a sample to be worth it, which holds 8 MiB. */
const [n, d] = [110_000, 39];
const data = new Float64Array(n * d);
let state = 1;
for (let e = 0; e < data.length; e++) data[e] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const codes = Int32Array.from({ length: n }, (_, i) => {
  const z = 2 * data[i * d] - 3 * data[i * d + 1] + data[i * d + 2];
  return z > 4 * (((i * 7919) % 101) / 101 - 0.5) ? 1 : 0;
});
const X = { data, rows: n, columns: d };
const blocks = blocksOf(X, { data: Float64Array.from(codes), rows: n, columns: 1 });

/** Says how many rows were read. */
function counted(onRows: (rows: number) => void): RowBlocks {
  return {
    ...blocks,
    *walk(blockRows) {
      for (const block of blocks.walk(blockRows) as Iterable<RowBlock>) {
        onRows(block.X.rows);
        yield block;
      }
    },
  };
}

// classes, moments; the sample, all derivatives at its minimum, and of each step; a step that gains nothing more
test.each([
  [{}, 9], [{ penalty: 'l1', alpha: 50 }, 9], [{ penalty: 'none' }, 11],
] as const)('%o: from a sample\'s minimum, with one pass a step, rows in blocks are read few times', async (options: LogisticRegressionOptions, most) => {
  let rows = 0;
  const found = await logisticRegression(options).fit(counted((count) => { rows += count; }));
  expect(Math.ceil(rows / n)).toBe(most);
  const whole = await logisticRegression(options).fit({ data, shape: [n, d] }, codes);
  expect([found.converged, whole.converged]).toEqual([true, true]);
  found.coef.data.forEach((value, e) => expect(Math.abs(value - whole.coef.data[e])).toBeLessThan(1e-9));
});

test('value, gradient and second derivatives of one pass are those of three, and are not asked for again', () => withMachine(async (machine) => {
  const [rows, columns, outputs] = [300, 4, 3];
  const classes = Int32Array.from({ length: rows }, (_, i) => i % 3);
  const few = blocksOf({ data: data.subarray(0, rows * columns), rows, columns }, { data: Float64Array.from(classes), rows, columns: 1 });
  let walks = 0;
  const source: RowBlocks = { ...few, walk: (blockRows) => { walks++; return few.walk(blockRows); } };
  const kept = await KernelRows.of(machine, source, rows, false, () => undefined, 0);
  const objective = logisticObjective({ rows: kept, ...sharesOf(classes, 3, undefined), outputs, intercept: true, l2: Float64Array.of(0, 1, 2, 3) });
  const theta = Float64Array.from({ length: 15 }, (_, e) => Math.sqrt(e) - 2);
  const places = { outputs: Int32Array.of(0, 0, 2), columns: Int32Array.of(1, 3, 0) };
  const gradient = new Float64Array(15);
  const wanted = [await objective.valueAndGradient(theta, gradient), await objective.hessian(theta), await objective.hessianAt(theta, places)] as const;
  const once = inOnePass(objective);
  walks = 0;
  const again = new Float64Array(15);
  expect([await once.valueAndGradient(theta, again), again, await once.hessian(theta)]).toEqual([wanted[0], gradient, wanted[1]]);
  (await once.hessianAt(theta, places)).forEach((value, e) => expect(value).toBeCloseTo(wanted[2][e], 12));
  expect(walks).toBe(1);
  await once.hessian(gradient);
  expect(walks).toBe(2);
}));
