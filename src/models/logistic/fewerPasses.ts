/**
 * Fewer passes over many rows: a start near the minimum, from a sample that is kept, and, where each pass reads the rows
 * again, one for all derivatives instead of two. Knows no solver.
 */
import type { Found, StoppingRule } from './found.ts';
import type { LogisticObjective } from './objective.ts';

/** Rows of the sample: so many bytes, but at least so many per parameter, and not more than this part of all: in memory a pass costs less. */
const sampleBytes = 1 << 23;
const rowsPerParameter = 100;
const mostPart = { streamed: 1 / 4, inMemory: 1 / 8 };
/** Further is not sought: it is more than the sample knows. */
const tol = 1e-6;

/**
 * The minimum of evenly spaced rows, about √(parameters / rows) from that of all; the usual start where the sample would
 * be too large a part of the rows, or leads away.
 */
export async function startNear(objective: LogisticObjective, solve: (sampled: LogisticObjective, part: number, rule: StoppingRule) => Promise<Found>): Promise<Float64Array> {
  const { rows, columns, outputs, size, startValue } = objective;
  const start = objective.start();
  const count = Math.max(Math.floor(sampleBytes / (8 * columns)), Math.ceil((rowsPerParameter * size) / outputs));
  if (count > (objective.streamed ? mostPart.streamed : mostPart.inMemory) * rows) return start;
  const part = count / rows;
  const sampled = await objective.sampled(count);
  const { theta, value } = await solve(sampled, part, { tol, maxIter: 100 });
  // a sample in which classes are separable leads far away
  return value < part * startValue && theta.every(Number.isFinite) ? theta : start;
}

/** Beyond these, all second derivatives cost more than another pass for some. */
const mostParameters = 400;

/** The same function, whose second derivatives come along with its value and gradient and are remembered. */
export function inOnePass(objective: LogisticObjective): LogisticObjective {
  const { streamed, size, outputs, columns: d, intercept } = objective;
  if (!streamed || size > mostParameters) return objective;
  const stride = size / outputs;
  let last: { readonly theta: Float64Array; readonly hessian: Float64Array } | undefined;
  const isLast = (theta: Float64Array): boolean => last?.theta.every((value, e) => value === theta[e]) === true;
  return {
    ...objective,
    valueAndGradient: async (theta, gradient) => {
      const { value, hessian } = await objective.derivatives(theta, gradient);
      last = { theta: theta.slice(), hessian };
      return value;
    },
    hessian: async (theta) => (isLast(theta) ? last!.hessian.slice() : objective.hessian(theta)),
    hessianAt: async (theta, places) => {
      if (!isLast(theta)) return objective.hessianAt(theta, places);
      const at = [...places.columns.map((j, a) => places.outputs[a] * stride + j), ...(intercept ? Array.from({ length: outputs }, (_, k) => k * stride + d) : [])];
      return Float64Array.from({ length: at.length * at.length }, (_, e) => last!.hessian[at[Math.floor(e / at.length)] * size + at[e % at.length]]);
    },
  };
}
