/** The columns of a model of a table, and the parts they play. Knows no model. */
import type { FittedTableEncoder } from '../../preprocess/index.ts';
import type { ColumnInfo } from '../../table/index.ts';
import type { ModelColumn, TableData } from './data.ts';

/** @throws RangeError when an encoder has no feature left, with the reasons */
export function checkUsable(caller: string, encoder: FittedTableEncoder): void {
  if (encoder.nFeatures > 0) return;
  const reasons = encoder.dropped.slice(0, 10).map(({ column, reason }) => `${JSON.stringify(column)} (${reason})`).join(', ');
  throw new RangeError(`${caller}: at least one column must be usable as a feature; ${reasons === '' ? 'there is none besides the target' : `left out: ${reasons}`}`);
}

/** The columns of a fit and their roles: features first, in order, then the target. */
export function columnsOf(data: Omit<TableData<unknown>, 'y'>, encoder: FittedTableEncoder): readonly ModelColumn[] {
  return modelColumns(data.frame.columns, data, encoder);
}

/** The same for the features' names and types alone. */
export function modelColumns(
  features: readonly ColumnInfo[], { target, targetType, weightColumn }: Pick<TableData<unknown>, 'target' | 'targetType' | 'weightColumn'>, encoder: FittedTableEncoder,
): readonly ModelColumn[] {
  const used = new Set(encoder.columns.map(({ name }) => name));
  return [
    ...features.map(({ name, type }): ModelColumn => ({ name, type, role: used.has(name) ? 'feature' : 'dropped' })),
    { name: target, type: targetType, role: 'target' },
    ...(weightColumn === undefined ? [] : [{ name: weightColumn, type: 'numeric', role: 'weight' } as const]),
  ];
}
