/** One step of a convolution: the patch under the kernel, the products, and the cell of the output that their sum is. */
import { conv2dGeometry, describe, type Conv2dGeometry, type NumericView, type Padding, type Size } from '../array/index.ts';
import { drawDiagram, element } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { formatCount, formatShort } from './format.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { subscript, textWidth, wrap } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** Numbers in a grid: an NdArray, or { data, shape }. */
export interface Grids {
  readonly data: NumericView;
  readonly shape: readonly number[];
}

export interface ConvolutionPlotOptions extends PlotOptions {
  /** As those of `conv2d`. */
  readonly stride?: Size;
  readonly padding?: Padding;
  readonly dilation?: Size;
  /** Added to each sum, one number per kernel. Default none. */
  readonly bias?: ArrayLike<number>;
  /** Which cell of the output, counted row by row, kernel by kernel. Default 0. */
  readonly step?: number;
}

/** A convolution with all its sizes and its output, for drawing one step after the other. */
export interface Convolution {
  readonly image: Float64Array;
  readonly kernels: Float64Array;
  readonly bias: Float64Array | undefined;
  readonly output: Float64Array;
  readonly geometry: Conv2dGeometry;
}

/** More cells than this cannot be looked at. */
const mostCells = 1600;
/** Numbers that would be smaller than this are left out. */
const leastSize = 7;
/** And of this size they are read with ease. */
const goodSize = 10;
/** More products than this are not written out. */
const mostTerms = 27;

/**
 * y[o, i, j] = Σ_c,u,v x[c, i·s + u·d − p, j·s + v·d − p] · k[o, c, u, v] + bias[o], drawn for one cell of y: outlined are the numbers
 * under the kernel; cells of the output before this one are filled, those after it empty. What padding adds is dashed, and is 0.
 * @param x  { data, shape: [height, width] or [channels, height, width] }   @param kernel  { data, shape: [height, width] or [outputs, channels, height, width] }
 * @param options  defaults: stride 1, padding 0, dilation 1, no bias, step 0, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind or shapes that do not fit; RangeError for a step that is not there, numbers that are not finite, or more than 1,600 cells
 */
export function convolutionPlot(x: Grids, kernel: Grids, options: ConvolutionPlotOptions = {}): string {
  const { step = 0, stride, padding, dilation, bias, ...plotOptions } = options;
  checkOptions('convolutionPlot', plotOptions);
  return drawConvolution(readConvolution('convolutionPlot', x, kernel, { stride, padding, dilation, bias }), step, plotOptions, 'convolutionPlot');
}

/** @throws as convolutionPlot says */
export function readConvolution(caller: string, x: Grids, kernel: Grids, { stride = 1, padding = 0, dilation = 1, bias }: Pick<ConvolutionPlotOptions, 'stride' | 'padding' | 'dilation' | 'bias'>): Convolution {
  const image = readGrids(caller, 'x', x, [2, 3]);
  const kernels = readGrids(caller, 'kernel', kernel, [2, 4]);
  const imageShape = [...[1, 1].slice(x.shape.length - 2), ...x.shape];
  const kernelShape = [...(kernel.shape.length === 2 ? [1, 1] : []), ...kernel.shape];
  const geometry = conv2dGeometry(imageShape, kernelShape, { stride, padding, dilation });
  const [, outputs, rows, columns] = geometry.outputShape;
  const channels = kernelShape[1];
  if (bias !== undefined && (typeof bias !== 'object' || bias === null || bias.length !== outputs)) throw new RangeError(`${caller}: bias must have one number per kernel; there ${outputs === 1 ? 'is 1 kernel' : `are ${outputs} kernels`}, bias is ${describe(bias)}`);
  const [paddedHeight, paddedWidth] = geometry.padded;
  if (channels * paddedHeight * paddedWidth + rows * columns > mostCells) throw new RangeError(`${caller}: at most ${mostCells} cells can be looked at; x with its padding and one output have ${channels * paddedHeight * paddedWidth + rows * columns}. Take a smaller part of x`);
  const biases = bias === undefined ? undefined : Float64Array.from(bias);
  const convolution = { image, kernels, bias: biases, output: new Float64Array(outputs * rows * columns), geometry };
  convolution.output.forEach((_, step) => {
    convolution.output[step] = termsOf(convolution, step).reduce((sum, { x: value, k }) => sum + value * k, 0) + (biases?.[Math.floor(step / (rows * columns))] ?? 0);
  });
  const wrong = convolution.output.findIndex((sum) => !Number.isFinite(sum));
  if (wrong >= 0) throw new RangeError(`${caller}: every sum must be finite; cell ${wrong} of the output is ${convolution.output[wrong]}. Scale x or kernel`);
  return convolution;
}

/** One product: a number of the padded image, with its place there, and one of the kernel. */
interface Term {
  readonly x: number;
  readonly k: number;
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

function termsOf({ image, kernels, geometry }: Convolution, step: number): Term[] {
  const { inChannels, input, kernel: [height, width], stride, dilation, padding: [top, , , left], outputShape: [, , rows, columns] } = geometry;
  const output = Math.floor(step / (rows * columns));
  const [i, j] = [Math.floor((step % (rows * columns)) / columns), step % columns];
  const terms: Term[] = [];
  for (let channel = 0; channel < inChannels; channel++) {
    for (let u = 0; u < height; u++) {
      for (let v = 0; v < width; v++) {
        const [row, column] = [i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]];
        const [h, w] = [row - top, column - left];
        const inside = h >= 0 && h < input[0] && w >= 0 && w < input[1];
        terms.push({ x: inside ? image[(channel * input[0] + h) * input[1] + w] : 0, k: kernels[((output * inChannels + channel) * height + u) * width + v], channel, row, column });
      }
    }
  }
  return terms;
}

/** @throws RangeError for a step that is not there */
export function drawConvolution(convolution: Convolution, step: number, options: PlotOptions, caller: string): string {
  const { geometry, output, bias } = convolution;
  if (!(Number.isInteger(step) && step >= 0 && step < output.length)) throw new RangeError(`${caller}: step must be a cell of the output, 0 to ${output.length - 1}; it is ${describe(step)}`);
  const { inChannels, outputShape: [, outputs, rows, columns] } = geometry;
  const kernel = Math.floor(step / (rows * columns));
  const [i, j] = [Math.floor((step % (rows * columns)) / columns), step % columns];
  const terms = termsOf(convolution, step);
  const factor = (value: number): string => {
    const text = formatShort(value);
    return value < 0 || text.includes('×') ? `(${text})` : text;
  };
  const shown = terms.slice(0, mostTerms).map(({ x, k }) => `${factor(x)}·${factor(k)}`);
  const sum = [...shown, ...(terms.length > mostTerms ? [`… ${formatCount(terms.length - mostTerms, 'further product')}`] : []), ...(bias === undefined ? [] : [`${factor(bias[kernel])} (bias)`])].join(' + ');
  const place = `${outputs > 1 ? `kernel ${kernel + 1}, ` : ''}row ${i + 1}, column ${j + 1}`;
  return drawDiagram({
    options,
    name: `Convolution, step ${step + 1} of ${output.length}`,
    description: `The output at ${place} is ${sum} = ${formatShort(output[step], 4)}.`,
    content: (document, width, top) => {
      const drawn = drawGrids(document, gridsOf(convolution, kernel, step, terms), width, top);
      const lines = wrap(`${place}: ${sum} = ${formatShort(output[step], 4)}`, width - 8, fontSize.label);
      const words = lines.map((line, at) => element(document, 'text', { x: 4, y: drawn.end + 22 + at * 18, 'font-size': fontSize.label, 'text-anchor': 'start', fill: colors.ink }, line));
      // as many lines as any step may need, so that nothing moves from step to step
      const longest = 1 + Math.ceil((Math.min(terms.length, mostTerms) * 11 * fontSize.label * 0.6) / width);
      return { elements: [...drawn.elements, ...words], end: drawn.end + 14 + 18 * Math.max(lines.length, longest) };
    },
    caption: `${inChannels > 1 || outputs > 1 ? `x${subscript(1)} is the image’s ${inChannels === 1 ? 'channel' : 'first channel'}, k${subscript(kernel + 1)} kernel ${kernel + 1}, y${subscript(kernel + 1)} its output. ` : ''}Outlined: what lies under the ${geometry.kernel.join(' × ')} kernel. Each number there times the kernel’s, summed, is one cell of the output. Blue: above 0. Orange: below 0.`,
  });
}

interface Sheet {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Of a cell; undefined: not there yet. */
  readonly value: (row: number, column: number) => number | undefined;
  readonly isPadding?: (row: number, column: number) => boolean;
  readonly isOutlined: (row: number, column: number) => boolean;
  readonly color: string;
}

function gridsOf({ image, kernels, output, geometry }: Convolution, kernel: number, step: number, terms: readonly Term[]): Sheet[] {
  const { inChannels, input, kernel: size, padded: [paddedHeight, paddedWidth], padding: [top, , , left], outputShape: [, outputs, rows, columns] } = geometry;
  const isSingle = inChannels === 1 && outputs === 1;
  const channelSheets = Array.from({ length: inChannels }, (_, channel): Sheet[] => {
    const under = new Set(terms.filter((term) => term.channel === channel).map(({ row, column }) => row * paddedWidth + column));
    const isPadding = (row: number, column: number): boolean => row < top || row >= top + input[0] || column < left || column >= left + input[1];
    return [
      {
        title: isSingle ? 'x' : `x${subscript(channel + 1)}`, rows: paddedHeight, columns: paddedWidth, isPadding, color: colors.blue,
        value: (row, column) => (isPadding(row, column) ? 0 : image[(channel * input[0] + row - top) * input[1] + column - left]),
        isOutlined: (row, column) => under.has(row * paddedWidth + column),
      },
      {
        title: isSingle ? 'kernel' : `k${subscript(kernel + 1)}${inChannels === 1 ? '' : `,${subscript(channel + 1)}`}`, rows: size[0], columns: size[1], color: colors.purple,
        value: (row, column) => kernels[((kernel * inChannels + channel) * size[0] + row) * size[1] + column], isOutlined: () => true,
      },
    ];
  }).flat();
  const start = kernel * rows * columns;
  return [...channelSheets, {
    title: isSingle ? 'output' : `y${subscript(kernel + 1)}`, rows, columns, color: colors.orange,
    value: (row, column) => (start + row * columns + column <= step ? output[start + row * columns + column] : undefined),
    isOutlined: (row, column) => start + row * columns + column === step,
  }];
}

/** The grids from left to right, wrapped, all with cells of one size. */
function drawGrids(document: DrawnDocument, sheets: readonly Sheet[], width: number, top: number): { elements: DrawnElement[]; end: number } {
  const gap = 26;
  const widest = Math.max(...sheets.map(({ columns }) => columns));
  const all = sheets.reduce((sum, { columns }) => sum + columns, 0);
  const fitting = (width - 8 - gap * (sheets.length - 1)) / all;
  const cell = Math.max(5, Math.min(40, fitting >= 22 ? fitting : (width - 8) / widest));
  const elements: DrawnElement[] = [];
  let [x, y, tallest] = [4, top, 0];
  for (const sheet of sheets) {
    if (x > 4 && x + sheet.columns * cell > width - 4) [x, y, tallest] = [4, y + tallest + 14, 0];
    elements.push(...drawSheet(document, sheet, x, y, cell));
    x += Math.max(sheet.columns * cell, 40) + gap;
    tallest = Math.max(tallest, 22 + sheet.rows * cell);
  }
  return { elements, end: y + tallest };
}

function drawSheet(document: DrawnDocument, { title, rows, columns, value, isPadding, isOutlined, color }: Sheet, x: number, y: number, cell: number): DrawnElement[] {
  const elements = [element(document, 'text', { x, y: y + 13, 'font-size': fontSize.label, 'font-weight': 600, 'text-anchor': 'start', fill: color }, title)];
  const places = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);
  const largest = places.reduce((most, [row, column]) => Math.max(most, Math.abs(value(row, column) ?? 0)), 0) || 1;
  const sizeOf = (digits: number): number => {
    const longest = Math.max(...places.map(([row, column]) => textWidth(formatShort(value(row, column) ?? 0, digits), 1)));
    return Math.floor(2 * Math.min(12, cell * 0.42, (cell - 5) / longest)) / 2;
  };
  // fewer digits where more would be small: the sum below has them
  const digits = [3, 2].find((some) => sizeOf(some) >= goodSize) ?? 2;
  const size = sizeOf(digits);
  const outlines: DrawnElement[] = [];
  for (const [row, column] of places) {
    const number = value(row, column);
    const at = { x: x + column * cell, y: y + 20 + row * cell, width: cell, height: cell };
    const padded = isPadding?.(row, column) === true;
    elements.push(element(document, 'rect', { ...at, fill: number === undefined || padded ? colors.paper : number >= 0 ? colors.blue : colors.orange, 'fill-opacity': number === undefined || padded ? 0 : Math.round(45 * Math.abs(number) / largest) / 100, stroke: colors.grid, 'stroke-dasharray': padded ? '2 2' : undefined }));
    if (isOutlined(row, column)) outlines.push(element(document, 'rect', { x: at.x + 0.75, y: at.y + 0.75, width: cell - 1.5, height: cell - 1.5, fill: 'none', stroke: color, 'stroke-width': 1.75 }));
    if (number !== undefined && size >= leastSize) elements.push(element(document, 'text', { x: at.x + cell / 2, y: at.y + cell / 2, dy: '0.36em', 'font-size': size, 'text-anchor': 'middle', fill: padded ? colors.soft : colors.ink }, formatShort(number, digits)));
  }
  return [...elements, ...outlines];
}

function readGrids(caller: string, name: string, grids: Grids, ranks: readonly number[]): Float64Array {
  if (typeof grids !== 'object' || grids === null || !ArrayBuffer.isView(grids.data) || !Array.isArray(grids.shape)) throw new TypeError(`${caller}: ${name} must be an array, or { data, shape }; it is ${describe(grids)}`);
  if (!ranks.includes(grids.shape.length)) throw new TypeError(`${caller}: ${name} must have ${ranks.join(' or ')} axes; its shape is [${grids.shape.join(', ')}]`);
  const length = grids.shape.reduce((product, each) => product * each, 1);
  if (length !== grids.data.length) throw new RangeError(`${caller}: numbers must fill their shape; ${name} has shape [${grids.shape.join(', ')}] and ${grids.data.length} numbers`);
  const values = Float64Array.from(grids.data);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${caller}: every number must be finite; ${name} has ${values[bad]}`);
  return values;
}
