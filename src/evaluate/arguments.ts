/** Reads what follows the estimator: (X, y, options) or (table, options). Knows no option's meaning. */
import { describe, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkKnown, type RunOptions } from '../estimator/index.ts';
import { isTable, type Table } from '../table/index.ts';
import type { RowOptions, TableTarget } from './dataset.ts';
import type { Splitter } from './splitter.ts';

export interface DataArguments<Options> {
  /** Undefined for a table. */
  readonly y: VectorInput | MatrixInput | Labels | undefined;
  readonly options: Options & RowOptions & TableTarget & RunOptions & { readonly splits?: Splitter };
}

/**
 * @param known  the options the function has beyond those of rows, splits and runs
 * @throws TypeError when options are no object, y is missing, or an option is unknown
 */
export function dataArguments<Options>(caller: string, data: MatrixInput | Table, rest: readonly unknown[], known: readonly string[]): DataArguments<Options> {
  const table = isTable(data);
  const [y, given] = table ? [undefined, rest[0]] : rest;
  if (!table && y === undefined) throw new TypeError(`${caller}: y must be one number or class per row of X; it is undefined`);
  if (table && (given === undefined || isTarget(given))) throw new TypeError(`${caller}: a table needs options with its target: { target: 'price' }; they are ${describe(given)}`);
  const options = given ?? {};
  if (typeof options !== 'object') throw new TypeError(`${caller}: options must be an object; they are ${describe(options)}`);
  const own = table ? ['target', 'features'] : [];
  checkKnown(caller, options, [...own, 'sampleWeight', 'groups', 'splits', ...known, 'signal', 'onProgress']);
  return { y: y as DataArguments<Options>['y'], options: options as DataArguments<Options>['options'] };
}

/** Someone passed y after a table. */
function isTarget(given: unknown): boolean {
  return Array.isArray(given) || ArrayBuffer.isView(given);
}
