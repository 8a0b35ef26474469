/** The words of a picture as boxes on the page, by our estimate of their width: do they meet, or leave it? */
import { DOMParser } from 'linkedom';
import { textWidth } from './text.ts';

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: string;
  readonly upright: boolean;
}

/** Ink above and below the line that letters stand on, in letter heights. */
const [above, below] = [0.72, 0.2];
/** Capitals are this wide at least of the generous estimate. */
const surely = 0.9;

/** What is wrong with the words of a picture: '"a" meets "b"', '"c" leaves the picture'. */
export function faultsOf(svg: string): string[] {
  const boxes: Box[] = [];
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as Element;
  visit(root, { x: 0, y: 0, size: 10, anchor: 'start', upright: false }, boxes);
  const [width, height] = [Number(root.getAttribute('width')), Number(root.getAttribute('height'))];
  return boxes.flatMap((box, i) => [
    ...(box.left < -0.5 || box.right > width + 0.5 || box.top < -0.5 || box.bottom > height + 0.5 ? [`"${box.text}" leaves the picture`] : []),
    ...boxes.slice(i + 1).filter((other) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 0.5 && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 0.5)
      .map((other) => `"${box.text}" meets "${other.text}"`),
  ]);
}

function visit(element: Element, from: Place, boxes: Box[]): void {
  const place = placeOf(element, from);
  const lines = [...element.children].filter(({ tagName }) => tagName === 'tspan');
  if (element.tagName === 'text') {
    if (lines.length === 0) boxes.push(boxOf(element.textContent ?? '', place));
    else for (const line of lines) boxes.push(boxOf(line.textContent ?? '', placeOf(line, place)));
    return;
  }
  for (const child of element.children) if (!['style', 'title', 'desc'].includes(child.tagName)) visit(child, place, boxes);
}

function placeOf(element: Element, from: Place): Place {
  const moved = /translate\(([-\d.]+),([-\d.]+)\)/.exec(element.getAttribute('transform') ?? '');
  const size = Number(element.getAttribute('font-size') ?? from.size);
  const length = (name: string): number => {
    const value = element.getAttribute(name) ?? '0';
    return Number.parseFloat(value) * (value.endsWith('em') ? size : 1);
  };
  const upright = from.upright || (element.getAttribute('transform') ?? '').includes('rotate(-90)');
  const [right, down] = [length('x') + length('dx'), length('y') + length('dy')];
  return {
    x: from.x + Number(moved?.[1] ?? 0) + (upright ? down : right), y: from.y + Number(moved?.[2] ?? 0) + (upright ? -right : down),
    size, anchor: element.getAttribute('text-anchor') ?? from.anchor, upright,
  };
}

function boxOf(text: string, { x, y, size, anchor, upright }: Place): Box {
  const long = surely * textWidth(text, size);
  const start = anchor === 'end' ? -long : anchor === 'middle' ? -long / 2 : 0;
  return upright
    ? { text, left: x - above * size, right: x + below * size, top: y - start - long, bottom: y - start }
    : { text, left: x + start, right: x + start + long, top: y - above * size, bottom: y + below * size };
}
