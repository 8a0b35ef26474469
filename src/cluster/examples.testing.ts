/** Rows to cluster: the data sets of the repository, and random ones. */
import { readFileSync } from 'node:fs';
import { generator } from '../random/index.ts';

export function readRows(name: string, columns: number): number[][] {
  const text = readFileSync(new URL(`../../datasets/${name}.csv`, import.meta.url), 'utf8');
  return text.trim().split('\n').slice(1).map((line) => line.split(',').slice(0, columns).map(Number));
}

/** Overlapping clumps around `clumps` points of a cube, moved by `offset`. */
export function clumps(rows: number, columns: number, count: number, seed: number, offset = 0): number[][] {
  const random = generator(seed, 'clumps');
  const middles = Array.from({ length: count }, () => Array.from({ length: columns }, () => 4 * random.uniform()));
  return Array.from({ length: rows }, () => middles[random.below(count)].map((value) => offset + value + 0.4 * random.normal()));
}
