/** Small estimators that keep the contract, for tests of what takes estimators. */
import { NdArray, readMatrix, readVector, isMatrixInput, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { FitOptions, RegressionModel, Regressor } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import type { TableRegressor } from './dataset.ts';

type Predict = (row: Float64Array) => number;

/** A model of one target from a function of a row. */
function modelOf(kind: string, nFeatures: number, predict: Predict): RegressionModel {
  const all = (X: MatrixInput): Float64Array => {
    const { data, rows, columns } = readMatrix(`${kind}.predict`, 'X', X, { columns: nFeatures });
    return Float64Array.from({ length: rows }, (_, i) => predict(data.subarray(i * columns, (i + 1) * columns)));
  };
  return {
    nFeatures,
    predict: async (X) => all(X),
    score: async () => NaN,
    state: () => ({ kind, settings: {}, arrays: new Map() }),
  };
}

function regressor(kind: string, options: Record<string, unknown>, learn: (rows: Float64Array[], y: Float64Array, weights: Float64Array) => Predict): Regressor {
  return {
    kind, options,
    fit: async (X: MatrixInput, y: VectorInput | MatrixInput, fitOptions: FitOptions = {}) => {
      fitOptions.signal?.throwIfAborted();
      const { data, rows, columns } = readMatrix(`${kind}.fit`, 'X', X);
      const target = readVector(`${kind}.fit`, 'y', y as VectorInput, [rows, 'X']);
      const weights = fitOptions.sampleWeight === undefined ? new Float64Array(rows).fill(1) : readVector(`${kind}.fit`, 'sampleWeight', fitOptions.sampleWeight);
      return modelOf(kind, columns, learn(Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns)), target, weights));
    },
  };
}

/** Predicts the weighted mean, whatever the features. */
export function meanRegressor(): Regressor {
  return regressor('mean', {}, (_, y, weights) => {
    const total = weights.reduce((sum, w) => sum + w, 0);
    const mean = y.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
    return () => mean;
  });
}

/** Mean of the target of the k nearest training rows. */
export function nearest({ k = 1 }: { k?: number } = {}): Regressor {
  return regressor('nearest', { k }, (rows, y) => (row) => {
    const distance = rows.map((other) => other.reduce((sum, value, j) => sum + (value - row[j]) * (value - row[j]), 0));
    const order = rows.map((_, i) => i).sort((a, b) => distance[a] - distance[b] || a - b).slice(0, k);
    return order.reduce((sum, i) => sum + y[i], 0) / order.length;
  });
}

/** Least squares on 1, x, … xᵈ of the first feature (in [−1, 1] for many degrees), plus alpha·‖coef‖², by modified Gram–Schmidt. */
export function polynomial({ degree = 1, alpha = 0 }: { degree?: number; alpha?: number } = {}): Regressor {
  return regressor('polynomial', { degree, alpha }, (rows, y, weights) => {
    const n = rows.length + (alpha > 0 ? degree : 0);
    const powers = (x: number): number[] => {
      const all = [1];
      for (let d = 1; d <= degree; d++) all.push(all[d - 1] * x);
      return all;
    };
    const terms = Math.min(degree + 1, n);
    const design = rows.map((row) => powers(row[0]));
    const columns = Array.from({ length: terms }, (_, j) => Float64Array.from({ length: n }, (_, i) =>
      i < rows.length ? Math.sqrt(weights[i]) * design[i][j] : i - rows.length === j - 1 ? Math.sqrt(alpha) : 0));
    const residual = Float64Array.from({ length: n }, (_, i) => (i < rows.length ? Math.sqrt(weights[i]) * y[i] : 0));
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const triangle = columns.map(() => new Float64Array(terms));
    const projections = new Float64Array(terms);
    for (let j = 0; j < terms; j++) {
      triangle[j][j] = Math.sqrt(dot(columns[j], columns[j]));
      columns[j] = columns[j].map((value) => value / triangle[j][j]);
      const later = [...columns.keys()].filter((other) => other > j);
      for (const other of later) {
        triangle[j][other] = dot(columns[j], columns[other]);
        columns[other] = columns[other].map((value, i) => value - triangle[j][other] * columns[j][i]);
      }
      projections[j] = dot(columns[j], residual);
      for (let i = 0; i < n; i++) residual[i] -= projections[j] * columns[j][i];
    }
    const coef = new Float64Array(terms);
    for (let j = terms - 1; j >= 0; j--) {
      let sum = projections[j];
      for (let k = j + 1; k < terms; k++) sum -= triangle[j][k] * coef[k];
      coef[j] = sum / triangle[j][j];
    }
    return (row) => powers(row[0]).slice(0, terms).reduce((sum, power, j) => sum + power * coef[j], 0);
  });
}

/** Predicts each target's mean. */
export function manyMeans(): Regressor {
  return {
    kind: 'manyMeans', options: {},
    fit: async (X, y) => {
      if (!isMatrixInput(y)) throw new TypeError('manyMeans.fit: y must be a matrix');
      const { data, rows, columns } = readMatrix('manyMeans.fit', 'y', y);
      const means = Float64Array.from({ length: columns }, (_, t) => data.reduce((sum, value, i) => (i % columns === t ? sum + value : sum), 0) / rows);
      const nFeatures = readMatrix('manyMeans.fit', 'X', X).columns;
      return {
        ...modelOf('manyMeans', nFeatures, () => 0),
        predict: async (X: MatrixInput) => {
          const { rows } = readMatrix('manyMeans.predict', 'X', X);
          return new NdArray(Float64Array.from({ length: rows * columns }, (_, i) => means[i % columns]), [rows, columns]);
        },
      };
    },
  };
}

export interface TableFit { readonly rows: number; readonly features: readonly string[] | undefined; readonly sampleWeight: string | VectorInput | undefined }

/** Mean of the target per category of the column `by`; remembers what it was fitted with in `fits`. */
export function categoryMeans({ by, fits = [] }: { by: string; fits?: TableFit[] }): TableRegressor {
  const codesOf = async (table: Table): Promise<Int32Array> => {
    const column = (await table.read()).column(by);
    if (column.type !== 'categorical') throw new TypeError(`categoryMeans: ${by} must be categorical`);
    return column.codes;
  };
  return {
    kind: 'categoryMeans',
    fit: async (table, { target, features, sampleWeight }) => {
      fits.push({ rows: table.rowCount, features, sampleWeight });
      const codes = await codesOf(table);
      const y = Float64Array.from((await table.matrix([target])).data);
      const means = new Map<number, number>();
      for (const code of codes) means.set(code, y.filter((_, i) => codes[i] === code).reduce((sum, value) => sum + value, 0) / codes.filter((c) => c === code).length);
      return { predict: async (rows) => Float64Array.from(await codesOf(rows), (code) => means.get(code) ?? 0) };
    },
  };
}
