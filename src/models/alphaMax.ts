/** The penalty from which on a lasso or elastic net has no coefficient left. */
import { readMatrix, readWeights, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkFlag, checkKnown, checkNumber, pauser, type FitOptions } from '../estimator/index.ts';
import { designsOf } from './coordinateDescent/choice.ts';
import { largestAlpha } from './coordinateDescent/path.ts';
import { readTargets } from './linearModel.ts';

export interface AlphaMaxOptions extends FitOptions {
  /** Share of the L1 part, in (0, 1], default 1. */
  readonly l1Ratio?: number;
  /** Default true. */
  readonly fitIntercept?: boolean;
}

/**
 * alpha_max = max over features (and targets) of |Σ vᵢ (xᵢⱼ − x̄ⱼ)(yᵢ − ȳ)| / (n·l1Ratio),  n = Σ vᵢ; without an intercept
 * nothing is subtracted. At alpha ≥ alpha_max every coefficient is exactly zero, below it at least one is not.
 * @throws RangeError for l1Ratio 0, where it would be infinite
 */
export async function alphaMax(X: MatrixInput, y: VectorInput | MatrixInput, options: AlphaMaxOptions = {}): Promise<number> {
  checkKnown('alphaMax', options, ['l1Ratio', 'fitIntercept', 'sampleWeight', 'signal', 'onProgress']);
  const { l1Ratio = 1, fitIntercept = true } = options;
  checkNumber('alphaMax', 'l1Ratio', l1Ratio, { above: 0, max: 1 });
  checkFlag('alphaMax', 'fitIntercept', fitIntercept);
  const matrix = readMatrix('alphaMax', 'X', X);
  const Y = readTargets('alphaMax', y, matrix.rows);
  const weights = readWeights('alphaMax', options.sampleWeight, matrix.rows);
  const problem = { caller: 'alphaMax', X: matrix, Y, ...(weights && { weights }) };
  const designs = await designsOf(problem, fitIntercept, 1, pauser(options.signal));
  return Math.max(...designs.map((design) => largestAlpha(design, l1Ratio)));
}
