/** Logistic regression on rows that come in blocks, read again for each pass: the same solvers, on other rows. Knows no estimator. */
import { describe, type Label, type RowBlocks } from '../../array/index.ts';
import { classFactors, pauser, type ClassWeightOption, type RunOptions } from '../../estimator/index.ts';
import { withMachine } from '../../runtime/index.ts';
import type { LogisticSolution } from '../logisticModel.ts';
import { KernelRows } from './kernelRows.ts';
import { solvePrepared, type LogisticSettings, type OwnSolver } from './solve.ts';
import { standardise } from './standardise.ts';

/** Rows in blocks whose classes are known. */
export interface ClassBlocks {
  /** The one target is the index of the row's class; rows of weight 0 may have any. */
  readonly blocks: RowBlocks;
  readonly rows: number;
  readonly weighted: boolean;
  /** Sorted. */
  readonly classes: readonly Label[];
  /** The weight of each class's rows, above 0. */
  readonly totals: Float64Array;
  /** True when columns have mean 0 and deviation 1 already. */
  readonly standardised: boolean;
}

/** As solveLogistic. @throws RangeError for fewer than two classes, or weights of classes that are not there */
export function solveLogisticOfBlocks(
  caller: string, { blocks, rows: count, weighted, classes, totals, standardised }: ClassBlocks, classWeight: ClassWeightOption, settings: LogisticSettings, solver: OwnSolver, run: RunOptions,
): Promise<LogisticSolution> {
  if (classes.length < 2) throw new RangeError(`${caller}: y must have at least two classes; all ${count} rows ${weighted ? 'of weight above 0 ' : ''}are ${describe(classes[0])}`);
  // as of one row per class with the weight of all its rows
  const factors = classFactors(caller, classes, Int32Array.from(classes.keys()), totals, classWeight);
  const weightOfClasses = totals.map((total, k) => total * (factors?.[k] ?? 1));
  const totalWeight = weightOfClasses.reduce((sum, weight) => sum + weight, 0);
  const shares = weightOfClasses.map((weight) => weight / totalWeight);
  const d = blocks.features;
  return withMachine(async (machine) => {
    const pause = pauser(run.signal);
    const rows = await KernelRows.of(machine, factors === undefined ? blocks : reweighed(blocks, factors), count, weighted || factors !== undefined, pause, 0);
    const columns = standardised ? { center: new Float64Array(d), scale: new Float64Array(d).fill(1) } : await standardise(caller, rows, totalWeight, settings.fitIntercept);
    const solution = await solvePrepared({ rows, columns, totalWeight, shares }, () => codesOf(blocks, count), settings, solver, run);
    return { ...solution, ...(factors && { classWeights: factors }) };
  });
}

/** The classes of rows in blocks, found in one pass. @throws TypeError without a target; RangeError for one that is no whole number */
export async function classesOfBlocks(caller: string, blocks: RowBlocks): Promise<ClassBlocks> {
  if (blocks.targets !== 1) throw new TypeError(`${caller}: rows in blocks must have one target, the class; they have ${blocks.targets}`);
  const totals = new ClassTotals();
  let weighted = false;
  for await (const { Y, weights } of blocks.walk(65_536)) {
    const fraction = Y.data.find((value) => !Number.isInteger(value));
    if (fraction !== undefined) throw new RangeError(`${caller}: classes in blocks must be whole numbers; one is ${fraction}`);
    totals.add(Y.data, weights);
    weighted ||= weights !== undefined;
  }
  const found = totals.found();
  return { ...found, blocks: found.coded(blocks), weighted, classes: found.values, standardised: false };
}

/** Weights of the values that a target has, gathered block by block. */
export class ClassTotals {
  readonly #totals = new Map<number, number>();
  #rows = 0;

  add(values: Float64Array, weights: Float64Array | undefined): void {
    this.#rows += values.length;
    for (let i = 0; i < values.length; i++) {
      const weight = weights === undefined ? 1 : weights[i];
      if (weight > 0) this.#totals.set(values[i], (this.#totals.get(values[i]) ?? 0) + weight);
    }
  }

  /** The values of weight above 0, ascending, with their weights; the rows; and blocks with indices in place of values. */
  found(): { readonly values: readonly number[]; readonly totals: Float64Array; readonly rows: number; readonly codeOf: (value: number) => number; readonly coded: (blocks: RowBlocks) => RowBlocks } {
    const values = [...this.#totals.keys()].sort((a, b) => a - b);
    const places = new Map(values.map((value, place) => [value, place]));
    const codeOf = (value: number): number => places.get(value) ?? 0; // of rows of weight 0
    return {
      values, codeOf, rows: this.#rows, totals: Float64Array.from(values, (value) => this.#totals.get(value)!),
      coded: (blocks) => ({
        ...blocks,
        async *walk(blockRows) {
          for await (const block of blocks.walk(blockRows)) yield { ...block, Y: { ...block.Y, data: block.Y.data.map(codeOf) } };
        },
      }),
    };
  }
}

function reweighed(blocks: RowBlocks, factors: Float64Array): RowBlocks {
  return {
    ...blocks,
    async *walk(blockRows) {
      for await (const { X, Y, weights } of blocks.walk(blockRows)) yield { X, Y, weights: Float64Array.from(Y.data, (code, i) => factors[code] * (weights?.[i] ?? 1)) };
    },
  };
}

async function codesOf(blocks: RowBlocks, rows: number): Promise<Int32Array> {
  const codes = new Int32Array(rows);
  let start = 0;
  for await (const { Y } of blocks.walk(Math.min(rows, 65_536))) {
    codes.set(Y.data, start);
    start += Y.rows;
  }
  return codes;
}
