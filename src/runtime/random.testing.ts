/** Numbers for tests: in (−1, 1), from a seed. */
import { generator } from '../random/index.ts';

export function random(length: number, seed: number): number[] {
  const { uniform } = generator(seed, 'kernel tests');
  return Array.from({ length }, () => 2 * uniform() - 1);
}
