/** Numbers as people read them: few significant digits, the same in every place and language. Knows no unit. */

/** '−' as typeset, not the hyphen of source code. */
const minus = '\u2212';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A number with at most `digits` significant digits: 1,234 · 0.0457 · −3.2 · 1.5 × 10⁻⁹.
 * Whole digits are never dropped (1234567 is 1,234,567); trailing zeros are. Independent of the locale.
 * @param digits  1 to 15, default 4
 */
export function formatNumber(value: number, digits: number = 4): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e12 || magnitude < 1e-5) return formatPower(value, digits);
  const exponent = exponentOf(magnitude);
  const decimals = Math.max(0, digits - 1 - exponent);
  return formatFixed(value, decimals).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

/** At most `digits` significant digits, of whole numbers, too: 1.23 × 10⁹ where formatNumber says 1,234,567,890. */
export function formatShort(value: number, digits: number = 3): string {
  return Math.abs(value) >= 1e6 && Number.isFinite(value) ? formatPower(value, digits) : formatNumber(value, digits);
}

/** A number with exactly `decimals` decimals, grouped in thousands: −1,234.50. */
export function formatFixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(Math.min(decimals, 20)).split('.');
  const text = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

/** Numbers of one column with the same decimals, so that they compare: as many as give the largest `digits` digits. */
export function formatAligned(values: readonly number[], digits: number = 4): string[] {
  const largest = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  if (largest === 0 || largest >= 1e12 || largest < 1e-4) return values.map((value) => formatNumber(value, digits));
  const decimals = Math.max(0, digits - 1 - exponentOf(largest));
  return values.map((value) => (Number.isFinite(value) ? formatFixed(value, decimals) : formatNumber(value)));
}

/** A count with its noun: '1 row', '12,345 rows'. */
export function formatCount(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatFixed(count, 0)} ${count === 1 ? noun : plural}`;
}

/** A part of a whole: 0.123 → '12.3 %'. What is not all is never 100 %: 0.9999 → '> 99.9 %'. */
export function formatPercent(part: number, digits: number = 3): string {
  const text = formatNumber(part * 100, digits);
  return part < 1 && text === '100' ? `> 99${digits > 2 ? `.${'9'.repeat(digits - 2)}` : ''} %` : `${text} %`;
}

/** The power of ten of the leading digit: 123 → 2, 0.05 → −2. Exact, unlike a logarithm. */
export function exponentOf(value: number): number {
  return Number(Math.abs(value).toExponential().split('e')[1]);
}

function formatPower(value: number, digits: number): string {
  const [mantissa, exponent] = Math.abs(value).toExponential(digits - 1).split('e');
  const power = [...exponent.replace('+', '')].map((sign) => (sign === '-' ? '⁻' : superscripts[Number(sign)])).join('');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${value < 0 ? minus : ''}${short === '1' ? '' : `${short} × `}10${power}`;
}
