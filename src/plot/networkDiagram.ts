/** A network drawn: nodes and weights while it is small, otherwise its layers and their shapes. */
import { describe, type NumericView } from '../array/index.ts';
import { boxOf, isFree, type Box } from './boxes.ts';
import { drawDiagram, element } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { formatCount, formatNumber } from './format.ts';
import { checkNames, checkOptions, type PlotOptions } from './input.ts';
import { drawBlocks, type Block } from './networkBlocks.ts';
import { shorten, subscript, textWidth } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** What a layer gives: a row of `layerRows(model)`. */
export interface DrawnLayer {
  /** 'dense' */
  readonly name: string;
  /** Of one sample. */
  readonly outputShape: readonly number[];
  /** How many numbers it learns. Default 0. */
  readonly parameters?: number;
}

export interface NetworkDrawing {
  /** Of one sample. */
  readonly inputShape: readonly number[];
  readonly layers: readonly DrawnLayer[];
  /** `model.parameters`: those of a layer that has `kernel`, [inputs, outputs], colour its weights. Default: all weights look the same. */
  readonly parameters?: readonly unknown[];
  /** Of the input's nodes. Default x₁, x₂ … */
  readonly inputNames?: readonly string[];
  /** Of the output's nodes. Default ŷ, or ŷ₁, ŷ₂ … */
  readonly outputNames?: readonly string[];
}

/** A column of more nodes than this is drawn as a box. */
const mostNodes = 10;
/** Pixels that a column of nodes takes at least; where there is less room, too, layers are boxes. */
const leastColumn = 58;
/** Numbers stand on the weights between two columns while there are so few. */
const mostNumbers = 6;
const numberSize = 11;
/** Where on its line a number may stand, first choice first. */
const partsOfLine = [0.36, 0.6, 0.2, 0.48, 0.75];

/**
 * The network from left to right. Where every layer gives at most 10 numbers, none is residual, and there is room for all, each is a node, and each weight a line: with `parameters`,
 * blue where it is above 0, orange below, the wider the larger. Otherwise each layer is a block, drawn by its shape.
 * @param network  { inputShape, layers }, such as { inputShape: net.inputShape, layers: layerRows(model), parameters: model.parameters }
 * @param options  defaults: width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no layer, a length below 1, names that do not fit, or weights that are not finite
 */
export function networkDiagram(network: NetworkDrawing, options: PlotOptions = {}): string {
  const caller = 'networkDiagram';
  checkOptions(caller, options);
  const { inputShape, layers } = readDrawing(caller, network);
  const columns = columnsOf(network, inputShape, layers);
  const total = layers.reduce((sum, { parameters = 0 }) => sum + parameters, 0);
  const asNodes = columns.length * leastColumn <= (options.width ?? 640) && columns.every(({ names, shape }) => shape.length === 1 && shape[0] <= mostNodes && names[0] !== 'residual');
  const inputs = readNames(caller, 'inputNames', network.inputNames, inputShape);
  const outputs = readNames(caller, 'outputNames', network.outputNames, columns[columns.length - 1].shape);
  const coloured = asNodes && columns.some(({ weights }) => weights !== undefined);
  return drawDiagram({
    options,
    name: 'Network',
    description: `From ${showShape(inputShape)}: ${layers.map(({ name, outputShape }) => `${name} to ${showShape(outputShape)}`).join(', ')}. ${formatCount(total, 'parameter')}.`,
    ...(coloured && { legend: [{ text: 'weight above 0', color: colors.blue, sample: { dash: undefined } }, { text: 'below 0', color: colors.orange, sample: { dash: undefined } }] }),
    caption: `${total > 0 ? `${formatCount(total, 'parameter')} to learn${asNodes ? '' : '; those of each layer stand below its shape'}.` : ''}${asNodes ? ` Each node sums what comes in, weighted, ${columns.some(({ names }) => names.length > 1) ? 'adds a bias, and applies the function named below its column' : 'and adds a bias'}.` : ''}${coloured ? ' The wider a line, the larger its weight beside those of its layer.' : ''}${columns.some(({ names }) => names[0] === 'residual') ? ' Residual: layers whose result is added to what goes in.' : ''}`.trim(),
    content: (document, width, top) => (asNodes ? drawNodes(document, columns, width, top, inputs, outputs) : drawBlocks(document, columns, width, top)),
  });
}

/** The input, or a layer that learns together with those after it that change numbers and no shape. */
interface Column extends Block {
  /** [inputs, outputs], if known. */
  readonly weights: NumericView | undefined;
}

function columnsOf({ parameters }: NetworkDrawing, inputShape: readonly number[], layers: readonly DrawnLayer[]): Column[] {
  const columns: Column[] = [{ names: ['input'], shape: inputShape, parameters: 0, weights: undefined }];
  layers.forEach(({ name, outputShape, parameters: count = 0 }, i) => {
    const last = columns[columns.length - 1];
    const same = String(last.shape) === String(outputShape);
    if (i > 0 && same && name !== 'dense' && name !== 'residual' && !name.startsWith('conv')) {
      columns[columns.length - 1] = { ...last, names: [...last.names, name], parameters: last.parameters + count };
      return;
    }
    columns.push({ names: [name], shape: outputShape, parameters: count, weights: kernelOf(parameters?.[i], i, last.shape, outputShape) });
  });
  return columns;
}

function kernelOf(parameters: unknown, layer: number, from: readonly number[], to: readonly number[]): NumericView | undefined {
  const kernel = (parameters as { kernel?: { data?: unknown; shape?: unknown } } | undefined)?.kernel;
  if (kernel === undefined || !ArrayBuffer.isView(kernel.data) || String(kernel.shape) !== String([from[0], to[0]]) || from.length + to.length !== 2) return undefined;
  const weights = kernel.data as unknown as NumericView;
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight));
  if (wrong >= 0) throw new RangeError(`networkDiagram: every weight must be finite; parameters[${layer}].kernel has ${weights[wrong]}`);
  return weights;
}

function drawNodes(document: DrawnDocument, columns: readonly Column[], width: number, top: number, inputs: readonly string[], outputs: readonly string[]): { elements: DrawnElement[]; end: number } {
  const room = Math.max(...columns.map(({ shape }) => shape[0]));
  const radius = room > 6 ? 10 : 13;
  const step = room > 6 ? 30 : 42;
  const height = room * step + 8;
  const nameRoom = (names: readonly string[]): number => Math.min(width * 0.22, Math.max(...names.map((name) => textWidth(name, fontSize.label)))) + 12;
  const [left, right] = [nameRoom(inputs) + radius + 4, nameRoom(outputs) + radius + 4];
  const at = (column: number, node: number): [number, number] => [
    columns.length === 1 ? width / 2 : left + ((width - left - right) * column) / (columns.length - 1),
    top + height / 2 + (node - (columns[column].shape[0] - 1) / 2) * step,
  ];
  const lines: DrawnElement[] = [];
  const numbers: DrawnElement[] = [];
  const taken: Box[] = [];
  columns.forEach(({ shape: [count], weights }, c) => {
    if (c === 0) return;
    const before = columns[c - 1].shape[0];
    const linked = columns[c].names[0] === 'dense';
    const largest = weights === undefined ? 1 : Array.prototype.reduce.call(weights, (most, value) => Math.max(most as number, Math.abs(value as number)), 0) as number || 1;
    for (let i = 0; i < before; i++) {
      for (let j = 0; j < count; j++) {
        if (!linked && i !== j) continue;
        const [[x1, y1], [x2, y2]] = [at(c - 1, i), at(c, j)];
        const value = weights?.[i * count + j];
        const strength = value === undefined ? 0 : Math.abs(value) / largest;
        lines.push(element(document, 'path', {
          d: `M${x1 + radius},${y1}L${x2 - radius},${y2}`, fill: 'none', stroke: value === undefined ? colors.soft : value >= 0 ? colors.blue : colors.orange,
          'stroke-width': value === undefined ? 1 : 0.6 + 3.4 * strength, 'stroke-opacity': value === undefined ? 0.55 : 0.3 + 0.6 * strength,
        }));
        if (value === undefined || before * count > mostNumbers || x2 - x1 <= 120) continue;
        const text = formatNumber(value, 3);
        // on its line, where no other number is
        const boxes = partsOfLine.map((part) => ({ x: x1 + part * (x2 - x1), y: y1 + part * (y2 - y1) })).map((at) => ({ ...at, box: boxOf(text, at.x, at.y, 'middle', numberSize) }));
        const place = boxes.find(({ box }) => isFree(box, taken)) ?? boxes[0];
        taken.push(place.box);
        const { left: from, right: to, top: upper, bottom: lower } = place.box;
        numbers.push(
          element(document, 'rect', { x: from + 1, y: upper, width: to - from - 2, height: lower - upper, fill: colors.paper }),
          element(document, 'text', { x: place.x, y: place.y, dy: '0.35em', 'font-size': numberSize, 'text-anchor': 'middle', fill: value >= 0 ? colors.blue : colors.orange }, text),
        );
      }
    }
  });
  const nodes = columns.flatMap(({ shape: [count] }, c) => Array.from({ length: count }, (_, node) => {
    const [x, y] = at(c, node);
    return element(document, 'circle', { cx: x, cy: y, r: radius, fill: colors.paper, stroke: c === 0 ? colors.soft : colors.ink, 'stroke-width': 1.75 });
  }));
  const names = [
    ...inputs.map((name, i) => element(document, 'text', { x: at(0, i)[0] - radius - 6, y: at(0, i)[1], dy: '0.35em', 'font-size': fontSize.label, 'text-anchor': 'end', fill: colors.ink }, shorten(name, left - radius - 10, fontSize.label))),
    ...outputs.map((name, i) => element(document, 'text', { x: at(columns.length - 1, i)[0] + radius + 6, y: at(columns.length - 1, i)[1], dy: '0.35em', 'font-size': fontSize.label, 'text-anchor': 'start', fill: colors.ink }, shorten(name, right - radius - 10, fontSize.label))),
  ];
  const cell = (width - left - right) / Math.max(1, columns.length - 1);
  const below = columns.flatMap(({ names: parts, shape: [count] }, c) => {
    const [x] = at(c, 0);
    const line = (text: string, row: number, fill: string): DrawnElement => {
      const short = shorten(text, Math.max(48, cell - 8), fontSize.tick);
      const half = textWidth(short, fontSize.tick) / 2;
      return element(document, 'text', { x: Math.max(half + 2, Math.min(width - half - 2, x)), y: top + height + 16 + row * 15, 'font-size': fontSize.tick, 'text-anchor': 'middle', fill }, short);
    };
    const [kind, ...functions] = parts;
    return [line(c === 0 ? kind : `${kind} ${count}`, 0, colors.ink), ...functions.map((name, i) => line(name, i + 1, colors.soft))];
  });
  const deepest = Math.max(...columns.map(({ names: parts }) => parts.length));
  return { elements: [...lines, ...nodes, ...numbers, ...names, ...below], end: top + height + 8 + deepest * 15 };
}

function readDrawing(caller: string, network: NetworkDrawing): NetworkDrawing {
  if (typeof network !== 'object' || network === null || !isShape(network.inputShape) || !Array.isArray(network.layers)) {
    throw new TypeError(`${caller}: network must be { inputShape, layers: [{ name, outputShape }] }; it is ${describe(network)}`);
  }
  if (network.layers.length === 0) throw new RangeError(`${caller}: there must be a layer; there is none`);
  network.layers.forEach((layer: DrawnLayer | null, i) => {
    if (layer === null || typeof layer !== 'object' || typeof layer.name !== 'string' || !isShape(layer.outputShape)) throw new TypeError(`${caller}: layers must be { name, outputShape }, lengths of 1 or more; layers[${i}] is ${describe(layer)}`);
  });
  return network;
}

function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.length > 0 && shape.every((length) => Number.isInteger(length) && length >= 1);
}

function readNames(caller: string, what: string, names: readonly string[] | undefined, shape: readonly number[]): readonly string[] {
  const count = shape.length === 1 ? shape[0] : 0;
  if (names === undefined) {
    const symbol = what === 'inputNames' ? 'x' : 'ŷ';
    return Array.from({ length: count }, (_, i) => (count === 1 ? symbol : `${symbol}${subscript(i + 1)}`));
  }
  checkNames(caller, what, names);
  if (names.length !== count) throw new RangeError(`${caller}: ${what} must name each of ${showShape(shape)}; there are ${names.length}`);
  return names;
}

function showShape(shape: readonly number[]): string {
  return shape.join(' × ');
}
