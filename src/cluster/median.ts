/** The median, weighted or not: a point that minimises Σ w·|x − m|. */

/**
 * Half of the weight lies on either side; between two values their midpoint. A value of weight 2 counts as two.
 * @param values  not empty; their order is changed when there are no weights   @param weights  above 0
 */
export function median(values: Float64Array, weights?: Float64Array): number {
  const n = values.length;
  if (weights === undefined) {
    const upper = select(values, n >> 1);
    if (n % 2 === 1) return upper;
    // the largest of the lower half, which select has put in front
    let lower = values[0];
    for (let i = 1; i < n >> 1; i++) if (values[i] > lower) lower = values[i];
    return between(lower, upper);
  }
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of order) total += weights[i];
  let below = 0;
  for (let k = 0; k < n - 1; k++) {
    below += weights[order[k]];
    if (2 * below > total) return values[order[k]];
    if (2 * below === total) return between(values[order[k]], values[order[k + 1]]);
  }
  return values[order[n - 1]];
}

function between(a: number, b: number): number {
  return a + (b - a) / 2;
}

/** The element that would be at `k` if all were sorted; smaller ones are moved before it, larger ones behind (Hoare). */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middle(values[left], values[(left + right) >> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const kept = values[i];
      values[i++] = values[j];
      values[j--] = kept;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k];
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
