/** The data set: 1797 handwritten digits of 8 × 8 numbers, of which every fifth is held out. Knows no network and no page. */
export interface Digits {
  /** Ink from 0 to 1, [n, 1, 8, 8]. */
  readonly x: { readonly data: Float32Array; readonly shape: readonly [number, 1, 8, 8] };
  readonly y: readonly number[];
}

/** @param csv  a header, then for each digit 64 numbers from 0 to 16 and which digit it is */
export function readDigits(csv: string): { readonly training: Digits; readonly heldOut: Digits } {
  const rows = csv.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  const of = (part: readonly (readonly number[])[]): Digits => ({
    x: { data: Float32Array.from(part.flatMap((row) => row.slice(0, 64)), (ink) => ink / 16), shape: [part.length, 1, 8, 8] },
    y: part.map((row) => row[64]),
  });
  return { training: of(rows.filter((_, i) => i % 5 !== 4)), heldOut: of(rows.filter((_, i) => i % 5 === 4)) };
}
