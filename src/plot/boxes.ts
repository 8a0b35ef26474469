/** What words take on the page, so that none are written over others. An estimate, as their width is. */
import { textWidth } from './text.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of words around (x, y), their middle in height, with a little air. */
export function boxOf(text: string, x: number, y: number, anchor: string, size: number): Box {
  const wide = textWidth(text, size);
  const left = anchor === 'end' ? x - wide : anchor === 'middle' ? x - wide / 2 : x;
  return { left: left - 3, right: left + wide + 3, top: y - 0.6 * size, bottom: y + 0.6 * size };
}

export function isFree(box: Box, taken: readonly Box[]): boolean {
  return !taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
}
