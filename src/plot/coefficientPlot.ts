/** Effects of features side by side, largest first: bars from 0, with standard errors where they are known. */
import * as Plot from '@observablehq/plot';
import { describe } from '../array/index.ts';
import { linearAxis } from './axis.ts';
import { draw } from './figure.ts';
import { formatNumber } from './format.ts';
import { checkOptions, readValues, type PlotOptions } from './input.ts';
import { nameAxis } from './nameAxis.ts';
import { colors } from './theme.ts';

/** What one feature does to the prediction. */
export interface EffectBar {
  readonly feature: string;
  /** Change of the prediction per standard deviation of the feature, so that features compare. */
  readonly effect: number;
  /** Standard error of `effect`: drawn as ± one. */
  readonly standardError?: number;
}

/** More bars than this are a wall: the rest is named in the caption. */
const mostBars = 30;

/**
 * One bar per feature, ordered by size; whiskers show ± one standard error.
 * @param effects  at least one
 * @param options  defaults: xLabel 'Effect per standard deviation', yLabel none, width 640
 * @returns one self-contained SVG
 * @throws TypeError for a wrong kind; RangeError for no effects, NaN or infinity, a negative standard error
 */
export function coefficientPlot(effects: readonly EffectBar[], options: PlotOptions = {}): string {
  checkOptions('coefficientPlot', options);
  if (!Array.isArray(effects)) throw new TypeError(`coefficientPlot: effects must be an array; it is ${describe(effects)}`);
  if (effects.length === 0) throw new RangeError('coefficientPlot: there must be at least one effect; there is none');
  effects.forEach((bar: EffectBar, i) => {
    if (typeof bar?.feature !== 'string') throw new TypeError(`coefficientPlot: every effect must have a feature's name; effects[${i}] is ${describe(bar?.feature)}`);
    readValues('coefficientPlot', `effect of ${JSON.stringify(bar.feature)}`, [bar.effect]);
    if (bar.standardError !== undefined && readValues('coefficientPlot', `standardError of ${JSON.stringify(bar.feature)}`, [bar.standardError])[0] < 0) {
      throw new RangeError(`coefficientPlot: standard errors must be at least 0; that of ${JSON.stringify(bar.feature)} is ${bar.standardError}`);
    }
  });
  const ranked = effects.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const shown = ranked.slice(0, mostBars).map((bar, row) => ({ ...bar, row }));
  const { xLabel = 'Effect per standard deviation', yLabel = '' } = options;
  const withErrors = shown.filter((bar): bar is typeof bar & { standardError: number } => bar.standardError !== undefined);
  const captions = [
    withErrors.length > 0 ? 'Whiskers: ± one standard error.' : undefined,
    ranked.length > mostBars ? `The ${mostBars} largest of ${ranked.length}; the largest left out is ${formatNumber(Math.abs(ranked[mostBars].effect))} in size.` : undefined,
  ].filter((text) => text !== undefined);
  const x = linearAxis(xLabel, shown.flatMap(({ effect, standardError = 0 }) => [effect - standardError, effect + standardError]), { include: 0 });
  return draw({
    options,
    name: 'Effects of the features',
    description: `${shown.slice(0, 5).map(({ feature, effect }) => `${feature}: ${formatNumber(effect)}`).join('; ')}${ranked.length > 5 ? `; and ${ranked.length - 5} smaller` : ''}.`,
    x,
    y: nameAxis(yLabel, shown.map(({ feature }) => feature)),
    rowHeight: 25,
    marks: [
      Plot.rect(shown, { x1: 0, x2: 'effect', y1: ({ row }: { row: number }) => row - 0.32, y2: ({ row }: { row: number }) => row + 0.32, fill: colors.blue, fillOpacity: 0.55 }),
      Plot.link(withErrors, { x1: (bar) => bar.effect - bar.standardError, x2: (bar) => bar.effect + bar.standardError, y1: 'row', y2: 'row', stroke: colors.ink, strokeWidth: 1.75 }),
      Plot.ruleX([0], { stroke: colors.ink }),
    ],
    ...(captions.length > 0 && { caption: captions.join(' ') }),
  });
}
