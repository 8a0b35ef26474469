/** What the layers of a network make of one image, channel by channel. */
import { describe, type NumericView } from '../array/index.ts';
import { formatCount, formatShort } from './format.ts';
import { checkOptions, checkSize, type PlotOptions } from './input.ts';
import { drawPicture, readPictures, thumbnailSize, type Picture } from './picture.ts';
import { drawSigned } from './signed.ts';
import { drawTiles, type TileRow } from './tiles.ts';

/** What a layer gives for one image. */
export interface FeatureMaps {
  /** 'conv2d' */
  readonly name: string;
  /** [channels, height, width] */
  readonly data: NumericView;
  readonly shape: readonly number[];
}

export interface FeatureMapPlotOptions extends PlotOptions {
  /** The image they are made of: drawn first. */
  readonly image?: Picture;
  /** What the image is called: 'a 7'. */
  readonly imageName?: string;
  /** Maps of a layer beyond are counted, not drawn. Default 16. */
  readonly most?: number;
}

/** A map larger than this on the page would tell no more. */
const mapSize = 56;
/** Maps of more numbers than this on a side are drawn by every second, third … of them. */
const mostSide = 64;

/**
 * The maps of each layer in a row, on the layer's own scale, symmetric about 0: blue above 0, orange below.
 * @param layers  of each { name, data, shape: [channels, height, width] }, in the order of the network
 * @param options  defaults: no image, most 16, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no layer, a shape that does not fit, or numbers that are not finite
 */
export function featureMapPlot(layers: readonly FeatureMaps[], options: FeatureMapPlotOptions = {}): string {
  const caller = 'featureMapPlot';
  const { image, imageName = 'image', most = 16, ...plotOptions } = options;
  checkOptions(caller, plotOptions);
  if (!(Number.isInteger(most) && most >= 1)) throw new RangeError(`${caller}: most must be a whole number of maps, 1 or more; it is ${describe(most)}`);
  if (!Array.isArray(layers) || layers.length === 0) throw new TypeError(`${caller}: layers must be a list of { name, data, shape }, one at least; it is ${describe(layers)}`);
  const maps = layers.map((layer: FeatureMaps | null, i) => readMaps(caller, layer, i));
  return drawTiles({
    options: plotOptions,
    name: 'Feature maps',
    description: `What the layers make of ${imageName}: ${maps.map(({ name, channels, height, width }) => `${name}, ${formatCount(channels, 'map')} of ${height} × ${width}`).join('; ')}.`,
    rows: [...(image === undefined ? [] : [imageRow(caller, image, imageName)]), ...maps.map((layer) => rowOf(layer, most))],
    caption: 'Each small picture is one channel. Blue: above 0. Orange: below 0. Each layer has its own scale.',
  });
}

interface Maps {
  readonly name: string;
  readonly data: Float64Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

function readMaps(caller: string, layer: FeatureMaps | null, i: number): Maps {
  if (layer === null || typeof layer !== 'object' || typeof layer.name !== 'string' || !ArrayBuffer.isView(layer.data) || !Array.isArray(layer.shape)) {
    throw new TypeError(`${caller}: layers must be { name, data, shape: [channels, height, width] }; layers[${i}] is ${describe(layer)}`);
  }
  const { name, data, shape } = layer;
  const [channels, height, width] = shape as number[];
  if (shape.length !== 3 || data.length !== channels * height * width || data.length === 0) throw new RangeError(`${caller}: maps must fill their shape [channels, height, width]; layers[${i}] has shape [${shape.join(', ')}] and ${data.length} numbers`);
  const bad = Array.prototype.findIndex.call(data, (value: number) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${caller}: every number must be finite; layers[${i}] has ${data[bad]}`);
  checkSize(caller, `layers[${i}]`, data);
  return { name, data: Float64Array.from(data), channels, height, width };
}

function imageRow(caller: string, image: Picture, name: string): TileRow {
  const { range, shape } = readPictures(caller, 'image', [image]);
  const size = thumbnailSize(shape);
  return { heading: `The image: ${name}`, ...size, tiles: [{ draw: (document, x, y) => drawPicture(document, image, range, { x, y, ...size }) }] };
}

function rowOf({ name, data, channels, height, width }: Maps, most: number): TileRow {
  const largest = data.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  const every = Math.ceil(Math.max(height, width) / mostSide);
  const [h, w] = [Math.ceil(height / every), Math.ceil(width / every)];
  const size = thumbnailSize([1, h, w], mapSize);
  const shown = Math.min(most, channels);
  const note = `${formatCount(channels, 'map')} of ${height} × ${width}, ±${formatShort(largest)}${shown < channels ? `; the first ${shown}` : ''}`;
  return {
    heading: name, note, ...size,
    tiles: Array.from({ length: shown }, (_, channel) => ({
      draw: (document, x, y) => {
        const picked = Float64Array.from({ length: h * w }, (_, i) => data[(channel * height + Math.floor(i / w) * every) * width + (i % w) * every]);
        return drawSigned(document, { data: picked, start: 0, height: h, width: w }, largest || 1, { x, y, ...size });
      },
    })),
  };
}
