/** A vertical axis whose rows are names, the first on top: row i stands at i. */
import type { Axis } from './axis.ts';

export function nameAxis(label: string, names: readonly string[]): Axis {
  return {
    type: 'linear', label, domain: [-0.5, names.length - 0.5], reverse: true,
    ticks: () => names.map((text, value) => ({ value, text })),
  };
}
