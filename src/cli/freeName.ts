/** A name for a new column. */

/** With a number when there is such a column. The name is taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}_${i}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
