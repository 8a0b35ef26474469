/** How the signs of a derivation are read, as far as it uses them. Knows no program. */
import { partsOf, sameNumbers, type Call, type Expression } from './expression/expression.ts';
import { lowered } from './notation/names.ts';
import { letters } from './notation/rows.ts';
import type { FormulaLine } from './parts.ts';

/** One sentence; none where there is nothing to say. */
export function introOf({ forward, backward }: { readonly forward: readonly FormulaLine[]; readonly backward: readonly FormulaLine[] }): string[] {
  const found: Found = { signs: new Set(), along: new Set() };
  for (const { formulas } of [...forward, ...backward]) for (const formula of formulas) addSigns(formula, found);
  const said = readings.flatMap(([sentence, ...needed]) => (needed.some((sign) => found.signs.has(sign)) ? [typeof sentence === 'string' ? sentence : sentence(found)] : []));
  return said.length === 0 ? [] : [`How to read it: ${said.join('; ')}.`];
}

interface Found {
  readonly signs: Set<string>;
  /** Along which axes something is added up: '0,2'. */
  readonly along: Set<string>;
}

function addSigns(expression: Expression, found: Found): void {
  const { signs } = found;
  if (expression.kind === 'sum' || expression.kind === 'product') addMeetings(expression, signs);
  if (expression.kind === 'product') {
    if (expression.factors.filter(({ base }) => base.shape.length > 0).length > 1) signs.add('⊙');
    if (expression.factors.some(({ base, exponent }) => base.shape.length > 0 && exponent !== 1)) signs.add('power');
  } else if (expression.kind === 'call') {
    const { axes } = expression.params as { readonly axes?: readonly number[] | 'all' };
    const isAlong = expression.head === 'sum' && axes !== undefined && axes !== 'all';
    if (isAlong) found.along.add(axes.join());
    signs.add(isAlong ? 'sum along' : expression.head);
    addSettings(expression, signs);
  }
  for (const part of partsOf(expression)) addSigns(part, found);
}

/** The letters at a convolution or a pool. */
function addSettings({ head, params }: Call, signs: Set<string>): void {
  const { size = [1, 1], stride, padding, dilation, groups } = params as { readonly [name in 'size' | 'stride' | 'padding' | 'dilation']?: readonly number[] } & { readonly groups?: number };
  const of = head === 'conv' ? 'conv ' : 'pool ';
  if (stride?.some((step, axis) => step !== size[axis]) === true) signs.add(`${of}s`);
  if (padding?.some((side) => side !== 0) === true) signs.add(`${of}p`);
  if (padding?.some((side) => side !== padding[0]) === true) signs.add(`${of}sides`);
  if (padding?.some((side) => side < 0) === true) signs.add(`${of}less`);
  if (dilation?.some((step) => step !== 1) === true) signs.add(`${of}d`);
  if (groups !== undefined && groups > 1) {
    signs.add(`${of}g`);
    signs.add('groups');
  }
}

/** Whether an array is smaller than what it is added to or multiplied with, and how they meet then. */
function addMeetings(expression: Expression, signs: Set<string>): void {
  const shapes = partsOf(expression).map(({ shape }) => shape).filter((shape) => shape.length > 0);
  if (shapes.some((shape) => !sameNumbers(shape, shapes[0]))) signs.add('repeated');
  if (shapes.some(({ length }) => length === 1) && shapes.some(({ length }) => length === 4)) signs.add('channels');
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** Each says what one sign means; it is said where one of the signs behind it occurs. */
const readings: readonly (readonly [string | ((found: Found) => string), ...string[]])[] = [
  ['X W is the product of matrices', 'matmul'],
  ['ᵀ exchanges rows and columns', 'transpose'],
  ['⊙ multiplies numbers in the same place', '⊙'],
  ['where shapes differ, the smaller array is repeated', 'repeated'],
  ['an array of one axis beside images has one number for each channel', 'channels'],
  ['powers and functions are of each number', 'power', 'exp', 'log', 'tanh', 'sigmoid', 'relu', 'abs', 'sign', 'erf', 'sin', 'cos'],
  ['relu(z) is z where z > 0, else 0', 'relu'],
  ['σ(z) = 1/(1 + exp(−z))', 'sigmoid'],
  ['erf is the error function', 'erf'],
  ['softmax makes shares of a row of scores, exp(z) / Σ exp(z), which sum to 1', 'softmax'],
  ['onehot makes a row of the number of a class: 1 in its place, else 0', 'onehot'],
  ['Σ adds up all numbers', 'sum'],
  [({ along }) => [...along].sort().map((axes, i) => addedUp(axes.split(',').map(Number), i === 0)).join(', '), 'sum along'],
  ['[a > b] is 1 where that holds, else 0', 'compare'],
  [({ signs }) => `∗ slides a kernel over an image without flipping it${inBrackets(signs, 'conv ')}`, 'conv'],
  ['flip turns a kernel by 180°', 'turned'],
  [({ signs }) => `↔ exchanges samples and channels, or the channels that a kernel takes and gives${signs.has('groups') ? ', with a number beside it within each of so many groups' : ''}`, 'exchanged'],
  ['spread puts zeros between neighbours', 'spreadOut'],
  [({ signs }) => `maxpool takes the greatest number under each window of the size in brackets${inBrackets(signs, 'pool ')}`, 'maxPool'],
  ['unpool puts each number where the greatest one lay', 'place'],
  ['pool takes the number where the greatest one lies', 'takeFrom'],
  [({ signs }) => `avgpool takes the mean of the numbers under each window of the size in brackets${inBrackets(signs, 'pool ')}`, 'averagePool'],
  ['unavgpool gives each number under a window its share', 'spread'],
  ['flat puts the numbers of each sample into one row', 'flat'],
  ['reshape lays numbers in another shape, in their order', 'reshape'],
  ['take picks rows by their numbers', 'gather'],
  ['scatter adds up, for each row, what came of it wherever it was picked', 'scatter'],
  ['uniform draws numbers from 0 to 1 at random', 'uniform'],
];

/** 'Σᵢₖ adds up along the first and third axis' */
function addedUp(axes: readonly number[], isFirst: boolean): string {
  const words = axes.map((axis) => ordinals[axis] ?? `${axis + 1}th`);
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
  return `Σ${axes.map((axis) => lowered[letters[axis]] ?? `_${letters[axis]}`).join('')} ${isFirst ? `adds up along the ${list} axis` : `along the ${list}`}`;
}

/** What the letters mean, of those that there are. @param of  what they stand at */
function inBrackets(signs: ReadonlySet<string>, of: string): string {
  const padding = ['padding', ...(signs.has(`${of}sides`) ? ['of the sides in brackets top, right, bottom, left'] : []), ...(signs.has(`${of}less`) ? ['leaving out where it is negative'] : [])].join(', ');
  const said = [['s', 'stride'], ['p', padding], ['d', 'dilation'], ['g', 'groups']].filter(([sign]) => signs.has(of + sign)).map((words) => words.join(' '));
  return said.length === 0 ? '' : ` (${said.join(said.some((words) => words.includes(',')) ? '; ' : ', ')})`;
}
