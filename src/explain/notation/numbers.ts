/** Numbers as they are written in formulas: ½ as 1/2, 2/√π by its name, others with as many digits as they need. Knows no formula. */

/** A number as what stands above and below a line; `below` is 1 where there is no line. */
export interface Fraction {
  readonly above: number;
  readonly below: number;
}

/** p/q with q ≤ 64, exactly; undefined for numbers that are none, and for those that are written as well in tenths and hundredths: 0.9, 0.05. */
export function fractionOf(value: number): Fraction | undefined {
  for (let below = 1; below <= 64; below++) {
    const above = Math.round(value * below);
    if (Math.abs(above) <= 4096 && above / below === value) return below % 5 === 0 && Number.isInteger(value * 100) ? undefined : { above, below };
  }
  return undefined;
}

interface KnownConstant {
  /** What stands above and below the line. */
  readonly text: readonly [string, string];
  readonly latex: string;
}

/** Constants that are known by what they are. */
const known: readonly (readonly [number, KnownConstant])[] = [
  [1.1283791670955126, { text: ['2', '√π'], latex: '\\frac{2}{\\sqrt{\\pi}}' }],
  [Math.SQRT1_2, { text: ['1', '√2'], latex: '\\frac{1}{\\sqrt{2}}' }],
  [0.3989422804014327, { text: ['1', '√(2π)'], latex: '\\frac{1}{\\sqrt{2 \\pi}}' }],
];

export function knownConstant(value: number): KnownConstant | undefined {
  return known.find(([constant]) => Math.abs(constant - value) < 1e-15)?.[1];
}

/** Of a number ≥ 0. @param digits  significant ones at most */
export function decimalInText(value: number, digits = 12): string {
  return value === Infinity ? '∞' : String(Number(value.toPrecision(digits)));
}

export function decimalInLatex(value: number): string {
  if (value === Infinity) return '\\infty';
  const [mantissa, exponent] = decimalInText(value).split('e');
  return exponent === undefined ? mantissa : `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${Number(exponent)}}`;
}
