/** Curves of two shares, both from 0 to 1: what ROC, precision-recall and calibration pictures have in common. */
import * as Plot from '@observablehq/plot';
import type { VectorInput } from '../array/index.ts';
import { linearAxis, type Axis } from './axis.ts';
import { readPairs } from './input.ts';
import { colors } from './theme.ts';

/** Two vectors of shares of equal length. @throws RangeError for a number below 0 or above 1 */
export function readShares(caller: string, names: readonly [string, string], first: VectorInput, second: VectorInput): [Float64Array, Float64Array] {
  const pair = readPairs(caller, names, first, second);
  pair.forEach((values, part) => {
    const outside = values.findIndex((value) => value < -1e-9 || value > 1 + 1e-9);
    if (outside >= 0) throw new RangeError(`${caller}: shares must lie between 0 and 1; ${names[part]}[${outside}] is ${values[outside]}`);
  });
  return pair;
}

/** From 0 to 1, with a little room, so that lines along the edge are seen whole. */
export function shareAxis(label: string): Axis {
  return { ...linearAxis(label, [0, 1], { pad: 0 }), domain: [-0.015, 1.015] };
}

/** As high as wide, up to 400 pixels. */
export function squareHeight(width: number = 640): number {
  return Math.max(210, Math.min(400, width - 62));
}

/** A dotted line that says what chance, or perfection, would give. */
export function reference(from: readonly [number, number], to: readonly [number, number]): Plot.Markish {
  return Plot.line([from, to], { x: '0', y: '1', stroke: colors.soft, strokeWidth: 1.5, strokeDasharray: '2 4' });
}

/** Of many points those a thousandth apart, and the last: the rest would be seen nowhere. */
export function thin(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  if (points.length <= 1000) return [...points];
  const kept: (readonly [number, number])[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) >= 0.001) kept.push(point);
  }
  return kept.at(-1) === points[points.length - 1] ? kept : [...kept, points[points.length - 1]];
}
