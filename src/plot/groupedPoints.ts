/** Points of several groups, each in its colour and symbol: as they are, or counted in squares beyond many. Knows no axis. */
import type * as Plot from '@observablehq/plot';
import { elementOf, mostDots } from './points.ts';
import type { Paint } from './series.ts';
import { symbolPath } from './symbols.ts';

const square = 5;
const shades = [0.35, 0.55, 0.75, 1];

/** @param group  per point, its place in `paints` */
export function groupedPoints(x: Float64Array, y: Float64Array, group: Int32Array, paints: readonly Paint[]): { readonly mark: Plot.Markish; readonly counted: boolean } {
  const counted = x.length > 2 * mostDots;
  return {
    counted,
    mark: (_index, scales, _values, dimensions, context) => {
      const place = (i: number): [number, number] => [scales.x?.(x[i]) as number, scales.y?.(y[i]) as number];
      const parent = elementOf(context, 'g');
      const paths = counted ? squares(x.length, place, group, paints.length, dimensions) : symbols(x.length, place, group, paints);
      paths.forEach((path, at) => {
        if (path === '') return;
        const element = elementOf(context, 'path');
        element.setAttribute('d', path);
        element.setAttribute('fill', paints[Math.floor(at / shades.length)].color);
        element.setAttribute('fill-opacity', String(counted ? shades[at % shades.length] : 0.7));
        parent.appendChild(element);
      });
      return parent;
    },
  };
}

/** One path per group, at its first shade's place. */
function symbols(n: number, place: (i: number) => [number, number], group: Int32Array, paints: readonly Paint[]): string[] {
  const paths = Array.from({ length: paints.length * shades.length }, () => '');
  const radius = n > 400 ? 2.2 : 3;
  for (let i = 0; i < n; i++) {
    const [cx, cy] = place(i);
    paths[group[i] * shades.length] += symbolPath(paints[group[i]].symbol, cx, cy, radius);
  }
  return paths;
}

/** Each square has the colour of the group with the most points in it; the more points, the stronger it is. */
function squares(n: number, place: (i: number) => [number, number], group: Int32Array, groups: number, { width, height }: Plot.Dimensions): string[] {
  const columns = Math.ceil(width / square);
  const counts = new Map<number, Int32Array>();
  for (let i = 0; i < n; i++) {
    const [cx, cy] = place(i);
    const cell = Math.min(Math.floor(cy / square), Math.ceil(height / square)) * columns + Math.floor(cx / square);
    let found = counts.get(cell);
    if (found === undefined) counts.set(cell, (found = new Int32Array(groups)));
    found[group[i]]++;
  }
  const totals = [...counts].map(([cell, found]) => ({ cell, total: found.reduce((a, b) => a + b, 0), most: found.indexOf(found.reduce((a, b) => Math.max(a, b), 0)) }));
  const largest = totals.reduce((most, { total }) => Math.max(most, total), 1);
  const paths = Array.from({ length: groups * shades.length }, () => '');
  // by logarithm: single points stay visible beside crowds
  const shadeOf = (total: number): number => (largest === 1 ? shades.length - 1 : Math.min(shades.length - 1, Math.floor((Math.log(total) / Math.log(largest)) * shades.length)));
  const shaded = new Map(totals.map(({ cell, total, most }) => [cell, most * shades.length + shadeOf(total)]));
  for (const cell of [...shaded.keys()].sort((a, b) => a - b)) {
    const path = shaded.get(cell)!;
    const follows = (at: number): boolean => at % columns > 0 && shaded.get(at) === path && shaded.get(at - 1) === path;
    if (follows(cell)) continue; // part of the run that its left neighbour began
    let end = cell + 1;
    while (follows(end)) end++;
    const length = (end - cell) * square;
    paths[path] += `M${(cell % columns) * square},${Math.floor(cell / columns) * square}h${length}v${square}h-${length}z`;
  }
  return paths;
}
