/** Small sums of operators that many models need, on numbers of the type that a model computes in. Knows no model. */
import type { Label } from '../../array/index.ts';
import type { FloatType, Graph, Value } from './graph.ts';

/** A graph and the type of its numbers. */
export interface Numbers {
  readonly graph: Graph;
  readonly type: FloatType;
}

/** [n, width]: a row for each sample. */
export interface Rows {
  readonly value: Value;
  readonly width: number;
}

export function scalar({ graph, type }: Numbers, hint: string, value: number): Value {
  return graph.constant(hint, type, [], [value]);
}

/** One number per column. */
export function vector({ graph, type }: Numbers, hint: string, values: ArrayLike<number>): Value {
  return graph.constant(hint, type, [values.length], values);
}

export function axes({ graph }: Numbers, ...list: readonly number[]): Value {
  return graph.constant('axes', 'int64', [list.length], list);
}

/** Values that are true as 1, others as 0. */
export function bits({ graph, type }: Numbers, condition: Value): Value {
  return cast(graph, condition, type);
}

export function cast(graph: Graph, value: Value, type: 'float32' | 'float64' | 'int64'): Value {
  return graph.node('Cast', [value], { to: { float32: 1, float64: 11, int64: 7 }[type] });
}

/** One row, or as it is. */
export function side({ graph }: Numbers, parts: readonly Value[]): Value {
  return parts.length === 1 ? parts[0] : graph.node('Concat', parts, { axis: 1 });
}

/** x where it is a number, else what stands for a missing one. */
export function filled(numbers: Numbers, x: Value, fill: ArrayLike<number>): Value {
  return numbers.graph.node('Where', [numbers.graph.node('IsNaN', [x]), vector(numbers, 'fill', fill), x]);
}

/** (x − mean) / scale */
export function standardised(numbers: Numbers, x: Value, mean: ArrayLike<number>, scale: ArrayLike<number>): Value {
  return numbers.graph.node('Div', [numbers.graph.node('Sub', [x, vector(numbers, 'mean', mean)]), vector(numbers, 'scale', scale)]);
}

/** [n] of [n, 1] */
export function flat(numbers: Numbers, x: Value): Value {
  return numbers.graph.node('Squeeze', [x, axes(numbers, 1)]);
}

/** Puts out the classes at `places` [n], and the probabilities [n, classes]. */
export function classOutputs({ graph, type }: Numbers, classes: readonly Label[], places: Value, probabilities: Value): void {
  const kind = typeof classes[0] === 'string' ? 'string' : typeof classes[0] === 'boolean' ? 'bool' : classes.every((label) => Number.isSafeInteger(label)) ? 'int64' : 'float64';
  const labels = graph.constant('classes', kind, [classes.length], classes as readonly string[]);
  graph.output('label', graph.node('Gather', [labels, places]), kind, ['n']);
  graph.output('probabilities', probabilities, type, ['n', classes.length]);
}
