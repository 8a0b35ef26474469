/** Names and texts as parts of an SQL statement, whatever characters they hold. Knows no statement. */

/** A column, table or schema. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
