/** Holds every formula of a derivation to the others of its line, and the last ones to the program's gradient. */
import katex from 'katex';
import { expect } from 'vitest';
import type { NdArray } from '../array/index.ts';
import type { Derivation } from './derivation.ts';
import { evaluateLatex } from './latex.testing.ts';
import { scalar, type Value } from './latexArrays.testing.ts';
import { nameInLatex } from './notation/names.ts';

/**
 * @param given  what names stand for   @param expected  what lines must be worth, by name: 'C', '∂C/∂w'
 */
export function expectEvaluates(derivation: Derivation, given: Readonly<Record<string, NdArray | number>>, expected: Readonly<Record<string, NdArray>>, tolerance = 1e-9): void {
  const names = new Map<string, Value>(Object.entries(given).map(([name, value]) =>
    [nameInLatex(name), typeof value === 'number' ? scalar(value) : { shape: value.shape, data: Array.from(value.data) }]));
  const found = new Set<string>();
  const printed = derivation.lines;
  derivation.sections.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'formula' ? [line] : []))).forEach((line, index) => {
    if (line.relation === '←') return;
    const { nameLatex, formulas } = printed[index];
    const shape = line.shape.map((length) => realLength(length, given));
    const values = formulas.map(({ latex }) => {
      try {
        return filled(evaluateLatex(latex, names), shape);
      } catch (error) {
        throw new Error(`${nameLatex} = ${latex}: ${String(error)}`, { cause: error });
      }
    });
    values.slice(1).forEach((value, i) => expectClose(value, values[0].data, `${nameLatex} = ${formulas[0].latex} = ${formulas[i + 1].latex}`, tolerance));
    const truth = expected[line.name];
    if (truth !== undefined) {
      found.add(line.name);
      expectClose(values[0], Array.from(truth.data), `${nameLatex} = ${formulas[0].latex}`, tolerance);
    }
    names.set(nameLatex, values[0]);
  });
  expect([...found].sort()).toEqual(Object.keys(expected).sort());
}

/** Arrays that a derivation gave names to, as `given` takes them. */
export function constantsOf({ constants }: Derivation): Record<string, NdArray> {
  return Object.fromEntries(constants.map(({ name, value }) => [name, value]));
}

/**
 * Each derivative by a named array must be what the result changes by when that array alone is moved and the forward lines
 * below it are computed again: what is written forward and backward fits together.
 * @param cost  the result's name
 */
export function expectFitsTogether(derivation: Derivation, given: Readonly<Record<string, NdArray | number>>, cost = 'C', tolerance = 1e-5): void {
  const printed = derivation.lines;
  const lines = derivation.sections.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'formula' ? [line] : []))).map((line, i) => ({ ...line, latex: printed[i].formulas[0].latex })).filter(({ relation }) => relation !== '←');
  const start = new Map<string, Value>(Object.entries(given).map(([name, value]) => [nameInLatex(name), typeof value === 'number' ? scalar(value) : { shape: value.shape, data: Array.from(value.data) }]));
  const run = (moved?: string, place = 0, by = 0): Map<string, Value> => {
    const names = new Map(start);
    for (const line of lines) {
      const shape = line.shape.map((length) => realLength(length, given));
      const value = filled(evaluateLatex(line.latex, names), shape);
      names.set(nameInLatex(line.name), line.name === moved ? { shape, data: value.data.map((one, i) => (i === place ? one + by : one)) } : value);
    }
    return names;
  };
  const all = run();
  for (const { name } of lines) {
    const derivative = all.get(nameInLatex(`∂${cost}/∂${name}`));
    if (derivative === undefined) continue;
    // not at 0, where relu and |x| have a corner
    const place = all.get(nameInLatex(name))!.data.findIndex((value, i) => i >= derivative.data.length >> 1 && Math.abs(value) > 1e-3);
    if (place < 0) continue;
    const h = 1e-5;
    const [above, below] = [h, -h].map((by) => run(name, place, by).get(nameInLatex(cost))!.data[0]);
    const difference = (above - below) / (2 * h);
    const gradient = derivative.data[place];
    if (!(Math.abs(difference - gradient) <= tolerance * Math.max(1, Math.abs(gradient)))) throw new Error(`∂${cost}/∂${name}, number ${place}: the line says ${gradient}, the lines above change by ${difference}\n${derivation.toText()}`);
  }
}

/** A length of the program for many samples, for as many as there are. */
function realLength(length: number, given: Readonly<Record<string, NdArray | number>>): number {
  const times = Math.round(length / 10_007);
  return times === 0 ? length : length - times * 10_007 + times * (given.m as number);
}

/** As expectEvaluates, for a derivation with numbers: each line must be worth what it says. @param more  what has no symbol */
export function expectNumbersRight(derivation: Derivation, more: Readonly<Record<string, NdArray | number>> = {}): void {
  const given = Object.fromEntries(derivation.symbols.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const expected = Object.fromEntries(derivation.sections.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === 'formula' && line.value !== undefined ? [[line.name, line.value]] : []))));
  expect(Object.keys(expected).length).toBeGreaterThan(3);
  expectEvaluates(derivation, { ...given, ...more }, expected);
}

/** As the array that the line says it is: repeated, or with other axes of length 1. */
function filled({ shape, data }: Value, wanted: readonly number[]): Value {
  const size = wanted.reduce((a, b) => a * b, 1);
  if (data.length === size) return { shape: wanted, data };
  const own = [...Array.from({ length: Math.max(0, wanted.length - shape.length) }, () => 1), ...shape].slice(-wanted.length);
  const index = (place: number): number => {
    let [rest, from, step] = [place, 0, 1];
    for (let axis = wanted.length - 1; axis >= 0; axis--) {
      if (own[axis] !== 1) from += (rest % wanted[axis]) * step;
      step *= own[axis];
      rest = Math.floor(rest / wanted[axis]);
    }
    return from;
  };
  if (own.some((length, axis) => length !== 1 && length !== wanted[axis])) throw new Error(`[${shape}] is not [${wanted}]`);
  return { shape: wanted, data: Array.from({ length: size }, (_, i) => data[index(i)]) };
}

function expectClose({ data }: Value, truth: readonly number[], where: string, tolerance: number): void {
  if (data.length !== truth.length) throw new Error(`${where}: ${data.length} numbers instead of ${truth.length}`);
  const scale = Math.max(1, ...truth.map(Math.abs));
  data.forEach((value, i) => {
    if (!(Math.abs(value - truth[i]) <= tolerance * scale)) throw new Error(`${where}: number ${i} is ${value}, not ${truth[i]}`);
  });
}

/** Nothing that is no word, formulas that KaTeX sets, sentences of which LaTeX knows every sign. */
export function expectPrinted(derivation: Derivation): void {
  const [markdown, latex] = [derivation.toMarkdown(), derivation.toLatex()];
  expect(derivation.toText() + markdown + latex).not.toMatch(/undefined|NaN|\[object|«/);
  for (const [, display, inline] of markdown.matchAll(/\$\$([^]*?)\$\$|(?<!\\)\$([^$]+)(?<!\\)\$/g)) katex.renderToString(display ?? inline, { displayMode: display !== undefined, throwOnError: true, strict: 'error' });
  const tables = latex.replaceAll(/\\begin\{tabular\}[^]*?\\end\{tabular\}/g, (table) => table.replaceAll(' & ', ' '));
  const prose = tables.replaceAll(/\\begin\{align\*\}[^]*?\\end\{align\*\}|\\\[[^]*?\\\]|\$[^$]*\$|\\[&_%#$]/g, '');
  expect([...prose].filter((sign) => sign > '~' || '^_#&%'.includes(sign))).toEqual([]);
}
