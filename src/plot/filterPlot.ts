/** The kernels of a convolution as small pictures: what the first layer of a network looks for. */
import { describe, type NumericView } from '../array/index.ts';
import { formatCount, formatNumber, formatShort } from './format.ts';
import { checkOptions, checkSize, type PlotOptions } from './input.ts';
import { drawPicture, thumbnailSize } from './picture.ts';
import { drawSigned } from './signed.ts';
import { drawTiles, type Tile, type TileRow } from './tiles.ts';

/** Kernels, [filters, channels, height, width]: `parameters[0].kernel` of a network that begins with conv2d. */
export interface Kernels {
  readonly data: NumericView;
  readonly shape: readonly number[];
}

export interface FilterPlotOptions extends PlotOptions {
  /** Filters beyond are counted, not drawn. Default 64. */
  readonly most?: number;
}

/** Kernels of more channels than this are drawn for the first so many. */
const mostChannels = 8;

/**
 * Each filter as a small picture, all on one scale, symmetric about 0: blue where a bright pixel makes the answer larger, orange where
 * it makes it smaller. Of three channels (red, green, blue) the filter is shown in its colours, grey being 0; of others, one row per channel.
 * @param kernels  { data, shape: [filters, channels, height, width] }   @param options  defaults: most 64, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for a shape that does not fit, or numbers that are not finite
 */
export function filterPlot(kernels: Kernels, options: FilterPlotOptions = {}): string {
  const caller = 'filterPlot';
  const { most = 64, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  if (!(Number.isInteger(most) && most >= 1)) throw new RangeError(`${caller}: most must be a whole number of filters, 1 or more; it is ${describe(most)}`);
  const { data, filters, channels, height, width } = readKernels(caller, kernels);
  const largest = data.reduce((greatest: number, value: number) => Math.max(greatest, Math.abs(value)), 0) || 1;
  const shown = Math.min(most, filters);
  const size = thumbnailSize([1, height, width]);
  const area = height * width;
  const row = (heading: string, tileOf: (filter: number) => Tile): TileRow => ({ heading, ...size, tiles: Array.from({ length: shown }, (_, filter) => tileOf(filter)) });
  const inColour = channels === 3;
  const rows = inColour
    ? [row(formatCount(filters, 'filter'), (filter) => ({
      draw: (document, x, y) => drawPicture(document, { data: data.slice(filter * 3 * area, (filter + 1) * 3 * area), shape: [3, height, width] }, [-largest, largest], { x, y, ...size }),
    }))]
    : Array.from({ length: Math.min(channels, mostChannels) }, (_, channel) => row(channels === 1 ? formatCount(filters, 'filter') : `Channel ${channel + 1}`, (filter) => ({
      draw: (document, x, y) => drawSigned(document, { data, start: (filter * channels + channel) * area, height, width }, largest, { x, y, ...size }),
    })));
  const left = [
    ...(shown < filters ? [`${formatCount(filters - shown, 'further filter')} not shown.`] : []),
    ...(!inColour && channels > mostChannels ? [`${formatCount(channels - mostChannels, 'further channel')} not shown.`] : []),
  ];
  return drawTiles({
    options: plotOptions,
    name: 'Filters',
    description: `${formatCount(filters, 'filter')} of ${height} × ${width} on ${formatCount(channels, 'channel')}; weights from ${formatNumber(least(data), 3)} to ${formatNumber(-least(data.map((value: number) => -value)), 3)}.`,
    rows,
    caption: [
      inColour
        ? `Grey is 0; a colour says which colour of the pixel makes the answer larger. One scale for all, ±${formatShort(largest)}.`
        : `Blue: a bright pixel there makes the answer larger. Orange: smaller. One scale for all, ±${formatShort(largest)}.`,
      ...left,
    ].join(' '),
  });
}

function readKernels(caller: string, kernels: Kernels): { data: Float64Array; filters: number; channels: number; height: number; width: number } {
  if (typeof kernels !== 'object' || kernels === null || !ArrayBuffer.isView(kernels.data) || !Array.isArray(kernels.shape)) {
    throw new TypeError(`${caller}: kernels must be { data, shape: [filters, channels, height, width] }; they are ${describe(kernels)}`);
  }
  const { data, shape } = kernels;
  if (shape.length !== 4 || shape.some((length) => !(Number.isInteger(length) && length >= 1))) throw new RangeError(`${caller}: the shape must be [filters, channels, height, width], each 1 or more; it is [${shape.join(', ')}]`);
  const [filters, channels, height, width] = shape;
  if (data.length !== filters * channels * height * width) throw new RangeError(`${caller}: weights must fill their shape; [${shape.join(', ')}] has ${data.length}`);
  const values = Float64Array.from(data);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${caller}: every weight must be finite; number ${bad} is ${values[bad]}`);
  checkSize(caller, 'kernels.data', values);
  return { data: values, filters, channels, height, width };
}

function least(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}
