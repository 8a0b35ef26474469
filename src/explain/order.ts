/** The order of lines: forward, then backward, each gradient as soon as there is all that it needs. Knows no program. */
import { namesIn } from './expression/expression.ts';
import type { Line } from './line.ts';
import { partial } from './notation/names.ts';

/** @param wanted  the parameters, in the order that their gradients are read in   @param cost  the result's name */
export function inOrder(lines: readonly Line[], wanted: readonly number[], cost: string): Line[] {
  const sorted = topological(lines.filter(({ part }) => part === 'forward'), () => []);
  const gradients = lines.filter(({ part }) => part === 'gradient').sort((a, b) => wanted.indexOf(a.index!) - wanted.indexOf(b.index!));
  /** ∂C/∂Z is read before ∂C/∂w = ∂C/∂Z · ∂Z/∂w, also where the formula goes on with what ∂C/∂Z is equal to. */
  const throughs = new Map<string, string[]>();
  for (const { name, formula } of sorted) {
    for (const by of namesIn(formula)) throughs.set(partial(cost, by), [...(throughs.get(partial(cost, by)) ?? []), partial(cost, name)]);
  }
  const chainOf = ({ name }: Line): readonly string[] => throughs.get(name) ?? [];
  const backward = topological(lines.filter(({ part }) => part === 'backward'), chainOf);
  const later = new Set([...backward, ...gradients].map(({ name }) => name));
  const isReady = (line: Line): boolean => ![...namesIn(line.formula), ...chainOf(line)].some((name) => later.has(name));
  const write = (line: Line): void => {
    sorted.push(line);
    later.delete(line.name);
    for (let next = gradients.findIndex(isReady); next >= 0; next = gradients.findIndex(isReady)) {
      const [gradient] = gradients.splice(next, 1);
      write(gradient);
    }
  };
  for (let next = gradients.findIndex(isReady); next >= 0; next = gradients.findIndex(isReady)) write(gradients.splice(next, 1)[0]);
  backward.forEach(write);
  return sorted;
}

/** Each line after those that it uses and, where that can be, after those that it is read after; otherwise as they came. */
function topological(lines: readonly Line[], readAfter: (line: Line) => readonly string[]): Line[] {
  const open = new Map<string, Line>();
  for (const line of lines) if (!open.has(line.name)) open.set(line.name, line);
  const sorted: Line[] = [];
  while (open.size > 0) {
    const waits = (names: Iterable<string>, own: string): boolean => [...names].some((name) => name !== own && open.has(name));
    const possible = [...open.values()].filter(({ name, formula }) => !waits(namesIn(formula), name));
    const next = possible.find((line) => !waits(readAfter(line), line.name)) ?? possible[0];
    sorted.push(next);
    open.delete(next.name);
  }
  return sorted;
}
