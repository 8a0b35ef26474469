/** What a linear model fitted on a table says, in the units of the table. Knows no file and no picture. */
import type { RegressionModel } from '../../estimator/index.ts';
import type { FittedTableEncoder } from '../../preprocess/index.ts';
import type { ColumnType } from '../../table/index.ts';
import { LinearModel } from '../linearModel.ts';

/** The effect of one feature on the prediction, all other features unchanged. */
export interface Effect {
  /** 'bmi', or 'species=Gentoo'. */
  readonly feature: string;
  readonly column: string;
  readonly type: ColumnType;
  /** Of a categorical column: the level, and the level it is compared with. */
  readonly category?: string;
  readonly reference?: string;
  /** Change of the prediction when the feature grows by one standard deviation: comparable between features. */
  readonly perStandardDeviation: number;
  /** Of the feature in the fit, missing values filled; of a category or a boolean, as 0 and 1. */
  readonly standardDeviation: number;
  /** Change of the prediction per unit of a number, per day of a date, of true against false, of a category against the reference. */
  readonly perUnit: number;
  /** Of the feature in the fit; of a category or a boolean, its share of the rows. A date: days since 1970-01-01. */
  readonly mean: number;
  /** Of perUnit; linear regression by least squares only. */
  readonly standardErrorPerUnit?: number;
  /** What `perUnit` means, in words: 'per unit of "bmi"'. */
  readonly unit: string;
}

/** perUnitⱼ = coefⱼ / scaleⱼ, sorted by |coefⱼ|, the largest first; equal ones in the order of the features. */
export function effectsOf(encoder: FittedTableEncoder, coef: ArrayLike<number>, standardErrors?: ArrayLike<number>): readonly Effect[] {
  return encoder.features
    .map(({ mean, scale, ...feature }, j): Effect => ({
      ...feature,
      perStandardDeviation: coef[j],
      standardDeviation: scale,
      perUnit: coef[j] / scale,
      mean,
      ...(standardErrors !== undefined && { standardErrorPerUnit: standardErrors[j] / scale }),
      unit: unitOf(feature),
    }))
    .sort((a, b) => Math.abs(b.perStandardDeviation) - Math.abs(a.perStandardDeviation));
}

/** @throws TypeError when the model is not a linear model of one target */
export function linearOf(caller: string, model: RegressionModel): LinearModel {
  if (model instanceof LinearModel && model.targets === 'one') return model as LinearModel;
  throw new TypeError(`${caller}: only a linear model has coefficients; this one is ${(model as { kind?: string }).kind ?? 'of another kind'}`);
}

function unitOf({ column, type, category, reference }: Pick<Effect, 'column' | 'type' | 'category' | 'reference'>): string {
  const name = JSON.stringify(column);
  if (type === 'categorical') return `${JSON.stringify(category)} against ${JSON.stringify(reference)}`;
  if (type === 'boolean') return 'true against false';
  return type === 'date' ? `per day of ${name}` : `per unit of ${name}`;
}
