/** The looks of the first, second, third … series: colour, dash, symbol. And one or several named series from what users pass. */
import { describe } from '../array/index.ts';
import { symbols, type Symbol } from './symbols.ts';
import { seriesColors, seriesDashes } from './theme.ts';

export interface Paint {
  readonly color: string;
  readonly dash: string | undefined;
  readonly symbol: Symbol;
}

/** Neighbours differ in colour and in dash and symbol, so that none is told by colour alone; all three together repeat late. */
export function paintOf(series: number): Paint {
  const at = series + Math.floor(series / seriesColors.length);
  return { color: seriesColors[series % seriesColors.length], dash: seriesDashes[at % seriesDashes.length], symbol: symbols[at % symbols.length] };
}

/** One series without a name, or a list of named ones, at least one. @param parts  what each must have, for messages */
export function readSeries<S extends object>(caller: string, curves: S | readonly (S & { readonly name: string })[], parts: string): readonly (S & { readonly name: string })[] {
  if (!Array.isArray(curves)) {
    if (typeof curves !== 'object' || curves === null) throw new TypeError(`${caller}: curves must be { ${parts} }, or an array of such with a name; it is ${describe(curves)}`);
    return [{ name: '', ...(curves as S) }];
  }
  if (curves.length === 0) throw new RangeError(`${caller}: there must be at least one curve; there is none`);
  curves.forEach((curve: { name?: unknown } | null, i) => {
    if (typeof curve?.name !== 'string') throw new TypeError(`${caller}: every one of several curves must have a name; curves[${i}] is ${describe(curve)}`);
  });
  return curves as readonly (S & { readonly name: string })[];
}
