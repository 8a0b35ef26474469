/** Names of colours in rows above a plot, for lines and clouds that end where no label has room. Knows no data. */
import { shorten, textWidth } from './text.ts';
import { fontSize } from './theme.ts';
import type { Symbol } from './symbols.ts';
import { symbolPath } from './symbols.ts';
import { DrawnElement, type DrawnDocument } from './document.ts';

export interface LegendItem {
  readonly text: string;
  readonly color: string;
  /** A piece of a line, solid or dashed, or the symbol of points. */
  readonly sample: { readonly dash: string | undefined } | { readonly symbol: Symbol };
}

const sampleWidth = 26;
const gap = 18;
const rowHeight = 20;

interface Placed {
  readonly item: LegendItem;
  readonly text: string;
  readonly x: number;
  readonly row: number;
}

/** The pixels the legend needs downwards. */
export function legendHeight(items: readonly LegendItem[], width: number): number {
  const placed = place(items, width);
  return placed.length === 0 ? 0 : (placed[placed.length - 1].row + 1) * rowHeight + 4;
}

export function drawLegend(document: DrawnDocument, items: readonly LegendItem[], width: number, top: number): DrawnElement {
  const make = (name: string, attributes: Readonly<Record<string, string | number | undefined>>, text = ''): DrawnElement => {
    const element = new DrawnElement(document, name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const group = make('g', { 'font-size': fontSize.label, 'text-anchor': 'start' });
  for (const { item, text, x, row } of place(items, width)) {
    const middle = top + row * rowHeight + rowHeight / 2;
    const { sample, color } = item;
    group.appendChild('symbol' in sample
      ? make('path', { d: symbolPath(sample.symbol, x + 9, middle, 5), fill: color })
      : make('path', { d: `M${x},${middle}h18`, fill: 'none', stroke: color, 'stroke-width': 2.25, 'stroke-dasharray': sample.dash }));
    group.appendChild(make('text', { x: x + sampleWidth, y: middle, dy: '0.35em', fill: color }, text));
  }
  return group;
}

function place(items: readonly LegendItem[], width: number): Placed[] {
  let [x, row] = [4, 0];
  return items.map((item) => {
    const text = shorten(item.text, width - 8 - sampleWidth, fontSize.label);
    const wide = sampleWidth + textWidth(text, fontSize.label);
    if (x > 4 && x + wide > width - 4) [x, row] = [4, row + 1];
    const placed = { item, text, x, row };
    x += wide + gap;
    return placed;
  });
}
