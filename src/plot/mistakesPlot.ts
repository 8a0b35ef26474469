/** The most frequent confusions of a classifier of images, with the images: which were taken for what. */
import { describe, type Label } from '../array/index.ts';
import { formatCount, formatPercent } from './format.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { drawPicture, readPictures, thumbnailSize, type Picture } from './picture.ts';
import { shorten, textWidth } from './text.ts';
import { fontSize } from './theme.ts';
import { drawTiles } from './tiles.ts';

/** An image that was taken for another class. */
export interface Mistake extends Picture {
  /** The probability that the model gave to the class it took it for. */
  readonly probability?: number;
}

/** Images of one class that were taken for one other. */
export interface Confusion {
  readonly actual: Label;
  readonly predicted: Label;
  /** How many there were, shown or not. */
  readonly count: number;
  readonly images: readonly Mistake[];
}

/**
 * A row per pair of classes: true class → the class it was taken for, how often, and some of the images.
 * @param confusions  in the order in which they are drawn; at most 1,000 images
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no confusion, images of several shapes
 */
export function mistakesPlot(confusions: readonly Confusion[], options: PlotOptions = {}): string {
  const caller = 'mistakesPlot';
  checkOptions(caller, options);
  if (!Array.isArray(confusions) || confusions.length === 0) throw new TypeError(`${caller}: confusions must be a list of { actual, predicted, count, images }, one at least; it is ${describe(confusions)}`);
  confusions.forEach((confusion: Confusion | null, i) => {
    if (typeof confusion !== 'object' || confusion === null || typeof confusion.count !== 'number' || !Array.isArray(confusion.images) || confusion.images.length === 0) {
      throw new TypeError(`${caller}: confusions must be { actual, predicted, count, images }, with an image at least; confusions[${i}] is ${describe(confusion)}`);
    }
  });
  const images = (confusions as readonly Confusion[]).flatMap((confusion) => confusion.images);
  if (images.length > 1000) throw new RangeError(`${caller}: there must be at most 1000 images; there are ${images.length}`);
  const { range, shape } = readPictures(caller, 'images', images);
  const size = thumbnailSize(shape);
  const [{ actual, predicted, count }] = confusions as readonly Confusion[];
  return drawTiles({
    options,
    name: 'Images taken for another class',
    description: `${formatCount(confusions.length, 'pair')} of classes. The first: ${String(actual)} taken for ${String(predicted)}, ${timesOf(count)}.`,
    rows: (confusions as readonly Confusion[]).map((confusion) => ({
      heading: headingOf(confusion, options.width ?? 640),
      note: `${timesOf(confusion.count)}${confusion.images.length < confusion.count ? `; ${confusion.images.length} of them` : ''}`,
      ...size,
      tiles: confusion.images.map((mistake: Mistake) => ({
        draw: (document, x, y) => drawPicture(document, mistake, range, { x, y, ...size }),
        ...(mistake.probability !== undefined && { label: formatPercent(mistake.probability, 2) }),
      })),
    })),
    caption: `True class → the class it was taken for.${images.some(({ probability }) => probability !== undefined) ? ' Below each image: how sure the model was.' : ''}`,
  });
}

/** Both names are seen: each has half of the room where they are long. */
function headingOf({ actual, predicted }: Confusion, width: number): string {
  const between = ' → ';
  const room = (width - 12) / 1.1 - textWidth(between, fontSize.label); // bold letters are wider
  const [from, to] = [String(actual), String(predicted)];
  const [one, other] = [from, to].map((name) => textWidth(name, fontSize.label));
  const half = room / 2;
  return `${shorten(from, Math.max(half, room - other), fontSize.label)}${between}${shorten(to, Math.max(half, room - one), fontSize.label)}`;
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : formatCount(count, 'time');
}
