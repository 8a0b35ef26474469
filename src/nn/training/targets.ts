/** What users pass as truth, read as the loss needs it. Knows losses by the kind of their target. */
import { describe, isMatrixInput, readClasses, readVector, typedArrays, type Label, type Labels, type MatrixInput, type NumericView, type Shape, type VectorInput } from '../../array/index.ts';
import type { FloatType } from '../layer.ts';
import type { Loss } from '../losses.ts';
import { readSamples, type Rows, type SamplesInput } from './samples.ts';

/** Numbers or labels, one for each sample; or, as samples are given, several numbers for each. */
export type TargetsInput = Labels | VectorInput | SamplesInput;

export interface Targets<L extends Label = Label> {
  /** As the loss takes it: codes of classes, or numbers like the network's output. */
  readonly rows: Rows;
  /** Of each sample; undefined where there are no classes. */
  readonly codes: Int32Array | undefined;
  readonly classes: readonly L[] | undefined;
}

/**
 * @param output  the shape of one sample's output   @param name  for messages about labels   @param known  the classes of a training; they are then not read off `y`
 * @throws TypeError, RangeError for what the loss cannot measure, and for labels that are none of `known`
 */
export function readTargets(caller: string, y: TargetsInput, count: number, output: Shape, loss: Loss, dtype: FloatType, known?: readonly Label[], name = 'y'): Targets {
  if (loss.target === 'classes') {
    const { codes, classes } = readCodes(caller, name, y as Labels, count, output[0], known);
    return { rows: { data: codes, count, shape: [] }, codes, classes };
  }
  const single = output.length === 1 && output[0] === 1;
  const column = loss.target === 'shares' && single ? columnOfClasses(y) : undefined;
  const several = column === undefined && isSeveral(y);
  if (loss.target === 'shares' && !several && single) {
    const { codes, classes } = readCodes(caller, name, column ?? y as Labels, count, 2, known);
    return { rows: { data: typedArrays[dtype].from(codes), count, shape: output }, codes, classes };
  }
  const rows = several
    ? readSamples(caller, 'y', y as SamplesInput, output, dtype)
    : readSamples(caller, 'y', { data: readVector(caller, 'y', y as VectorInput, [count, 'x']), shape: [count, 1] }, output, dtype);
  if (rows.count !== count) throw new RangeError(`${caller}: y must have one element per sample; it has ${rows.count}, x has ${count}`);
  if (loss.target === 'shares') {
    const wrong = rows.data.findIndex((share) => !(share >= 0 && share <= 1));
    if (wrong >= 0) throw new RangeError(`${caller}: y must be from 0 to 1 for ${loss.name}; it has ${rows.data[wrong]}`);
  }
  return { rows, codes: undefined, classes: undefined };
}

/** [n, 1] of labels, or of zeros and ones, as the labels that it holds; undefined for other shapes, and for shares. */
function columnOfClasses(y: TargetsInput): Labels | undefined {
  if (!isSeveral(y)) return undefined;
  let values: readonly unknown[] | NumericView;
  if (Array.isArray(y)) {
    if (!(y as readonly unknown[]).every((row) => (Array.isArray(row) || ArrayBuffer.isView(row)) && (row as { readonly length?: number }).length === 1)) return undefined;
    values = (y as readonly (readonly unknown[])[]).map(([value]) => value);
  } else {
    const { data, shape } = y as { readonly data: NumericView; readonly shape: Shape };
    if (!Array.isArray(shape) || shape.length !== 2 || shape[1] !== 1 || !ArrayBuffer.isView(data) || data.length !== shape[0]) return undefined;
    values = data;
  }
  return Array.prototype.every.call(values, (value: unknown) => typeof value !== 'number' || value === 0 || value === 1) ? values as Labels : undefined;
}

function isSeveral(y: TargetsInput): boolean {
  return isMatrixInput(y as MatrixInput | VectorInput);
}

/**
 * Codes of labels. The classes are the labels that occur, sorted; where these are whole numbers below `outputs`, all of them: a class
 * may have no sample.
 */
function readCodes(caller: string, name: string, y: Labels, count: number, outputs: number, known: readonly Label[] | undefined): { readonly codes: Int32Array; readonly classes: readonly Label[] } {
  if (isSeveral(y as TargetsInput)) throw new TypeError(`${caller}: ${name} must be one label for each sample; it is ${describe(y)}${Array.isArray(y) ? ' of rows' : ''}`);
  const found = readClasses<Label>(caller, name, y as readonly Label[] | NumericView, count);
  const numbered = found.labels.every((label) => Number.isInteger(label) && (label as number) >= 0 && (label as number) < outputs);
  const classes = known ?? (numbered ? Array.from({ length: outputs }, (_, i) => i) : found.labels);
  if (classes.length !== outputs) throw new RangeError(`${caller}: ${name} must have as many classes as the network tells apart, ${outputs}; there are ${classes.length}, ${list(classes)}`);
  const places = found.labels.map((label) => classes.indexOf(label));
  const strange = places.indexOf(-1);
  if (strange >= 0) throw new RangeError(`${caller}: labels must be classes of the training, ${list(classes)}; ${describe(found.labels[strange])} is none`);
  return { codes: found.codes.map((code) => places[code]), classes };
}

function list(classes: readonly Label[]): string {
  return classes.length > 12 ? `${classes.slice(0, 12).map(describe).join(', ')} …` : classes.map(describe).join(', ');
}
