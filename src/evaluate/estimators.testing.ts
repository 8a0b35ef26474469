/** Small estimators that keep the contract, for tests of what takes estimators. */
import { NdArray, readClasses, readMatrix, readVector, isMatrixInput, type Label, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { ClassificationModel, Classifier, FitOptions, RegressionModel, Regressor } from '../estimator/index.ts';
import { exp } from '../numeric/index.ts';
import type { Table } from '../table/index.ts';
import type { TableClassifier, TableRegressor } from './dataset.ts';

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

/** P(c | x) ∝ e^(−sharpness·‖x − mean of class c‖²): Gaussians of one width and equal frequency. Remembers its fits in `fits`. */
export function nearestCentroid({ sharpness = 1, fits = [] }: { sharpness?: number; fits?: Labels[] } = {}): Classifier {
  const kind = 'nearestCentroid';
  return {
    kind, task: 'classification', options: { sharpness },
    fit: async (X, y, { sampleWeight, signal }: FitOptions = {}): Promise<ClassificationModel> => {
      signal?.throwIfAborted();
      fits.push(y);
      const { data, rows, columns } = readMatrix(`${kind}.fit`, 'X', X);
      const { codes, labels } = readClasses(`${kind}.fit`, 'y', y, rows);
      if (labels.length < 2) throw new RangeError(`${kind}.fit: y must have at least two classes; it has one`);
      const k = labels.length;
      const [sums, totals] = [new Float64Array(k * columns), new Float64Array(k)];
      for (let i = 0; i < rows; i++) {
        const weight = sampleWeight === undefined ? 1 : sampleWeight[i];
        totals[codes[i]] += weight;
        for (let j = 0; j < columns; j++) sums[codes[i] * columns + j] += weight * data[i * columns + j];
      }
      const means = sums.map((sum, at) => sum / totals[Math.floor(at / columns)]);
      const scores = (input: MatrixInput): { scores: Float64Array; rows: number } => {
        const read = readMatrix(`${kind}.predict`, 'X', input, { columns });
        const distance = (i: number, c: number): number => {
          let sum = 0;
          for (let j = 0; j < columns; j++) sum += (read.data[i * columns + j] - means[c * columns + j]) * (read.data[i * columns + j] - means[c * columns + j]);
          return sum;
        };
        return { rows: read.rows, scores: Float64Array.from({ length: read.rows * k }, (_, at) => -sharpness * distance(Math.floor(at / k), at % k)) };
      };
      const predict = async (input: MatrixInput): Promise<Label[]> => {
        const { scores: found, rows: n } = scores(input);
        return Array.from({ length: n }, (_, i) => {
          const row = found.subarray(i * k, (i + 1) * k);
          return labels[row.indexOf(Math.max(...row))];
        });
      };
      return {
        nFeatures: columns, classes: labels, predict,
        predictProbability: async (input) => {
          const { scores: found, rows: n } = scores(input);
          const data = new Float64Array(n * k);
          for (let i = 0; i < n; i++) {
            const row = found.subarray(i * k, (i + 1) * k);
            const most = Math.max(...row);
            const parts = row.map((score) => exp(score - most));
            const total = parts.reduce((sum, part) => sum + part, 0);
            data.set(parts.map((part) => part / total), i * k);
          }
          return new NdArray(data, [n, k]);
        },
        score: async (input, truth) => (await predict(input)).filter((label, i) => label === truth[i]).length / truth.length,
        state: () => ({ kind, settings: {}, arrays: new Map() }),
      };
    },
  };
}

/** The frequencies of the target per category of the column `by`. */
export function categoryFrequencies({ by, fits = [] }: { by: string; fits?: TableFit[] }): TableClassifier {
  const codesOf = async (table: Table): Promise<Int32Array> => {
    const column = (await table.read()).column(by);
    if (column.type !== 'categorical') throw new TypeError(`categoryFrequencies: ${by} must be categorical`);
    return column.codes;
  };
  return {
    kind: 'categoryFrequencies', task: 'classification',
    fit: async (table, { target, features, sampleWeight }) => {
      fits.push({ rows: table.rowCount, features, sampleWeight });
      const frame = await table.read();
      const column = frame.column(target);
      const cells: Label[] = column.type === 'categorical' ? Array.from(column.codes, (code) => column.categories[code]) : Array.from(column.values, (value) => (column.type === 'boolean' ? value === 1 : value));
      const { codes: classOf, labels } = readClasses('categoryFrequencies.fit', target, cells, cells.length);
      const by = await codesOf(table);
      const share = (category: number, c: number): number => {
        const rows = by.filter((code) => code === category).length;
        return rows === 0 ? 1 / labels.length : [...by.keys()].filter((i) => by[i] === category && classOf[i] === c).length / rows;
      };
      const predictProbability = async (rows: Table): Promise<NdArray<[number, number]>> => {
        const codes = await codesOf(rows);
        return new NdArray(Float64Array.from({ length: codes.length * labels.length }, (_, at) => share(codes[Math.floor(at / labels.length)], at % labels.length)), [codes.length, labels.length]);
      };
      return {
        classes: labels, predictProbability,
        predict: async (rows) => (await predictProbability(rows)).toNested().map((row) => labels[row.indexOf(Math.max(...row))]),
      };
    },
  };
}
