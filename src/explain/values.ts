/** The numbers of an array as they are shown in a derivation: few digits, and of a large one the corner. Knows no formula. */
import type { NdArray } from '../array/index.ts';
import type { Dialect } from './notation/dialect.ts';

const mostRows = 4;
const mostColumns = 6;

export function valueText(value: NdArray, dialect: Dialect): string {
  const { data, shape } = value;
  if (data.length === 0) return dialect.isLatex ? '\\left[\\,\\right]' : '[]';
  if (shape.length === 0 || data.length === 1) return numberText(data[0], dialect);
  if (shape.length === 1) return row(Array.from(data), dialect);
  const columns = shape[shape.length - 1];
  const rows = data.length / columns;
  // of matrices one behind the other only whole ones, or the beginning of the first
  const height = shape.length > 2 ? shape[shape.length - 2] : rows;
  const shown = Math.min(rows, height >= mostRows ? mostRows : mostRows - (mostRows % height));
  const endsMatrix = (row: number): boolean => (row + 1) % height === 0 && row + 1 < shown;
  const lines = Array.from({ length: shown }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
  const rest = rows - shown;
  if (dialect.isLatex) {
    const cells = lines.map((line) => [...line.slice(0, mostColumns).map((number) => numberText(number, dialect)), ...(columns > mostColumns ? ['\\cdots'] : [])].join(' & '));
    const ends = cells.map((cell, row) => `${cell}${row + 1 === cells.length && rest === 0 ? '' : ' \\\\ '}${endsMatrix(row) ? '\\phantom{0} \\\\ ' : ''}`);
    return `\\begin{bmatrix} ${ends.join('')}${rest > 0 ? '\\vdots' : ''} \\end{bmatrix}`;
  }
  if (columns === 1) return `${row(Array.from(data), dialect)}ᵀ`;
  const texts = lines.map((line) => line.slice(0, mostColumns).map((number) => numberText(number, dialect)));
  const width = Math.max(...texts.flat().map(({ length }) => length));
  const written = texts.map((line, row) => `[${line.map((cell) => cell.padStart(width)).join('  ')}${columns > mostColumns ? `  … ${columns - mostColumns} more` : ''}]${endsMatrix(row) ? '\n' : ''}`);
  return [...written, ...(rest > 0 ? [`… ${rest} more row${rest === 1 ? '' : 's'}${shape.length > 2 ? `, of [${shape.join(', ')}]` : ''}`] : [])].join('\n');
}

/** At most five significant digits. */
export function numberText(value: number, dialect: Dialect): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(5));
  const [mantissa, exponent] = (Math.abs(rounded) >= 1e6 || (Math.abs(rounded) < 1e-4 && rounded !== 0) ? rounded.toExponential() : String(rounded)).split('e');
  const sign = dialect.isLatex ? mantissa : mantissa.replace('-', '−');
  if (exponent === undefined) return sign;
  return dialect.isLatex ? `${sign} \\cdot 10^{${Number(exponent)}}` : `${sign}e${Number(exponent)}`;
}

function row(numbers: readonly number[], dialect: Dialect): string {
  const shown = numbers.slice(0, mostColumns).map((number) => numberText(number, dialect));
  const more = numbers.length - shown.length;
  if (dialect.isLatex) return `\\begin{bmatrix} ${[...shown, ...(more > 0 ? ['\\cdots'] : [])].join(' & ')} \\end{bmatrix}`;
  return `[${shown.join(', ')}${more > 0 ? `, … ${more} more` : ''}]`;
}
