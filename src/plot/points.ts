/** A cloud of points: dots while they can be told apart, shaded squares of counts beyond. Knows no axis. */
import type * as Plot from '@observablehq/plot';
import { formatCount, formatFixed } from './format.ts';
import { round } from './symbols.ts';
import { colors } from './theme.ts';

export interface Cloud {
  readonly mark: Plot.Markish;
  /** What the caption must say about how the points are drawn. */
  readonly caption?: string;
}

/** More points than this are counted in squares: single dots would hide each other, and the file would grow. */
export const mostDots = 1000;

const square = 6;
const shades = [0.14, 0.28, 0.45, 0.62, 0.8, 1];

/** The points (x[i], y[i]) on the scales of the plot they are drawn in. */
export function cloud(x: Float64Array, y: Float64Array): Cloud {
  if (x.length <= mostDots) return { mark: (_index, scales, _values, _dimensions, context) => dots(x, y, scales, context) };
  return {
    mark: (_index, scales, _values, dimensions, context) => squares(x, y, scales, dimensions, context),
    caption: `${formatCount(x.length, 'point')}, counted in small squares: the stronger the colour of a square, the more points lie in it.`,
  };
}

/** One path of round caps: a tenth of the size of one circle each. */
function dots(x: Float64Array, y: Float64Array, scales: Plot.ScaleFunctions, context: Plot.Context): SVGElement {
  let path = '';
  for (let i = 0; i < x.length; i++) path += `M${round(scales.x?.(x[i]) as number)},${round(scales.y?.(y[i]) as number)}h0`;
  const element = elementOf(context, 'path');
  const size = x.length > 300 ? 4 : 5.5;
  const attributes = { d: path, fill: 'none', stroke: colors.blue, 'stroke-width': size, 'stroke-linecap': 'round', 'stroke-opacity': 0.75 };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

function squares(x: Float64Array, y: Float64Array, scales: Plot.ScaleFunctions, dimensions: Plot.Dimensions, context: Plot.Context): SVGElement {
  const columns = Math.ceil(dimensions.width / square);
  const counts = new Int32Array(columns * Math.ceil(dimensions.height / square));
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor((scales.x?.(x[i]) as number) / square);
    const row = Math.floor((scales.y?.(y[i]) as number) / square);
    counts[row * columns + column]++;
  }
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const paths = shades.map(() => '');
  counts.forEach((count, cell) => {
    if (count === 0) return;
    // shades by logarithm: single points stay visible beside crowds
    const shade = most === 1 ? shades.length - 1 : Math.min(shades.length - 1, Math.floor((Math.log(count) / Math.log(most)) * shades.length));
    paths[shade] += `M${(cell % columns) * square},${Math.floor(cell / columns) * square}h${square}v${square}h-${square}z`;
  });
  const group = elementOf(context, 'g');
  group.setAttribute('fill', colors.blue);
  group.setAttribute('aria-label', `up to ${formatFixed(most, 0)} points in one square`);
  paths.forEach((path, shade) => {
    if (path === '') return;
    const element = elementOf(context, 'path');
    element.setAttribute('d', path);
    element.setAttribute('fill-opacity', String(shades[shade]));
    group.appendChild(element);
  });
  return group;
}

export function elementOf(context: Plot.Context, name: string): SVGElement {
  return context.ownerSVGElement.ownerDocument.createElementNS('http://www.w3.org/2000/svg', name) as SVGElement;
}
