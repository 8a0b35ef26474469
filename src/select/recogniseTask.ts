/** Whether a column is to be predicted as a number or as a class. Knows no model. */
import { unknownColumn, type Table } from '../table/index.ts';
import { textsAmongNumbers } from './almostNumeric.ts';
import { rowsWithinBudget } from './sampleRows.ts';

export interface RecognisedTask {
  readonly task: 'regression' | 'classification';
  /** What about the column decided it: '"digit" holds 10 different whole numbers'. */
  readonly reason: string;
  /** The other task would be possible too. */
  readonly ambiguous: boolean;
}

/** So many different whole numbers may be classes. */
export const mostNumberClasses = 10;
/** … when each has so many rows or more on average. */
const rowsPerClass = 5;

/**
 * Strings and booleans are classes. Numbers are classes when they are whole, at most 10 different ones, in 5 rows each
 * or more on average; else a quantity. Strings most of which are numbers, more than 10 different ones, are a quantity
 * with slips of the pen, which a regression will refuse by name.
 * @throws RangeError for a column that is not there, TypeError for one of dates
 */
export async function recogniseTask(table: Table, target: string): Promise<RecognisedTask> {
  if (!table.columns.some(({ name }) => name === target)) throw unknownColumn(table, target);
  // of many rows so many tell as much
  const { table: rows } = await rowsWithinBudget('recogniseTask', table, [target], { seed: 0 });
  const column = (await rows.read([target])).column(target);
  const name = JSON.stringify(target);
  if (column.type === 'date') throw new TypeError(`recogniseTask: the target must hold numbers, strings or booleans; ${name} holds dates. Choose another target`);
  if (column.type === 'boolean') return { task: 'classification', reason: `${name} is true or false`, ambiguous: false };
  if (column.type === 'categorical') {
    const levels = new Set(column.codes);
    levels.delete(-1);
    const slips = textsAmongNumbers(column);
    if (slips !== undefined && levels.size - slips.texts.length > mostNumberClasses) return { task: 'regression', reason: `most values of ${name} are numbers`, ambiguous: true };
    return { task: 'classification', reason: `${name} holds ${levels.size} different texts`, ambiguous: false };
  }
  const known = column.values.filter((value) => !Number.isNaN(value));
  const fraction = known.some((value) => !Number.isInteger(value));
  const different = new Set(known).size;
  if (fraction) return { task: 'regression', reason: `${name} holds numbers with fractions`, ambiguous: false };
  if (different > mostNumberClasses) return { task: 'regression', reason: `${name} holds ${different} different numbers`, ambiguous: false };
  if (known.length < rowsPerClass * different) return { task: 'regression', reason: `${name} holds ${different} different numbers in ${known.length} rows`, ambiguous: true };
  return { task: 'classification', reason: `${name} holds ${different} different whole numbers`, ambiguous: true };
}
