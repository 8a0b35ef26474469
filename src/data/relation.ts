/** What every format becomes: something to select from, with a type and an expression per column. Knows no format. */
import { FileError } from '../files/index.ts';
import { unknownColumn, type ColumnInfo, type ColumnType } from '../table/index.ts';
import type { Database } from './database.ts';
import { converted, daysOf, kindsOf, orNaN, suits, typeOfKinds, type TextRules } from './kinds.ts';
import { identifier } from './sql.ts';

export interface RelationColumn extends ColumnInfo {
  /** DOUBLE without NULL (NaN is missing), or VARCHAR with NULL for missing when categorical. */
  readonly value: string;
}

export interface Relation {
  /** What follows FROM. */
  readonly from: string;
  readonly columns: readonly RelationColumn[];
  readonly rowCount: number;
}

/** What a user may say about the columns. */
export interface ColumnRules {
  readonly types?: Readonly<Record<string, ColumnType>>;
  readonly columns?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A column as DuckDB describes it. */
export interface StoredColumn {
  readonly name: string;
  /** 'BIGINT', 'DECIMAL(10,2)', 'INTEGER[]', … */
  readonly stored: string;
  /** A VARCHAR that is a date column when all its values are dates. */
  readonly maybeDate?: boolean;
}

const noWords: TextRules = { missing: [], commas: false };

/** A relation over columns that have types of their own: Parquet, databases, JSON. */
export async function typedRelation(database: Database, source: string, from: string, stored: readonly StoredColumn[], rules: ColumnRules): Promise<Relation> {
  const columns: RelationColumn[] = [];
  for (const column of chosen(source, stored, rules)) {
    const wanted = askedType(column.name, rules);
    const name = identifier(column.name);
    const natural = naturalType(column.stored);
    if (natural === undefined) {
      throw new FileError(`open: ${source}: columns must hold numbers, texts, booleans or dates; ${JSON.stringify(column.name)} holds ${column.stored}. Leave it out by naming the others with { columns: […] }`);
    }
    if (natural === 'categorical' && (column.maybeDate === true || (wanted ?? 'categorical') !== 'categorical')) {
      const text = `${name}::VARCHAR`;
      const found = (await database.rows(`SELECT ${kindsOf(text, noWords)} FROM ${from}`, rules.signal))[0][0] as number;
      if (wanted !== undefined) await checkAsked(database, { source, name: column.name, value: text, from, type: wanted, found, decimalComma: false, words: noWords }, rules.signal);
      const type = wanted ?? (typeOfKinds(found, false) === 'date' ? 'date' : 'categorical');
      columns.push({ name: column.name, type, value: converted(text, type, found, false, noWords) });
    } else if (wanted === 'categorical' || natural === 'categorical') {
      columns.push({ name: column.name, type: 'categorical', value: `${name}::VARCHAR` });
    } else {
      if (wanted !== undefined && wanted !== natural && wanted !== 'numeric') {
        throw new FileError(`open: ${source}: ${JSON.stringify(column.name)} can be read as ${natural}, numeric or categorical; ${wanted} was asked for`);
      }
      columns.push({ name: column.name, type: wanted ?? natural, value: orNaN(natural === 'date' ? daysOf(column.stored === 'TIMESTAMP WITH TIME ZONE' ? name : `${name}::TIMESTAMP`) : name) });
    }
  }
  const rowCount = (await database.rows(`SELECT count(*)::DOUBLE FROM ${from}`, rules.signal))[0][0] as number;
  return { from, columns, rowCount };
}

/** The columns that the user chose, in that order; all without a choice. @throws RangeError for an unknown name */
export function chosen<T extends { readonly name: string }>(source: string, columns: readonly T[], rules: ColumnRules): readonly T[] {
  const table = { source: `open: ${source}`, columns: columns as readonly (T & ColumnInfo)[] };
  const find = (name: string): T => {
    const column = columns.find((other) => other.name === name);
    if (column === undefined) throw unknownColumn(table, name);
    return column;
  };
  for (const name of Object.keys(rules.types ?? {})) find(name);
  if (rules.columns === undefined) return columns;
  const twice = rules.columns.find((name, i) => rules.columns?.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`open: columns must name each column once; ${JSON.stringify(twice)} is there twice`);
  return rules.columns.map(find);
}

/** The type that the user gave the column, own properties only: a column may be called 'constructor'. */
export function askedType(name: string, rules: ColumnRules): ColumnType | undefined {
  return rules.types !== undefined && Object.hasOwn(rules.types, name) ? rules.types[name] : undefined;
}

/** A column and the type that the user gave it. */
export interface AskedColumn {
  readonly source: string;
  readonly name: string;
  /** VARCHAR */
  readonly value: string;
  readonly from: string;
  readonly type: ColumnType;
  readonly found: number;
  readonly decimalComma: boolean;
  readonly words: TextRules;
}

/** @throws FileError with a value that is not of the type that the user gave the column */
export async function checkAsked(database: Database, asked: AskedColumn, signal?: AbortSignal): Promise<void> {
  if (suits(asked.found, asked.type, asked.decimalComma)) return;
  const values = await database.rows(`SELECT v, ${kindsOf('v', asked.words)} AS k FROM (SELECT ${asked.value} AS v FROM ${asked.from}) GROUP BY v ORDER BY k DESC, v LIMIT 1000`, signal);
  const example = values.find(([, kind]) => !suits(kind as number, asked.type, asked.decimalComma));
  throw new FileError(`open: ${asked.source}: every value of ${JSON.stringify(asked.name)} must be ${asked.type}, as asked for; ${JSON.stringify(example?.[0])} is not`);
}

/** What a DuckDB type is here; undefined for lists, structures, binary data, times of day and intervals. */
function naturalType(stored: string): ColumnType | undefined {
  if (stored === 'BOOLEAN') return 'boolean';
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|BIGNUM)$/.test(stored)) return 'numeric';
  if (stored === 'VARCHAR' || stored === 'UUID' || /^ENUM\((?!.*\)\[)/s.test(stored)) return 'categorical';
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(stored)) return 'date';
  return undefined;
}
