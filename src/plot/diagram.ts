/** The frame of a drawing without axes: title, legend, what is drawn, caption. Knows nothing of what it shows. */
import { DrawnDocument, DrawnElement } from './document.ts';
import { complete } from './figure.ts';
import type { PlotOptions } from './input.ts';
import { drawLegend, legendHeight, type LegendItem } from './legend.ts';
import { wrap } from './text.ts';
import { colors, fontSize } from './theme.ts';

export interface Diagram {
  readonly options: PlotOptions;
  /** The title for screen readers when the user gives none. */
  readonly name: string;
  readonly description: string;
  readonly legend?: readonly LegendItem[];
  readonly caption?: string;
  /** Draws with its left upper corner at (0, top), and says where it ends. */
  readonly content: (document: DrawnDocument, width: number, top: number) => { readonly elements: readonly DrawnElement[]; readonly end: number };
}

const lineHeight = 1.3;
const margin = 4;

/** The drawing as one self-contained SVG string. A height that is asked for shrinks it to fit. */
export function drawDiagram(diagram: Diagram): string {
  const { options, caption, legend = [] } = diagram;
  const document = new DrawnDocument();
  const width = options.width ?? 640;
  const content: DrawnElement[] = [];
  let y = 0;
  const lines = (text: string | undefined, room: number, size: number, fill: string, more: Readonly<Record<string, string | number>> = {}): void => {
    for (const line of text === undefined ? [] : wrap(text, room, size)) {
      content.push(element(document, 'text', { x: margin, y: y + size, 'font-size': size, 'text-anchor': 'start', fill, ...more }, line));
      y += size * lineHeight;
    }
  };
  lines(options.title, (width - 8) / 1.1, fontSize.title, colors.ink, { 'font-weight': 600 });
  if (options.title !== undefined) y += 8;
  if (legend.length > 0) {
    content.push(drawLegend(document, legend, width, y));
    y += legendHeight(legend, width);
  }
  const { elements, end } = diagram.content(document, width, y);
  content.push(...elements);
  y = end;
  if (caption !== undefined) y += 8;
  lines(caption, width - 8, fontSize.tick, colors.soft);
  const height = Math.max(1, Math.ceil(y + 4));
  const svg = element(document, 'svg', { class: 'glissade-plot', width, height: options.height ?? height, viewBox: `0 0 ${width} ${options.height ?? height}`, 'font-size': 10, 'font-family': 'system-ui, sans-serif', 'text-anchor': 'start' });
  if (options.height === undefined) svg.append(...content);
  else svg.append(element(document, 'svg', { width, height: options.height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'xMinYMin' }, content));
  return complete(document, svg, diagram);
}

/** @param inside  text, or elements */
export function element(document: DrawnDocument, name: string, attributes: Readonly<Record<string, string | number | undefined>>, inside: string | readonly DrawnElement[] = ''): DrawnElement {
  const made = new DrawnElement(document, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  if (typeof inside === 'string') made.textContent = inside;
  else made.append(...inside);
  return made;
}

/** The head of an arrow, as a path that ends at (x, y) and points along (dx, dy), a vector of length 1. */
export function arrowHead(x: number, y: number, dx: number, dy: number, size = 7): string {
  const [bx, by] = [x - size * dx, y - size * dy];
  return `M${x},${y}L${bx - 0.5 * size * dy},${by + 0.5 * size * dx}L${bx + 0.5 * size * dy},${by - 0.5 * size * dx}Z`;
}
