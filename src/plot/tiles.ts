/** Small pictures in rows, each row under a heading, wrapped to the width. Knows neither what they show nor why. */
import { drawDiagram, element, type Diagram } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { shorten, textWidth } from './text.ts';
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

export interface Tiles extends Omit<Diagram, 'content'> {
  readonly rows: readonly TileRow[];
}

const lineHeight = 1.3;
const margin = 4;
const gap = 8;
const labelSize = 11;
/** Pixels that words below a picture may take, however narrow it is. */
const mostLabel = 64;

/** The rows as one self-contained SVG string. A height that is asked for shrinks the tiles to fit. */
export function drawTiles({ rows, ...frame }: Tiles): string {
  return drawDiagram({ ...frame, content: (document, width, top) => layOut(document, rows, width, top) });
}

function layOut(document: DrawnDocument, rows: readonly TileRow[], width: number, top: number): { elements: DrawnElement[]; end: number } {
  const elements: DrawnElement[] = [];
  let y = top;
  const text = (line: string, size: number, fill: string, more: Readonly<Record<string, string | number>> = {}): void => {
    elements.push(element(document, 'text', { x: margin, y: y + size, 'font-size': size, 'text-anchor': 'start', fill, ...more }, line));
  };
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
    // narrow pictures stand as far apart as the words below them need
    const widest = Math.max(0, ...row.tiles.map(({ label = '' }) => textWidth(label, labelSize)));
    const pitch = Math.max(row.width + gap, Math.min(mostLabel, widest) + 4);
    const perLine = Math.max(1, Math.floor((width - 2 * margin + gap) / pitch));
    const lineTall = row.height + (labelled ? labelSize * 1.4 : 0) + gap;
    for (const [k, tile] of row.tiles.entries()) {
      const [x, tileTop] = [margin + (k % perLine) * pitch + (pitch - gap - row.width) / 2, y + Math.floor(k / perLine) * lineTall];
      elements.push(tile.draw(document, x, tileTop));
      const label = tile.label === undefined ? '' : shorten(tile.label, pitch - 2, labelSize);
      if (label !== '') {
        const middle = Math.max(textWidth(label, labelSize) / 2, Math.min(width - textWidth(label, labelSize) / 2, x + row.width / 2));
        elements.push(element(document, 'text', { x: middle, y: tileTop + row.height + labelSize * 1.15, 'font-size': labelSize, 'text-anchor': 'middle', fill: colors.soft }, label));
      }
    }
    y += Math.ceil(row.tiles.length / perLine) * lineTall - gap + 4;
  }
  return { elements, end: y };
}
