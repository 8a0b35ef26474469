/** One target's unknowns in the augmented system of least squares, and the next correction of them. */
import type { Pause } from './gram.ts';
import type { SmallestSolution } from './minimumNorm.ts';
import { applyQ, applyTransposed, solveUpper, solveUpperTransposed, type PivotedQR } from './qr.ts';
import type { Correction } from './refine.ts';
import { moveIntercept, residualPass, type AugmentedResidual, type Iterate, type System } from './residual.ts';

/** What all targets share: the problem and the factorisation of its columns. */
export interface Factored {
  readonly system: System;
  readonly qr: PivotedQR;
  /** √w per row, √penalty per row below */
  readonly root: Float64Array;
  readonly center: Float64Array;
  /** column as factored = (X·scale − center)·even */
  readonly even: Float64Array;
}

/** r + A v = y, Aᵀ W r = penalty v for one target: v and b in `iterate`, r inside. */
export class AugmentedSolver {
  readonly iterate: Iterate;
  readonly #factored: Factored;
  readonly #target: number;
  readonly #augmented: AugmentedResidual;
  /** b + center·v: the intercept of the shifted columns */
  #centred: number;

  /** @param start  the intercept to start from: then a constant y is met at once */
  constructor(factored: Factored, target: number, start: number) {
    const { system, root } = factored;
    this.iterate = { coef: new Float64Array(system.X.columns), intercept: start, interceptLow: 0 };
    this.#factored = factored;
    this.#target = target;
    this.#augmented = { values: new Float64Array(root.length), defect: new Float64Array(root.length) };
    this.#centred = start;
  }

  /** Solves [I A; Aᵀ 0] [δr; δv] = [f; g] with A = QR: h = R⁻ᵀg, (d₁, d₂) = Qᵀf, δv = R⁻¹(d₁ − h), δr = Q(h, d₂). */
  async correction(pause: Pause): Promise<Correction> {
    const { system, qr, root, center, even } = this.#factored;
    const { values, defect: f } = this.#augmented;
    const { gradient } = await residualPass(system, this.#target, this.iterate, center, this.#augmented, pause);
    const first = system.intercept ? 1 : 0;
    const g = Float64Array.from(qr.order.subarray(0, qr.rank), (k) => (k < first ? -gradient[0] : -gradient[1 + k - first] * even[k - first]));
    for (let i = 0; i < f.length; i++) f[i] *= root[i];
    applyTransposed(qr, f);
    const h = solveUpperTransposed(qr, g);
    const solved = solveUpper(qr, f.subarray(0, qr.rank).map((value, k) => value - h[k]));
    f.set(h);
    applyQ(qr, f);

    const coef = new Float64Array(system.X.columns);
    let intercept = 0;
    for (let k = 0; k < qr.rank; k++) {
      const j = qr.order[k] - first;
      if (j < 0) intercept = solved[k];
      else coef[j] = solved[k] * even[j];
    }
    const accept = (): void => {
      this.#centred += intercept;
      for (let i = 0; i < f.length; i++) if (root[i] > 0) values[i] += f[i] / root[i];
    };
    return { coef, intercept, accept };
  }

  /** Exchanges the solution for the one of smallest ‖w‖ with the same predictions. */
  moveToSmallest(smallest: (v: Float64Array) => SmallestSolution): void {
    const { system, center, even } = this.#factored;
    const { iterate } = this;
    const { coef, shift } = smallest(iterate.coef.map((v, j) => v / even[j]));
    for (let j = 0; j < coef.length; j++) iterate.coef[j] = coef[j] * even[j];
    if (!system.intercept) return;
    this.#centred += shift;
    iterate.intercept = this.#centred;
    iterate.interceptLow = 0;
    moveIntercept(iterate, 0, center, iterate.coef);
  }
}
