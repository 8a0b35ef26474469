/** Reads what users pass to plots, or says what is wrong with it. Knows no picture. */
import { describe, readVector, type NumericView, type VectorInput } from '../array/index.ts';

/** Options of every plot. */
export interface PlotOptions {
  /** Stands above the plot, and names it for screen readers. Default none. */
  readonly title?: string;
  /** Name of the horizontal axis, with its unit. Each plot has its default. */
  readonly xLabel?: string;
  /** Name of the vertical axis, with its unit. Each plot has its default. */
  readonly yLabel?: string;
  /** Width in pixels, 240 to 4,000. Default 640. */
  readonly width?: number;
  /** Height in pixels, 120 to 4,000. Default: what the plot needs. */
  readonly height?: number;
}

const texts = ['title', 'xLabel', 'yLabel'] as const;
const lengths = [['width', 240], ['height', 120]] as const;

/** @throws TypeError for an unknown option or a wrong kind; RangeError for a width or height out of range */
export function checkOptions(caller: string, options: PlotOptions): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`${caller}: options must be an object; it is ${describe(options)}`);
  const known: readonly string[] = [...texts, 'width', 'height'];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${caller}: options must be among ${known.join(', ')}; ${describe(name)} is not`);
  }
  for (const name of texts) {
    const text: unknown = options[name];
    if (text !== undefined && typeof text !== 'string') throw new TypeError(`${caller}: ${name} must be a string; it is ${describe(text)}`);
  }
  for (const [name, least] of lengths) {
    const length: unknown = options[name];
    if (length !== undefined && !(typeof length === 'number' && length >= least && length <= 4000)) {
      throw new RangeError(`${caller}: ${name} must be a number of pixels from ${least} to 4000; it is ${describe(length)}`);
    }
  }
}

/** A vector that can be drawn: finite, not empty, and small enough that its span is a number. */
export function readValues(caller: string, name: string, input: VectorInput): Float64Array {
  const values = readVector(caller, name, input);
  checkSize(caller, name, values);
  return values;
}

/** @throws RangeError for a number so large that the span of all might be infinite */
export function checkSize(caller: string, name: string, values: NumericView): void {
  const huge = Array.prototype.findIndex.call(values, (value: number) => Math.abs(value) > 1e300);
  if (huge >= 0) throw new RangeError(`${caller}: numbers must lie within ±1e300 to be drawn; ${name}[${huge}] is ${values[huge]}`);
}

/** @throws RangeError when a fitted value is too large to be drawn: that of a row, or of a corner of the plot */
export function checkFitted(caller: string, fitted: readonly number[]): void {
  const huge = fitted.find((value) => !(Math.abs(value) <= 1e300));
  if (huge !== undefined) throw new RangeError(`${caller}: fitted values must lie within ±1e300 to be drawn; there is ${huge}`);
}

/** Two vectors of one point each per element. */
export function readPairs(caller: string, names: readonly [string, string], first: VectorInput, second: VectorInput): [Float64Array, Float64Array] {
  const a = readValues(caller, names[0], first);
  const b = readValues(caller, names[1], second);
  if (a.length !== b.length) {
    throw new RangeError(`${caller}: ${names[0]} and ${names[1]} must have one element per point; ${names[0]} has ${a.length}, ${names[1]} has ${b.length}`);
  }
  return [a, b];
}

/** @throws RangeError when a value is 0 or below, for an axis of factors */
export function checkPositive(caller: string, name: string, values: Float64Array): void {
  const bad = values.findIndex((value) => value <= 0);
  if (bad >= 0) throw new RangeError(`${caller}: ${name} must be above 0 for a logarithmic axis; ${name}[${bad}] is ${values[bad]}`);
}

/** @throws TypeError unless every element is a string */
export function checkNames(caller: string, name: string, names: readonly string[]): void {
  if (!Array.isArray(names)) throw new TypeError(`${caller}: ${name} must be an array of strings; it is ${describe(names)}`);
  names.forEach((text: unknown, i) => {
    if (typeof text !== 'string') throw new TypeError(`${caller}: ${name} must be strings; ${name}[${i}] is ${describe(text)}`);
  });
}
