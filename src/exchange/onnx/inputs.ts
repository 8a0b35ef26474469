/** What models are asked with, as inputs of a graph: a matrix, or the columns of a table or of labels. Knows no model. */
import type { EncodedColumn, FittedOneHotEncoder, FittedTableEncoder } from '../../preprocess/index.ts';
import { bits, filled, side, standardised, type Numbers, type Rows } from './arithmetic.ts';
import type { Value } from './graph.ts';

/** X [n, width]. */
export function matrixInput({ graph, type }: Numbers, width: number): Rows {
  return { value: graph.input('X', type, ['n', width]), width };
}

const meanings = { numeric: 'number; NaN: missing', boolean: '1: true; 0: false; NaN: missing', date: 'days since 1970-01-01 UTC; NaN: missing', categorical: 'text; unknown ones, such as an empty one, count as the reference' } as const;

/** Columns of a table, each an input [n, 1] under its own name, as the standardised features of an encoder. */
export function encodedInputs(numbers: Numbers, { columns, mean, scale, nFeatures }: FittedTableEncoder): Rows {
  const { graph, type } = numbers;
  const given = columns.map((column) => graph.input(nameOf(column), column.type === 'categorical' ? 'string' : type, ['n', 1], meanings[column.type]));
  const parts: Value[] = [];
  for (let c = 0; c < columns.length;) {
    const column = columns[c];
    if (column.type === 'categorical') {
      parts.push(bits(numbers, graph.node('Equal', [given[c], graph.constant('levels', 'string', [1, column.levels.length], column.levels)])));
      c++;
      continue;
    }
    const fills: number[] = []; // neighbouring numbers are one part
    const first = c;
    for (let next = columns[c]; c < columns.length && next.type !== 'categorical'; next = columns[++c]) fills.push(next.fill);
    parts.push(filled(numbers, side(numbers, given.slice(first, c)), fills));
  }
  return { value: standardised(numbers, side(numbers, parts), mean, scale), width: nFeatures };
}

function nameOf({ name }: EncodedColumn): string {
  if (name === '') throw new RangeError('toOnnx: the columns of the table must have names; one has an empty one, which stands for no input in ONNX');
  return name;
}

/** Whether a matrix can hold the categories: numbers, none of them missing. */
export function takesNumbers({ categories }: FittedOneHotEncoder): boolean {
  return categories.every((labels) => labels.every((label) => typeof label === 'number'));
}

/** Columns of labels, x0, x1, …, each an input [n, 1], as 0/1 features. */
export function labelInputs(numbers: Numbers, { categories, dropped }: FittedOneHotEncoder): Rows {
  const { graph, type } = numbers;
  const parts = categories.map((labels, j) => {
    const kept = labels.filter((_, k) => k !== dropped[j]);
    const texts = labels.some((label) => typeof label === 'string');
    if (texts && labels.includes(null) && labels.includes('')) throw new RangeError(`toOnnx: a missing text is the empty one in ONNX; column ${j} has the category "" besides null`);
    const x = graph.input(`x${j}`, texts ? 'string' : type, ['n', 1], texts ? 'text; empty: null' : labels.includes(true) || labels.includes(false) ? meanings.boolean : meanings.numeric);
    if (texts) return equal(numbers, x, kept.map((label) => (label ?? '') as string));
    const numeric = kept.filter((label) => label !== null).map(Number);
    const known = numeric.length === 0 ? [] : [equal(numbers, x, numeric)];
    return side(numbers, kept.includes(null) ? [...known, bits(numbers, graph.node('IsNaN', [x]))] : known);
  });
  return { value: side(numbers, parts), width: categories.reduce((total, labels, j) => total + labels.length - (dropped[j] === null ? 0 : 1), 0) };
}

/** Columns of X, numbers that stand for categories, as 0/1 features. */
export function labelsInMatrix(numbers: Numbers, X: Value, { categories, dropped }: FittedOneHotEncoder): Rows {
  const parts = categories.flatMap((labels, j) => {
    const kept = labels.filter((_, k) => k !== dropped[j]) as readonly number[];
    return kept.length === 0 ? [] : [equal(numbers, numbers.graph.node('Gather', [X, numbers.graph.constant('column', 'int64', [1], [j])], { axis: 1 }), kept)];
  });
  return { value: side(numbers, parts), width: categories.reduce((total, labels, j) => total + labels.length - (dropped[j] === null ? 0 : 1), 0) };
}

function equal(numbers: Numbers, x: Value, categories: readonly string[] | readonly number[]): Value {
  const { graph, type } = numbers;
  return bits(numbers, graph.node('Equal', [x, graph.constant('categories', typeof categories[0] === 'string' ? 'string' : type, [1, categories.length], categories)]));
}
