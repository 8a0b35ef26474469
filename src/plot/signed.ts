/** A grid of numbers as a small picture on a symmetric scale: blue above 0, orange below, the ground at 0. */
import type { DrawnDocument, DrawnElement } from './document.ts';
import { image } from './picture.ts';
import { pngAddress } from './png.ts';
import { element } from './diagram.ts';
import { colors } from './theme.ts';

/** More numbers than this are drawn as one image instead of squares. */
const mostSquares = 121;
/** Steps of the scale on each side of 0. */
const steps = 48;

export interface Grid {
  /** [height, width] from `start` on. */
  readonly data: ArrayLike<number>;
  readonly start: number;
  readonly height: number;
  readonly width: number;
}

/** @param most  the number whose colour is the strongest, above 0 */
export function drawSigned(document: DrawnDocument, { data, start, height, width }: Grid, most: number, place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): DrawnElement {
  const frame = element(document, 'rect', { ...place, fill: colors.grid, 'fill-opacity': 0.35 });
  if (height * width > mostSquares) return element(document, 'g', {}, [frame, image(document, pngAddress(width, height, levels(data, start, height * width, most), { palette }), place, true)]);
  const [wide, tall] = [place.width / width, place.height / height];
  const squares: DrawnElement[] = [];
  for (let i = 0; i < height * width; i++) {
    const value = data[start + i];
    const opacity = Math.round((100 * Math.min(most, Math.abs(value))) / most) / 100;
    if (opacity === 0) continue;
    squares.push(element(document, 'rect', {
      x: place.x + (i % width) * wide, y: place.y + Math.floor(i / width) * tall, width: wide, height: tall,
      fill: value > 0 ? colors.blue : colors.orange, 'fill-opacity': opacity, 'shape-rendering': 'crispEdges',
    }));
  }
  return element(document, 'g', {}, [frame, ...squares]);
}

/** Blue and orange between those of light and of dark ground: an image cannot change with the page. */
const [above, below] = [[56, 132, 224], [222, 100, 38]] as const;
const palette: (readonly [number, number, number, number])[] = Array.from({ length: 2 * steps + 1 }, (_, i) => {
  const [r, g, b] = i >= steps ? above : below;
  return [r, g, b, Math.round((255 * Math.abs(i - steps)) / steps)];
});

function levels(data: ArrayLike<number>, start: number, count: number, most: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => steps + Math.round((steps * Math.max(-most, Math.min(most, data[start + i]))) / most));
}
