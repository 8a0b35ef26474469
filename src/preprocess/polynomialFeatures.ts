/** Products of features up to a degree. Knows no model. */
import { readMatrix, readWeights, toNdArray, type MatrixInput, type NdArray } from '../array/index.ts';
import { checkFlag, checkKnown, checkNumber, isBoolean, isNumber, ModelFormatError, settingOf, type FitOptions, type FittedTransformer, type ModelState, type Transformer } from '../estimator/index.ts';

export interface PolynomialFeaturesOptions {
  /** The largest number of factors in a product. 1 … 100, default 2. */
  readonly degree?: number;
  /** No feature twice in a product: a·b, never a². Default false. */
  readonly interactionOnly?: boolean;
  /** A first feature that is always 1. Default false, for models have their own intercept; scikit-learn's is true. */
  readonly includeBias?: boolean;
}

/** More output features than this are refused: they are nearly always a mistake, and would fill the memory. */
const maxTerms = 100_000;

/**
 * All products x₁^p₁ · … · x_d^p_d with 1 ≤ Σp ≤ degree, in scikit-learn's order: by degree, then by position.
 * [a, b] of degree 2 becomes [a, b, a², ab, b²]. Weights change nothing.
 * @throws TypeError, RangeError for bad options and input, and when there would be more than 100,000 products
 * @see scikit-learn, sklearn.preprocessing.PolynomialFeatures
 */
export function polynomialFeatures(options: PolynomialFeaturesOptions = {}): Transformer<FittedPolynomialFeatures> {
  const kind = 'polynomialFeatures';
  checkKnown(kind, options, ['degree', 'interactionOnly', 'includeBias']);
  const filled: Required<PolynomialFeaturesOptions> = {
    degree: checkNumber(kind, 'degree', options.degree ?? 2, { min: 1, max: 100, integer: true }),
    interactionOnly: checkFlag(kind, 'interactionOnly', options.interactionOnly ?? false),
    includeBias: checkFlag(kind, 'includeBias', options.includeBias ?? false),
  };
  const fit = async (X: MatrixInput, { sampleWeight, signal }: FitOptions = {}): Promise<FittedPolynomialFeatures> => {
    signal?.throwIfAborted();
    const { rows, columns } = readMatrix(`${kind}.fit`, 'X', X);
    readWeights(`${kind}.fit`, sampleWeight, rows); // checked, though they change nothing
    const terms = countTerms(columns, filled);
    if (terms > maxTerms) throw new RangeError(`${kind}.fit: there must be at most ${maxTerms} products; ${columns} features of degree ${filled.degree} make ${terms}, lower the degree`);
    return new FittedPolynomialFeatures(columns, filled);
  };
  return Object.freeze({ kind, options: Object.freeze({ ...filled }), fit });
}

/** A product: an earlier product (or −1 for 1) times a feature (or −1 for 1). */
interface Terms {
  readonly parent: Int32Array;
  readonly factor: Int32Array;
}

export class FittedPolynomialFeatures implements FittedTransformer {
  readonly nFeatures: number;
  readonly nOutputs: number;
  readonly #options: Required<PolynomialFeaturesOptions>;
  readonly #terms: Terms;

  constructor(nFeatures: number, options: Required<PolynomialFeaturesOptions>) {
    this.nFeatures = nFeatures;
    this.#options = options;
    this.#terms = termsOf(nFeatures, options);
    this.nOutputs = this.#terms.factor.length;
  }

  /** The exponent of every feature in every product: [nOutputs][nFeatures]. */
  get powers(): number[][] {
    const { parent, factor } = this.#terms;
    const powers: number[][] = [];
    for (let k = 0; k < factor.length; k++) {
      const row = parent[k] < 0 ? Array.from({ length: this.nFeatures }, () => 0) : [...powers[parent[k]]];
      if (factor[k] >= 0) row[factor[k]]++;
      powers.push(row);
    }
    return powers;
  }

  /** 'a', 'a b', 'a^2' for every product. @param names  of the features, default x0, x1, … */
  featureNames(names: readonly string[] = Array.from({ length: this.nFeatures }, (_, j) => `x${j}`)): string[] {
    if (names.length !== this.nFeatures) throw new RangeError(`polynomialFeatures.featureNames: there must be ${this.nFeatures} names; there are ${names.length}`);
    return this.powers.map((row) => row.flatMap((power, j) => (power === 0 ? [] : power === 1 ? [names[j]] : [`${names[j]}^${power}`])).join(' ') || '1');
  }

  /** @throws RangeError when a product is beyond the range of float64, with its row */
  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const caller = 'polynomialFeatures.transform';
    const { data, rows, columns } = readMatrix(caller, 'X', X, { columns: this.nFeatures });
    const { parent, factor } = this.#terms;
    const width = factor.length;
    const products = new Float64Array(rows * width);
    for (let i = 0; i < rows; i++) {
      const start = i * width;
      for (let k = 0; k < width; k++) {
        const product = (parent[k] < 0 ? 1 : products[start + parent[k]]) * (factor[k] < 0 ? 1 : data[i * columns + factor[k]]);
        if (product - product !== 0) throw new RangeError(`${caller}: products must be finite; ${this.featureNames()[k]} of row ${i} is ${product}, rescale X first`);
        products[start + k] = product;
      }
    }
    return toNdArray({ data: products, rows, columns: width });
  }

  state(): ModelState {
    return { kind: 'polynomialFeatures', settings: { nFeatures: this.nFeatures, ...this.#options }, arrays: new Map() };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restorePolynomialFeatures(state: ModelState): FittedPolynomialFeatures {
  const whole = (name: string): number => {
    const value = settingOf(state, name, isNumber, 'a number');
    if (!Number.isInteger(value) || value < 1) throw new ModelFormatError(`load: "${name}" of polynomialFeatures must be an integer of at least 1; it is ${value}`);
    return value;
  };
  const nFeatures = whole('nFeatures');
  const options = {
    degree: whole('degree'),
    interactionOnly: settingOf(state, 'interactionOnly', isBoolean, 'true or false'),
    includeBias: settingOf(state, 'includeBias', isBoolean, 'true or false'),
  };
  if (options.degree > 100 || countTerms(nFeatures, options) > maxTerms) {
    throw new ModelFormatError(`load: polynomialFeatures must have degree at most 100 and at most ${maxTerms} products; it has degree ${options.degree} of ${nFeatures} features`);
  }
  return new FittedPolynomialFeatures(nFeatures, options);
}

/** Σ over degrees g of C(n + g − 1, g), or C(n, g) with interactions only. */
function countTerms(n: number, { degree, interactionOnly, includeBias }: Required<PolynomialFeaturesOptions>): number {
  let total = includeBias ? 1 : 0;
  let ofDegree = 1;
  for (let g = 1; g <= degree && ofDegree > 0 && total <= Number.MAX_SAFE_INTEGER; g++) {
    ofDegree = (ofDegree * (interactionOnly ? n - g + 1 : n + g - 1)) / g;
    total += ofDegree;
  }
  return total;
}

/** Every product of degree g is one of degree g − 1 times a feature that is not before its last one. */
function termsOf(nFeatures: number, { degree, interactionOnly, includeBias }: Required<PolynomialFeaturesOptions>): Terms {
  const parent: number[] = includeBias ? [-1] : [];
  const factor: number[] = includeBias ? [-1] : [];
  let before = [-1];
  for (let g = 1; g <= degree; g++) {
    const these: number[] = [];
    for (const p of before) {
      const from = p < 0 ? 0 : interactionOnly ? factor[p] + 1 : factor[p];
      for (let j = from; j < nFeatures; j++) {
        these.push(factor.length);
        parent.push(p);
        factor.push(j);
      }
    }
    before = these;
  }
  return { parent: Int32Array.from(parent), factor: Int32Array.from(factor) };
}
