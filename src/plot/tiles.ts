/** Small pictures in rows, each row under a heading, wrapped to the width. Knows neither what they show nor why. */
import { DrawnDocument, DrawnElement } from './document.ts';
import { complete } from './figure.ts';
import type { PlotOptions } from './input.ts';
import { shorten, textWidth, wrap } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** A small picture: draws itself with its left upper corner at (x, y), as large as its row says. */
export interface Tile {
  readonly draw: (document: DrawnDocument, x: number, y: number) => DrawnElement;
  /** Stands below it, when it fits. */
  readonly label?: string;
}

export interface TileRow {
  readonly heading: string;
  /** Beside the heading, less loud. */
  readonly note?: string;
  readonly tiles: readonly Tile[];
  /** Of each tile, in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Tiles {
  readonly options: PlotOptions;
  readonly name: string;
  readonly description: string;
  readonly caption?: string;
  readonly rows: readonly TileRow[];
}

const lineHeight = 1.3;
const margin = 4;
const gap = 8;
const labelSize = 11;

/** The rows as one self-contained SVG string. A height that is asked for shrinks the tiles to fit. */
export function drawTiles(tiles: Tiles): string {
  const document = new DrawnDocument();
  const { options } = tiles;
  const width = options.width ?? 640;
  const { content, height } = layOut(document, tiles, width);
  const svg = element(document, 'svg', { class: 'glissade-plot', width, height: options.height ?? height, viewBox: `0 0 ${width} ${options.height ?? height}`, 'font-size': 10, 'font-family': 'system-ui, sans-serif', 'text-anchor': 'start' });
  if (options.height === undefined) svg.append(...content);
  else svg.append(element(document, 'svg', { width, height: options.height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'xMinYMin' }, content));
  return complete(document, svg, tiles);
}

function layOut(document: DrawnDocument, { options, caption, rows }: Tiles, width: number): { content: DrawnElement[]; height: number } {
  const content: DrawnElement[] = [];
  let y = 0;
  const text = (line: string, size: number, fill: string, more: Readonly<Record<string, string | number>> = {}): void => {
    content.push(element(document, 'text', { x: margin, y: y + size, 'font-size': size, 'text-anchor': 'start', fill, ...more }, line));
  };
  for (const line of options.title === undefined ? [] : wrap(options.title, (width - 8) / 1.1, fontSize.title)) {
    text(line, fontSize.title, colors.ink, { 'font-weight': 600 });
    y += fontSize.title * lineHeight;
  }
  if (options.title !== undefined) y += 8;
  for (const [i, row] of rows.entries()) {
    if (i > 0) y += 14;
    const heading = shorten(row.heading, (width - 2 * margin) / 1.1, fontSize.label);
    text(heading, fontSize.label, colors.ink, { 'font-weight': 600 });
    const after = textWidth(heading, fontSize.label) * 1.1 + 10;
    const room = width - 2 * margin - after;
    if (row.note !== undefined && textWidth(row.note, fontSize.tick) <= room) text(row.note, fontSize.tick, colors.soft, { x: margin + after });
    else if (row.note !== undefined) {
      y += fontSize.label * lineHeight;
      text(shorten(row.note, width - 2 * margin, fontSize.tick), fontSize.tick, colors.soft);
    }
    y += fontSize.label * lineHeight + 5;
    const labelled = row.tiles.some(({ label }) => label !== undefined);
    const perLine = Math.max(1, Math.floor((width - 2 * margin + gap) / (row.width + gap)));
    const lineTall = row.height + (labelled ? labelSize * 1.4 : 0) + gap;
    for (const [k, tile] of row.tiles.entries()) {
      const [x, top] = [margin + (k % perLine) * (row.width + gap), y + Math.floor(k / perLine) * lineTall];
      content.push(tile.draw(document, x, top));
      const label = tile.label === undefined ? '' : shorten(tile.label, row.width + gap - 2, labelSize);
      if (label !== '') {
        const middle = Math.max(textWidth(label, labelSize) / 2, Math.min(width - textWidth(label, labelSize) / 2, x + row.width / 2));
        content.push(element(document, 'text', { x: middle, y: top + row.height + labelSize * 1.15, 'font-size': labelSize, 'text-anchor': 'middle', fill: colors.soft }, label));
      }
    }
    y += Math.ceil(row.tiles.length / perLine) * lineTall - gap + 4;
  }
  if (caption !== undefined) {
    y += 8;
    for (const line of wrap(caption, width - 8, fontSize.tick)) {
      text(line, fontSize.tick, colors.soft);
      y += fontSize.tick * lineHeight;
    }
  }
  return { content, height: Math.max(1, Math.ceil(y + 4)) };
}

/** @param inside  text, or elements */
export function element(document: DrawnDocument, name: string, attributes: Readonly<Record<string, string | number | undefined>>, inside: string | readonly DrawnElement[] = ''): DrawnElement {
  const made = new DrawnElement(document, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  if (typeof inside === 'string') made.textContent = inside;
  else made.append(...inside);
  return made;
}
