/** Collects the values that an encoder's fit did not see, over all rows of a table, and says so once per column. */
import type { EncodedColumn } from './encodedColumn.ts';

export class UnknownLevels {
  readonly #found = new Map<EncodedColumn, Map<string, number>>();

  readonly add = (column: EncodedColumn, category: string, rows: number): void => {
    const levels = this.#found.get(column) ?? new Map<string, number>();
    this.#found.set(column, levels.set(category, (levels.get(category) ?? 0) + rows));
  };

  /** A sentence per column. */
  notes(source: string): readonly string[] {
    return [...this.#found].map(([column, levels]) => {
      const rows = [...levels.values()].reduce((sum, count) => sum + count, 0);
      const names = [...levels.keys()].slice(0, 5).map((name) => JSON.stringify(name)).join(', ') + (levels.size > 5 ? ', …' : '');
      const reference = column.type === 'categorical' ? column.reference : '';
      return `${source}: ${rows} ${rows === 1 ? 'row has' : 'rows have'} a value of ${JSON.stringify(column.name)} that the fit did not see (${names}); treated as ${JSON.stringify(reference)}`;
    });
  }
}
