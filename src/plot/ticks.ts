/** Which of its round numbers an axis shows, so that no words meet and none leaves the picture. Knows no marks. */
import { positionOn, type Axis, type Tick } from './axis.ts';
import { moveApart } from './endLabels.ts';
import { shorten, textWidth, wrap } from './text.ts';
import { fontSize } from './theme.ts';

/** Pixels between words side by side. */
const between = 8;
/** Of one line of words. */
const lineTall = 13;

/** Numbers below a plot, and the margins that the outermost of them need. */
export interface TicksAcross {
  readonly ticks: readonly Tick[];
  readonly left: number;
  readonly right: number;
}

/** @param left  the least margin   @param right  the least margin */
export function ticksAcross(axis: Axis, width: number, left: number, right: number): TicksAcross {
  let found: TicksAcross = { ticks: apartOn(axis, width - left - right), left, right };
  // a wider margin moves the ticks, and may leave room for fewer of them: a few rounds settle it
  for (let round = 0; round < 6; round++) {
    const inner = width - found.left - found.right;
    const ends = found.ticks.map(({ value, text }) => ({ at: found.left + positionOn(axis, value) * inner, half: halfOf(text) + 2 }));
    const missing = [Math.max(0, ...ends.map(({ at, half }) => half - at)), Math.max(0, ...ends.map(({ at, half }) => at + half - width))];
    if (missing[0] + missing[1] < 0.5) break;
    const [wider, broader] = [found.left + Math.ceil(missing[0]), found.right + Math.ceil(missing[1])];
    if (wider + broader > width * 0.7) break;
    found = { ticks: apartOn(axis, width - wider - broader), left: wider, right: broader };
  }
  return found;
}

/** As many as stand apart on so many pixels; long numbers stand further apart. */
function apartOn(axis: Axis, inner: number): readonly Tick[] {
  const longest = Math.max(...axis.ticks(5).map(({ text }) => textWidth(text, fontSize.tick)));
  const isFree = (one: Tick, other: Tick): boolean => Math.abs(positionOn(axis, one.value) - positionOn(axis, other.value)) * inner >= halfOf(one.text) + halfOf(other.text) + between;
  for (let room = Math.max(2, Math.floor(inner / Math.max(60, longest + 26))); ; room--) {
    const ticks = axis.ticks(room);
    if (ticks.every((tick, i) => i === 0 || isFree(ticks[i - 1], tick))) return ticks;
    if (room <= 2) return ticks.reduce<readonly Tick[]>((kept, tick) => (kept.length === 0 || isFree(kept[kept.length - 1], tick) ? [...kept, tick] : kept), []);
  }
}

function halfOf(text: string): number {
  return textWidth(text, fontSize.tick) / 2;
}

/** Of names side by side in cells of this width, upright: those that do not meet. */
export function everyFew<T>(names: readonly T[], cell: number): readonly T[] {
  const stride = Math.ceil(lineTall / cell);
  return names.filter((_, i) => i % stride === 0);
}

/** A name beside a row of this height, in two lines where it is long and they have room, else shortened. Lines part at \n. */
export function nameBeside(name: string, most: number, rowHeight: number): string {
  const lines = textWidth(name, fontSize.tick) > most && rowHeight >= 2 * lineTall + 2 ? wrap(name, most, fontSize.tick) : [];
  return lines.length === 2 && lines.join(' ') === name ? lines.join('\n') : shorten(name, most, fontSize.tick);
}

/** How far each tick of an upright axis, `tall` pixels long, moves down so that their words do not meet. */
export function shifts(axis: Axis, ticks: readonly Tick[], tall: number): readonly number[] {
  const places = ticks.map(({ value }) => (1 - positionOn(axis, value)) * tall);
  const sorted = places.toSorted((a, b) => a - b);
  if (sorted.every((place, i) => i === 0 || place - sorted[i - 1] >= lineTall)) return places.map(() => 0);
  return moveApart(places, 0, tall).map((place, i) => Math.round(place - places[i]));
}
