/** Which rows judge the epochs of a classifier: of each class its share, and no class wholly. */
import { countCodes } from '../../array/index.ts';
import { generator } from '../../random/index.ts';

/**
 * Rows in an order drawn by the seed; of each class round(share · rows of the class) of them are held out, but never all. Both parts are in the
 * order of the rows. Where classes are so small that none gives a row, the share of all rows, but at least one, judges, and is learnt from, too:
 * without it a class might not be learnt.
 */
export function heldOut(codes: Int32Array, classes: number, share: number, seed: number): { readonly train: Int32Array; readonly held: Int32Array } {
  const wanted = countCodes(codes, classes).map((total) => Math.min(total - 1, Math.round(share * total)));
  const order = generator(seed, 'validation').permutation(codes.length);
  const rows = Int32Array.from(codes.keys());
  if (wanted.every((count) => count <= 0)) return { train: rows, held: order.slice(0, Math.max(1, Math.round(share * codes.length))).sort() };
  const isHeld = new Uint8Array(codes.length);
  for (const row of order) {
    if (wanted[codes[row]] <= 0) continue;
    wanted[codes[row]] -= 1;
    isHeld[row] = 1;
  }
  return { train: rows.filter((row) => isHeld[row] === 0), held: rows.filter((row) => isHeld[row] === 1) };
}
