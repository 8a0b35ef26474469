/**
 * How a lasso or elastic net is known to be at its minimum: the condition that each weight's sub-gradient holds 0, and the
 * duality gap. Knows their cost, (1/2m) Σ A² + αρ Σ|w| + ½α(1−ρ) Σ w²; of weighed samples (1/2Σv) Σ v A² + ….
 */
import type { NdArray } from '../../array/index.ts';
import type { LinearModel, Targets } from '../../models/index.ts';
import { note, type NoteLine, type TableLine } from '../parts.ts';
import { text } from '../notation/dialect.ts';
import { numberText } from '../values.ts';

/** For X [m, n], y and v [m, 1] that the model was fitted on; of all rows, whichever sample is shown. */
export function optimality(model: LinearModel<Targets>, X: NdArray, y: NdArray, v: NdArray | undefined, features: readonly string[] | undefined): (NoteLine | TableLine)[] {
  if (model.kind !== 'lasso' && model.kind !== 'elasticNet') return [];
  const alpha = Number(model.options.alpha);
  const rho = model.kind === 'lasso' ? 1 : Number(model.options.l1Ratio);
  const found = certificate(model.coef as Float64Array, model.intercept as number, model.options.fitIntercept !== false, { X, y, v }, alpha, rho);
  const show = (value: number): string => numberText(value, text);
  const [l1, l2] = [alpha * rho, alpha * (1 - rho)];
  const limit = rho === 1 ? 'α' : 'α ρ';
  const [count, pulling, residual, squares] = v === undefined ? ['m', 'A', '(ỹ − θ)²', 'ỹ²'] : ['(Σ v)', '(v ⊙ A)', '(v ⊙ (ỹ − θ)²)', '(v ⊙ ỹ²)'];
  let broken = 0;
  const rows = Array.from(found.pulls, (pull, j) => {
    const weight = (model.coef as Float64Array)[j];
    const holds = weight === 0 ? Math.abs(pull) <= l1 + found.tolerance : Math.abs(pull - l1 * Math.sign(weight)) <= found.tolerance;
    if (!holds) broken++;
    return [features?.[j] ?? `x${j + 1}`, show(weight), show(pull), weight === 0 ? `|c| ≤ ${show(l1)}` : `c = ${weight < 0 ? '−' : ''}${show(l1)}`, holds ? 'yes' : 'NO'];
  });
  return [
    { kind: 'note', text: `Each weight for itself: let cⱼ = (1/${count}) xⱼᵀ ${pulling}${l2 === 0 ? '' : ' − α (1 − ρ) wⱼ'} be how hard column j pulls at its weight, xⱼ being its column of X. 0 is among the sub-gradients where cⱼ = ${limit} sign(wⱼ) for wⱼ ≠ 0, and |cⱼ| ≤ ${limit} for wⱼ = 0: a column that pulls less than the penalty stays out.` },
    { kind: 'table', header: ['column', 'w', 'c', 'must be', 'holds'], rows },
    ...(broken > 0 && model.converged ? [note(`The fit converged, so of its own rows, weighed as it weighed them, each condition holds as far as its tolerance goes, ${show(model.optimality)} of the cost. These rows are others, or their weights are (sampleWeight).`)] : []),
    { kind: 'note', text: `The duality gap: for θ = s A, with s ≤ 1 so small that no column pulls at θ by more than ${limit}, D(θ) = (1/(2 ${count})) (Σ ${squares} − Σ ${residual}${l2 === 0 ? '' : ` − s² ${count} α (1 − ρ) Σ w²`}) is never above the cost of any w, ỹ being y${model.options.fitIntercept === false ? '' : ` less its ${v === undefined ? 'mean' : 'mean weighed by v'}`}. So the cost is at most P − D above its minimum:` },
    {
      kind: 'table', header: ['cost P', 'bound D', 'gap P − D', 's'],
      rows: [[show(found.primal), show(found.dual), show(Math.max(0, found.primal - found.dual)), show(found.scale)]],
    },
  ];
}

interface Certificate {
  /** c, one per weight. */
  readonly pulls: Float64Array;
  readonly primal: number;
  readonly dual: number;
  readonly scale: number;
  /** What rounding and the solver's tolerance leave of a condition. */
  readonly tolerance: number;
}

interface Rows {
  readonly X: NdArray;
  readonly y: NdArray;
  readonly v: NdArray | undefined;
}

function certificate(w: Float64Array, b: number, hasIntercept: boolean, { X, y, v }: Rows, alpha: number, rho: number): Certificate {
  const [rows, n] = X.shape;
  const counts = v?.data ?? new Float64Array(rows).fill(1);
  let m = 0;
  for (let i = 0; i < rows; i++) m += counts[i];
  const [l1, l2] = [alpha * rho, alpha * (1 - rho)];
  const meanOf = (values: ArrayLike<number>, start: number, step: number): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += counts[i] * values[start + i * step];
    return sum / m;
  };
  const residual = Float64Array.from({ length: rows }, (_, i) => {
    let value = y.data[i] - b;
    for (let j = 0; j < n; j++) value -= X.data[i * n + j] * w[j];
    return value;
  });
  const centre = hasIntercept ? meanOf(y.data, 0, 1) : 0;
  const tilde = Float64Array.from({ length: rows }, (_, i) => y.data[i] - centre);
  let largest = 0;
  const pulls = Float64Array.from({ length: n }, (_, j) => {
    // columns less their mean: what is left of Σ A by rounding does not count
    const middle = hasIntercept ? meanOf(X.data, j, n) : 0;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += counts[i] * (X.data[i * n + j] - middle) * residual[i];
    const pull = sum / m - l2 * w[j];
    largest = Math.max(largest, Math.abs(pull));
    return pull;
  });
  const scale = largest <= l1 ? 1 : l1 / largest;
  let [squares, absolutes, weights, target, rest] = [0, 0, 0, 0, 0];
  for (let i = 0; i < rows; i++) {
    squares += counts[i] * residual[i] * residual[i];
    target += counts[i] * tilde[i] * tilde[i];
    rest += counts[i] * (tilde[i] - scale * residual[i]) * (tilde[i] - scale * residual[i]);
  }
  for (let j = 0; j < n; j++) {
    absolutes += Math.abs(w[j]);
    weights += w[j] * w[j];
  }
  return {
    pulls, scale, primal: squares / (2 * m) + l1 * absolutes + (l2 / 2) * weights,
    dual: (target - rest - scale * scale * m * l2 * weights) / (2 * m), tolerance: 1e-6 * Math.max(l1, largest),
  };
}
