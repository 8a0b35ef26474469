/** Shapes of points, so that no group is told by colour alone. Knows no plot. */

export type Symbol = 'dot' | 'square' | 'triangle' | 'diamond';

/** In order of use. */
export const symbols: readonly Symbol[] = ['dot', 'square', 'triangle', 'diamond'];

/** The outline of a symbol around (x, y), of about the area of a circle of `radius`. */
export function symbolPath(symbol: Symbol, x: number, y: number, radius: number): string {
  const [cx, cy] = [round(x), round(y)];
  if (symbol === 'dot') return `M${round(x - radius)},${cy}a${radius},${radius} 0 1,0 ${2 * radius},0a${radius},${radius} 0 1,0 ${-2 * radius},0z`;
  const size = (factor: number): number => round(radius * factor);
  if (symbol === 'square') return `M${round(x - size(0.9))},${round(y - size(0.9))}h${size(1.8)}v${size(1.8)}h${-size(1.8)}z`;
  if (symbol === 'triangle') return `M${cx},${round(y - size(1.3))}l${size(1.2)},${size(2.1)}h${-size(2.4)}z`;
  return `M${cx},${round(y - size(1.3))}l${size(1.3)},${size(1.3)}l${-size(1.3)},${size(1.3)}l${-size(1.3)},${-size(1.3)}z`;
}

/** A tenth of a pixel is finer than the eye. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
