/** Noise in (−1, 1), roughly bell-shaped, from arithmetic that is the same everywhere. */
export function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) / 2;
}
