/** Colours and letters of every picture: safe for colour-blind eyes, readable in light and in dark. */

/**
 * Colours on light ground. Each has at least 4.5 : 1 contrast against white, and its partner below against near-black,
 * so that a line's label may have the line's colour.
 */
export const colors = {
  ink: '#1c2127',
  soft: '#5a6370',
  grid: '#e2e5e9',
  paper: '#ffffff',
  blue: '#1c62b5',
  orange: '#b54708',
  green: '#1a7a52',
  purple: '#7a4cc2',
  rose: '#b8336a',
  ochre: '#846000',
} as const;

const onDark: Readonly<Record<keyof typeof colors, string>> = {
  ink: '#e8ebef',
  soft: '#a3acb8',
  grid: '#31373f',
  paper: '#14171b',
  blue: '#74b1ff',
  orange: '#ff9c66',
  green: '#57cf9f',
  purple: '#c0a3ff',
  rose: '#ff8fb8',
  ochre: '#e3bd55',
};

/** The colours of series, in order of use. Beyond six they repeat with another dash. */
export const seriesColors: readonly string[] = [colors.blue, colors.orange, colors.green, colors.purple, colors.rose, colors.ochre];
/** Dashes of series, so that none is told by colour alone. Dotted are only lines of reference. */
export const seriesDashes: readonly (string | undefined)[] = [undefined, '6 3', '9 3 2 3'];

/** Height of letters in pixels. */
export const fontSize = { title: 15, label: 12.5, tick: 12 } as const;

/**
 * The style inside each SVG. Attributes carry the light colours, for programs that know no CSS; browsers swap them by
 * `light-dark()`, which follows the `color-scheme` of the page, or the system's for a file opened by itself.
 */
export const style: string = [
  '.glissade-plot{max-width:100%;height:auto;overflow:visible;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}',
  '.glissade-plot:root{color-scheme:light dark;background:light-dark(#ffffff,#14171b)}',
  ...Object.entries(colors).flatMap(([name, light]) => ['fill', 'stroke'].map((paint) =>
    `.glissade-plot [${paint}="${light}"]{${paint}:light-dark(${light},${onDark[name as keyof typeof colors]})}`)),
].join('');
