/** Layers as blocks, drawn by their shapes, in rows like a text. Knows no weights. */
import { arrowHead, element } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { formatFixed } from './format.ts';
import { shorten, textWidth } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** A layer, and the functions of its numbers that follow it. */
export interface Block {
  readonly names: readonly string[];
  readonly shape: readonly number[];
  readonly parameters: number;
}

const tall = 74;
const gap = 30;
const line = 15;
/** Bold letters are wider by this factor. */
const boldness = 1.1;

/** A picture has planes, one behind the other; a vector is a bar; anything else a sheet. */
export function drawBlocks(document: DrawnDocument, blocks: readonly Block[], width: number, top: number): { elements: DrawnElement[]; end: number } {
  const shapes = blocks.map(({ shape }) => shape.map((length) => formatFixed(length, 0)).join(' × '));
  const counts = blocks.map(({ parameters }) => (parameters === 0 ? '' : formatFixed(parameters, 0)));
  const cell = Math.min(width / 2 - gap, Math.max(84, ...[...shapes, ...counts].map((text) => textWidth(text, fontSize.tick))));
  const fitting = (margin: number): number => Math.max(2, Math.floor((width + gap - 2 * margin) / (cell + gap)));
  // rows that go on have arrows in their margins
  const margin = blocks.length > fitting(4) ? 11 : 4;
  const perRow = fitting(margin);
  const used = Math.min(blocks.length, perRow);
  const spread = Math.min(60, used === 1 ? 0 : (width - 2 * margin - used * cell) / (used - 1));
  const names = blocks.map(({ names: parts }) => linesOf(parts, (cell + spread - 8) / boldness));
  const sizes = sizesOf(blocks.map(({ shape }) => shape));
  const elements: DrawnElement[] = [];
  const arrow = (from: number, to: number, y: number): void => {
    elements.push(element(document, 'path', { d: `M${from},${y}H${to - 4}`, fill: 'none', stroke: colors.soft, 'stroke-width': 1.5 }), element(document, 'path', { d: arrowHead(to, y, 1, 0), fill: colors.soft }));
  };
  let y = top;
  for (let start = 0; start < blocks.length; start += perRow) {
    const row = Array.from({ length: Math.min(perRow, blocks.length - start) }, (_, i) => start + i);
    const deepest = Math.max(...row.map((c) => names[c].length));
    const height = y + tall / 2 + 4;
    for (const c of row) {
      const x = margin + (c - start) * (cell + spread);
      const middle = x + cell / 2;
      elements.push(...drawShape(document, blocks[c].shape, c === 0, [middle, height], sizes));
      const text = (words: string, at: number, fill: string, bold = false): void => {
        const half = (textWidth(words, fontSize.tick) / 2) * (bold ? boldness : 1);
        elements.push(element(document, 'text', { x: Math.max(2 + half, Math.min(width - 2 - half, middle)), y: y + tall + 18 + line * at, 'font-size': fontSize.tick, 'text-anchor': 'middle', fill, 'font-weight': bold ? 600 : undefined }, words));
      };
      names[c].forEach((words, at) => text(words, at, colors.ink, true));
      text(shapes[c], names[c].length, colors.ink);
      if (counts[c] !== '') text(counts[c], names[c].length + 1, colors.soft);
      if (c === start && start > 0) arrow(1, margin + 6, height);
      if (c === blocks.length - 1) continue;
      if (c === row[row.length - 1]) arrow(x + cell - 6, Math.min(width - 1, x + cell + margin), height);
      else arrow(x + cell - 4, x + cell + spread + 4, height);
    }
    y += tall + 22 + (deepest + 2) * line;
  }
  return { elements, end: y };
}

/** 'dense ·', 'batchNorm · relu': as many on a line as fit. */
function linesOf(names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines[lines.length - 1];
    const longer = last === undefined ? undefined : `${last} · ${name}`;
    if (longer !== undefined && textWidth(`${longer} ·`, fontSize.tick) <= width) lines[lines.length - 1] = longer;
    else lines.push(shorten(name, width, fontSize.tick));
  }
  return lines.map((words, i) => (i < lines.length - 1 ? `${words} ·` : words));
}

/** Pixels of a side of a picture, by its root, and of the length of a vector, by its logarithm: those span far more. */
interface Sizes {
  readonly side: (length: number) => number;
  readonly long: (length: number) => number;
}

function sizesOf(shapes: readonly (readonly number[])[]): Sizes {
  const most = (lengths: readonly number[]): number => Math.max(1, ...lengths);
  const widest = Math.sqrt(most(shapes.filter(({ length }) => length > 1).flatMap((shape) => shape.slice(-2))));
  const longest = Math.log2(1 + most(shapes.filter(({ length }) => length === 1).flat()));
  return { side: (length) => Math.max(6, (48 * Math.sqrt(length)) / widest), long: (length) => Math.max(6, ((tall - 10) * Math.log2(1 + length)) / longest) };
}

function drawShape(document: DrawnDocument, shape: readonly number[], isInput: boolean, [x, y]: readonly number[], { side, long }: Sizes): DrawnElement[] {
  const color = isInput ? colors.soft : colors.blue;
  const sheet = (cx: number, cy: number, width: number, height: number, opacity: number): DrawnElement[] => [
    element(document, 'rect', { x: cx - width / 2, y: cy - height / 2, width, height, fill: colors.paper }),
    element(document, 'rect', { x: cx - width / 2, y: cy - height / 2, width, height, fill: color, 'fill-opacity': opacity, stroke: color, 'stroke-width': 1.25 }),
  ];
  if (shape.length === 1) return sheet(x, y, 10, long(shape[0]), 0.25);
  if (shape.length !== 3) return sheet(x, y, side(shape[shape.length - 1]), side(shape[0]), 0.25);
  const [channels, height, width] = shape;
  const planes = Math.max(1, Math.min(6, Math.round(Math.log2(channels)) + 1));
  const shift = 4;
  return Array.from({ length: planes }, (_, i) => {
    const off = (planes - 1) / 2 - i;
    return sheet(x + off * shift, y - off * shift, side(width), side(height), 0.18);
  }).flat();
}
