/**
 * Ink on a canvas → 8 × 8 numbers, as those of the data set were made of handwriting (NIST's programs, then counts in blocks): the slant is
 * taken out, what was drawn is stretched to a box of 20 × 32 in the middle of 32 × 32 dots, strokes are made as thick as there, and a number is
 * the share of ink in a block of 4 × 4 dots. Knows no canvas and no network.
 */
export interface Ink {
  /** How much ink is at each point, 0 … 1, row by row. */
  readonly ink: Float32Array;
  readonly width: number;
  readonly height: number;
}

const dots = 32;
const block = 4;
/** The box that a digit fills, in dots; a narrow one, such as 1, is not stretched across by more than `widest` times what it is stretched down. */
const box = { width: 20, height: 32, widest: 1.2 };
/** Dots of ink in a digit of the data set, on average: 4.88 of 16 in each block. */
const inked = 313;
/** Of the blur before strokes are made thicker or thinner, in dots. */
const sigma = 1.5;

/** 64 numbers from 0 to 1, row by row; undefined where nothing was drawn. */
export function blocksOf(drawn: Ink): Float32Array | undefined {
  const upright = uprightOf(drawn);
  if (upright === undefined) return undefined;
  const thick = thickened(blurred(boxed(drawn, upright)));
  const side = dots / block;
  const blocks = new Float32Array(side * side);
  thick.forEach((ink, at) => { blocks[Math.floor(at / dots / block) * side + Math.floor((at % dots) / block)] += ink / block ** 2; });
  return blocks;
}

/** How far a line leans: columns per row; and what the drawing takes up when it is upright. */
interface Upright {
  readonly slant: number;
  readonly centre: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function uprightOf({ ink, width }: Ink): Upright | undefined {
  let [sum, sumX, sumY] = [0, 0, 0];
  ink.forEach((dark, at) => {
    sum += dark;
    sumX += dark * (at % width);
    sumY += dark * Math.floor(at / width);
  });
  if (sum < 1) return undefined;
  const [centreX, centre] = [sumX / sum, sumY / sum];
  let [mixed, spread] = [0, 0];
  ink.forEach((dark, at) => {
    const down = Math.floor(at / width) - centre;
    mixed += dark * down * ((at % width) - centreX);
    spread += dark * down * down;
  });
  const slant = spread === 0 ? 0 : Math.max(-1, Math.min(1, mixed / spread));
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  ink.forEach((dark, at) => {
    if (dark < 0.3) return;
    const y = Math.floor(at / width);
    const x = (at % width) - slant * (y - centre);
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x + 1), Math.min(top, y), Math.max(bottom, y + 1)];
  });
  return { slant, centre, left, right, top, bottom };
}

/** The drawing, upright, in 32 × 32 dots. */
function boxed(drawn: Ink, { slant, centre, left, right, top, bottom }: Upright): Float32Array {
  const down = box.height / (bottom - top);
  const across = Math.min(box.width / (right - left), box.widest * down);
  const margin = (dots - across * (right - left)) / 2;
  return Float32Array.from({ length: dots ** 2 }, (_, at) => {
    const y = (Math.floor(at / dots) + 0.5) / down + top - 0.5;
    const x = ((at % dots) + 0.5 - margin) / across + left - 0.5;
    return between(drawn, x + slant * (y - centre), y);
  });
}

/** The ink at a place between points, 0 outside. */
function between({ ink, width, height }: Ink, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number => (column < 0 || row < 0 || column >= width || row >= height ? 0 : ink[row * width + column]);
  const [right, bottom] = [x - left, y - top];
  return (1 - bottom) * ((1 - right) * at(left, top) + right * at(left + 1, top)) + bottom * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1));
}

/** Spread by a Gaussian, along rows and then along columns. */
function blurred(ink: Float32Array): Float32Array {
  const weights = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / (2 * sigma ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float32Array, step: number, placeOf: (at: number) => number): Float32Array => from.map((_, at) =>
    weights.reduce((sum, weight, i) => (placeOf(at) + i - 4 < 0 || placeOf(at) + i - 4 >= dots ? sum : sum + weight * from[at + (i - 4) * step]), 0) / total);
  return along(along(ink, 1, (at) => at % dots), dots, (at) => Math.floor(at / dots));
}

/** 1 at the darkest dots, so many as a digit of the data set has, else 0. */
function thickened(ink: Float32Array): Float32Array {
  const level = ink.toSorted()[ink.length - inked];
  return ink.map((dark) => (dark >= level && dark > 1e-3 ? 1 : 0));
}
