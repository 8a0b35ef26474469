/** Chooses the backend of coordinate descent for a problem: the Gram matrix or the columns. Knows both, and no solver. */
import type { RowBlocks } from '../../array/index.ts';
import { gram, gramOf } from '../../linalg/index.ts';
import { columnsOf, designFromColumns } from './columns.ts';
import type { Design } from './design.ts';
import { designFromGram } from './gram.ts';
import type { LinearProblem } from '../linearEstimator.ts';

type Pause = () => Promise<void> | undefined;

/**
 * One design per target.
 * @param solutions  how many minima are sought per target: the Gram matrix costs n·d²/2 once and little per solution
 * @throws RangeError when squares of the numbers overflow
 */
export async function designsOf(problem: LinearProblem, center: boolean, solutions: number, pause: Pause): Promise<readonly Design[]> {
  const { X, Y, weights } = problem;
  const targets = Array.from({ length: Y.columns }, (_, target) => target);
  let designs: readonly Design[];
  if (gramIsCheaper(X.rows, X.columns, solutions * Y.columns)) {
    const products = await gram(X, Y, weights, { center }, pause);
    designs = targets.map((target) => designFromGram(products, target));
  } else {
    problem.checkX?.();
    const columns = columnsOf(X, weights, center);
    designs = targets.map((target) => designFromColumns(columns, Y, target, weights, center));
  }
  for (const design of designs) checkFinite(problem, design);
  return designs;
}

/** The same for rows that come in blocks: always by the Gram matrix. @throws RangeError when squares overflow, or numbers are not finite */
export async function designsOfBlocks(caller: string, blocks: RowBlocks, center: boolean, pause: Pause): Promise<readonly Design[]> {
  const products = await gramOf(blocks, { center }, pause);
  const designs = Array.from(products.targetMeans, (_, target) => designFromGram(products, target));
  for (const design of designs) checkFinite({ caller }, design);
  return designs;
}

/**
 * In multiplications per row: d²/2 for the Gram matrix; without it a copy of X (slow: about 5 each), a few products with
 * all d columns, and passes over and products within a working set, together taken as 60·d, per solution. Copies beyond 400 MB are avoided
 * where a Gram matrix is affordable.
 */
function gramIsCheaper(n: number, d: number, solutions: number): boolean {
  if (d > 2500) return false;
  if (n * d > 5e7 || d <= 32) return true;
  return d <= 2 * n && (d * d) / 2 <= 5 * d + solutions * 60 * d;
}

function checkFinite({ caller, checkX }: Pick<LinearProblem, 'caller' | 'checkX'>, { squares, yy }: Design): void {
  const column = squares.findIndex((square) => !Number.isFinite(square));
  const where = column >= 0 ? `column ${column} of X` : Number.isFinite(yy) ? undefined : 'y';
  if (where === undefined) return;
  checkX?.();
  throw new RangeError(`${caller}: sums of squares must be below 1.8e308; those of ${where} are not, scale it first, for example with standardScaler()`);
}
