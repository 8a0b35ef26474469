/** Names at the right ends of lines, moved apart where they would overlap. Direct labels spare the reader a legend. */
import type * as Plot from '@observablehq/plot';
import { positionOn, type Axis } from './axis.ts';
import type { Layout } from './layout.ts';
import { shorten, textWidth } from './text.ts';
import { fontSize } from './theme.ts';

export interface EndLabel {
  /** Where the line ends. */
  readonly y: number;
  readonly text: string;
  readonly color: string;
}

const gap = 15.5;
const indent = 20;

/** The pixels the labels need to the right of the axes, at most `most`. */
export function labelWidth(labels: readonly EndLabel[], most: number): number {
  return labels.length === 0 ? 0 : Math.min(most, Math.max(...labels.map(({ text }) => textWidth(text, fontSize.label))) + indent + 6);
}

/** Text and, where it was moved, a fine line to the end it names. */
export function labelMarks(labels: readonly EndLabel[], y: Axis, layout: Layout): Plot.Markish[] {
  const inner = layout.height - layout.top - layout.bottom;
  const ends = labels.map((label) => ({ ...label, from: layout.top + (1 - positionOn(y, label.y)) * inner }));
  const places = moveApart(ends.map(({ from }) => from), layout.top, layout.height - layout.bottom);
  const edge = layout.width - layout.right;
  return [(_index, _scales, _values, _dimensions, context) => {
    const document = context.ownerSVGElement.ownerDocument;
    const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    group.setAttribute('text-anchor', 'start');
    group.setAttribute('font-size', String(fontSize.label));
    ends.forEach(({ text, color, from }, i) => {
      const leader = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      leader.setAttribute('d', `M${edge + 3},${from}L${edge + 16},${places[i]}`);
      leader.setAttribute('stroke', color);
      leader.setAttribute('fill', 'none');
      const words = document.createElementNS('http://www.w3.org/2000/svg', 'text');
      words.setAttribute('x', String(edge + indent));
      words.setAttribute('y', String(places[i]));
      words.setAttribute('dy', '0.35em');
      words.setAttribute('fill', color);
      words.textContent = shorten(text, layout.right - indent - 2, fontSize.label);
      group.appendChild(leader);
      group.appendChild(words);
    });
    return group;
  }];
}

/**
 * Positions at least `gap` apart inside [top, bottom], nearest to the wishes in the sense of least squares:
 * with the gaps taken out, a non-decreasing sequence, found by pooling neighbours that are out of order.
 */
export function moveApart(wishes: readonly number[], top: number, bottom: number): number[] {
  const step = Math.min(gap, (bottom - top) / Math.max(1, wishes.length - 1));
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a] - wishes[b] || a - b);
  const pools: { sum: number; count: number }[] = [];
  order.forEach((i, rank) => {
    let pool = { sum: wishes[i] - rank * step, count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const free = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  const places = wishes.slice();
  order.forEach((i, rank) => {
    places[i] = Math.max(top, Math.min(bottom - (wishes.length - 1) * step, free[rank])) + rank * step;
  });
  return places;
}
