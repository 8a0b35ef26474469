/** The calls that sum products of columns over rows, and residuals of a linear model, for operands at given addresses. */
import type { KernelWork } from './gemmCall.ts';

/** How the rows of a Gram matrix are cut. Depends on sizes only, so that any number of threads adds in the same order. */
export interface GramPlan {
  /** Panels of three columns of [X, Y, 1]. */
  readonly panels: number;
  /** Numbers in the upper triangle, in tiles of 3 × 3, each followed by a 0. */
  readonly length: number;
  readonly blockPanels: number;
  readonly partRows: number;
  /** Rows of one call. */
  readonly callRows: number;
}

/** Columns of a panel, as assembly/dots.ts has them. */
export const panelColumns = 3;

/** Numbers of a tile. */
const tileLength = 10;

/** Rows whose products are summed in registers, in order; a panel of them (3 kB) stays in the first cache. */
const depth = 128;

/** Largest block of columns: its panels (126 kB) stay in the second cache. */
const mostPanels = 42;

/** Chunks that keep a few threads busy. */
const enoughChunks = 16;

/** Bytes of rows that a call takes, about. */
const callBytes = 1 << 22;

export function planGram(features: number, targets: number): GramPlan {
  const panels = Math.ceil((features + targets + 1) / panelColumns);
  const blockPanels = Math.ceil(panels / Math.ceil(panels / mostPanels));
  const parts = Math.max(1, Math.ceil(enoughChunks / pairsOf(panels, blockPanels)));
  const partRows = depth * Math.max(1, Math.round(callBytes / (8 * panelColumns * panels * parts * depth)));
  return { panels, length: (tileLength * panels * (panels + 1)) / 2, blockPanels, partRows, callRows: parts * partRows };
}

/** Where the product of columns i ≤ j of Z lies: in tile (row, column ≥ row), the tiles of a row one after the other. */
export function gramIndex({ panels }: GramPlan, i: number, j: number): number {
  const row = Math.floor(i / panelColumns);
  const column = Math.floor(j / panelColumns);
  return tileLength * ((row * (2 * panels - row + 1)) / 2 + column - row) + panelColumns * (i % panelColumns) + (j % panelColumns);
}

export interface GramWork {
  /** At most plan.callRows. */
  readonly rows: number;
  readonly features: number;
  readonly targets: number;
  readonly x: number;
  readonly y: number;
  /** √weights, or 0. */
  readonly roots: number;
  /** 0 when all are 1. */
  readonly scales: number;
  readonly shifts: number;
  /** Room for the products of each part: plan.length numbers for every partRows rows. */
  readonly products: number;
  /** plan.length numbers each, to which the products are added: total + lost. */
  readonly total: number;
  readonly lost: number;
}

/** total += ZᵀZ of these rows, Z = √w·[X·scale − shift, Y·scale − shift, 1]. */
export function gramWork({ total, lost, ...work }: GramWork, { panels, length, blockPanels, partRows }: GramPlan): KernelWork {
  const parts = Math.ceil(work.rows / partRows);
  const words = { ...work, partRows, blockPanels, depth };
  return {
    calls: [
      { kernel: 'gramFloat64', chunks: parts * pairsOf(panels, blockPanels), words },
      foldCall(length, parts, work.products, total, lost),
    ],
    scratchBytes: 2 * blockPanels * 8 * panelColumns * depth,
  };
}

export interface ResidualWork {
  readonly rows: number;
  readonly features: number;
  readonly targets: number;
  /** Followed by a finite number, which is not used. */
  readonly x: number;
  readonly y: number;
  /** 0 for none. */
  readonly weights: number;
  readonly center: number;
  readonly coef: number;
  readonly offset: number;
  /** Room for the sums of each part: residualLength numbers for every residualRows rows. */
  readonly sums: number;
  readonly total: number;
  readonly lost: number;
}

/** Rows of a part; their gradients are summed in order. */
export const residualRows = 512;

/** Per target: the gradient, padded to an even number, Σ w r, Σ w r². */
export function residualLength(features: number, targets: number): number {
  return targets * (2 * Math.ceil(features / 2) + 2);
}

/** total += the sums over these rows, r = y − offset − (x − center)·coef. Vectors of columns are padded with 0 to an even length. */
export function residualWork({ total, lost, ...work }: ResidualWork): KernelWork {
  const parts = Math.ceil(work.rows / residualRows);
  const length = residualLength(work.features, work.targets);
  return {
    calls: [
      { kernel: 'residualFloat64', chunks: parts * work.targets, words: { ...work, partRows: residualRows } },
      foldCall(length, parts, work.sums, total, lost),
    ],
    scratchBytes: 64,
  };
}

/** total + lost += the parts, in order. */
export function foldCall(length: number, parts: number, from: number, total: number, lost: number): KernelWork['calls'][number] {
  const block = Math.max(2048, 2 * Math.ceil(length / 32));
  return { kernel: 'foldFloat64', chunks: Math.ceil(length / block), words: { length, parts, from, total, lost, block } };
}

function pairsOf(panels: number, blockPanels: number): number {
  const blocks = Math.ceil(panels / blockPanels);
  return (blocks * (blocks + 1)) / 2;
}
