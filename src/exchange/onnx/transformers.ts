/** Fitted transformers as operators: what each makes of the features before it. */
import { FittedImputer, FittedMinMaxScaler, FittedOneHotEncoder, FittedPolynomialFeatures, FittedStandardScaler } from '../../preprocess/index.ts';
import { describe } from '../../array/index.ts';
import { filled, scalar, side, standardised, vector, type Numbers, type Rows } from './arithmetic.ts';
import { labelsInMatrix } from './inputs.ts';
import type { Value } from './graph.ts';

export function transformed(numbers: Numbers, step: unknown, { value }: Rows): Rows {
  if (step instanceof FittedStandardScaler) return { value: standardised(numbers, value, step.mean, step.scale), width: step.nOutputs };
  if (step instanceof FittedMinMaxScaler) {
    const { graph } = numbers;
    return { value: graph.node('Add', [graph.node('Mul', [value, vector(numbers, 'scale', step.scale)]), vector(numbers, 'shift', step.shift)]), width: step.nOutputs };
  }
  if (step instanceof FittedImputer) return { value: filled(numbers, value, step.fill), width: step.nOutputs };
  if (step instanceof FittedPolynomialFeatures) return { value: products(numbers, value, step), width: step.nOutputs };
  if (step instanceof FittedOneHotEncoder) return labelsInMatrix(numbers, value, step);
  throw new TypeError(`toOnnx: the steps of a pipeline must be Glissade's own; one is ${describe(step)}`);
}

/** Degree by degree: each product is one of the degree before times a feature, as `transform` multiplies. */
function products(numbers: Numbers, X: Value, { powers, nFeatures }: FittedPolynomialFeatures): Value {
  const { graph } = numbers;
  const parts: Value[] = [];
  const sums = powers.map((row) => row.reduce((total, power) => total + power, 0));
  let before: { readonly value: Value; readonly placeOf: ReadonlyMap<string, number> } | undefined;
  for (let degree = 0; degree <= sums[sums.length - 1]; degree++) {
    const rows = powers.filter((_, k) => sums[k] === degree);
    if (rows.length === 0) continue;
    const placeOf = new Map(rows.map((row, k) => [row.join(), k]));
    const pick = (from: Value, places: readonly number[]): Value => graph.node('Gather', [from, graph.constant('columns', 'int64', [places.length], places)], { axis: 1 });
    if (degree === 0) {
      parts.push(ones(numbers, X));
      continue;
    }
    // the last factor is the last feature; the product without it comes before
    const last = rows.map((row) => row.findLastIndex((power) => power > 0));
    const value: Value = degree === 1 && rows.length === nFeatures ? X : graph.node('Mul', [
      pick(before!.value, rows.map((row, k) => before!.placeOf.get(row.map((power, j) => power - (j === last[k] ? 1 : 0)).join())!)), pick(X, last),
    ]);
    parts.push(value);
    before = { value, placeOf };
  }
  return side(numbers, parts);
}

/** [n, 1] */
function ones(numbers: Numbers, X: Value): Value {
  const { graph } = numbers;
  const rows = graph.node('Shape', [X], { start: 0, end: 1 });
  const shape = graph.node('Concat', [rows, graph.constant('one', 'int64', [1], [1])], { axis: 0 });
  return graph.node('Expand', [scalar(numbers, 'one', 1), shape]);
}
