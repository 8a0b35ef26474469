/** Which columns a model's predictions hang on: by how much it errs more when the values of one are shuffled among the rows. Knows no model. */
import { pauser, type RunOptions } from '../estimator/index.ts';
import { summarizeScores, type ScoreSummary } from '../evaluate/index.ts';
import { generator } from '../random/index.ts';
import { Frame, type FrameColumn } from '../table/index.ts';

/** What a column is worth to a model, on rows that it was not fitted on. */
export interface ColumnImportance {
  readonly column: string;
  /** The growth of the loss when the column's values are shuffled, over several shufflings: 0 where the model does not need it. */
  readonly growth: ScoreSummary;
}

const shufflings = 5;
/** More rows do not tell more. */
const mostRows = 5000;
/** Tables of more columns than this would take long, and say little of each. */
const mostColumns = 200;

/**
 * The most important first. Columns that say the same stand in for each other: shuffling one of them does little.
 * @param loss  of the model on rows like those of `frame`, all of them
 * @see Breiman, Random Forests, Machine Learning 45, 2001, §10
 */
export async function importanceOf(frame: Frame, features: readonly string[], loss: (rows: Frame, places: Int32Array) => Promise<number>, seed: number, { signal }: RunOptions): Promise<ColumnImportance[] | undefined> {
  if (features.length > mostColumns || frame.rowCount < 2) return undefined;
  const pause = pauser(signal);
  const places = generator(seed, 'importance').permutation(frame.rowCount).slice(0, mostRows).sort();
  const rows = places.length < frame.rowCount ? frame.take(places) : frame;
  const base = await loss(rows, places);
  const found: ColumnImportance[] = [];
  for (const column of features) {
    const { permutation } = generator(seed, `importance.${column}`);
    const growth: number[] = [];
    for (let k = 0; k < shufflings; k++) {
      growth.push(await loss(shuffled(rows, column, permutation(rows.rowCount)), places) - base);
      await pause();
    }
    found.push({ column, growth: summarizeScores(growth) });
  }
  return found.sort((a, b) => b.growth.mean - a.growth.mean || (a.column < b.column ? -1 : 1));
}

function shuffled(rows: Frame, name: string, order: Int32Array): Frame {
  const columns = rows.columns.map((column): FrameColumn => {
    if (column.name !== name) return column;
    return column.type === 'categorical' ? { ...column, codes: order.map((i) => column.codes[i]) } : { ...column, values: Float64Array.from(order, (i) => column.values[i]) };
  });
  return new Frame(columns, rows.rowCount, rows.source);
}
