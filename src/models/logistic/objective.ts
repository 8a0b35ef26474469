/**
 * What a solver of logistic regression sees: a convex function of the parameters with its gradient and its second
 * derivatives, computed by the kernels from rows in a machine's memory. Knows no solver.
 */
import { logisticLength, logisticPartRows, lossWork, type LogisticRowsAt } from '../../kernels/index.ts';
import { log } from '../../numeric/index.ts';
import { curvature, curvatureSums, type Products } from './curvature.ts';
import { curvatureAt, type Places } from './curvatureAt.ts';
import type { KernelRows } from './kernelRows.ts';
import { packTheta, unpackSums } from './packed.ts';
import { writeScores, type Layout } from './rowBlocks.ts';

/** f(θ) = Σᵢ sᵢ log-loss(yᵢ, xᵢ; θ) + ½ Σⱼ l2ⱼ wⱼ², θ as in `Layout`. */
export interface LogisticObjective extends Layout {
  readonly rows: number;
  readonly columns: number;
  readonly totalWeight: number;
  /** True when each pass reads the rows again, from wherever they are: passes are dear then. */
  readonly streamed: boolean;
  /** Whether some l2 is above 0. */
  readonly penalised: boolean;
  /** Numbers in θ: outputs × (columns + intercept). */
  readonly size: number;
  /**
   * Per parameter, what its gradient is measured against where the cost, penalty included, is `cost`: φ·√(Σs·(h + l2/φ)),
   * h = Σ s·share·(1 − share) of the output's class, φ = cost / f(start), at most 1. At the start and without a penalty that
   * is √(Σs x²) √(Σs (y − ȳ)²), x standardised and y = 1 for the class. Where a fit is nearly perfect, cost and curvature
   * are as small as the penalty is: against the scale of the start every gradient there would look like 0.
   */
  scaleAt(cost: number): Float64Array;
  /** Where a solver starts: w = 0, and b the log-odds of the classes' shares. */
  start(): Float64Array;
  /** f(start) */
  readonly startValue: number;
  /** Overwrites `gradient`; returns f(θ). */
  valueAndGradient(theta: Float64Array, gradient: Float64Array): Promise<number>;
  /** Second derivatives, ordered as θ is. */
  hessian(theta: Float64Array): Promise<Float64Array>;
  /** Value, gradient and second derivatives in one pass over the rows. */
  derivatives(theta: Float64Array, gradient: Float64Array): Promise<{ readonly value: number; readonly hessian: Float64Array }>;
  /** Those by some coefficients, and then, with an intercept, all intercepts. */
  hessianAt(theta: Float64Array, places: Places): Promise<Float64Array>;
  /** Its blocks on the diagonal, one per output, from `sample` evenly spaced rows that stand for all. */
  blocksOfHessian(theta: Float64Array, sample: number): Promise<Float64Array[]>;
  /** The same function of `count` evenly spaced rows, fewer than all, in parts of their share: its minimum is near. */
  sampled(count: number): Promise<LogisticObjective>;
  /** [rows, outputs] */
  scores(theta: Float64Array): Promise<Float64Array>;
}

export interface ObjectiveData extends Layout {
  /** Standardised. */
  readonly rows: KernelRows;
  /** Of the weights (1 without): of all rows, and each class's part of it. */
  readonly totalWeight: number;
  readonly shares: Float64Array;
  /** Per column, ≥ 0; zeros for none. */
  readonly l2: Float64Array;
}

export function logisticObjective({ rows, totalWeight, shares, outputs, intercept, l2 }: ObjectiveData): LogisticObjective {
  const { machine, features: d } = rows;
  const layout = { outputs, intercept };
  const stride = intercept ? d + 1 : d;
  const size = outputs * stride;

  /** Sums of the loss and its gradient; `found` overwrites `gradient`, and returns f(θ). */
  const lossSums = (theta: Float64Array): { add: (stretch: LogisticRowsAt) => void; found: (gradient: Float64Array) => number } => {
    const length = logisticLength(d, outputs);
    const total = new Float64Array(length);
    const lost = new Float64Array(length);
    const packed = packTheta(theta, layout, d);
    return {
      add: (stretch) => {
        const sums = machine.allocate(8 * length * Math.ceil(stretch.rows / logisticPartRows(d)));
        const at = { theta: rows.copyIn(packed), sums, total: rows.copyIn(total), lost: rows.copyIn(lost) };
        rows.run(lossWork(stretch, outputs, at));
        total.set(machine.float64(at.total, length));
        lost.set(machine.float64(at.lost, length));
      },
      found: (gradient) => {
        let value = unpackSums(total, lost, layout, d, gradient);
        for (let k = 0; k < outputs; k++) {
          for (let j = 0; j < d; j++) {
            const w = theta[k * stride + j];
            value += 0.5 * l2[j] * w * w;
            gradient[k * stride + j] += l2[j] * w;
          }
        }
        return value;
      },
    };
  };

  const valueAndGradient = async (theta: Float64Array, gradient: Float64Array): Promise<number> => {
    const sums = lossSums(theta);
    await rows.each(sums.add);
    return sums.found(gradient);
  };

  const scores = async (theta: Float64Array): Promise<Float64Array> => {
    const out = new Float64Array(rows.rows * outputs);
    await rows.each((stretch, first) => {
      writeScores({ ...rows.matrix(stretch), first: 0 }, layout, theta, out.subarray(first * outputs, (first + stretch.rows) * outputs));
    });
    return out;
  };

  const hessianOf = (blocks: readonly Products[], features: Int32Array): Float64Array => {
    const width = features.length;
    const m = intercept ? width + 1 : width;
    const H = new Float64Array(outputs * m * outputs * m);
    for (let k = 0, pair = 0; k < outputs; k++) {
      for (let l = k; l < outputs; l++) place(H, outputs * m, blocks[pair++], width, k === l ? 1 : -1, k * m, l * m, intercept);
      for (let j = 0; j < width; j++) H[(k * m + j) * (outputs * m + 1)] += l2[features[j]];
    }
    return H;
  };
  const all = Int32Array.from(l2.keys());

  const hessian = async (theta: Float64Array): Promise<Float64Array> => hessianOf(await curvature(rows, layout, theta, { diagonal: false }), all);

  const derivatives = async (theta: Float64Array, gradient: Float64Array): Promise<{ value: number; hessian: Float64Array }> => {
    const losses = lossSums(theta);
    const bends = curvatureSums(rows, layout, theta, { diagonal: false });
    await rows.each((stretch) => {
      machine.scope(() => losses.add(stretch));
      bends.add(stretch);
    });
    return { value: losses.found(gradient), hessian: hessianOf(bends.found(), all) };
  };

  const hessianAt = async (theta: Float64Array, places: Places): Promise<Float64Array> => {
    if (outputs === 1) {
      const { columns } = places;
      return hessianOf(await curvature(rows, layout, theta, { ...(columns.length < d && { features: columns }), diagonal: false }), columns);
    }
    const H = await curvatureAt(rows, layout, theta, places);
    const width = Math.sqrt(H.length);
    places.columns.forEach((j, a) => { H[a * (width + 1)] += l2[j]; });
    return H;
  };

  const blocksOfHessian = async (theta: Float64Array, sample: number): Promise<Float64Array[]> => {
    const taken = await rows.sample(Math.min(sample, rows.rows));
    const blocks = await curvature(taken, layout, theta, { diagonal: true });
    return blocks.map((block) => {
      const H = new Float64Array(stride * stride);
      place(H, stride, block, d, rows.rows / taken.rows, 0, 0, intercept);
      for (let j = 0; j < d; j++) H[j * (stride + 1)] += l2[j];
      return H;
    });
  };

  const sampled = async (count: number): Promise<LogisticObjective> => {
    const part = count / rows.rows;
    return logisticObjective({ rows: await rows.sample(count), totalWeight: part * totalWeight, shares, outputs, intercept, l2: l2.map((value) => part * value) });
  };

  const ofOutputs = outputs === 1 ? shares.slice(1) : shares;
  const entropy = intercept ? shares.reduce((sum, share) => sum - share * log(share), 0) : log(shares.length);
  const startValue = totalWeight * entropy;
  const scaleAt = (cost: number): Float64Array => {
    const weight = totalWeight * Math.min(1, cost / startValue);
    return Float64Array.from({ length: size }, (_, e) => {
      const share = ofOutputs[Math.floor(e / stride)];
      return Math.sqrt(weight) * Math.sqrt(weight * share * (1 - share) + (e % stride < d ? l2[e % stride] : 0)); // the product might underflow
    });
  };
  return { outputs, intercept, rows: rows.rows, streamed: rows.streamed, columns: d, size, totalWeight, penalised: l2.some((value) => value > 0), scaleAt, start: () => startAt(shares, layout, stride, size), startValue, valueAndGradient, hessian, derivatives, hessianAt, blocksOfHessian, sampled, scores };
}

/** Each class's part of the weight of all rows. */
export function sharesOf(codes: Int32Array, nClasses: number, weights: Float64Array | undefined): { totalWeight: number; shares: Float64Array } {
  const shares = new Float64Array(nClasses);
  let totalWeight = 0;
  for (let i = 0; i < codes.length; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    totalWeight += weight;
    shares[codes[i]] += weight;
  }
  for (let k = 0; k < nClasses; k++) shares[k] /= totalWeight;
  return { totalWeight, shares };
}

/**
 * The largest |gradient| in parts of its scale: independent of the number of rows, of weights and of units. Without a
 * penalty there need not be a minimum: the scale then stays that of the start.
 */
export function relativeGradient({ scaleAt, startValue, penalised }: LogisticObjective, { value, gradient }: { readonly value: number; readonly gradient: Float64Array }): number {
  return largestPart(gradient, scaleAt(penalised ? value : startValue));
}

/** max |valueₑ| / scaleₑ; NaN where there is one. */
export function largestPart(values: Float64Array, scale: Float64Array): number {
  let largest = 0;
  for (let e = 0; e < values.length; e++) {
    const part = values[e] === 0 ? 0 : Math.abs(values[e]) / scale[e];
    if (!(part <= largest)) largest = part; // NaN stays
  }
  return largest;
}

function startAt(shares: Float64Array, { outputs, intercept }: Layout, stride: number, size: number): Float64Array {
  const theta = new Float64Array(size);
  if (!intercept) return theta;
  const logs = shares.map(log);
  if (outputs === 1) theta[stride - 1] = logs[1] - logs[0];
  else {
    const mean = logs.reduce((sum, value) => sum + value, 0) / outputs;
    for (let k = 0; k < outputs; k++) theta[k * stride + stride - 1] = logs[k] - mean;
  }
  return theta;
}

/** Writes factor · [XᵀSX, XᵀS1; 1ᵀSX, 1ᵀS1] and its transpose to H, `width` wide, at (top, left) and (left, top). */
function place(H: Float64Array, width: number, products: Products, d: number, factor: number, top: number, left: number, intercept: boolean): void {
  const m = intercept ? d + 1 : d;
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) {
      const value = factor * products.at(i, j);
      H[(top + i) * width + left + j] = H[(left + j) * width + top + i] = value;
      H[(top + j) * width + left + i] = H[(left + i) * width + top + j] = value;
    }
  }
}
