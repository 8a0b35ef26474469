/** A derivation for a terminal. Knows no other page. */
import { text } from '../notation/dialect.ts';
import type { DerivationParts, FormulaLine, Section, TableLine } from '../parts.ts';
import type { Sizes } from '../translate/constants.ts';
import { valueText } from '../values.ts';
import { inOneLine, shapeText, sidesOf } from './sides.ts';

/** @param width  columns: sentences are broken there; a formula only between its sides */
export function inText({ title, intro, symbols, sections, sizes }: DerivationParts, width: number): string {
  return [
    `${inOneLine(title)}\n${'═'.repeat(lengthOf(inOneLine(title)))}`,
    ...intro.map((sentence) => wrapped(sentence, width, '')),
    symbolsText(symbols, sizes, width),
    ...sections.map((section) => `${section.title}\n${'─'.repeat(lengthOf(section.title))}\n${sectionText(section, sizes, width)}`),
  ].filter((block) => block !== '').join('\n\n');
}

function symbolsText(symbols: DerivationParts['symbols'], sizes: Sizes, width: number): string {
  const rows = symbols.map(({ name, shape, meaning, value }) => ({
    name: text.name(name), shape: shape === undefined ? '' : shapeText(shape, sizes, text), meaning: `${meaning}${typeof value === 'number' ? ` = ${value}` : ''}`,
    value: value === undefined || typeof value === 'number' ? undefined : valueText(value, text),
  }));
  const [names, shapes] = [Math.max(0, ...rows.map(({ name }) => lengthOf(name))), Math.max(0, ...rows.map(({ shape }) => lengthOf(shape)))];
  return rows.map(({ name, shape, meaning, value }) => {
    const head = `  ${padded(name, names)}  ${padded(shape, shapes)}  `;
    const indent = ' '.repeat(lengthOf(head));
    const row = head + wrapped(meaning, Math.max(24, width - lengthOf(head)), '').replaceAll('\n', `\n${indent}`);
    return value === undefined ? row : `${row}\n${underEquals(value, indent)}`;
  }).join('\n');
}

function sectionText({ lines }: Section, sizes: Sizes, width: number): string {
  const names = Math.min(12, Math.max(0, ...lines.flatMap((line) => (line.kind === 'formula' ? [lengthOf(text.name(line.name))] : []))));
  return lines.map((line) => {
    if (line.kind === 'note' || line.kind === 'equation') return wrapped(line.text, width, '  ');
    return line.kind === 'table' ? tableText(line) : formulaText(line, names, sizes, width);
  }).join('\n');
}

function formulaText(line: FormulaLine, names: number, sizes: Sizes, width: number): string {
  const sides = sidesOf(line, text, sizes);
  const left = `  ${padded(text.name(line.name), names)} ${line.relation ?? '='} `;
  const shape = line.shape.length === 0 || line.relation === '←' ? '' : `   [${shapeText(line.shape, sizes, text)}]`;
  const indent = ' '.repeat(lengthOf(left) - 2);
  const oneLine = `${left}${sides.join(' = ')}`;
  const body = lengthOf(oneLine) + shape.length <= width ? oneLine : `${left}${sides.join(`\n${indent}= `)}`;
  return line.value === undefined ? body + shape : `${body}${shape}\n${underEquals(valueText(line.value, text), indent)}`;
}

function underEquals(value: string, indent: string): string {
  return value.split('\n').map((row, i) => `${indent}${i === 0 ? '= ' : '  '}${row}`.trimEnd()).join('\n');
}

function tableText({ header, rows }: TableLine): string {
  const all = [header, ...rows].map((row) => row.map(inOneLine));
  const widths = header.map((_, column) => Math.max(...all.map((row) => lengthOf(row[column]))));
  return all.map((row) => `  ${row.map((cell, column) => (column === 0 ? padded(cell, widths[column]) : ' '.repeat(widths[column] - lengthOf(cell)) + cell)).join('  ')}`.trimEnd()).join('\n');
}

/** As many places as a terminal needs: marks that are put on a letter need none. */
function lengthOf(line: string): number {
  return [...line.replaceAll(/\p{M}/gu, '')].length;
}

function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - lengthOf(line)));
}

function wrapped(sentence: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of inOneLine(sentence).split(' ')) {
    if (line !== '' && lengthOf(indent) + lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line].join('\n');
}
